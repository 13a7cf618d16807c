// Texts that are kept, or travel, and that nobody but us may read: AES-256-GCM under keys that are derived for one use.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

export interface SealingKeys {
  readonly encryption: Buffer;
  readonly nonces: Buffer;
}

const NONCE = 12;
const TAG = 16;

export function sealingKeys(secret: string, use: 'cursor' | 'halves' | 'licence'): SealingKeys {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', `emm-lens ${use}`, 64));
  return { encryption: bytes.subarray(0, 32), nonces: bytes.subarray(32) };
}

/**
 * `binding` is authenticated with the text. The nonce is a hash of both (as in SIV, RFC 5297), so that equal texts are
 * sealed alike and none needs randomness.
 */
export function seal({ encryption, nonces }: SealingKeys, binding: string, text: string): string {
  const plain = Buffer.from(text);
  const nonce = createHmac('sha256', nonces).update(`${binding}\0`).update(plain).digest().subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', encryption, nonce).setAAD(Buffer.from(binding));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null where it was not sealed by us with this binding (or the key has changed). */
export function unsealed({ encryption }: SealingKeys, binding: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', encryption, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(binding))
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
