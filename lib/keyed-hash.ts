// Keyed hashes of what may not be stored in clear: without the key they tell nothing, and they stay personal data.
import { createHmac, hkdfSync } from 'node:crypto';
import type { SecretReference } from './secrets.ts';

/** Hex HMAC-SHA256 under the audit key. `use` keeps the hashes of different things apart. */
export function keyedHash(key: SecretReference, use: 'function-key' | 'subject', value: string): string {
  return createHmac('sha256', key.read()).update(`${use}\0${value}`).digest('hex');
}

/** A key of one use alone, made of a secret that has others: no hash of one thing can equal that of another. */
export const keyOfUse = (secret: string, use: 'subscriber' | 'device' | 'sign-in'): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `emm-lens ${use}`, 32));
