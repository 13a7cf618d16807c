// Phone numbers as lines have them: in the form in which the product hashes them everywhere (E.164), with what a number
// tells beyond itself. Numbers without a country are those of the source's.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { NumberKind } from '../../../catalog/index.ts';
import { hasDigit, isNumber, numbersIn, type ReadNumber } from '../../../numbers/read-number.ts';
import { Unreadable } from '../../map.ts';

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

/**
 * None of a text without a digit: withheld, or a name. Beside a name it may be no number: such a text is counted, and so
 * is what is no whole number.
 */
export function numbersOf(text: string, country: string | undefined, isMsisdn: boolean): readonly Told[] | Unreadable {
  if (!hasDigit(text)) return [];
  const own = supported(country);
  const found = isNumber(text) ? numbersIn(text, { countries: own ? [own] : [], isMsisdn }) : [];
  // An MSISDN that no country may have is not what its digits would be at home.
  const isNone = ({ number, callingCode }: ReadNumber): boolean =>
    isMsisdn && callingCode === null && number.length > LONGEST_SHORT && !/^[+0]/.test(number);
  if (found.length === 0 || found.some(isNone)) return new Unreadable('not phone');
  return found.map((one) => toldOf(one, country, own));
}

function toldOf({ number, callingCode }: ReadNumber, country: string | undefined, own: CountryCode | undefined): Told {
  const parsed = parsePhoneNumberFromString(number, own);
  if (parsed?.isValid()) {
    const kind = parsed.country === undefined ? 'international' : (KINDS[parsed.getType() ?? ''] ?? 'other');
    return { number: parsed.number, kind, country: parsed.country ?? null };
  }
  if (callingCode === null && !number.startsWith('+') && number.length <= LONGEST_SHORT)
    return { number, kind: 'short', country: country ?? null };
  return { number, kind: 'other', country: parsed?.country ?? null };
}

const supported = (country: string | undefined): CountryCode | undefined =>
  country !== undefined && isSupportedCountry(country) ? country : undefined;
