// What people do with mail, calendar, contacts, tasks and notes on their devices, as mail servers log it.
import { event } from './dataset.ts';
import { NOT_PRIVATE } from './event.ts';
import { bigint, boolean, instant, integer, required, text } from './field.ts';

export const PIM_ACTIVITIES = [
  'sync',
  'ping',
  'folder-sync',
  'provision',
  'settings',
  'send',
  'receive',
  'read',
  'fetch',
  'search',
  'meeting',
  'meeting-response',
  'move',
  'resolve',
  'other',
] as const;
export type PimActivity = (typeof PIM_ACTIVITIES)[number];

export const PIM_CLASSES = ['mail', 'calendar', 'contacts', 'tasks', 'notes', 'none'] as const;
export type PimClass = (typeof PIM_CLASSES)[number];

/** Whose device it is: what is known as somebody's own, or of unknown ownership, is no business of the company. */
const belonging = {
  device: {
    by: ['eas_device_id'],
    clear: 'unmanaged_id',
    stored: NOT_PRIVATE,
  },
  person: { by: ['security_identifier', 'user_principal_name', 'mail', 'domain_account'] },
} as const;

const activity = required.text(24)('usage', 'What was done', {
  opaque: true,
  filterable: true,
  values: PIM_ACTIVITIES,
});
const device_type = text(64)('technical', 'Type of the device, as it says itself', { filterable: true });
const unmanaged_id = text(64)('identifier', 'ActiveSync id of a device that no system knows', {
  opaque: true,
  switch: 'unmanagedIds',
});
const items_in = bigint('usage', 'Items that the device sent: added, changed, deleted, mails sent', { unit: 'count' });
const items_out = bigint('usage', 'Items that the server sent: added, changed, deleted', { unit: 'count' });
const STATUS = 'status of ActiveSync before error of the server before status of HTTP: `eas 1`, `http 401`';

export const pim_activity = event({
  name: 'pim_activity',
  purpose: 'Shows which devices read and write whose mail, calendar and contacts, and with what result.',
  key: ['activity', 'class', 'eas_device_id', 'security_identifier', 'user_principal_name', 'mail', 'domain_account'],
  toldBy: 'source',
  ...belonging,
  counter: {
    per: 'hour',
    sums: ['requests', 'items_in', 'items_out', 'errors'],
    first: 'first_at',
    last: 'last_at',
    times: 'told',
  },
  fields: {
    activity,
    class: required.text(16)('usage', 'Class of what it was done with', {
      opaque: true,
      filterable: true,
      values: PIM_CLASSES,
    }),
    device_type,
    unmanaged_id,
    first_at: instant('usage', 'First time within the hour; null where the day alone is told'),
    last_at: instant('usage', 'Last time within the hour; null where the day alone is told'),
    requests: bigint('usage', 'Requests that touched this class', { unit: 'count' }),
    items_in,
    items_out,
    errors: bigint('usage', 'Requests that failed', { unit: 'count' }),
    last_status: text(80)('technical', `Result of the last request: ${STATUS}`, { opaque: true, filterable: true }),
  },
});

export const pim_request = event({
  name: 'pim_request',
  purpose: 'Shows single requests of devices to a mail server, to find the cause of a fault. Off unless switched on.',
  key: ['log_line'],
  toldBy: 'source',
  switch: 'requests',
  ...belonging,
  fields: {
    activity,
    classes: text(64)('usage', 'Classes of what it was done with'),
    device_type,
    unmanaged_id,
    items_in,
    items_out,
    failed: boolean('usage', 'Whether it failed', { filterable: true }),
    status: text(80)('technical', `Result: ${STATUS}`, { opaque: true, filterable: true }),
    duration_ms: integer('usage', 'How long it took', { unit: 'ms' }),
  },
});
