// The keys that senders of pushed lines, those that scrape metrics, and callers with roles show: read for each request, compared in constant time.
import { hash, timingSafeEqual } from 'node:crypto';
import { ConfigError, LensError } from '../errors.ts';
import type { SecretReference } from '../secrets.ts';

const KEY_LENGTH = 16;

export interface ReadKeys {
  readonly secrets: readonly string[];
  /** Of those that cannot be used: what is wrong, and what to do. Hints of secrets say both. */
  readonly problems: readonly string[];
}

export function readKeys(keys: readonly SecretReference[]): ReadKeys {
  const secrets: string[] = [];
  const problems: string[] = [];
  for (const key of keys)
    try {
      secrets.push(longEnough(key));
    } catch (error) {
      if (!(error instanceof LensError)) throw error;
      problems.push(error.hint);
    }
  return { secrets, problems };
}

/** What stands in `Authorization: Bearer`; empty where there is nothing. */
export function bearerOf(headers: { get(name: string): string | null }): string {
  const authorization = headers.get('authorization') ?? '';
  return /^bearer /i.test(authorization) ? authorization.slice('bearer '.length).trim() : '';
}

/** All are compared, whichever is right. */
export const isOneOf = (given: string, secrets: readonly string[]): boolean =>
  secrets.map((secret) => isSame(secret, given)).includes(true);

/** In constant time; hashed first, so that their lengths are equal. */
const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));

function longEnough(key: SecretReference): string {
  const secret = key.read();
  if (secret.length >= KEY_LENGTH) return secret;
  const problem = `The secret ${key.reference} is too short for a key.`;
  throw new ConfigError(problem, {
    code: 'key-too-short',
    hint: `${problem} Take one of ${KEY_LENGTH} characters at least, at random: openssl rand -hex 32`,
  });
}
