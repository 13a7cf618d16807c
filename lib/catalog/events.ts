// Events: what happened. Kept for the retention time, for existing and deleted users alike.
import { event } from './dataset.ts';
import { COMPLIANCE_STATES } from './devices.ts';
import { COMPANY_ONLY, MANAGED, NOT_PRIVATE } from './event.ts';
import { bigint, decimal, instant, integer, json, required, text } from './field.ts';

export const CHANGE_KINDS = ['appeared', 'changed', 'removed'] as const;

export const change = event({
  name: 'change',
  purpose: 'Shows what changed on a device or an account, to find the cause of a fault or an incident.',
  key: ['transition'],
  toldBy: 'lens',
  fields: {
    transition: required.binary(16)('technical', 'Hash of record, parameter, and the values before and after'),
    dataset: required.text(64)('technical', 'Dataset of the changed record', { opaque: true, filterable: true }),
    owner_key: required.binary(16)('technical', 'record_key of the changed record, or of the device that owns it'),
    subject_id: bigint('technical', 'The person, as linked when it happened'),
    kind: required.text(16)('technical', 'What happened', { opaque: true, filterable: true, values: CHANGE_KINDS }),
    parameter: text(128)('technical', 'Name of the changed parameter; null where the record appeared or went', {
      opaque: true,
      filterable: true,
    }),
    // A history of personal values would be a second, hidden copy: only technical ones are kept.
    old_value: text(400)('technical', 'Former value, of technical parameters only'),
    new_value: text(400)('technical', 'New value, of technical parameters only'),
    left_id: bigint('technical', 'Id that the record had here, of one that went'),
  },
});

const deviceId = required.text(128)('identifier', 'Id of the device in the EMM', { opaque: true });

export const location = event({
  name: 'location',
  purpose: 'Finds lost or stolen company devices. Off unless a source switches it on.',
  key: ['device_external_id', 'fixed_at'],
  toldBy: 'source',
  switch: 'location',
  device: { field: 'device_external_id', stored: COMPANY_ONLY },
  at: 'fixed_at',
  fields: {
    device_external_id: deviceId,
    fixed_at: required.instant('location', 'When the position was determined, as the device says it'),
    latitude: required.decimal(9, 6)('location', 'Latitude (WGS 84)', { unit: 'degrees' }),
    longitude: required.decimal(9, 6)('location', 'Longitude (WGS 84)', { unit: 'degrees' }),
    accuracy_metres: decimal(10, 1)('location', 'Radius in which it is', { unit: 'm' }),
    altitude_metres: decimal(10, 1)('location', 'Altitude', { unit: 'm' }),
    speed: decimal(10, 1)('location', 'Speed', { unit: 'm/s' }),
    heading: decimal(5, 1)('location', 'Direction of movement, from true north', { unit: 'degrees' }),
    method: text(32)('location', 'How it was determined, as the EMM says it', { opaque: true, filterable: true }),
  },
});

export const roaming = event({
  name: 'roaming',
  purpose: 'Explains costs of roaming. Off unless a source switches it on.',
  key: ['device_external_id', 'began_at'],
  toldBy: {
    mirror: 'device',
    needs: ['roaming', 'current_network', 'current_country'],
    copies: { home_network: 'home_network', operator: 'current_operator' },
  },
  device: { stored: COMPANY_ONLY },
  until: 'ended_at',
  fields: {
    device_external_id: deviceId,
    began_at: required.instant('location', 'When a poll first found the device in that network'),
    ended_at: instant('location', 'When a poll found it elsewhere; null while it is there', { filterable: true }),
    home_network: text(8)('technical', 'Network of the SIM, MCC-MNC', { opaque: true, filterable: true }),
    network: text(8)('location', 'Network, MCC-MNC', { opaque: true, filterable: true }),
    operator: text(128)('location', 'Operator', { filterable: true }),
    country: text(2)('location', 'Country, ISO 3166-1', { opaque: true, filterable: true }),
  },
});

export const violation = event({
  name: 'violation',
  purpose: 'Shows when a device began and ceased to break the rules of its management system.',
  key: ['transition'],
  toldBy: {
    mirror: 'device',
    needs: ['compliance'],
    copies: { compliance_state: 'compliance_state', reasons: 'compliance_reasons' },
  },
  device: { stored: MANAGED },
  fields: {
    transition: required.binary(16)('technical', 'Hash of device, time and states'),
    compliance: required.text(16)('technical', 'Compliance from then on', {
      opaque: true,
      filterable: true,
      values: COMPLIANCE_STATES,
    }),
    compliance_before: text(16)('technical', 'Compliance before', {
      opaque: true,
      filterable: true,
      values: COMPLIANCE_STATES,
    }),
    compliance_state: text(64)('technical', 'The same as the EMM says it', { filterable: true }),
    reasons: json('technical', 'Reasons that the EMM gives: a list of texts'),
  },
});

export const data_usage = event({
  name: 'data_usage',
  purpose: 'Shows where mobile plans are too small or too large: data, and calls and messages where `telephony` is on.',
  key: ['device_external_id', 'day'],
  toldBy: 'source',
  restated: true,
  device: {
    field: 'device_external_id',
    by: ['imei', 'serial_number', 'phone_number_hash'],
    stored: NOT_PRIVATE,
  },
  fields: {
    device_external_id: required.text(128)(
      'identifier',
      'Id of the device in the EMM; of an operator a keyed hash of the number that names it',
      { opaque: true },
    ),
    day: required.text(10)('metadata', 'Day, as the system counts it, yyyy-mm-dd', { opaque: true, filterable: true }),
    home_bytes: bigint('metadata', 'Mobile data at home', { unit: 'bytes' }),
    roaming_bytes: bigint('metadata', 'Mobile data while roaming', { unit: 'bytes' }),
    incoming_voice: bigint('metadata', 'Incoming calls, in the unit of the system', { switch: 'telephony' }),
    outgoing_voice: bigint('metadata', 'Outgoing calls, in the unit of the system', { switch: 'telephony' }),
    incoming_messages: bigint('metadata', 'Incoming messages', { unit: 'count', switch: 'telephony' }),
    outgoing_messages: bigint('metadata', 'Outgoing messages', { unit: 'count', switch: 'telephony' }),
  },
});

export const POLL_OUTCOMES = ['running', 'complete', 'partial', 'failed', 'aborted'] as const;

export const poll_run = event({
  name: 'poll_run',
  purpose: 'Shows operators what each poll read, wrote, rejected and removed.',
  key: ['run'],
  toldBy: 'lens',
  fields: {
    run: required.text(36)('technical', 'Id of the run', { opaque: true }),
    collector: required.text(36)('technical', 'Instance id of the collector', { opaque: true, filterable: true }),
    outcome: required.text(16)('technical', 'How it ended', { opaque: true, filterable: true, values: POLL_OUTCOMES }),
    error_code: text(64)('technical', 'Code of the error that ended it', { opaque: true, filterable: true }),
    error_hint: text(400)('technical', 'What to do about it'),
    error_server: text(255)(
      'technical',
      'Server of the source that the error is of: host and port, where that is known',
    ),
    duration_ms: integer('technical', 'Duration', { unit: 'ms' }),
    rows_read: bigint('technical', 'Rows that the source gave', { unit: 'rows' }),
    rows_written: bigint('technical', 'Rows inserted or changed', { unit: 'rows' }),
    rows_removed: bigint('technical', 'Rows removed', { unit: 'rows' }),
    rejected: json('technical', 'Values that did not validate: dataset, field, reason and count; never the value'),
    datasets: json(
      'technical',
      'Per dataset: rows read, inserted, changed, removed, held, and whether it was read whole',
    ),
    lines: json('technical', 'Of a source of logs: lines read, and those ignored and rejected by their reasons'),
    requests: integer('technical', 'Requests sent to the source'),
    throttled: integer('technical', 'Answers 429 or 503 among them'),
    clock_skew_ms: integer('technical', "The source's clock against ours", { unit: 'ms' }),
  },
});

/** Of devices they are counted daily, of each source and (`*`) of all. */
export const DEVICE_METRICS = [
  'devices.platform',
  'devices.osVersion',
  'devices.model',
  'devices.ownership',
  'devices.compliance',
  'devices.product',
  'devices.homeCountry',
  'devices.currentCountry',
  'devices.roaming',
] as const;

export const statistic = event({
  name: 'statistic',
  purpose:
    'Numbers over time, without persons, one a day: rows per source and dataset, devices by platform, model, country.',
  key: ['metric', 'dimension', 'day'],
  toldBy: 'lens',
  fields: {
    day: required.text(10)('technical', 'Day, UTC, yyyy-mm-dd', { opaque: true, filterable: true }),
    metric: required.text(64)('technical', 'What was counted, and by what', {
      opaque: true,
      filterable: true,
      values: ['rows', ...DEVICE_METRICS],
    }),
    dimension: required.text(128)(
      'technical',
      'Dataset, or group of devices; `other` holds all groups of fewer than five people',
      {
        opaque: true,
        filterable: true,
      },
    ),
    value: required.bigint('technical', 'Rows, or distinct devices'),
  },
});
