// How EPMM writes values, where it does so in its own way. Each function is a `Transform`: undefined for what does not
// fit, null for none.
import { instantOf, momentAt, momentOfNumber } from '../instant.ts';
import { isNoValue } from '../parameters.ts';
import {
  ofText,
  ownership as ownershipOf,
  platform as platformOf,
  type Transform,
  idText as textOfId,
} from '../transforms.ts';
import { isRecord } from '../wire.ts';

export { compliantFlag as compliance, country, userPrincipalName } from '../transforms.ts';

/** Some fields hold the text `null`. */
const isNone = (value: unknown): boolean => isNoValue(value) || value === 'null';

/** Text of a field that may be `null` in so many letters, read further by `read`. */
export const unlessNull =
  (read: Transform = (value) => (typeof value === 'string' ? value : undefined)): Transform =>
  (value) =>
    isNone(value) ? null : read(value);

/** A device that was registered without a number is a `PDA`, the second one of a user `PDA 2`. */
export const phoneNumber = ofText((text) => (/^PDA( \d+)?$/i.test(text) ? null : text));

export const ownership: Transform = (value) => {
  if (value === 'COMPANY') return 'company';
  return ownershipOf(value === 'EMPLOYEE' ? 'personal' : value);
};

/** Macs are OS X to older versions. */
export const platform = ofText((text) => (/^os ?x/i.test(text) ? 'macos' : platformOf(text)));

const APP_PLATFORMS: Readonly<Record<string, string>> = { I: 'ios', A: 'android', M: 'macos', W: 'windows' };

/** One letter in the catalogue and in the inventory; a name is read as one. */
export const appPlatform = ofText((text) => APP_PLATFORMS[text.toUpperCase()] ?? platform(text));

/** Reasons are a list of texts or of their numbers; one alone may stand without the list. */
export const reasons: Transform = (value) => {
  const list = Array.isArray(value) ? value : isNone(value) ? [] : [value];
  if (!list.every((item) => typeof item === 'string' || typeof item === 'number')) return undefined;
  return list.length === 0 ? null : list.map(String);
};

/** Milliseconds since 1970 (catalogue, VPP), or ISO 8601; 0 and less is none. */
export const moment: Transform = (value) => {
  if (isNone(value)) return null;
  if (typeof value === 'string') return instantOf(value);
  return typeof value === 'number' ? momentOfNumber(value) : undefined;
};

/**
 * A date whose form the vendor does not tell: of UTC where it names no zone. What is none, or could be two (09/11/2026), is
 * kept as text alone.
 */
export const dateInWords = ofText((text) => {
  const iso = instantOf(text);
  if (iso !== undefined) return iso;
  // Points stand behind day and month in every country that writes them.
  const [, day = '', month = '', year = '', time = '00:00'] = DOTTED.exec(text) ?? [];
  if (year !== '') return instantOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}Z`) ?? null;
  const [first, second] = (text.match(/\d+/g) ?? []).map(Number);
  const isAmbiguous =
    /^\d{1,2}[/-]\d{1,2}[/-]\d{4}/.test(text) && first !== second && Math.max(first ?? 0, second ?? 0) <= 12;
  // JavaScript makes a date of nearly any text with a number in it.
  if (isAmbiguous || !/\b\d{4}\b/.test(text)) return null;
  const at = [Date.parse(`${text} UTC`), Date.parse(text)].find((ms) => !Number.isNaN(ms));
  return at === undefined ? null : (momentAt(at) ?? null);
});

const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d{2}:\d{2}(?::\d{2})?))?$/;

/** A number or a text, as administrators type them into custom attributes. */
export const typedText: Transform = (value) => {
  if (isNone(value)) return null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
};

/** Ids are numbers, and text to the catalogue. */
export const idText = unlessNull(textOfId);

/** `VSP 12.1.0.0 Build 14 ` is 12.1.0.0. */
export const version = ofText((text) => /\d+(\.\d+){0,4}/.exec(text)?.[0]);

/**
 * A number of the position. The vendor does not tell the form of `common.location`: it is read as `lat,long`, and as an
 * object by the usual names.
 */
const ofPosition =
  (place: 0 | 1 | null, names: readonly string[], limit: number): Transform =>
  (value) => {
    if (isNone(value)) return null;
    if (isRecord(value)) {
      const name = names.find((n) => !isNone(value[n]));
      return name === undefined ? null : within(value[name], limit);
    }
    if (typeof value !== 'string') return undefined;
    const parts = value.split(/[,;]/);
    if (parts.length < 2) return undefined;
    return place === null ? null : within(parts[place], limit);
  };

function within(value: unknown, limit: number): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= limit ? number : undefined;
}

export const latitude = ofPosition(0, ['latitude', 'lat'], 90);
export const longitude = ofPosition(1, ['longitude', 'long', 'lng', 'lon'], 180);
/** No position on Earth is less exact. */
export const accuracy = ofPosition(null, ['accuracy', 'horizontalAccuracy'], 20_000_000);
