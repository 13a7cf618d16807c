// Mailboxes, and what synchronises them, as lists have them, and as a page of their own has all of one.
import type { FieldsOf, RowWith, WholeRow } from '../../api/row.ts';
import type { Told } from '../api.ts';

const OF_PERSON = ['id', 'source', 'userId', 'userPrincipalName', 'mail', 'absentSince'] as const;

export const MAILBOX_FIELDS = [
  ...OF_PERSON,
  ...(['displayName', 'type', 'sizeBytes', 'itemCount', 'quotaState', 'lastLogonAt', 'lastActivityAt'] as const),
  'reportedAt',
] as const satisfies FieldsOf<'mailbox'>;
export type Mailbox = RowWith<'mailbox', typeof MAILBOX_FIELDS>;

export const MAIL_DEVICE_FIELDS = [
  ...OF_PERSON,
  ...(['deviceId', 'unmanaged', 'deviceName', 'deviceType', 'model', 'os', 'accessState', 'accessReason'] as const),
  'lastSyncAt',
] as const satisfies FieldsOf<'mail_device'>;
export type MailDevice = RowWith<'mail_device', typeof MAIL_DEVICE_FIELDS>;

export type MailboxDetail = WholeRow<'mailbox'> & Told;
export type MailDeviceDetail = WholeRow<'mail_device'> & Told;
