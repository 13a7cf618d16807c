// Calls and messages of company devices, as operators and management systems log them: when, how long, with which kind of
// number. The number of the other side is masked by default; what a message says is not read unless a source names what for.
import { event } from './dataset.ts';
import { NOT_PRIVATE } from './event.ts';
import { integer, json, required, text } from './field.ts';

export const CALL_DIRECTIONS = ['incoming', 'outgoing', 'missed', 'unknown'] as const;
export const MESSAGE_DIRECTIONS = ['incoming', 'outgoing', 'unknown'] as const;
export const NUMBER_KINDS = [
  'mobile',
  'fixed',
  'toll-free',
  'shared-cost',
  'premium',
  'international',
  'short',
  'other',
] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

const belonging = {
  device: { by: ['imei', 'serial_number', 'phone_number_hash'], stored: NOT_PRIVATE },
  person: { by: ['security_identifier', 'user_principal_name', 'mail', 'domain_account'] },
} as const;

const number = {
  number: text(64)('contact', 'Number of the other side; masked unless the source says otherwise', {
    minimise: 'phone',
  }),
  number_hash: text(64)('contact', 'Keyed hash of that number', { opaque: true, filterable: true }),
  number_kind: text(16)('metadata', 'What kind of number it is', {
    opaque: true,
    filterable: true,
    values: NUMBER_KINDS,
  }),
  number_country: text(2)('metadata', 'Country of the number, ISO 3166-1; null for worldwide ones', {
    opaque: true,
    filterable: true,
  }),
} as const;

export const call = event({
  name: 'call',
  purpose: 'Explains costs of telephony of company devices, and shows calls that its rules forbid.',
  key: ['log_line'],
  toldBy: 'source',
  ...belonging,
  fields: {
    direction: required.text(16)('metadata', 'Who called', {
      opaque: true,
      filterable: true,
      values: CALL_DIRECTIONS,
    }),
    duration_seconds: integer('metadata', 'How long it took', { unit: 's', filterable: true }),
    ...number,
  },
});

export const message = event({
  name: 'message',
  purpose: 'Explains costs of messages of company devices, and shows messages that its rules forbid.',
  key: ['log_line'],
  toldBy: 'source',
  ...belonging,
  fields: {
    direction: required.text(16)('metadata', 'Who wrote', {
      opaque: true,
      filterable: true,
      values: MESSAGE_DIRECTIONS,
    }),
    kind: text(32)('metadata', 'Of which kind, as the log says it: SMS, MMS, PIN', { filterable: true }),
    recipients: integer('metadata', 'How many it went to', { unit: 'count' }),
    ...number,
    number_countries: json('metadata', 'Countries of all numbers that it went to: a list'),
    content: text(4_000)('content', 'What it says. Not read unless the source names what for', { switch: 'content' }),
  },
});
