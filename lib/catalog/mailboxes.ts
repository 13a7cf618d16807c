// The mirrors of mailboxes, and of the devices that synchronise them, as mail servers report them.
import { mirror } from './dataset.ts';
import { bigint, boolean, instant, integer, json, required, text } from './field.ts';

const person = { by: ['object_guid', 'entra_id', 'user_principal_name', 'mail'] } as const;

/** Of the person whose mailbox it is. */
const names = {
  object_guid: text(64)('identifier', 'objectGUID of the account', { opaque: true }),
  entra_id: text(64)('identifier', 'Entra object id of the account', { opaque: true }),
  user_principal_name: text(320)('identifier', 'User principal name (UPN) of the account', {
    filterable: true,
    sortable: true,
    searchable: true,
  }),
  mail: text(320)('contact', 'Primary mail address', { filterable: true, searchable: true, tracked: true }),
} as const;

export const mailbox = mirror({
  name: 'mailbox',
  purpose: 'Shows how large mailboxes are, whose quota runs out, and which are not used any more.',
  key: ['external_id'],
  person,
  address: 'mail',
  fields: {
    external_id: required.text(384)('identifier', 'Id of the mailbox in the mail system', {
      opaque: true,
      filterable: true,
    }),
    display_name: text(256)('identifier', 'Display name', { filterable: true, sortable: true, searchable: true }),
    ...names,
    type: text(64)('technical', 'Kind of mailbox as the mail system says it: a user, shared, a room', {
      filterable: true,
      tracked: true,
    }),
    size_bytes: bigint('usage', 'Size of what is in it', { unit: 'bytes', filterable: true, sortable: true }),
    item_count: bigint('usage', 'Items in it', { unit: 'count', filterable: true }),
    deleted_item_count: bigint('usage', 'Deleted items that can be recovered', { unit: 'count' }),
    deleted_size_bytes: bigint('usage', 'Size of deleted items that can be recovered', { unit: 'bytes' }),
    warning_quota_bytes: bigint('technical', 'Size from which the person is warned; null where there is none', {
      unit: 'bytes',
      tracked: true,
    }),
    send_quota_bytes: bigint('technical', 'Size from which nothing can be sent; null where there is none', {
      unit: 'bytes',
      tracked: true,
    }),
    send_receive_quota_bytes: bigint('technical', 'Size from which nothing is received; null where there is none', {
      unit: 'bytes',
      tracked: true,
    }),
    quota_state: text(32)('technical', 'Against its quotas: BelowLimit, IssueWarning, ProhibitSend, MailboxDisabled', {
      filterable: true,
      tracked: true,
    }),
    last_logon_at: instant('usage', 'Last logon of anybody, as the mail server counts it', {
      filterable: true,
      sortable: true,
    }),
    last_activity_at: instant('usage', 'Last day on which it was used', { filterable: true, sortable: true }),
    clients: json('usage', 'Kinds of mail programs that were used in the reported period: a list of texts'),
    has_archive: boolean('technical', 'Whether it has an archive', { filterable: true, tracked: true }),
    is_archive: boolean('technical', 'Whether it is one', { filterable: true }),
    database_name: text(128)('technical', 'Database that it is in', { filterable: true, tracked: true }),
    created_at: instant('technical', 'When it was created'),
    deleted_at: instant('technical', 'When it was deleted, while it can be recovered', { filterable: true }),
    reported_at: instant('technical', 'What it is the state of: the day of a report, the end of an export', {
      filterable: true,
    }),
  },
});

export const mail_device = mirror({
  name: 'mail_device',
  purpose: 'Shows which devices synchronise whose mailbox, and which of them are allowed, blocked or forgotten.',
  key: ['external_id'],
  person,
  device: {
    by: ['eas_device_id'],
    stored: { company: 'always', personal: 'switch', unknown: 'switch', stranger: 'always' },
    clear: 'unmanaged_id',
    hides: ['eas_device_id', 'device_name', 'model', 'os', 'attributes'],
  },
  fields: {
    external_id: required.text(64)('technical', 'Id of the partnership', { opaque: true, filterable: true }),
    mailbox_id: text(384)('identifier', 'Id of the mailbox in the mail system', { opaque: true, filterable: true }),
    ...names,
    eas_device_id: text(64)('identifier', 'ActiveSync id of the device', { filterable: true }),
    unmanaged_id: text(64)('identifier', 'ActiveSync id of a device that no system knows; null unless switched on', {
      opaque: true,
      filterable: true,
      switch: 'unmanagedIds',
    }),
    device_name: text(256)('identifier', 'Name of the device; people often put theirs into it', { filterable: true }),
    device_type: text(64)('technical', 'Type of the device, as it says itself', { filterable: true }),
    model: text(128)('technical', 'Model, as the device says itself', { filterable: true, tracked: true }),
    os: text(128)('technical', 'Operating system, as the device says itself', { filterable: true, tracked: true }),
    client_type: text(32)('technical', 'How it synchronises: EAS, REST, Outlook', { filterable: true }),
    protocol_version: text(16)('technical', 'Version of ActiveSync', { opaque: true }),
    first_sync_at: instant('usage', 'First synchronisation', { filterable: true, sortable: true }),
    last_sync_at: instant('usage', 'Last synchronisation that succeeded', { filterable: true, sortable: true }),
    last_attempt_at: instant('usage', 'Last synchronisation that was tried'),
    folders: integer('usage', 'Folders that it synchronises', { unit: 'count' }),
    status: text(64)('technical', 'State of the device in the mail system: DeviceOk, DeviceWipePending', {
      filterable: true,
      tracked: true,
    }),
    access_state: text(32)('technical', 'Allowed, Blocked, Quarantined, DeviceDiscovery', {
      filterable: true,
      tracked: true,
    }),
    access_reason: text(64)('technical', 'Which rule said so: Global, Individual, DeviceRule, Policy', {
      filterable: true,
      tracked: true,
    }),
    policy: text(128)('technical', 'Policy that was applied', { filterable: true, tracked: true }),
    policy_state: text(64)('technical', 'Whether it was applied', { filterable: true, tracked: true }),
  },
});
