// Keyed hashes of what may not be stored in clear: without the key they tell nothing, and they stay personal data.
import { createHmac } from 'node:crypto';
import type { SecretReference } from './secrets.ts';

/** Hex HMAC-SHA256 under the audit key. `use` keeps the hashes of different things apart. */
export function keyedHash(key: SecretReference, use: 'function-key' | 'subject', value: string): string {
  return createHmac('sha256', key.read()).update(`${use}\0${value}`).digest('hex');
}
