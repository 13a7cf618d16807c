// The kinds of what operators are warned of, and a warning: the floor below all that judges, and all that tells.

export interface WarningKind {
  /** What a notification of it says, and what to do: every word of ours, since mail goes through many hands. */
  readonly title: string;
  readonly hint: string;
  /** Told in quiet hours, too. */
  readonly urgent: boolean;
}

const later = (title: string, hint: string): WarningKind => ({ title, hint, urgent: false });
const atOnce = (title: string, hint: string): WarningKind => ({ title, hint, urgent: true });

/** What a warning is about, by a word that does not change: what tells operators of it goes by these. */
export const WARNING_KINDS = {
  'database-unwritten': atOnce(
    'The database takes no writes',
    'Nothing is collected and nothing removed until it does: make room on its volume, or end what locks it.',
  ),
  'clock-jumped': atOnce('A clock jumped', 'Retention waits. Set the clocks, or say that they are right.'),
  'schema-ahead': later('A newer version changed the schema', 'Bring the other collectors to that version.'),
  'setting-ignored': later('Settings are ignored', 'Look for misspelt names.'),
  'rules-unusable': later('Rules of the company are not used', 'Mend the rules file, and restart.'),
  'key-changed': atOnce(
    'A key of hashes is another one',
    'Put the key of before back; where it was changed on purpose, say so: npm run rekeyed.',
  ),
  'role-keys': later(
    'A key of a role cannot be read',
    'Whoever has it gets 503 until it can be read; keys of other roles go on. Let the collector read what API_ROLES names.',
  ),
  'key-file-open': later('Every account can read files of keys', 'Let the account of the collector alone read them.'),
  'plain-http': later('Keys came in plain HTTP', 'Let TLS end in front of the collector, and change the keys.'),
  'hold-opened': later('Removals, lost values or new rows are held', 'Approve or reject them.'),
  'nobody-found': later('Lists of people are empty', 'Check filter, base or scope, and permissions.'),
  'place-given-up': later('A place was given up', 'Polls failed there again and again: look at the source.'),
  'polls-lost': atOnce('Polls were lost one after the other', 'Look at memory limits and restarts of the collectors.'),
  'rows-unanswered': later('Rows were not answered', 'They keep what was stored: look at the source.'),
  'log-trouble': later('Logs are not read as they should', 'Look at their files, and at the zone of their times.'),
  'never-pushed': later('No sender has pushed a line', 'Check address and keys of the senders.'),
  'sign-in-refused': atOnce(
    'A source refuses the sign-in',
    'Put the right secret in its place: wrong tries lock accounts.',
  ),
  'source-unconfigured': later('A source is configured nowhere', 'Its rows are removed when their time is up.'),
  'source-stale': later('A source is stale', 'No complete pass confirms its rows: look at its last poll.'),
  expiring: later('Certificates, tokens or licences expire soon, or have', 'Renew them.'),
  'retention-behind': later('Retention is behind', 'Overdue rows are still stored: look at the database.'),
  'collector-lost': atOnce('A collector was lost', 'It was seen no more, and none took its place.'),
  'telemetry-lost': later(
    'Traces or metrics are not delivered',
    'Check the addresses that they are sent to, and their certificates.',
  ),
  'update-out': later('A newer version is out', 'Look at its security note.'),
  'licence-ended': later('The licence ended', 'Nothing stops.'),
  'licence-exceeded': later('More than is licensed', 'Nothing stops.'),
  'database-posture': later('The database is not as it should be', 'Its facts have what to do.'),
  'notification-failed': later('Notifications cannot be delivered', 'Check the channel.'),
} as const satisfies Readonly<Record<string, WarningKind>>;

export type WarningKindName = keyof typeof WARNING_KINDS;

export interface Warning {
  readonly kind: WarningKindName;
  /** Null where it is about the whole installation. */
  readonly source: string | null;
  /** What of it, by a word of ours: a dataset, a kind of certificate, the id of a collector. */
  readonly about?: string | null | undefined;
  /** Where it is known better than by when it was first seen. */
  readonly since?: Date | undefined;
  readonly line: string;
}
