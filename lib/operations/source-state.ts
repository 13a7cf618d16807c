// What a source is in, at a glance: the API, its document and the operators' page know these states alone.

/** `elsewhere`: another collector's; `incomplete`: a row could not be read; `waiting`: never polled. */
export const SOURCE_STATES = [
  'ok',
  'waiting',
  'polling',
  'held',
  'failing',
  'incomplete',
  'elsewhere',
  'disabled',
  'misconfigured',
  'not-configured',
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];
