// Whoever else is sent to, before the first start: channels of notifications, telemetry, the licence check. Whether secrets
// can be read, and whether they are reached over TLS. Nothing is sent, and nobody signed in to.
import { once } from 'node:events';
import { isIP } from 'node:net';
import { failureOf } from '../net/failure.ts';
import type { RequestKeys } from '../net/http.ts';
import { createAgent } from '../net/tls.ts';
import { verifyServer } from '../notifications/mail.ts';
import { secretsOf, WEBHOOK_KEYS } from '../notifications/webhook.ts';
import { connectionOf, type Settings } from '../settings/index.ts';
import { checkKeys } from './check-keys.ts';
import { type Finding, failed, ok } from './finding.ts';

const BOUND_MS = 15_000;

/** What hints name of each. */
const keysOf = (address: string, account: string, caFile: string): RequestKeys => ({ address, account, caFile });
const OTLP_CA = '`OTEL_EXPORTER_OTLP_CERTIFICATE`';
const OTLP_KEYS = keysOf('`OTEL_EXPORTER_OTLP_ENDPOINT`', '`OTEL_EXPORTER_OTLP_HEADERS`', OTLP_CA);
const INSIGHTS_KEYS = keysOf('`APPLICATION_INSIGHTS`', '`APPLICATION_INSIGHTS`', OTLP_CA);
const LICENSE_KEYS = keysOf('`LICENSE_URL`', '`LICENSE_URL`', '`LICENSE_CA_FILE`');

export const checkReceivers = async (settings: Partial<Settings>): Promise<readonly Finding[]> =>
  (await Promise.all([checkWebhook(settings), checkMail(settings), ...checkAddresses(settings)])).flat();

/** Each host once. What is wrong with these settings, the secret of the last one too, is told with the settings. */
function checkAddresses(settings: Partial<Settings>): readonly Promise<Finding>[] {
  const { OTEL_EXPORTER_OTLP_CERTIFICATE: caFile, APPLICATION_INSIGHTS: insights } = settings;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base } = settings;
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces = base, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: metrics = base } =
    settings;
  const [ofTraces, ofMetrics] = [traces, metrics].map((url) => url && new URL(url).origin);
  return [
    addressOf('OTLP', ofTraces, caFile, OTLP_KEYS),
    addressOf('OTLP', ofMetrics === ofTraces ? undefined : ofMetrics, caFile, OTLP_KEYS),
    addressOf('Application Insights', insights && connectionOf(insights.read()).endpoint, caFile, INSIGHTS_KEYS),
    addressOf('licence check', settings.LICENSE_URL, settings.LICENSE_CA_FILE, LICENSE_KEYS),
  ].flat();
}

const addressOf = (
  about: string,
  url: string | undefined,
  caFile: string | undefined,
  keys: RequestKeys,
): readonly Promise<Finding>[] => (url ? [reached(about, () => handshake(url, caFile, keys))] : []);

async function checkWebhook(settings: Partial<Settings>): Promise<readonly Finding[]> {
  const { NOTIFY_WEBHOOK_URL: url, NOTIFY_WEBHOOK_SECRETS: references = [], NOTIFY_WEBHOOK_CA_FILE: caFile } = settings;
  if (url === undefined) return [];
  const about = 'webhook of notifications';
  const found = checkKeys(about, references);
  const wrong = found.some(({ level }) => level === 'error') ? [] : problemOf(about, () => secretsOf(references));
  return [...found, ...wrong, await reached(about, () => handshake(url, caFile, WEBHOOK_KEYS))];
}

async function checkMail(settings: Partial<Settings>): Promise<readonly Finding[]> {
  const { NOTIFY_MAIL_SERVER: server, NOTIFY_MAIL_PASSWORD: password, NOTIFY_MAIL_CA_FILE: caFile } = settings;
  if (server === undefined) return [];
  const about = 'mail of notifications';
  const wrong = password ? problemOf(about, () => password.read()) : [];
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

async function handshake(url: string, caFile: string | undefined, keys: RequestKeys): Promise<void> {
  const { hostname, port: own } = new URL(url);
  const [host, port] = [hostname.replace(/^\[|\]$/g, ''), Number(own || 443)];
  const agent = createAgent({ caFile, ...(keys.caFile && { caFileKey: keys.caFile }), connectMs: BOUND_MS });
  try {
    const socket = agent.createConnection({ host, port, ...(isIP(host) === 0 && { servername: host }) });
    if (!socket) return;
    try {
      await once(socket, 'secureConnect');
    } catch (thrown) {
      throw failureOf(thrown, keys);
    } finally {
      socket.destroy();
    }
  } finally {
    agent.destroy();
  }
}
