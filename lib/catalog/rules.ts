// What the company's own rules find in events: made in the transaction that stores what is judged, and kept like it.
import { event } from './dataset.ts';
import { NOT_PRIVATE } from './event.ts';
import { json, required, text } from './field.ts';

/** What rules look at. */
export const JUDGED = [
  'http_total',
  'http_category',
  'http_traffic',
  'http_request',
  'call',
  'message',
  'data_usage',
  'app_access',
] as const;
export type JudgedName = (typeof JUDGED)[number];

export const SEVERITIES = ['low', 'medium', 'high'] as const;

export const rule_hit = event({
  name: 'rule_hit',
  purpose: "Shows where the company's own rules for web, telephony, mobile data and apps were broken.",
  key: ['rule', 'dataset', 'judged_key'],
  toldBy: { judges: JUDGED },
  // As what is judged is found, and stored: late names and devices are the same for both.
  device: {
    by: ['entra_device_id', 'external_id', 'udid', 'eas_device_id', 'serial_number', 'imei', 'phone_number_hash'],
    stored: NOT_PRIVATE,
  },
  person: { by: ['user_principal_name', 'mail', 'entra_id', 'security_identifier', 'domain_account'] },
  fields: {
    rule: required.text(64)('technical', 'Name of the rule', { opaque: true, filterable: true }),
    severity: required.text(16)('technical', 'How grave it is, as the rule says', {
      opaque: true,
      filterable: true,
      values: SEVERITIES,
    }),
    dataset: required.text(64)('technical', 'Dataset that the rule looks at', {
      opaque: true,
      filterable: true,
      values: JUDGED,
    }),
    judged_key: required.binary(16)(
      'technical',
      'record_key of what was judged, as it was then; of a sum the last of it',
    ),
    period: text(8)('technical', 'What was counted up to then: the hour, day, week or month of `occurredAt`, UTC', {
      opaque: true,
      values: ['hour', 'day', 'week', 'month'],
    }),
    matched: json('usage', 'Values of the fields that the rule names'),
    counts: json('usage', 'Numbers that reached what the rule bounds'),
  },
});
