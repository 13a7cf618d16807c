// Exports of the company's own Exchange servers, as docs/exchange-export.ps1 writes them: an object a line, the end mark
// last, under a hidden name until it is whole.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../estate/device.ts';
import { easIdOf } from '../estate/eas-id.ts';
import type { Estate } from '../estate/estate.ts';
import { type Mailbox, mailboxOf, sharedMailboxes } from '../estate/mailbox.ts';
import { guid } from '../random.ts';
import { partnershipOf } from './exchange-requests.ts';

const DAY_MS = 86_400_000;

export function writeExports(estate: Estate, folder: string, now: number): void {
  mkdirSync(folder, { recursive: true });
  const days = (now - estate.options.epoch) / DAY_MS;
  const people = estate.people.flatMap((person) => (person ? [mailboxOf(person, days)] : []));
  const own = [...people.filter(({ online }) => !online), ...sharedMailboxes(estate.options.seed, now)];
  write(folder, 'mailboxes', own.map(statisticsOf), now);
  write(
    folder,
    'mail-devices',
    estate.devices.flatMap((device) => deviceOf(estate, device, now) ?? []),
    now,
  );
}

function write(folder: string, name: string, records: readonly object[], now: number): void {
  const lines = [...records, { end: true, rows: records.length, writtenAt: new Date(now).toISOString() }];
  const hidden = join(folder, `.${name}.partial`);
  writeFileSync(hidden, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  renameSync(hidden, join(folder, `${name}.jsonl`));
}

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
const size = (bytes: number): string =>
  `${(bytes / 1024 ** 3).toPrecision(4)} GB (${new Intl.NumberFormat('en-US').format(bytes)} bytes)`;

const ownerOf = ({ guid: MailboxGuid, person, address }: Mailbox) => ({
  MailboxGuid,
  ObjectGuid: person?.objectGuid ?? '',
  UserPrincipalName: person?.userPrincipalName ?? address,
  PrimarySmtpAddress: address,
});

const statisticsOf = (mailbox: Mailbox) => ({
  ...ownerOf(mailbox),
  DisplayName: mailbox.name,
  RecipientTypeDetails: mailbox.person ? 'UserMailbox' : 'SharedMailbox',
  ItemCount: String(mailbox.items),
  TotalItemSize: size(mailbox.bytes),
  DeletedItemCount: String(mailbox.deletedItems),
  TotalDeletedItemSize: size(mailbox.deletedItems * 75_000),
  IssueWarningQuota: size(mailbox.quota * 0.9),
  ProhibitSendQuota: size(mailbox.quota * 0.95),
  ProhibitSendReceiveQuota: size(mailbox.quota),
  StorageLimitStatus: '',
  LastLogonTime: iso(mailbox.lastLogonAt),
  HasArchive: mailbox.hasArchive ? 'True' : 'False',
  Database: 'DB01',
  WhenMailboxCreated: iso(mailbox.createdAt),
});

/** What a device of a mailbox on these servers is to Exchange; null of one that reads no mail there. */
function deviceOf(estate: Estate, device: Device, now: number): object | null {
  const partnership = partnershipOf(estate, device);
  const days = (now - estate.options.epoch) / DAY_MS;
  if (!partnership) return null;
  const mailbox = mailboxOf(partnership.owner, days);
  if (mailbox.online) return null;
  const { deviceType, id, refused } = partnership;
  const isOutlook = id !== easIdOf(device, estate.options.types ?? ['intune']);
  return {
    ...ownerOf(mailbox),
    Guid: guid(device.seed, 771),
    DeviceID: id,
    DeviceType: deviceType,
    DeviceModel: isOutlook ? 'Outlook for iOS and Android' : device.model.model,
    DeviceFriendlyName: isOutlook ? 'Outlook for iOS and Android' : device.name,
    DeviceOS: `${device.platform === 'ios' ? 'iOS' : 'Android'} ${device.osVersion}`,
    ClientType: isOutlook ? 'Outlook' : 'EAS',
    DeviceActiveSyncVersion: '16.1',
    FirstSyncTime: iso(device.enrolledAt),
    LastSuccessSync: iso(device.lastSyncAt),
    LastSyncAttemptTime: iso(device.lastSyncAt),
    NumberOfFoldersSynced: '9',
    Status: 'DeviceOk',
    DeviceAccessState: refused ? 'Blocked' : 'Allowed',
    DeviceAccessStateReason: refused ? 'Policy' : 'Global',
    DevicePolicyApplied: 'Default',
    DevicePolicyApplicationStatus: 'AppliedInFull',
  };
}
