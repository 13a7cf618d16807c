// Reads the sources file. Each source is judged alone: a misconfigured one says what is wrong with it and does not stop
// the others.
import { resolve } from 'node:path';
import { z } from 'zod';
import { placeOfMistake, withoutMark } from '../json-text.ts';
import { CONFIG_BYTES, readSmallFile } from '../small-file.ts';
import { type ParsedSource, SOURCE_TYPES, type SourceType } from '../sources/registry.ts';

export type ReadSource =
  | ({ readonly name: string; readonly type: string } & ParsedSource)
  /** Each problem names the key and what is wrong with it, never the value. */
  | { readonly name: string; readonly type: string | null; readonly problems: readonly string[] };

export interface SourcesResult {
  readonly sources: readonly ReadSource[];
  /** Of the file as a whole: then no source could be read. */
  readonly problems: readonly string[];
}

type Types = Readonly<Record<string, SourceType>>;

/** The file that SOURCES_FILE names. */
export function readSources(
  path: string,
  types: Types = SOURCE_TYPES,
  readFile: (path: string) => string = (p) => readSmallFile(p, CONFIG_BYTES),
): SourcesResult {
  let text: string;
  try {
    text = readFile(path);
  } catch {
    return wholeFile(
      `SOURCES_FILE cannot be read: ${resolve(path)}. Mount the file there, of 1 MB at most, and let the process read it, or set the path, e.g. /run/config/sources.json`,
    );
  }
  const { sources, problems } = parseSources(text, types);
  return { sources, problems: problems.map((problem) => `${problem} It is ${resolve(path)}.`) };
}

const fileSchema = z.strictObject({
  $schema: z.string().optional(),
  sources: z.array(z.looseObject({ name: z.unknown(), type: z.unknown() })),
});

const wholeFile = (...problems: string[]): SourcesResult => ({ sources: [], problems });

export function parseSources(text: string, types: Types = SOURCE_TYPES): SourcesResult {
  let json: unknown;
  try {
    json = JSON.parse(withoutMark(text));
  } catch {
    return wholeFile(`The sources file is not JSON (${placeOfMistake(withoutMark(text))}).`);
  }
  if (Array.isArray(json))
    return wholeFile('The sources file is a list: it must be an object that has one. Example: { "sources": [] }');
  const file = fileSchema.safeParse(json, { reportInput: true });
  if (!file.success)
    return wholeFile(
      ...file.error.issues.map((issue) => `The sources file: ${issueText(issue)}. Example: { "sources": [] }`),
    );
  const seen = new Map<string, number>();
  for (const { name } of file.data.sources) if (typeof name === 'string') seen.set(name, (seen.get(name) ?? 0) + 1);
  const sources = file.data.sources.map((source, index) => {
    const read = readSource(source, `source ${index + 1}`, types);
    const duplicate = (seen.get(read.name) ?? 0) > 1;
    if (!duplicate) return read;
    return {
      name: read.name,
      type: read.type,
      problems: [...('problems' in read ? read.problems : []), 'name: another source has it too'],
    };
  });
  return { sources, problems: [] };
}

function readSource(
  source: { readonly name: unknown; readonly type: unknown },
  place: string,
  types: Types,
): ReadSource {
  // A name that breaks the rules may be anything: then the place in the file stands for it.
  const name = typeof source.name === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(source.name) ? source.name : place;
  const type = typeof source.type === 'string' && Object.hasOwn(types, source.type) ? source.type : undefined;
  const sourceType = type === undefined ? undefined : types[type];
  if (type === undefined || !sourceType)
    return {
      name,
      type: null,
      problems: [`type: must be one of ${Object.keys(types).join(', ')}${saidType(source.type)}`],
    };
  const parsed = sourceType.parse(source);
  if ('issues' in parsed) return { name, type, problems: parsed.issues.map(issueText) };
  return { name, type, ...parsed };
}

const saidType = (type: unknown): string =>
  typeof type === 'string' && /^[\w-]{1,40}$/.test(type) ? `; ${type} is unknown` : '';

/** The key and what is wrong with it, never what stands there. */
export function issueText(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return `unknown: ${issue.keys.map((key) => [...issue.path, key].join('.').slice(0, 80)).join(', ')}`;
  const meant = issue.code === 'invalid_union' ? meantBranch(issue) : null;
  if (meant) return meant.map((one) => issueText({ ...one, path: [...issue.path, ...one.path] })).join('; ');
  return `${path === '' ? '' : `${path}: `}${problemOf(issue)}`;
}

/** Of the forms that something may have, the one that it comes nearest to: null where that is none, or several. */
function meantBranch({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | null {
  const near = errors.filter((issues) => !issues.some(isOfAnotherKind));
  const [first, second] = near.toSorted((a, b) => a.length - b.length);
  return first && first.length < (second?.length ?? Number.POSITIVE_INFINITY) ? first : null;
}

const isOfAnotherKind = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' || (issue.code === 'invalid_union' && meantBranch(issue) === null));

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What the library says in its own words, in ours; what a schema says stays. */
function problemOf(issue: z.core.$ZodIssue): string {
  const { code, input, message } = issue;
  if (code === 'invalid_type' && input === undefined) return 'is missing';
  if (!/^(Invalid input|Invalid option|Too big|Too small)\b/.test(message)) return message;
  if (code === 'invalid_type') return `must be ${KINDS[issue.expected] ?? `a ${issue.expected}`}`;
  if (code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (code === 'too_big') return bound(issue.origin, `${issue.maximum} at most`);
  if (code === 'too_small') return bound(issue.origin, `${issue.minimum} at least`);
  return message;
}

function bound(origin: string, amount: string): string {
  if (origin === 'array') return `must have items, ${amount}`;
  return origin === 'string' ? `must have characters, ${amount}` : `must be ${amount}`;
}

/** Names in COLLECTOR_SOURCES that no source has: a misspelt one would silently not be polled. */
export function unknownSources(
  wanted: readonly string[] | undefined,
  sources: readonly ReadSource[],
): readonly string[] {
  return (wanted ?? []).filter((name) => !sources.some((source) => source.name === name));
}

/** The JSON Schema of the sources file, for editors. */
export function sourcesSchema(types: Types = SOURCE_TYPES): Record<string, unknown> {
  const items = Object.values(types).map(({ schema }) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return rest;
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Sources of EMM Lens',
    type: 'object',
    properties: { $schema: { type: 'string' }, sources: { type: 'array', items: { oneOf: items } } },
    required: ['sources'],
    additionalProperties: false,
  };
}
