// Which apps and services people used on which devices, and how that ended, as whoever lets them in logs it.
import { event, internal } from './dataset.ts';
import { bigint, instant, required, text } from './field.ts';

export const ACCESS_KINDS = ['sign-in', 'token', 'tunnel', 'mail', 'other'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

/** `interrupted`: it was asked for more, such as a second factor; what came of that is told apart. */
export const ACCESS_RESULTS = ['success', 'failure', 'blocked', 'interrupted', 'unknown'] as const;
export type AccessResult = (typeof ACCESS_RESULTS)[number];

const names = ['user_principal_name', 'mail', 'entra_id', 'security_identifier', 'domain_account'] as const;
const devices = ['entra_device_id', 'external_id', 'udid', 'eas_device_id', 'serial_number'] as const;

export const app_access = event({
  name: 'app_access',
  purpose: 'Shows which apps people reach from which devices, and why they do not: for support and security.',
  key: ['app_id', 'kind', 'result', 'log_line', ...devices, ...names],
  toldBy: 'source',
  device: {
    by: devices,
    stored: { company: 'always', personal: 'switch', unknown: 'switch', stranger: 'always' },
  },
  person: { by: names },
  counter: {
    per: 'hour',
    sums: ['requests'],
    singly: { field: 'result', but: 'success', at: 'failed_at' },
  },
  fields: {
    app_id: required.text(256)('usage', 'Id of the app, or of the service; `unknown` where none is told', {
      opaque: true,
      filterable: true,
    }),
    app: text(256)('usage', 'Name of the app, or of the service', { filterable: true }),
    kind: required.text(16)('usage', 'What it was: token means that the app renewed its access by itself', {
      opaque: true,
      filterable: true,
      values: ACCESS_KINDS,
    }),
    result: required.text(16)('usage', 'How it ended', { opaque: true, filterable: true, values: ACCESS_RESULTS }),
    code: text(64)('technical', 'Code of that which did not succeed, as the source has it', {
      opaque: true,
      filterable: true,
    }),
    meaning: text(256)('technical', 'What the code means, by the reference of the vendor'),
    failed_at: instant('usage', 'When it did not succeed; null of what did, which is counted by the hour'),
    requests: bigint('usage', 'How often within the hour; 1 of what did not succeed', { unit: 'count' }),
    client: text(64)('technical', 'With what, as the source says it', { filterable: true }),
    host: text(253)('usage', 'Host that was reached, or was to be', { opaque: true, filterable: true }),
    device_type: text(64)('technical', 'Type of the device, as it says itself', { filterable: true }),
  },
});

/** Days that an id is known, from when it was read. */
const ID_DAYS = 2;

export const told_id = internal({
  name: 'told_id',
  purpose:
    'Ids of what sources told lately, by the hour in which it happened: what is told again is not counted again.',
  key: ['id'],
  retentionDays: ID_DAYS,
  fields: {
    id: required.bigint('technical', 'Surrogate id'),
    occurred_at: required.instant('technical', 'When it was read'),
    source: required.text(64)('technical', 'Source that told it', { opaque: true }),
    hour: instant('technical', 'Begin of the hour of what was told, as the source says it'),
    hashes: required.binary(8_000)('technical', 'The first 8 bytes of the hash of each id'),
  },
});
