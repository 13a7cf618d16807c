// Exports in a folder of their own, and polls of a source that reads them.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { type Poll, type PollOptions, pollOnce } from '../polled.ts';
import { connectorOf, type Settings } from '../source-of.ts';

export const PURPOSE = 'Finds mailboxes that run full.';

export class Exports {
  readonly folder = mkdtempSync(join(tmpdir(), 'lens-exports-'));

  /** `at`: when it was last written. */
  write(name: string, content: string | Buffer, at = new Date()): void {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    utimesSync(path, at, at);
  }

  async poll(settings: Settings = {}, options: PollOptions = {}): Promise<Poll> {
    const paths = [this.folder];
    return pollOnce(await connectorOf('exchange-exports', { purpose: PURPOSE, paths, ...settings }), options);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A line for each record, and the end mark. */
export const lines = (records: readonly object[], at: Date | null = new Date(), rows = records.length): string =>
  [...records, ...(at ? [{ end: true, rows, writtenAt: at.toISOString() }] : [])]
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');

export const rowsOf = (steps: readonly PollStep[]): readonly SourceRow[] =>
  steps.flatMap((step) => ('rows' in step ? step.rows : []));

export const MAILBOX = {
  MailboxGuid: 'aaaaaaaa-0000-4000-8000-000000000001',
  DisplayName: 'Anna Berg',
  UserPrincipalName: 'anna.berg@contoso.example',
  PrimarySmtpAddress: 'anna.berg@contoso.example',
  ItemCount: 18234,
  TotalItemSize: '6.065 GB (6,512,255,010 bytes)',
} as const;
export const DEVICE = {
  Guid: 'bbbbbbbb-0000-4000-8000-000000000001',
  MailboxGuid: MAILBOX.MailboxGuid,
  UserPrincipalName: MAILBOX.UserPrincipalName,
  DeviceID: 'APPLDNPX0TEST',
  DeviceType: 'iPhone',
  DeviceModel: 'iPhone15C4',
  DeviceFriendlyName: 'Black iPhone 15',
  DeviceOS: 'iOS 18.1 22B83',
  DeviceAccessState: 'Allowed',
  DeviceAccessStateReason: 'Global',
  LastSuccessSync: '2026-11-02T06:12:44Z',
  FirstSyncTime: '2026-01-08T09:12:00Z',
} as const;
