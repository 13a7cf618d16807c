// Our own bookkeeping, declared and retained like everything else.
import { DEFAULT_RETENTION_DAYS, internal } from './dataset.ts';
import { bigint, binary, boolean, instant, integer, json, required, text } from './field.ts';

const id = required.bigint('technical', 'Surrogate id');

export const subject = internal({
  name: 'subject',
  purpose: 'One entry per person, over the views of all sources: what lists of users show.',
  key: ['id'],
  retention: 'while a source knows the person; without names until the last event of the person is gone',
  fields: {
    id,
    present: required.boolean('technical', 'Whether a source knows the person now', { filterable: true }),
    display_name: text(256)('identifier', 'Display name', { filterable: true, sortable: true, searchable: true }),
    user_principal_name: text(320)('identifier', 'User principal name (UPN)', {
      filterable: true,
      sortable: true,
      searchable: true,
    }),
    mail: text(320)('contact', 'Primary mail address', { filterable: true, sortable: true, searchable: true }),
    department: text(128)('organisation', 'Department', { filterable: true, sortable: true }),
    enabled: boolean('technical', 'Whether the account is enabled, as the directory says it', { filterable: true }),
    sources: required.integer('technical', 'How many sources know the person', { filterable: true }),
    created_at: required.instant('technical', 'When the person was first seen', { filterable: true, sortable: true }),
    changed_at: required.instant('technical', 'When this entry last changed', { filterable: true }),
    merged_into: bigint('technical', 'The entry of the same person that records belong to now, where this one ended'),
  },
});

export const subject_alias = internal({
  name: 'subject_alias',
  purpose:
    'Names that sources have, or had, for a person: links records, and finds who left for the export of a person.',
  key: ['source', 'dataset', 'record_key', 'kind', 'value'],
  retention: 'until the last event of the person is gone',
  fields: {
    id,
    subject_id: required.bigint('technical', 'The person'),
    source: required.text(64)('technical', 'Source that has the name', { opaque: true }),
    dataset: required.text(64)('technical', 'Dataset of the record that has it', { opaque: true }),
    record_key: required.binary(16)('technical', 'record_key of that record'),
    kind: required.text(32)('technical', 'Kind of name', { opaque: true }),
    value: required.text(320)('identifier', 'The name, folded', { opaque: true }),
    valid_from: required.instant('technical', 'Since when'),
    valid_to: instant('technical', 'Until when; null while the record has it'),
  },
});

export const source_state = internal({
  name: 'source_state',
  purpose: 'One row per source: lease, fence and checkpoint.',
  key: ['source'],
  retention: 'while the source is configured',
  fields: {
    source: required.text(64)('technical', 'Name of the source', { opaque: true }),
    product: required.text(32)('technical', 'Type of the source', { opaque: true }),
    fence: required.bigint('technical', 'Number of the lease: grows with each acquire'),
    holder: text(36)('technical', 'Instance id of the collector that polls it'),
    lease_until: instant('technical', "End of the lease, by the database's clock"),
    checkpoint: json('technical', 'Where the next poll goes on; of a Sentry what waits for its other half too, sealed'),
    collected: json('technical', 'What the last poll collected: fingerprint and parameters'),
    versions: json('technical', 'Product and version that the source reported'),
    passes: json('technical', 'Last complete pass, per dataset'),
    next_poll_at: instant('technical', 'When the next poll is due'),
    last_success_at: instant('technical', 'End of the last poll without an error'),
    last_seen_at: required.instant('technical', 'When a collector last had the source configured'),
    sign_in: json(
      'technical',
      'Sign-ins that the source refused, and keyed hashes of the secrets they were tried with',
    ),
    stuck: json('technical', 'Where polls in a row failed, and how often'),
    removals: json('technical', 'How many rows there were, and how many of them left, in the hours of the last day'),
    arrivals: json('technical', 'How many rows came, in the hours of the last day'),
    files: json('technical', 'Of a source of logs: how many files it has, what of them is unread, and what is wrong'),
    peers: json(
      'technical',
      'By which TLS its servers were reached: protocol, cipher, authority, end of the certificate',
    ),
  },
});

export const HOLD_STATES = ['open', 'approved', 'rejected', 'done', 'recovered'] as const;
/** What is held, where it is no removal of rows: values that most rows lost at once, or rows beyond what a day may bring. */
export const HOLD_KINDS = ['values', 'growth'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

export const deletion_hold = internal({
  name: 'deletion_hold',
  purpose:
    'A refused mass removal of rows or values, or a refused mass of new rows, kept until an operator decides, the source recovers, or its time is up.',
  key: ['id'],
  retention: 'while open; 30 days after the decision',
  fields: {
    id,
    source: required.text(64)('technical', 'Source', { opaque: true, filterable: true }),
    dataset: required.text(64)('technical', 'Dataset', { opaque: true, filterable: true }),
    state: required.text(16)('technical', 'State', { opaque: true, filterable: true, values: HOLD_STATES }),
    kind: text(16)('technical', 'What is held; null for a removal of rows', { opaque: true, values: HOLD_KINDS }),
    parameters: json('technical', 'Names of the parameters that rows lost'),
    absent: required.integer('technical', 'Rows that are gone, that lost a value, or that are not stored', {
      unit: 'rows',
    }),
    total: required.integer('technical', 'Rows of the source in this dataset', { unit: 'rows' }),
    sample: required.json('technical', 'Surrogate ids of some of the rows'),
    opened_at: required.instant('technical', 'When the removal was first refused'),
    confirmed_at: required.instant('technical', 'Up to when absences, or lost values, are counted in it'),
    decided_at: instant('technical', 'When it was decided'),
  },
});

export const kept_value = internal({
  name: 'kept_value',
  purpose: 'Which values a source tells no more of a row: they stay until the end of the poll, or until it is decided.',
  key: ['source', 'dataset', 'row_id'],
  retention: 'until the values leave, or the source tells them again',
  fields: {
    source: required.text(64)('technical', 'Source', { opaque: true }),
    dataset: required.text(64)('technical', 'Dataset of the row', { opaque: true }),
    row_id: required.bigint('identifier', 'Surrogate id of the row'),
    parameters: required.json('technical', 'Names of the parameters, sorted'),
    noted_at: instant('technical', 'When the row lost the last of them'),
  },
});

export const collector = internal({
  name: 'collector',
  purpose: 'The running processes of the bundle.',
  key: ['instance'],
  retention: '30 days after the process was last seen',
  fields: {
    instance: required.text(36)('technical', 'Instance id, new with each process', { opaque: true }),
    host_version: required.text(64)('technical', 'Version of the Functions host'),
    node_version: required.text(32)('technical', 'Version of Node.js'),
    lens_version: required.text(32)('technical', 'Version of EMM Lens'),
    sources: required.json('technical', 'Names of the sources that it polls'),
    started_at: required.instant('technical', 'When it started'),
    last_seen_at: required.instant('technical', 'When it was last seen'),
  },
});

export const collector_peak = internal({
  name: 'collector_peak',
  purpose: 'How many collectors ran at once on a day: the licence check counts them.',
  key: ['occurred_at', 'node_version'],
  retentionDays: 365,
  fields: {
    id,
    occurred_at: required.instant('technical', 'Start of the day, UTC'),
    node_version: required.text(32)('technical', 'Version of Node.js, or `all`', { opaque: true }),
    peak: required.integer('technical', 'The most that ran at once', { unit: 'collectors' }),
  },
});

/** Who asked the API. */
const principal = required.text(128)(
  'identifier',
  'Who: name of the identity, keyed hash of the function key, or both',
  {
    ...{ opaque: true, filterable: true, keyBehind: true },
  },
);

export const access_log = internal({
  name: 'access_log',
  purpose: 'Who read personal data, when and why; asked for by data protection officers and works councils.',
  key: ['id'],
  retentionDays: 365,
  fields: {
    id,
    occurred_at: required.instant('technical', 'When', { filterable: true, sortable: true }),
    principal,
    roles: text(64)('technical', 'Roles that the function key had then; null where keys had none', { opaque: true }),
    operation: required.text(64)('technical', 'Which operation of the API', { opaque: true, filterable: true }),
    dataset: required.text(64)('technical', 'Which dataset', { opaque: true, filterable: true }),
    purpose: text(64)('technical', 'Purpose, as the caller named it', { opaque: true, filterable: true }),
    fields: required.json('technical', 'Names of the fields that were answered'),
    filters: required.json('technical', 'Names of the fields that were filtered; never their values'),
    sort: text(64)('technical', 'Name of the field that the list was sorted by, - before it where descending', {
      opaque: true,
    }),
    row_count: required.integer('technical', 'Rows in the answer', { unit: 'rows' }),
    subject_hash: text(64)('identifier', 'Keyed hash of the person, where one person was read', { opaque: true }),
    subject_hashes: binary(8_000)('identifier', 'The first 8 bytes of the keyed hash of each, where several were read'),
  },
});

export const operator_journal = internal({
  name: 'operator_journal',
  purpose:
    'What operators asked for and decided: polls on request, held removals, a clock that was doubted, tests of notifications.',
  key: ['id'],
  retentionDays: 365,
  fields: {
    id,
    occurred_at: required.instant('technical', 'When', { filterable: true, sortable: true }),
    principal,
    operation: required.text(64)('technical', 'Which operation of the API', { opaque: true, filterable: true }),
    source: text(64)('technical', 'Source that it was about', { opaque: true, filterable: true }),
    details: required.json('technical', 'What was asked for or decided, with counts'),
  },
});

export const license_exchange = internal({
  name: 'license_exchange',
  purpose: 'What was sent to the vendor, byte for byte.',
  key: ['id'],
  retentionDays: 365,
  fields: {
    id,
    occurred_at: required.instant('technical', 'When', { sortable: true }),
    payload: required.json('technical', 'The body as it was sent'),
    status: integer('technical', 'HTTP status of the answer; null where none came'),
    error_code: text(64)('technical', 'Code of the error, where it failed'),
    answer_code: text(32)('technical', 'What became of the answer; null where it had no body'),
  },
});

/** One value for the whole database: server identifier, due times of daily duties, receipts. */
export const setting = internal({
  name: 'setting',
  purpose:
    'Values of the whole installation: server identifier, checks of keys, due times of daily duties, the last retention receipt, full readings that are asked for.',
  key: ['name'],
  retention: 'while installed',
  fields: {
    name: required.text(64)('technical', 'Name', { opaque: true }),
    value: required.json('technical', 'Value, as JSON'),
    changed_at: required.instant('technical', 'When it was last written'),
  },
});

export const notification = internal({
  name: 'notification',
  purpose: 'What operators are told of by webhook or mail while it lasts: the same is not told twice.',
  key: ['kind', 'source', 'about'],
  retention: 'until it is over, and told to be',
  fields: {
    id,
    kind: required.text(32)('technical', 'Kind of warning', { opaque: true }),
    source: required.text(64)('technical', 'Source that it is about; empty for the installation', { opaque: true }),
    about: required.text(64)('technical', 'Dataset, kind of certificate, collector; empty for none', { opaque: true }),
    opened_at: required.instant('technical', 'Since when it is so, as far as it is known'),
    seen_at: required.instant('technical', 'When a collector last saw it'),
    told_at: instant('technical', 'When it was last told; null where it waits, as in quiet hours'),
  },
});

export const notification_delivery = internal({
  name: 'notification_delivery',
  purpose: 'Messages to operators: tried until they are delivered, by one collector at a time.',
  key: ['id'],
  retentionDays: DEFAULT_RETENTION_DAYS,
  fields: {
    id,
    occurred_at: required.instant('technical', 'When it was made'),
    channel: required.text(16)('technical', 'Webhook or mail', { opaque: true }),
    kind: required.text(32)('technical', 'Kind of warning', { opaque: true }),
    message: required.json('technical', 'What it says: kinds, names of sources and datasets, times'),
    attempts: required.integer('technical', 'How often it was tried'),
    next_attempt_at: instant('technical', 'When it is tried next; null when it has ended'),
    outcome: text(16)('technical', 'How it ended', { opaque: true, values: ['delivered', 'failed'] }),
    error_code: text(64)('technical', 'Why the last try failed'),
  },
});

/** Kinds of what several sources, or collectors, write together, in the order in which a transaction that needs several locks them. */
export const WRITE_LOCKS = ['people', 'hardware', 'notifications'] as const;
export type WriteLock = (typeof WRITE_LOCKS)[number];

export const write_lock = internal({
  name: 'write_lock',
  purpose: 'One row for each kind of what several sources write together: whoever writes it updates the row first.',
  key: ['kind'],
  retention: 'while installed',
  fields: {
    kind: required.text(32)('technical', 'Kind', { opaque: true, values: WRITE_LOCKS }),
    taken: required.bigint('technical', 'How often it was locked'),
  },
});

export const parent_digest = internal({
  name: 'parent_digest',
  purpose: 'One digest per parent and child dataset: what did not change is not read again.',
  key: ['source', 'dataset', 'parent_key'],
  retention: 'as long as the parent',
  fields: {
    source: required.text(64)('technical', 'Source', { opaque: true }),
    dataset: required.text(64)('technical', 'Dataset of the children', { opaque: true }),
    parent_key: required.binary(16)('identifier', 'record_key of the parent'),
    digest: required.binary(16)('technical', 'Hash of all children and of the fingerprint of what is collected'),
    rows: required.integer('technical', 'Number of children', { unit: 'rows' }),
  },
});

export const pass_key = internal({
  name: 'pass_key',
  purpose: 'Keys that an unfinished pass has read so far: what is not among them at its end is gone.',
  key: ['source', 'dataset', 'pass', 'record_key'],
  retention: 'until the pass ends',
  fields: {
    source: required.text(64)('technical', 'Source', { opaque: true }),
    dataset: required.text(64)('technical', 'Dataset', { opaque: true }),
    pass: required.bigint('technical', 'Number of the pass'),
    record_key: required.binary(16)('identifier', 'record_key of a row that was read'),
  },
});

export const search_term = internal({
  name: 'search_term',
  purpose: 'What people and devices are found by: the folded text of their fields that the search looks through.',
  key: ['class', 'term', 'owner'],
  retention: 'as long as the row that it was made of',
  fields: {
    class: required.integer(
      'technical',
      'Dataset of the row, and whether it is a whole value, a part, or a keyed hash',
    ),
    term: required.text(64)('identifier', 'The text, folded, or the keyed hash of a number', { opaque: true }),
    owner: required.bigint('identifier', 'Surrogate id of the row'),
  },
});

export const log_file = internal({
  name: 'log_file',
  purpose: 'How far the files of a source of logs were read: by their content, never by their names.',
  key: ['source', 'file'],
  retention: '30 days after the file is gone, and as long as any events are kept',
  fields: {
    source: required.text(64)('technical', 'Source', { opaque: true }),
    file: required.binary(16)('technical', 'Number at random: with a place in it, the name of a line'),
    rungs: required.json('technical', 'Hashes of its first 64, 256, 1,024, .. bytes'),
    offset: required.bigint('technical', 'How far it was read', { unit: 'bytes' }),
    tail: required.binary(16)('technical', 'Hash of the 64 bytes before'),
    fields: json('technical', 'Columns that it names, and whether its lines are understood'),
    state: text(32)('technical', 'Why it is not read, or not to its end', { opaque: true }),
    seen: text(32)('technical', 'Hash of what the file system said of it when it was read to its end', {
      opaque: true,
    }),
    newest_at: instant('technical', 'The newest time of a line of it'),
    seen_at: required.instant('technical', 'When it was last there, to the day'),
  },
});

export const log_sender = internal({
  name: 'log_sender',
  purpose: 'Who pushes lines to a source of logs: how many came, and how the next ones are read.',
  key: ['source', 'sender'],
  retention: '30 days after its last line, and as long as any events are kept',
  fields: {
    source: required.text(64)('technical', 'Source', { opaque: true }),
    sender: required.text(64)('technical', 'Name that the sender gives itself, a hyphen where it gives none', {
      opaque: true,
    }),
    number: required.bigint('technical', 'Of the last row of log_window: grows with each batch'),
    fields: json('technical', 'Columns that its last header named'),
    accepted: required.bigint('technical', 'Lines that told something', { unit: 'lines' }),
    known: required.bigint('technical', 'Lines that came again', { unit: 'lines' }),
    ignored: required.bigint('technical', 'Lines that tell of nobody', { unit: 'lines' }),
    rejected: required.bigint('technical', 'Lines that could not be read', { unit: 'lines' }),
    seen_at: required.instant('technical', 'When its last batch was stored'),
  },
});

/** Of windows: a shipper that was away for longer sends what it has again as if it were new. */
const WINDOW_DAYS = 1;

export const log_window = internal({
  name: 'log_window',
  purpose: 'Keyed hashes of the lines that a sender pushed last: one that comes again is not counted again.',
  key: ['source', 'sender', 'number'],
  retentionDays: WINDOW_DAYS,
  fields: {
    id,
    occurred_at: required.instant('technical', 'When the lines came'),
    source: required.text(64)('technical', 'Source', { opaque: true }),
    sender: required.text(64)('technical', 'Sender', { opaque: true }),
    number: required.bigint('technical', 'Its place among those of the sender'),
    batch: text(36)('technical', 'Of the batch it came with, at random', { opaque: true }),
    hashes: required.binary(8_000)('metadata', '16 bytes of each line, 500 lines at most'),
  },
});
