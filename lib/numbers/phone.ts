// Phone numbers leave the source's switch as: nothing, a masked number with a keyed hash, or the number itself.
// Masked keeps country and prefix, so that roaming and carrier questions have an answer, and a number can still be
// looked for by its hash: that is over E.164, however the number was written.
import { createHmac } from 'node:crypto';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhonePolicy } from './policy.ts';
import { numbersIn, plainText, type ReadNumber } from './read-number.ts';

export interface MinimisedPhone {
  readonly number: string | null;
  /** Of each number that the field holds, two at most. */
  readonly hashes: readonly string[];
}

const NOTHING: MinimisedPhone = { number: null, hashes: [] };
const NUMBERS_A_FIELD = 2;

/**
 * `+49 151 23456789` masked is `+49151********`; what no plan knows keeps its first three characters. A number without
 * its country is one of the first of `countries` that has such numbers. Text without a digit ("n/a") is none.
 */
export function minimisePhone(
  value: string,
  policy: PhonePolicy,
  key: string | null,
  countries: readonly CountryCode[] = [],
): MinimisedPhone {
  if (policy === 'off') return NOTHING;
  const found = numbersIn(value, { countries }).slice(0, NUMBERS_A_FIELD);
  if (found.length === 0) return NOTHING;
  const whole = found.filter(({ number }) => !number.includes('*'));
  return {
    number: policy === 'full' ? value : found.map(mask).join(' / '),
    hashes: key === null ? [] : whole.map(({ number }) => hashPhone(number, key)),
  };
}

/** The digits of the numbers in a text, each as it is dialled from abroad, without its +, and within its country. */
export const spelledNumbers = (value: string, country?: CountryCode): readonly string[] =>
  numbersIn(value, { countries: country ? [country] : [] }).flatMap(({ number, callingCode }) => {
    const national = callingCode === null ? undefined : parsePhoneNumberFromString(number)?.formatNational();
    return [number, ...(national ? [national] : [])].map((text) => text.replace(/\D/g, ''));
  });

/** Hashes of the number that a whole text may be, by itself and in each of these countries. */
export function hashesOfNumber(text: string, key: string, countries: readonly CountryCode[]): readonly string[] {
  if (!/^[\d\s+()./-]{6,40}$/.test(plainText(text))) return [];
  const spelled = [undefined, ...countries].flatMap(
    (country) => minimisePhone(text, 'masked', key, country ? [country] : []).hashes,
  );
  return [...new Set(spelled)];
}

export const hashPhone = (number: string, key: string): string =>
  createHmac('sha256', key).update(number).digest('hex').slice(0, 32);

const PREFIX_DIGITS = 3;

function mask({ number, callingCode }: ReadNumber): string {
  const shown = callingCode ? 1 + callingCode.length + PREFIX_DIGITS : PREFIX_DIGITS;
  // A short number is masked whole: its prefix would be most of it.
  if (number.length < shown + 3) return '*'.repeat(number.length);
  return number.slice(0, shown) + '*'.repeat(number.length - shown);
}
