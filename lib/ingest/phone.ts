// Phone numbers leave the source's switch as: nothing, a masked number with a keyed hash, or the number itself.
// Masked keeps country and prefix, so that roaming and carrier questions have an answer, and a number can still be
// looked for by its hash.
import { createHmac } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhonePolicy } from '../sources/config.ts';

export interface MinimisedPhone {
  readonly number: string | null;
  readonly hash: string | null;
}

/** `+49 151 23456789` masked is `+49151*******`; what no plan knows keeps its first three characters. */
export function minimisePhone(value: string, policy: PhonePolicy, key: string | null): MinimisedPhone {
  if (policy === 'off') return { number: null, hash: null };
  const parsed = parsePhoneNumberFromString(value);
  const number = parsed?.number ?? value.replace(/[^\d+*]/g, '');
  const hash = key === null || number === '' || number.includes('*') ? null : hashPhone(number, key);
  if (policy === 'full') return { number: value, hash };
  return { number: mask(number, parsed?.countryCallingCode), hash };
}

export const hashPhone = (number: string, key: string): string =>
  createHmac('sha256', key).update(number).digest('hex').slice(0, 32);

const PREFIX_DIGITS = 3;

function mask(number: string, countryCallingCode: string | undefined): string {
  const shown = countryCallingCode ? 1 + countryCallingCode.length + PREFIX_DIGITS : PREFIX_DIGITS;
  // A short number is masked whole: its prefix would be most of it.
  if (number.length < shown + 3) return '*'.repeat(number.length);
  return number.slice(0, shown) + '*'.repeat(number.length - shown);
}
