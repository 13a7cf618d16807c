// How Neurons writes values, where it does so in its own way. Each function is a `Transform`: undefined for what does
// not fit, null for none.
import { momentOfNumber } from '../instant.ts';
import type { MappedRow } from '../map.ts';
import { isNoValue } from '../parameters.ts';
import { bytes, country as countryOf, ofText, platform as platformOf, type Transform } from '../transforms.ts';
import type { WireRecord } from '../wire.ts';

export { compliantFlag as compliance, idText } from '../transforms.ts';

/** Device records say so where a device has no SIM, or did not report a value. */
const NOT_PRESENT = /^(not present|unknown|n\/?a|null)$/i;

/** A text that may stand for "none", read further by `read`. */
export const present =
  (read: Transform = (text) => text): Transform =>
  (value) =>
    isNoValue(value) || (typeof value === 'string' && NOT_PRESENT.test(value.trim())) ? null : ofText(read)(value);

/** Milliseconds since 1970; 0 and less is none. */
export const moment: Transform = (value) => {
  if (isNoValue(value)) return null;
  return typeof value === 'number' ? momentOfNumber(value) : undefined;
};

/** Macs are OSX; Windows computers are WINDOWS_PHONE, with a `windowsDeviceType` of their own. */
export const platform = ofText((text) => (/^osx$/i.test(text) ? 'macos' : platformOf(text)));

export const ownership: Transform = (value) => {
  if (typeof value !== 'string') return 'unknown';
  if (/^company([\s_-]?owned)?$/i.test(value)) return 'company';
  return /^(user|employee|personal)([\s_-]?owned)?$/i.test(value) ? 'personal' : 'unknown';
};

export const asText: Transform = (value) => {
  if (isNoValue(value)) return null;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : undefined;
};

/** Names of the policies that are violated. */
export const reasons: Transform = (value) => {
  if (isNoValue(value)) return null;
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) return undefined;
  return value.length === 0 ? null : value;
};

/** Of several mail clients on a device the first one's; the whole list is an attribute. */
export const firstOf: Transform = (value) => {
  if (isNoValue(value)) return null;
  if (!Array.isArray(value)) return undefined;
  const [first = null] = value;
  return first === null || typeof first === 'string' ? first : undefined;
};

/** Gigabytes as the maker of the storage counts them: 499.0 for a disk of 500 GB. */
export const gigabytes: Transform = (value) =>
  isNoValue(value) ? null : typeof value === 'number' ? bytes(Math.round(value * 1e9)) : undefined;

/** A percentage; what is not more than 1 is the fraction that Apple reports (BatteryLevel from 0.0 to 1.0), and 1 is full. */
export const percent: Transform = (value) => {
  if (isNoValue(value)) return null;
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(number <= 100)) return undefined;
  if (number < 0) return null;
  return Math.round(number <= 1 ? number * 100 : number);
};

/** Platforms of which a page tells a battery in percent. */
export const toldInPercent = (page: readonly WireRecord[]): ReadonlySet<unknown> =>
  new Set(page.flatMap((device) => (Number(device.batteryLevel) > 1 ? [device.platformType] : [])));

/** A 1 is a full battery, and one percent where others of the platform are told in percent. */
export function tellBattery(
  row: MappedRow,
  { batteryLevel, platformType }: WireRecord,
  inPercent: ReadonlySet<unknown>,
) {
  if (row.battery_percent === 100 && Number(batteryLevel) === 1 && inPercent.has(platformType)) row.battery_percent = 1;
}

/** ISO 3166-1 alpha-2. */
export const country = present(countryOf);

/** What administrators put into a custom attribute: a text, or a list of them. */
export const customAttribute: Transform = (value) => {
  const text = asText(value);
  if (text !== undefined || !Array.isArray(value)) return text;
  if (!value.every((item) => typeof item === 'string')) return undefined;
  return value.length === 0 ? null : value.length === 1 ? value[0] : value;
};

/** The last check-in of a device, in milliseconds; 0 where it has never checked in. */
export const checkInOf = (device: WireRecord | undefined): number =>
  typeof device?.lastCheckin === 'number' ? (momentOfNumber(device.lastCheckin)?.getTime() ?? device.lastCheckin) : 0;
