// Reads the rules file. Each rule is judged alone: one with a mistake is not used, says what is wrong, and stops no other.

import { resolve } from 'node:path';
import { z } from 'zod';
import { placeOfMistake, withoutMark } from '../json-text.ts';
import { compiled, type Rule } from '../rules/judge.ts';
import { ruleName, ruleSchema } from '../rules/schema.ts';
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
  const { rules, problems } = rulesIn(file.data.rules);
  return { rules, problems: problems.map((problem) => `The rules file: ${problem}`) };
}

/** Those that are enabled; the second of a name is a mistake, whatever else is wrong with either. */
export function rulesIn(given: readonly unknown[]): ReadRules {
  const rules: Rule[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, one] of given.entries()) {
    const { data, error } = ruleSchema.safeParse(one, { reportInput: true });
    const name = ruleName.safeParse(Object(one).name).data;
    const mistakes = [
      ...(error?.issues.map(issueText) ?? []),
      ...(name !== undefined && seen.has(name) ? ['name: another rule has it too'] : []),
    ];
    if (name !== undefined) seen.add(name);
    const place = name === undefined ? `rule ${index + 1}` : `rule ${index + 1} (${name})`;
    if (mistakes.length > 0) problems.push(`${place}: ${mistakes.join('; ')}.`);
    else if (data?.enabled) rules.push(compiled(data));
  }
  return { rules, problems };
}
