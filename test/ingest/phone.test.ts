import { describe, expect, it } from '@jest/globals';
import type { CountryCode } from 'libphonenumber-js/min';
import { ownCountry } from '../../lib/numbers/own-country.ts';
import { hashPhone, minimisePhone } from '../../lib/numbers/phone.ts';

const KEY = 'a key of hashes of numbers';

/** The hashes of what was written, and of what is expected. */
const masked = (text: string, ...countries: readonly CountryCode[]) => minimisePhone(text, 'masked', KEY, countries);
const of = (...numbers: readonly string[]) => numbers.map((number) => hashPhone(number, KEY));

describe('the hash of a phone number', () => {
  it.each<[text: string, ...countries: CountryCode[]]>([
    ['+491511234567'],
    ['+49 151 1234567'],
    ['+49 (0)151 1234567'],
    ['+49 (0) 151/1234-567'],
    ['tel:+49-151-1234567'],
    ['0049 151 1234567'],
    ['0049 (0) 151/1234567'],
    ['0049 151 1234567', 'US'],
    ['011 49 151 1234567', 'US'],
    ['0151/1234567', 'DE'],
    ['0151 1234567', 'DE'],
    ['(0151) 1234567', 'DE'],
    ['Mobil: 0151-1234567 (privat)', 'DE'],
    ['0151/1234567', 'US', 'DE'],
    ['491511234567', 'CH', 'DE'],
    ['0151\u20131234567 x12', 'DE'],
    ['#31#0151 1234567', 'DE'],
    ['sip:+491511234567@gateway.example', 'DE'],
    ['491511234567', 'DE'],
    ['٠١٥١١٢٣٤٥٦٧', 'DE'],
    ['۰۱۵۱۱۲۳۴۵۶۷', 'DE'],
    ['０１５１ １２３４５６７', 'DE'],
  ])('is that of its E.164 form, written as %s', (text, ...countries) => {
    expect(masked(text, ...countries)).toEqual({ number: '+49151*******', hashes: of('+491511234567') });
  });

  it.each<[text: string, number: string, ...countries: CountryCode[]]>([
    ['0151 2345678', '+441512345678', 'GB', 'DE'],
    ['33612345678', '+33612345678', 'FR'],
    ['(555) 010-2030', '+15550102030', 'US'],
    ['06 1234 5678', '+390612345678', 'IT'],
    ['+39 (0)6 1234 5678', '+390612345678'],
    ['55 91234-5678', '+5555912345678', 'BR'],
    // Without a country, and of an extension, the digits are all there is.
    ['0151/1234567', '01511234567'],
    ['4711', '4711', 'DE'],
    // Written without its +, where the country has no such number.
    ['491511234567', '+491511234567', 'CH'],
    ['33612345678', '33612345678'],
  ])('of %s is that of %s', (text, number, ...countries) => {
    expect(masked(text, ...countries).hashes).toEqual(of(number));
  });

  it.each([
    '0151 1234567 / 030 123456',
    '0151/1234567 / 030/123456',
    '0151 1234567; +49 30 123456',
    '0151 1234567, 030 123456',
    '0151 1234567\n030 123456',
    '0151 1234567 030 123456',
    '+491511234567 +4930123456',
    '0151 1234567; 030 123456; 089 5550100',
  ])('is there for both numbers of %j', (text) => {
    expect(masked(text, 'DE')).toEqual({
      number: '+49151******* / +49301*****',
      hashes: of('+491511234567', '+4930123456'),
    });
  });

  it('is there once where one number is written twice', () => {
    expect(masked('+49 151 1234567; 0151/1234567', 'DE').hashes).toEqual(of('+491511234567'));
  });

  it.each(['n/a', '-', '', 'on request', '+'])('and the number are null where the text is %j', (text) => {
    for (const policy of ['masked', 'full'] as const)
      expect(minimisePhone(text, policy, KEY, ['DE'])).toEqual({ number: null, hashes: [] });
  });

  it('is none of a number that came masked', () => {
    expect(masked('+49*******89', 'DE')).toEqual({ number: '+49*********', hashes: [] });
  });
});

describe('the country of a person', () => {
  it.each([
    ['DE', 'DE'],
    [' de ', 'DE'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['Polska', 'PL'],
    ['日本', undefined],
    ['nowhere', undefined],
    ['', undefined],
    [49, undefined],
  ])('of %j is %s', (text, country) => {
    expect(ownCountry(text)).toBe(country);
  });
});
