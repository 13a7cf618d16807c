// Filters of the lists of mailboxes and of what synchronises them, as they stand in the hash, and as the API takes them. Pure.
import { GONE, SORT } from '../filters.ts';

/** By their names in the hash: how the API calls them. */
const MAILBOXES = {
  source: 'source',
  quota: 'quotaState',
  logon: 'lastLogonAt.olderThan',
  unused: 'lastActivityAt.olderThan',
} as const;
const MAIL_DEVICES = {
  source: 'source',
  access: 'accessState',
  unmanaged: 'unmanaged',
  unseen: 'lastSyncAt.olderThan',
} as const;
/** What the lists may be sorted by: it has an index. */
const MAILBOX_SORTS = ['displayName', '-sizeBytes', 'lastLogonAt', 'lastActivityAt'] as const;
const MAIL_DEVICE_SORTS = ['-lastSyncAt', 'lastSyncAt'] as const;

export type MailFilter = keyof typeof MAILBOXES | keyof typeof MAIL_DEVICES;
export type MailboxSort = (typeof MAILBOX_SORTS)[number];
export type MailDeviceSort = (typeof MAIL_DEVICE_SORTS)[number];

/** What the lists take from the hash. */
export const MAILBOX_QUERY: readonly string[] = [...Object.keys(MAILBOXES), GONE, SORT];
export const MAIL_DEVICE_QUERY: readonly string[] = [...Object.keys(MAIL_DEVICES), GONE, SORT];

type Query = Readonly<Record<string, string>>;

export const mailboxesBy = (query: URLSearchParams): Query => asked(query, MAILBOXES, MAILBOX_SORTS);
export const mailDevicesBy = (query: URLSearchParams): Query => asked(query, MAIL_DEVICES, MAIL_DEVICE_SORTS);

function asked(query: URLSearchParams, filters: Query, sorts: readonly string[]): Query {
  const told = Object.entries(filters).flatMap(([name, filter]) => {
    const value = query.get(name) ?? '';
    return value === '' ? [] : [[filter, value]];
  });
  const gone = query.get(GONE) === null ? [['absentSince.isNull', 'true']] : [];
  const sort = sorts.filter((one) => one === query.get(SORT)).map((one) => ['sort', one]);
  return Object.fromEntries([...told, ...gone, ...sort]);
}
