// The cursor of a page: where the next one begins. It holds the last row's sort value, often a name, and travels in
// URLs that proxies log: so it is encrypted, under a key derived from the audit key, and bound to its query.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { SecretReference } from '../secrets.ts';

/** The sort value of the last row of a page, and what tells it apart. Instants are milliseconds, keys hexadecimal. */
export interface Position {
  readonly value: string | number | boolean | null;
  readonly identity: readonly (string | number)[];
}

const NONCE = 12;
const TAG = 16;

/**
 * Seals a position with AES-256-GCM; `binding` (dataset, path, filters, search, sort) is authenticated with it. The nonce
 * is a hash of both (as in SIV, RFC 5297), so that equal positions make equal cursors and none needs randomness.
 */
export function sealCursor(key: SecretReference, binding: string, position: Position): string {
  const { encryption, nonces } = keysOf(key);
  const plain = Buffer.from(JSON.stringify([position.value, ...position.identity]));
  const nonce = createHmac('sha256', nonces).update(`${binding}\0`).update(plain).digest().subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', encryption, nonce).setAAD(Buffer.from(binding));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The position in a cursor, or null where it was not made by us for this very query (or the key has changed). */
export function openCursor(key: SecretReference, binding: string, cursor: string): Position | null {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', keysOf(key).encryption, bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  })
    .setAAD(Buffer.from(binding))
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
    return positionOf(JSON.parse(plain.toString('utf8')));
  } catch {
    return null;
  }
}

function positionOf(content: unknown): Position | null {
  if (!Array.isArray(content)) return null;
  const [value, ...others]: unknown[] = content;
  const scalar = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const identity = others.filter((part) => typeof part === 'string' || typeof part === 'number');
  return scalar && identity.length === others.length && identity.length > 0 ? { value, identity } : null;
}

function keysOf(key: SecretReference): { encryption: Buffer; nonces: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', key.read(), '', 'emm-lens cursor', 64));
  return { encryption: bytes.subarray(0, 32), nonces: bytes.subarray(32) };
}
