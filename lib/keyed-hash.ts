// Keyed hashes of what may not be stored in clear: without the key they tell nothing, and they stay personal data.
import { Buffer } from 'node:buffer';
import { createHmac, hash, hkdfSync } from 'node:crypto';
import type { SecretReference } from './secrets.ts';

/** Hex HMAC-SHA256 under the audit key. `use` keeps the hashes of different things apart. */
export const keyedHash = (key: SecretReference, use: 'function-key' | 'subject', value: string): string =>
  keyedHashes(key, use, [value])[0] ?? '';

/** Of many, the key read once. */
export function keyedHashes(
  key: SecretReference,
  use: 'function-key' | 'subject',
  values: readonly string[],
): string[] {
  const secret = key.read();
  return values.map((value) => createHmac('sha256', secret).update(`${use}\0${value}`).digest('hex'));
}

/** Bytes of each in a list of many: the chance that two of a million people share them is one in 37 million. */
export const SHORT_HASH = 8;

export const shortHashes = (hashes: readonly string[]): Buffer =>
  Buffer.concat(hashes.map((hash) => Buffer.from(hash, 'hex').subarray(0, SHORT_HASH)));

/** Whether one of the hashes is in such a list. */
export function isAmong(list: Uint8Array, hashes: readonly string[]): boolean {
  const wanted = hashes.map((hash) => hash.slice(0, 2 * SHORT_HASH));
  const listed = Buffer.from(list).toString('hex');
  for (let at = 0; at < listed.length; at += 2 * SHORT_HASH)
    if (wanted.includes(listed.slice(at, at + 2 * SHORT_HASH))) return true;
  return false;
}

/** A key of one use alone, made of a secret that has others: no hash of one thing can equal that of another. */
export const keyOfUse = (
  secret: string,
  use: 'subscriber' | 'device' | 'sign-in' | 'name' | 'event' | 'line' | 'check',
): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `emm-lens ${use}`, 32));

/** Hashes of many values of one use: the key is made once. 32 hexadecimal digits each. */
export function hasherOf(
  secret: string,
  use: 'device' | 'name' | 'event' | 'line' | 'check',
): (value: string) => string {
  // HMAC-SHA256 of one-shot hashes: rows have one each, and `createHmac` takes ten times as long (RFC 2104).
  const key = Buffer.alloc(BLOCK_BYTES);
  keyOfUse(secret, use).copy(key);
  const inner = key.map((byte) => byte ^ 0x36);
  const outer = key.map((byte) => byte ^ 0x5c);
  const digest = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');
  return (value) => digest(outer, digest(inner, Buffer.from(value))).toString('hex', 0, 16);
}

/** Of SHA-256. */
const BLOCK_BYTES = 64;
