// A notification as a signed event: CloudEvents 1.0 in structured JSON, signed as Standard Webhooks has it.
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHmac } from 'node:crypto';
import { ConfigError } from '../errors.ts';
import type { HttpClient } from '../net/http.ts';
import type { SecretReference } from '../secrets.ts';
import { type Message, wordsOf } from './message.ts';

export interface Webhook {
  readonly url: string;
  /** One, or two while they are exchanged. */
  readonly secrets: readonly string[];
  /** Of the installation. */
  readonly name: string;
  /** Of the try: receivers refuse what is old. */
  readonly now: Date;
}

export const WEBHOOK_KEYS = {
  address: '`NOTIFY_WEBHOOK_URL`',
  account: '`NOTIFY_WEBHOOK_SECRETS`',
  caFile: '`NOTIFY_WEBHOOK_CA_FILE`',
};

/** Throws SourceError, with nothing of the answer but its status. */
export async function postEvent(
  http: HttpClient,
  { url, secrets, name, now }: Webhook,
  message: Message,
): Promise<void> {
  const body = eventOf(name, message);
  const headers = signedHeaders({ id: message.id, at: now, body }, secrets);
  const { body: answer } = await http.stream({
    method: 'POST',
    url,
    headers,
    body: Buffer.from(body),
    maxBytes: 65_536,
    keys: WEBHOOK_KEYS,
  });
  answer.on('error', () => undefined).destroy();
}

export const eventOf = (name: string, { id, at, kind, phase, count, items }: Message): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: `/emm-lens/${name}`,
    type: `emm-lens.${kind}.${phase}`,
    time: at,
    datacontenttype: 'application/json',
    data: { kind, phase, ...wordsOf(kind), count, items },
  });

/** One signature for each secret: while one is exchanged for another, both are good. */
export function signedHeaders(
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'Content-Type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

const LEAST_BYTES = 16;

/** Throws ConfigError where one cannot be read, or its key is too short. */
export function secretsOf(references: readonly Pick<SecretReference, 'read'>[]): readonly string[] {
  const secrets = references.map((reference) => reference.read());
  // Of base64 what is decoded: of other text little is, or nothing, and anybody could sign with that.
  if (secrets.every((secret) => keyOf(secret).length >= LEAST_BYTES)) return secrets;
  throw new ConfigError('A secret of NOTIFY_WEBHOOK_SECRETS is too short.', {
    code: 'key-too-short',
    hint: `Take one of ${LEAST_BYTES} bytes at least, at random: openssl rand -hex 32, or whsec_ and openssl rand -base64 32`,
  });
}

const PREFIX = 'whsec_';
const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
