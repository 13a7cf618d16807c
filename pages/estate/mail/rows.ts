// Mailboxes, and what synchronises them, as the API answers them.
import type { Told } from '../api.ts';

/** Whose it is. */
interface OfPerson {
  readonly id: string;
  readonly source: string;
  readonly userId: string | null;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  readonly absentSince: string | null;
}

export interface Mailbox extends OfPerson {
  readonly displayName: string | null;
  readonly type: string | null;
  readonly sizeBytes: number | null;
  readonly itemCount: number | null;
  readonly quotaState: string | null;
  readonly lastLogonAt: string | null;
  readonly lastActivityAt: string | null;
  readonly reportedAt: string | null;
}

export interface MailDevice extends OfPerson {
  readonly deviceId: string | null;
  readonly unmanaged: boolean;
  readonly deviceName: string | null;
  readonly deviceType: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly accessState: string | null;
  readonly accessReason: string | null;
  readonly lastSyncAt: string | null;
}

const OF_PERSON = ['id', 'source', 'userId', 'userPrincipalName', 'mail', 'absentSince'] as const;
export const MAILBOX_FIELDS: readonly string[] = [
  ...[...OF_PERSON, 'displayName', 'type', 'sizeBytes', 'itemCount', 'quotaState', 'lastLogonAt', 'lastActivityAt'],
  'reportedAt',
];
export const MAIL_DEVICE_FIELDS: readonly string[] = [
  ...[...OF_PERSON, 'deviceId', 'unmanaged', 'deviceName', 'deviceType', 'model', 'os', 'accessState'],
  ...['accessReason', 'lastSyncAt'],
];

/** All that is told of one. */
export type MailboxDetail = Mailbox & Told & { readonly externalId: string };
export type MailDeviceDetail = MailDevice & Told & { readonly mailboxId: string | null };
