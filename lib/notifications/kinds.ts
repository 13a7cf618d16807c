// The kinds of what operators are warned of, and a warning: the floor below all that judges, and all that tells.

/** What a warning is about, by a word that does not change: what tells operators of it goes by these. */
export const WARNING_KINDS = [
  'clock-jumped',
  'schema-ahead',
  'setting-ignored',
  'key-file-open',
  'hold-opened',
  'nobody-found',
  'place-given-up',
  'polls-lost',
  'rows-unanswered',
  'log-trouble',
  'never-pushed',
  'source-unconfigured',
  'source-stale',
  'expiring',
  'update-out',
  'licence-ended',
  'licence-exceeded',
  'database-posture',
] as const;

export interface Warning {
  readonly kind: (typeof WARNING_KINDS)[number];
  /** Null where it is about the whole installation. */
  readonly source: string | null;
  readonly line: string;
}
