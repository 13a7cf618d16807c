// Web traffic, as proxies and web servers log it: numbers by default, hosts of persons and single requests on request.
// Path, query, cookie and referer are never read.
import { event, internal } from './dataset.ts';
import { bigint, binary, boolean, integer, required, text } from './field.ts';

const names = ['security_identifier', 'user_principal_name', 'mail', 'domain_account'] as const;
const person = { by: names } as const;

const host = required.text(253)('usage', 'Registrable domain, or the whole name where the source says so', {
  opaque: true,
  filterable: true,
});
const category = required.text(128)('usage', 'Category, as the proxy calls it', { opaque: true, filterable: true });
const counts = {
  requests: bigint('usage', 'Requests', { unit: 'count' }),
  blocked: bigint('usage', 'Requests among them that were blocked', { unit: 'count' }),
  errors: bigint('usage', 'Requests among them that failed', { unit: 'count' }),
  bytes: bigint('usage', 'Sent to clients', { unit: 'bytes' }),
} as const;
const SUMS = ['requests', 'blocked', 'errors', 'bytes'] as const;

export const WEB_TOTALS = ['host', 'category', 'blocked'] as const;
/** Of how many people a part of a total speaks: of a host's requests those that failed, of a category's both. */
export const WEB_PARTS = ['failed', 'category-blocked', 'category-failed'] as const;

/** The roll-up that statistics are read from, and all that is stored of hosts by default. It names nobody. */
export const http_total = event({
  name: 'http_total',
  purpose: 'Shows which hosts and categories were used and blocked on a day, by how many people, naming none of them.',
  key: ['kind', 'name'],
  toldBy: 'source',
  counter: {
    per: 'day',
    sums: SUMS,
    distinct: { count: 'persons', hashes: 'person_hashes' },
    most: { of: 'name', each: 50_000, rest: 'other', within: 'kind' },
  },
  fields: {
    kind: required.text(16)('technical', 'What is counted: hosts, categories, or what of them was blocked or failed', {
      opaque: true,
      filterable: true,
      values: [...WEB_TOTALS, ...WEB_PARTS],
    }),
    name: required.text(253)('technical', 'Host or category', { opaque: true, filterable: true }),
    requests: bigint('technical', 'Requests', { unit: 'count' }),
    blocked: bigint('technical', 'Requests among them that were blocked', { unit: 'count' }),
    errors: bigint('technical', 'Requests among them that failed', { unit: 'count' }),
    bytes: bigint('technical', 'Sent to clients', { unit: 'bytes' }),
    persons: integer('technical', 'Distinct people at least; above a thousand an estimate, some percent off', {
      unit: 'count',
    }),
    person_hashes: binary(8_000)('technical', 'By which they are told apart: hashes with a salt of the day alone'),
  },
});

export const http_category = event({
  name: 'http_category',
  purpose: 'Shows which categories of hosts a person used on a day, to enforce the rules for using the web.',
  key: [...names, 'category'],
  toldBy: 'source',
  person,
  counter: { per: 'day', sums: SUMS },
  fields: { category, ...counts },
});

export const http_traffic = event({
  name: 'http_traffic',
  purpose: 'Shows which hosts a person used in which hour. Off unless a source switches it on (`detail: person`).',
  key: [...names, 'host'],
  toldBy: 'source',
  person,
  counter: { per: 'hour', sums: SUMS, most: { of: 'host', each: 5_000, rest: 'other' } },
  fields: { host, ...counts },
});

export const http_request = event({
  name: 'http_request',
  purpose: 'Shows single requests, to find the cause of a fault or an incident. Off unless a source switches it on.',
  key: ['log_line'],
  toldBy: 'source',
  switch: 'requests',
  person,
  fields: {
    host,
    method: text(32)('technical', 'Method', { opaque: true, filterable: true }),
    status: integer('technical', 'Status of the answer; 0 where there was none', { filterable: true }),
    action: text(64)('technical', 'What the proxy did, as it says it', { opaque: true, filterable: true }),
    is_blocked: boolean('usage', 'Whether it was blocked', { filterable: true }),
    bytes: bigint('usage', 'Sent to the client', { unit: 'bytes' }),
    duration_ms: bigint('technical', 'How long it took', { unit: 'ms' }),
  },
});

/** Days that a salt stays: lines that come later still add to the numbers, but not to how many people there were. */
const SALT_DAYS = 2;

export const day_salt = internal({
  name: 'day_salt',
  purpose: 'What hashes of one day are made with: once it is gone nobody can tell whose they are.',
  key: ['source', 'day'],
  retentionDays: SALT_DAYS,
  fields: {
    id: required.bigint('technical', 'Surrogate id'),
    occurred_at: required.instant('technical', 'When it was made'),
    source: required.text(64)('technical', 'Source whose lines are counted', { opaque: true }),
    day: required.instant('technical', 'Begin of the day'),
    salt: required.binary(32)('technical', 'At random'),
  },
});

export const person_day = internal({
  name: 'person_day',
  purpose: 'How many hosts a person, or a source, has on a day, so that no browser can fill the database.',
  key: ['source', 'day', 'person'],
  retentionDays: SALT_DAYS,
  fields: {
    id: required.bigint('technical', 'Surrogate id'),
    occurred_at: required.instant('technical', 'When the person was first counted that day'),
    source: required.text(64)('technical', 'Source whose lines are counted', { opaque: true }),
    day: required.instant('technical', 'Begin of the day'),
    person: required.text(64)(
      'identifier',
      'The id of the person, or the keyed hash of a name that nobody has yet; of all of a source what is counted',
      {
        opaque: true,
      },
    ),
    hosts: required.integer('technical', 'At least as many as there are'),
  },
});
