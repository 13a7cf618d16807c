// Phone numbers leave the source's switch as: nothing, a masked number with a keyed hash, or the number itself.
// Masked keeps country and prefix, so that roaming and carrier questions have an answer, and a number can still be
// looked for by its hash: that is over E.164, however the number was written.
import { createHmac } from 'node:crypto';
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhonePolicy } from '../sources/config.ts';

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
  const found = numbersIn(value, countries).slice(0, NUMBERS_A_FIELD);
  if (found.length === 0) return NOTHING;
  const whole = found.filter(({ number }) => !number.includes('*'));
  return {
    number: policy === 'full' ? value : found.map(mask).join(' / '),
    hashes: key === null ? [] : whole.map(({ number }) => hashPhone(number, key)),
  };
}

/** The digits of the numbers in a text, each as it is dialled from abroad, without its +, and within its country. */
export const spelledNumbers = (value: string, country?: CountryCode): readonly string[] =>
  numbersIn(value, country ? [country] : []).flatMap(({ number, callingCode }) => {
    const national = callingCode === null ? undefined : parsePhoneNumberFromString(number)?.formatNational();
    return [number, ...(national ? [national] : [])].map((text) => text.replace(/\D/g, ''));
  });

/** Hashes of the number that a whole text may be, by itself and in each of these countries. */
export function hashesOfNumber(text: string, key: string, countries: readonly CountryCode[]): readonly string[] {
  if (!/^[\d\s+()./-]{6,40}$/.test(westernDigits(text))) return [];
  const spelled = [undefined, ...countries].flatMap(
    (country) => minimisePhone(text, 'masked', key, country ? [country] : []).hashes,
  );
  return [...new Set(spelled)];
}

export const hashPhone = (number: string, key: string): string =>
  createHmac('sha256', key).update(number).digest('hex').slice(0, 32);

interface Found {
  /** In E.164 where a plan may have it; else its digits as they are written. */
  readonly number: string;
  /** Null where no plan may have it. */
  readonly callingCode: string | null;
  /** A plan has it. */
  readonly isKnown: boolean;
}

const BETWEEN: readonly (readonly [RegExp, string])[] = [
  [/\s[/\\]\s/g, '\n'],
  [/[\s/\\]([+0(])/g, '\n$1'],
  [/\//g, '\n'],
];

/** `0151/1234567` is one number, `0151 1234567 / 030 123456` are two: a slash parts where a number stands on each side. */
function numbersIn(value: string, countries: readonly CountryCode[]): readonly Found[] {
  return westernDigits(value)
    .split(/[;,|\n]/)
    .flatMap((text) => {
      const one = numberOf(text, countries);
      if (!one || one.isKnown) return one ?? [];
      for (const [between, line] of BETWEEN) {
        const parts = text.replace(between, line).split('\n');
        const several = parts.flatMap((part) => numberOf(part, countries) ?? []);
        if (several.every(({ isKnown }) => isKnown)) return several;
      }
      return one;
    })
    .filter(({ number }, i, all) => all.findIndex((other) => other.number === number) === i);
}

function numberOf(text: string, countries: readonly CountryCode[]): Found | null {
  const written = text.replace(/[^\d+*]/g, '');
  if (!/\d/.test(written)) return null;
  let found: Found = { number: written.slice(0, MOST_CHARACTERS), callingCode: null, isKnown: false };
  if (written.includes('*')) return found;
  for (const [spelling, country] of spellingsOf(text, written, countries)) {
    const parsed = parsePhoneNumberFromString(spelling, country);
    const isKnown = parsed?.isValid() ?? false;
    if (parsed && (isKnown || (found.callingCode === null && parsed.isPossible())))
      found = { number: parsed.number, callingCode: parsed.countryCallingCode, isKnown };
    if (isKnown) break;
  }
  return found;
}

const MOST_CHARACTERS = 30;
/** Fewer digits, without `+` or `00`, are an extension. */
const FEWEST_DIGITS = 7;
/** What is longer, and begins with its country's code, was written without its `+`. */
const LONGEST_NATIONAL = 11;

/** As what it may be read, the likeliest first. */
function* spellingsOf(
  text: string,
  written: string,
  countries: readonly CountryCode[],
): Generator<readonly [text: string, country?: CountryCode]> {
  if (written.startsWith('+')) yield [text];
  else if (written.startsWith('00')) yield [`+${written.slice(2)}`];
  if (written.startsWith('+') || written.length < FEWEST_DIGITS) return;
  for (const country of countries) {
    const withPlus = written.startsWith(getCountryCallingCode(country)) ? [[`+${written}`] as const] : [];
    if (written.length > LONGEST_NATIONAL) yield* withPlus;
    yield [text, country];
    yield* withPlus;
  }
}

/** Arabic, Persian and full-width digits as ours. */
const westernDigits = (text: string): string =>
  text.normalize('NFKC').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));

const PREFIX_DIGITS = 3;

function mask({ number, callingCode }: Found): string {
  const shown = callingCode ? 1 + callingCode.length + PREFIX_DIGITS : PREFIX_DIGITS;
  // A short number is masked whole: its prefix would be most of it.
  if (number.length < shown + 3) return '*'.repeat(number.length);
  return number.slice(0, shown) + '*'.repeat(number.length - shown);
}
