// What a source is in, at a glance: the API, its document and the operators' page know these states alone.

/** `elsewhere`: another collector's; `incomplete`: a dataset was not proven to be read whole; `not-supported`: its version lacks a call; `waiting`: never polled. */
export const SOURCE_STATES = [
  'ok',
  'waiting',
  'polling',
  'held',
  'failing',
  'incomplete',
  'not-supported',
  'elsewhere',
  'disabled',
  'misconfigured',
  'not-configured',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];
