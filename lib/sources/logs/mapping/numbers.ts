// Phone numbers as lines have them: in the form in which the product hashes them everywhere (E.164), with what a number
// tells beyond itself. Numbers without a country are those of the source's.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberKind } from '../../../catalog/index.ts';

export interface Told {
  readonly number: string;
  readonly kind: NumberKind;
  /** ISO 3166-1; null for those of no country: satellites, worldwide networks. */
  readonly country: string | null;
}

const KINDS: Readonly<Record<string, NumberKind>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'other',
  TOLL_FREE: 'toll-free',
  SHARED_COST: 'shared-cost',
  PREMIUM_RATE: 'premium',
};
/** Digits of the longest number that only its network knows: emergency calls, directory enquiries, SMS services. */
const LONGEST_SHORT = 6;
const LONGEST_TEXT = 64;

/** Null for what is no number: withheld, or a name. It may stand beside one: such a text is none either. */
export function numberOf(text: string, country: string | undefined): Told | null {
  const written = text.trim().replace(/^tel:/i, '');
  if (written.length > LONGEST_TEXT || !/^\+?[\d\s()./-]+$/.test(written)) return null;
  const digits = written.replace(/\D/g, '');
  if (digits === '') return null;
  const parsed = parsePhoneNumberFromString(written, supported(country));
  if (parsed?.isValid()) {
    const kind = parsed.country === undefined ? 'international' : (KINDS[parsed.getType() ?? ''] ?? 'other');
    return { number: parsed.number, kind, country: parsed.country ?? null };
  }
  if (!written.startsWith('+') && digits.length <= LONGEST_SHORT)
    return { number: digits, kind: 'short', country: country ?? null };
  return { number: parsed?.number ?? digits, kind: 'other', country: parsed?.country ?? null };
}

const supported = (country: string | undefined): CountryCode | undefined =>
  country !== undefined && isSupportedCountry(country) ? country : undefined;
