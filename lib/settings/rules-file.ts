// Reads the rules file. Each rule is judged alone: one with a mistake is not used, says what is wrong, and stops no other.

import { resolve } from 'node:path';
import { z } from 'zod';
import { placeOfMistake, withoutMark } from '../json-text.ts';
import { compiled, type Rule } from '../rules/judge.ts';
import { ruleSchema } from '../rules/schema.ts';
import { CONFIG_BYTES, readSmallFile } from '../small-file.ts';
import { issueText } from './sources-file.ts';

export interface ReadRules {
  readonly rules: readonly Rule[];
  /** Each names the rule and the key, never a value. */
  readonly problems: readonly string[];
}

const NONE: ReadRules = { rules: [], problems: [] };

/** The file that RULES_FILE names. */
export function readRules(path: string | undefined): ReadRules {
  if (path === undefined) return NONE;
  let text: string;
  try {
    text = readSmallFile(path, CONFIG_BYTES);
  } catch {
    const what = `RULES_FILE cannot be read: ${resolve(path)}. Mount the file there, of 1 MB at most, and let the process read it.`;
    return { ...NONE, problems: [`${what} No rule is used.`] };
  }
  return parseRules(text);
}

const fileSchema = z.strictObject({ rules: z.array(z.unknown()) });

export function parseRules(text: string): ReadRules {
  let json: unknown;
  try {
    json = JSON.parse(withoutMark(text));
  } catch {
    return { ...NONE, problems: [`The rules file is not JSON (${placeOfMistake(withoutMark(text))}).`] };
  }
  const file = fileSchema.safeParse(json, { reportInput: true });
  if (!file.success)
    return {
      ...NONE,
      problems: file.error.issues.map((one) => `The rules file: ${issueText(one)}. Example: { "rules": [] }`),
    };
  return rulesIn(file.data.rules);
}

/** Those that are enabled; the second of a name is a mistake. */
export function rulesIn(given: readonly unknown[]): ReadRules {
  const rules = new Map<string, Rule | null>();
  const problems: string[] = [];
  for (const [index, one] of given.entries()) {
    const { success, data, error } = ruleSchema.safeParse(one, { reportInput: true });
    const place = `rule ${index + 1}`;
    if (!success) problems.push(`The rules file: ${place}: ${error.issues.map(issueText).join('; ')}.`);
    else if (rules.has(data.name)) problems.push(`The rules file: ${place}: name: another rule has it too.`);
    else rules.set(data.name, data.enabled ? compiled(data) : null);
  }
  return { rules: [...rules.values()].flatMap((rule) => rule ?? []), problems };
}
