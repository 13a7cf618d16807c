// The channels of notifications before the first start: whether secrets can be read, and whether they are reached over TLS.
// Nothing is sent, and nobody signed in to.
import { once } from 'node:events';
import { isIP } from 'node:net';
import { failureOf } from '../net/failure.ts';
import { createAgent } from '../net/tls.ts';
import { verifyServer } from '../notifications/mail.ts';
import type { Settings } from '../settings/index.ts';
import { checkKeys } from './check-keys.ts';
import { type Finding, failed, ok } from './finding.ts';

const BOUND_MS = 15_000;

export const checkNotifications = async (settings: Partial<Settings>): Promise<readonly Finding[]> =>
  (await Promise.all([checkWebhook(settings), checkMail(settings)])).flat();

async function checkWebhook(settings: Partial<Settings>): Promise<readonly Finding[]> {
  const { NOTIFY_WEBHOOK_URL: url, NOTIFY_WEBHOOK_SECRETS: references = [], NOTIFY_WEBHOOK_CA_FILE: caFile } = settings;
  if (url === undefined) return [];
  const about = 'webhook of notifications';
  const wrong = checkKeys(about, references);
  const { hostname, port } = new URL(url);
  return [
    ...wrong,
    await reached(about, () => handshake(hostname.replace(/^\[|\]$/g, ''), Number(port || 443), caFile)),
  ];
}

async function checkMail(settings: Partial<Settings>): Promise<readonly Finding[]> {
  const { NOTIFY_MAIL_SERVER: server, NOTIFY_MAIL_PASSWORD: password, NOTIFY_MAIL_CA_FILE: caFile } = settings;
  if (server === undefined) return [];
  const about = 'mail of notifications';
  const wrong = password ? [() => password.read()].flatMap((read) => problemOf(about, read)) : [];
  const reach = () => verifyServer({ ...server, caFile, signal: AbortSignal.timeout(BOUND_MS) });
  return [...wrong, await reached(about, reach)];
}

function problemOf(about: string, read: () => unknown): readonly Finding[] {
  try {
    read();
    return [];
  } catch (thrown) {
    return [failed(about, thrown)];
  }
}

async function reached(about: string, reach: () => Promise<void>): Promise<Finding> {
  try {
    await reach();
    return ok(about, 'is reached over TLS');
  } catch (thrown) {
    return failed(about, thrown);
  }
}

async function handshake(host: string, port: number, caFile: string | undefined): Promise<void> {
  const agent = createAgent({ caFile, connectMs: BOUND_MS });
  try {
    const socket = agent.createConnection({ host, port, ...(isIP(host) === 0 && { servername: host }) });
    if (!socket) return;
    try {
      await once(socket, 'secureConnect');
    } catch (thrown) {
      throw failureOf(thrown);
    } finally {
      socket.destroy();
    }
  } finally {
    agent.destroy();
  }
}
