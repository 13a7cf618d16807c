// Channels of notifications for tests: settings that name them, and one that keeps what it is given.
import type { Server } from 'node:net';
import { afterAll } from '@jest/globals';
import type { Channel } from '../../lib/notifications/deliver.ts';
import type { Message } from '../../lib/notifications/message.ts';
import { loadSettings, NOTIFIED, type Settings } from '../../lib/settings/index.ts';
import type { Warning } from '../../lib/warning-kinds.ts';
import { privateAuthority } from '../net/servers.ts';
import { keyIn } from '../operations/ingest.ts';

export const { authority, caFile, remove } = privateAuthority();
afterAll(remove);
export const clock = { now: () => new Date() };
export const HOUR_MS = 3_600_000;
export const SECRET = keyIn('TEST_WEBHOOK_SECRET');

/** Of a collector with these channels; not how the database of the tests is set up is told. */
export function settingsOf(channels: Readonly<Record<string, string>> = {}): Settings {
  const key = 'env:TEST_WEBHOOK_SECRET';
  const kinds = { NOTIFY_KINDS: 'source-stale,sign-in-refused' };
  const { settings } = loadSettings({
    ...kinds,
    DATABASE: 'sqlite::memory:',
    AUDIT_KEY: key,
    PHONE_KEY: key,
    ...channels,
  });
  if (!settings) throw new Error('the settings are wrong');
  return settings;
}

export const webhookAt = (port: number) => ({
  NOTIFY_WEBHOOK_URL: `https://127.0.0.1:${port}/events`,
  NOTIFY_WEBHOOK_SECRETS: 'env:TEST_WEBHOOK_SECRET',
  NOTIFY_WEBHOOK_CA_FILE: caFile,
});
export const mailAt = (address: ReturnType<Server['address']>) => ({
  NOTIFY_MAIL_SERVER: `smtp://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
  NOTIFY_MAIL_FROM: 'lens@example.org',
  NOTIFY_MAIL_TO: 'ops@example.org',
});

export const PLAN = { kinds: NOTIFIED, reminderMs: 24 * HOUR_MS, isQuiet: false };
export const LOST: Warning = { kind: 'polls-lost', source: 'intune', line: 'The last 3 polls were lost.' };
export const STALE: Warning = { kind: 'source-stale', source: 'intune', line: 'No complete pass.' };

/** Keeps what it is given; throws what there is to throw. */
export class Kept implements Channel {
  readonly name: string;
  readonly messages: Message[] = [];
  failure: Error | null = null;
  /** What it does before it has sent. */
  sends = async (): Promise<void> => {};
  constructor(name = 'webhook') {
    this.name = name;
  }
  async send(message: Message): Promise<void> {
    this.messages.push(message);
    await this.sends();
    if (this.failure) throw this.failure;
  }
}
