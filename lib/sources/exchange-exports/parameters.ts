// What is read of exports of Exchange's statistics, and what never is.
// https://learn.microsoft.com/powershell/module/exchange/get-mailboxstatistics
// https://learn.microsoft.com/powershell/module/exchange/get-mobiledevicestatistics
import type { Declaration } from '../contract.ts';
import { entity, field, type Line, leave } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import type { ExchangeExportsConfig } from './config.ts';
import { facts } from './facts.ts';
import { enumOf, guidOf } from './values.ts';

const always = { key: true } as const;
const bytes = { unit: 'bytes' } as const;

/** Whose mailbox it is: cmdlets of statistics do not tell, the script adds it. */
const owner: readonly Line[] = [
  field('ObjectGuid', 'string', 'object_guid', { transform: guidOf, description: 'Added by the script' }),
  field('OwnerADGuid', 'string', 'object_guid', { transform: guidOf }),
  field('ExternalDirectoryObjectId', 'string', 'entra_id', { transform: guidOf, description: 'Added by the script' }),
  field('UserPrincipalName', 'string', 'user_principal_name', { description: 'Added by the script' }),
  field('PrimarySmtpAddress', 'string', 'mail', { description: 'Added by the script' }),
];

/** MAPI's StorageLimitStatus. */
const quotaState = enumOf({
  1: 'BelowLimit',
  2: 'IssueWarning',
  4: 'ProhibitSend',
  8: 'NoChecking',
  16: 'MailboxDisabled',
});
/** `msExchDeviceAccessState` of the directory. */
const accessState = enumOf({ 0: 'Unknown', 1: 'Allowed', 2: 'Blocked', 3: 'Quarantined', 4: 'DeviceDiscovery' });
const named = enumOf({});

export const mailboxStatistics: Entity = entity({
  name: 'mailboxStatistics',
  dataset: 'mailbox',
  path: 'Get-MailboxStatistics, Get-EXOMailboxStatistics',
  parameters: [
    field('MailboxGuid', 'string', 'external_id', { transform: guidOf }),
    field('DisplayName', 'string', 'display_name'),
    ...owner,
    field('RecipientTypeDetails', 'string', 'type', { transform: named, description: 'Added by the script' }),
    field('MailboxTypeDetail', 'string', 'type', { transform: named }),
    field('TotalItemSize', 'integer', 'size_bytes', bytes),
    field('ItemCount', 'integer', 'item_count'),
    field('DeletedItemCount', 'integer', 'deleted_item_count'),
    field('TotalDeletedItemSize', 'integer', 'deleted_size_bytes', bytes),
    field('IssueWarningQuota', 'integer', 'warning_quota_bytes', { ...bytes, description: 'Added by the script' }),
    field('ProhibitSendQuota', 'integer', 'send_quota_bytes', { ...bytes, description: 'Added by the script' }),
    field('ProhibitSendReceiveQuota', 'integer', 'send_receive_quota_bytes', {
      ...bytes,
      description: 'Added by the script',
    }),
    field('StorageLimitStatus', 'string', 'quota_state', {
      transform: quotaState,
      description: 'Where it is empty, by size and quotas',
    }),
    field('LastLogonTime', 'instant', 'last_logon_at'),
    field('HasArchive', 'boolean', 'has_archive', { description: 'Added by the script' }),
    field('IsArchiveMailbox', 'boolean', 'is_archive'),
    field('Database', 'string', 'database_name'),
    field('DatabaseName', 'string', 'database_name'),
    field('WhenMailboxCreated', 'instant', 'created_at', { description: 'Added by the script' }),
    field('DisconnectDate', 'instant', 'deleted_at'),
    field('end mark', 'instant', 'reported_at', { description: 'Or when the file was last written' }),
  ],
});

export const mobileDeviceStatistics: Entity = entity({
  name: 'mobileDeviceStatistics',
  dataset: 'mail_device',
  path: 'Get-MobileDeviceStatistics, Get-EXOMobileDeviceStatistics',
  parameters: [
    field('Guid', 'string', 'external_id', {
      transform: guidOf,
      description: 'Where an export lacks it a keyed hash of mailbox and device id stands for it',
    }),
    field('MailboxGuid', 'string', 'mailbox_id', { transform: guidOf, ...always, description: 'Added by the script' }),
    ...owner.filter(({ wire }) => wire !== 'OwnerADGuid'),
    field('DeviceID', 'string', 'eas_device_id', {
      ...always,
      description: 'Finds the device; of one that no system knows a keyed hash is stored',
    }),
    field('DeviceID (unmanaged)', 'string', 'unmanaged_id', {
      description: 'The same in clear, of a device that no system knows',
    }),
    field('DeviceFriendlyName', 'string', 'device_name'),
    field('DeviceType', 'string', 'device_type'),
    field('DeviceModel', 'string', 'model'),
    field('DeviceOS', 'string', 'os'),
    field('ClientType', 'string', 'client_type', { transform: named }),
    field('DeviceActiveSyncVersion', 'string', 'protocol_version'),
    field('FirstSyncTime', 'instant', 'first_sync_at'),
    field('LastSuccessSync', 'instant', 'last_sync_at'),
    field('LastSyncAttemptTime', 'instant', 'last_attempt_at'),
    field('NumberOfFoldersSynced', 'integer', 'folders'),
    field('Status', 'string', 'status', { transform: named }),
    field('DeviceAccessState', 'string', 'access_state', { transform: accessState }),
    field('DeviceAccessStateReason', 'string', 'access_reason', { transform: named }),
    field('DevicePolicyApplied', 'string', 'policy'),
    field('DevicePolicyApplicationStatus', 'string', 'policy_state', { transform: named }),
  ],
});

export const declaration: Declaration<ExchangeExportsConfig> = {
  facts,
  entities: [mailboxStatistics, mobileDeviceStatistics],
  leftOut: [
    ...leave(
      'mailboxStatistics',
      'Names who else opened the mailbox; no purpose needs it.',
      'LastLoggedOnUserAccount LegacyDN',
    ),
    ...leave(
      'mailboxStatistics',
      'The default of a database, which a mailbox may not follow: the script tells the quota that counts.',
      'DatabaseIssueWarningQuota DatabaseProhibitSendQuota DatabaseProhibitSendReceiveQuota',
    ),
    ...leave('mobileDeviceStatistics', 'A secret.', 'RecoveryPassword'),
    ...leave(
      'mobileDeviceStatistics',
      'The management system tells it of the devices of the company; of others it is nobody’s business.',
      'DeviceImei DevicePhoneNumber DeviceMobileOperator DeviceOSLanguage DeviceUserAgent',
    ),
    ...leave(
      'mobileDeviceStatistics',
      'Names people, or is a text of an administrator; no purpose needs it.',
      'Identity LastDeviceWipeRequestor StatusNote MailboxLogReport DeviceAccessControlRule',
    ),
  ],
};
