// Numbers of SIMs (ICCID, ITU-T E.118) and of subscriptions (IMSI, ITU-T E.212) leave as the source's switch for phone
// numbers says: nothing, the issuer with a keyed hash, or the number itself.
import { createHmac } from 'node:crypto';
import { keyOfUse } from '../keyed-hash.ts';
import type { PhonePolicy } from './policy.ts';

export interface MinimisedSubscriber {
  readonly number: string | null;
  readonly hash: string | null;
}

/** A SIM's number begins with 89, country and issuer; a subscription's with its country and network (MCC, MNC). */
const SIM_DIGITS = 7;
const SUBSCRIPTION_DIGITS = 5;
/** An IMSI has no more; an ICCID has 18 to 20. */
const LONGEST_SUBSCRIPTION = 15;

/** `8949 0200 0012 3456 789F` masked is `8949020************`. */
export function minimiseSubscriber(value: string, policy: PhonePolicy, key: Buffer | null): MinimisedSubscriber {
  if (policy === 'off') return { number: null, hash: null };
  const number = normalised(value);
  const hash = key === null || !/^[0-9A-E]{6,}$/.test(number) ? null : hashSubscriber(number, key);
  return { number: policy === 'full' ? value : mask(number), hash };
}

/** Of a text that may be the whole number of a SIM. */
export function hashesOfSim(text: string, secret: string): readonly string[] {
  const key = /^\d[\dF\s.-]{17,28}$/i.test(text) ? subscriberKey(secret) : null;
  return key ? [hashSubscriber(normalised(text), key)] : [];
}

/** Of a normalised number; the key is of this use alone, so that no hash of a phone number can equal it. */
export const hashSubscriber = (number: string, key: Buffer): string =>
  createHmac('sha256', key).update(number).digest('hex').slice(0, 32);

export const subscriberKey = (secret: string | null): Buffer | null =>
  secret === null ? null : keyOfUse(secret, 'subscriber');

/** Written in groups, and filled up to 20 with an F (3GPP TS 51.011, 10.1.1). */
const normalised = (value: string): string =>
  value
    .replace(/[\s.-]/g, '')
    .toUpperCase()
    .replace(/F{1,4}$/, '');

function mask(number: string): string {
  const shown = number.length > LONGEST_SUBSCRIPTION ? SIM_DIGITS : SUBSCRIPTION_DIGITS;
  // What is too short to be such a number, or is none, is masked whole: its beginning would be most of it.
  if (number.length < shown + 3 || !/^[0-9A-F]+$/.test(number)) return '*'.repeat(number.length);
  return number.slice(0, shown) + '*'.repeat(number.length - shown);
}
