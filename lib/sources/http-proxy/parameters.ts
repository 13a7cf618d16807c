// What is read of a line of web traffic, and what of it is stored where.
import type { Declaration } from '../contract.ts';
import { entity, field, type Line, leave } from '../declare.ts';
import type { HttpProxyConfig } from './config.ts';
import { facts } from './facts.ts';

const counts: readonly Line[] = [
  field('requests', 'integer', 'requests', { description: 'How many lines' }),
  field('blocked', 'integer', 'blocked', { description: 'Lines that say so, by their format or by `blocked`' }),
  field('errors', 'integer', 'errors', { description: 'Status 400 or more, or no answer' }),
  field('bytes', 'integer', 'bytes', { unit: 'bytes' }),
];
/** Whom a line is about: found by these, which are not stored. */
const whose: readonly Line[] = [
  field('user', 'string', 'domain_account', { description: 'DOMAIN\\user, or user: finds the person' }),
  field('user (address)', 'string', 'user_principal_name', { description: 'user@domain: finds the person' }),
  field('user (mail)', 'string', 'mail', { description: 'The same, as a mail address' }),
  field('user (SID)', 'string', 'security_identifier', { description: 'S-1-..: finds the person' }),
];
const path = 'lines of the log';

const total = entity({
  name: 'total',
  dataset: 'http_total',
  path: `${path}, by host and by category of a day`,
  parameters: [
    field('kind', 'string', 'kind'),
    field('host', 'string', 'name', { description: 'Host or category' }),
    ...counts,
    field('users', 'integer', 'persons', { description: 'Users, or clients: how many there are, not who' }),
    field('userHashes', 'string', 'person_hashes', { description: 'Hashes of them with a salt of the day' }),
  ],
});

const category = entity({
  name: 'category',
  dataset: 'http_category',
  path: `${path}, by person and category of a day`,
  parameters: [...whose, field('category', 'string', 'category'), ...counts],
});

const traffic = entity({
  name: 'traffic',
  dataset: 'http_traffic',
  path: `${path}, by person and host of an hour; where detail is person`,
  parameters: [...whose, field('host', 'string', 'host'), ...counts],
});

const request = entity({
  name: 'request',
  dataset: 'http_request',
  path: `${path}, one by one; where requests is true`,
  parameters: [
    ...whose,
    field('host', 'string', 'host'),
    field('method', 'string', 'method'),
    field('status', 'integer', 'status'),
    field('action', 'string', 'action'),
    field('isBlocked', 'boolean', 'is_blocked'),
    field('bytes', 'integer', 'bytes', { unit: 'bytes' }),
    field('duration', 'integer', 'duration_ms', { unit: 'ms' }),
  ],
});

export const declaration: Declaration<HttpProxyConfig> = {
  facts,
  entities: [total, category, traffic, request],
  leftOut: leave(
    'request',
    'Never read: what somebody looked at, looked for or typed.',
    'path query cookie referer userAgent mime requestBytes headers',
  ),
  finer: (['http_total', 'http_traffic', 'http_request'] as const).map((dataset) => ({
    name: 'hosts',
    dataset,
    isOn: ({ hosts }) => hosts === 'full',
    ...(dataset === 'http_total' && { rows: { field: 'kind', values: ['host', 'blocked', 'failed'] } }),
  })),
  entitiesFor: ({ detail }) => [total, category, ...(detail === 'person' ? [traffic] : []), request],
};
