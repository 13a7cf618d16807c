// Reads phone numbers as people, products and operators write them, for whatever stores or looks for one: so that a number
// has one form (E.164), and one hash, however it was written.
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

export interface ReadNumber {
  /** In E.164 where a plan may have it; else its digits as they are written. */
  readonly number: string;
  /** Null where no plan may have it. */
  readonly callingCode: string | null;
  /** A plan has it. */
  readonly isKnown: boolean;
}

export interface Reading {
  /** A number without its country is one of the first of these that has such numbers. */
  readonly countries: readonly CountryCode[];
  /** The number begins with its country, with a + or without: an MSISDN (3GPP TS 23.003, 3.3), as operators write them. */
  readonly isMsisdn?: boolean;
}

const BETWEEN: readonly (readonly [RegExp, string])[] = [
  [/\s[/\\]\s/g, '\n'],
  [/[\s/\\]([+0(])/g, '\n$1'],
  [/\//g, '\n'],
];

/** `0151/1234567` is one number, `0151 1234567 / 030 123456` are two: a slash parts where a number stands on each side. */
export function numbersIn(value: string, reading: Reading): readonly ReadNumber[] {
  return plainText(value)
    .split(/[;,|\n]/)
    .flatMap((text) => {
      const one = numberOf(text, reading);
      if (!one || one.isKnown) return one ?? [];
      for (const [between, line] of BETWEEN) {
        const parts = text.replace(between, line).split('\n');
        const several = parts.flatMap((part) => numberOf(part, reading) ?? []);
        if (several.every(({ isKnown }) => isKnown)) return several;
      }
      return one;
    })
    .filter(({ number }, i, all) => all.findIndex((other) => other.number === number) === i);
}

/** Nothing but numbers: no name, whose digits would be read as one, stands beside them. */
export const isNumber = (value: string): boolean =>
  value.length <= LONGEST_TEXT &&
  plainText(value)
    .split(/[;,|\n]/)
    .every((text) => /^[+\d\s()./\\-]*$/.test(dialled(text)));

export const hasDigit = (value: string): boolean => /\d/.test(plainText(value));

const LONGEST_TEXT = 200;

/** Digits of other scripts as ours, one kind of dash, no marks of direction, no parameters of a URI (RFC 3966, 3). */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212_]/gu, '-')
    .replace(/;[a-z-]{2,20}=[^;,|\s]*/gi, '');

const SCHEME = /^(?:tel|sips?|callto):(?:\/\/)?/i;
/** Withholds or shows the caller's number for one call (3GPP TS 22.030, Annex B; in North America *67 and *82). */
const SERVICE = /^(?:[*#]{1,2}\d{2,3}#|\*(?:67|82))/;
/** What is dialled once the call is taken. */
const AFTER = /(\d)[\s.]{0,3}(?:ext(?:n|ension)?[.:=]?|[#xwp])\s?\d{1,7}$/i;

/** Without what a spreadsheet, a URI, the caller or an exchange adds. */
function dialled(text: string): string {
  const written = text.trim().replace(/^['’]/, '');
  const [user = ''] = SCHEME.test(written) ? written.replace(SCHEME, '').split('@') : [written];
  return user.replace(SERVICE, '').trim().replace(AFTER, '$1');
}

function numberOf(value: string, reading: Reading): ReadNumber | null {
  const text = dialled(value);
  const written = text.replace(/[^\d+*]/g, '');
  if (!/\d/.test(written)) return null;
  let found: ReadNumber = { number: written.slice(0, MOST_CHARACTERS), callingCode: null, isKnown: false };
  if (written.includes('*')) return found;
  for (const [spelling, country] of spellingsOf(text, written, reading)) {
    const parsed = parsePhoneNumberFromString(spelling, country);
    const isKnown = parsed?.isValid() ?? false;
    if (parsed && (isKnown || (found.callingCode === null && parsed.isPossible())))
      found = { number: parsed.number, callingCode: parsed.countryCallingCode, isKnown };
    if (isKnown) break;
  }
  const isDoubtful = !found.isKnown && (found.callingCode === null || written.length >= FEWEST_ABROAD);
  return isDoubtful && reading.countries.length > 0 ? (abroad(written) ?? found) : found;
}

const MOST_CHARACTERS = 30;
/** Fewer digits, without `+` or `00`, are an extension. */
const FEWEST_DIGITS = 7;
/** What is longer, and begins with its country's code, was written without its `+`. */
const LONGEST_NATIONAL = 11;
/** What is shorter may be a number of the country that its plan does not have yet. */
const FEWEST_ABROAD = 11;

/** As what it may be read, the likeliest first. */
function* spellingsOf(
  text: string,
  written: string,
  { countries, isMsisdn = false }: Reading,
): Generator<readonly [text: string, country?: CountryCode]> {
  if (written.startsWith('+')) yield [text];
  else if (written.startsWith('00')) yield [`+${written.slice(2)}`];
  if (written.startsWith('+') || written.length < FEWEST_DIGITS) return;
  if (isMsisdn && !written.startsWith('0')) {
    // Whatever the plan of its country says of it: it is none of ours.
    yield [`+${written}`];
    return;
  }
  for (const country of countries) {
    const withPlus = written.startsWith(getCountryCallingCode(country)) ? [[`+${written}`] as const] : [];
    if (written.length > LONGEST_NATIONAL) yield* withPlus;
    yield [text, country];
    yield* withPlus;
  }
}

/** What none of the countries may have was written without its `+`, where another has it. */
function abroad(written: string): ReadNumber | null {
  const parsed =
    written.length < FEWEST_DIGITS || /^[+0]/.test(written) ? undefined : parsePhoneNumberFromString(`+${written}`);
  return parsed?.isValid() ? { number: parsed.number, callingCode: parsed.countryCallingCode, isKnown: true } : null;
}
