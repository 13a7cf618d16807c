// What a source is in, at a glance: the API, its document and the operators' page know these states alone.

/** Where several hold, the first one is told. docs/operate.md says what each means, in this order. */
export const SOURCE_STATES = [
  'not-configured',
  'misconfigured',
  'disabled',
  'polling',
  'failing',
  'held',
  'elsewhere',
  'waiting',
  'not-supported',
  'incomplete',
  'ok',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];
