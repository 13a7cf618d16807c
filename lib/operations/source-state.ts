// What a source is in, at a glance: the API, its document and the operators' page know these states alone.

import type { FileTrouble } from '../sources/contract.ts';

/** What is wrong with files of a source of logs, the gravest first: its state, where its polls are well. */
const FILE_STATES = [
  'not-answering',
  'files-missing',
  'permission',
  'unknown-format',
  'not-text',
  'truncated',
] as const satisfies readonly FileTrouble[];

export const fileStateOf = (problems: Readonly<Record<string, unknown>>): SourceState | null =>
  FILE_STATES.find((state) => Object.hasOwn(problems, state)) ?? null;

/** Where several hold, the first one is told. docs/operate.md says what each means, in this order. */
export const SOURCE_STATES = [
  'not-configured',
  'misconfigured',
  'disabled',
  'failing',
  'held',
  'not-supported',
  'incomplete',
  ...FILE_STATES,
  'polling',
  'elsewhere',
  'waiting',
  'ok',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];
