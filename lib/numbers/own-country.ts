// The country that a person's entry tells, as a directory writes it: its code, or its name in English or in its own language.
import { type CountryCode, getCountries, isSupportedCountry } from 'libphonenumber-js/min';

let names: ReadonlyMap<string, CountryCode> | undefined;

export function ownCountry(text: unknown): CountryCode | undefined {
  if (typeof text !== 'string') return undefined;
  const code = text.trim().toUpperCase();
  if (isSupportedCountry(code)) return code;
  if (code.length < 3) return undefined;
  names ??= new Map(getCountries().flatMap(namesOf));
  return names.get(code);
}

function namesOf(country: CountryCode): readonly (readonly [string, CountryCode])[] {
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  return [...new Set(['en', language])].flatMap((spoken) => {
    const name = new Intl.DisplayNames(spoken, { type: 'region' }).of(country);
    return name === undefined ? [] : [[name.toUpperCase(), country] as const];
  });
}
