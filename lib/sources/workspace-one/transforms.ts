// How Workspace ONE writes values: counts and percentages as text, letters for ownership, numbers for platforms, decimals
// in the server's own notation; and, in every record, dates without a zone, the year 1 for never, and names of C# backing
// fields in place of those of the properties.

import { canonicalId } from '../ids.ts';
import { isDate, isNever } from '../instant.ts';
import { withoutDeepValues } from '../nesting.ts';
import { isNoValue } from '../parameters.ts';
import { ofText, type Transform } from '../transforms.ts';
import { isRecord, type WireRecord } from '../wire.ts';

export { userPrincipalName as upn } from '../transforms.ts';

/** Ids are numbers, and keys are text; 0 is nobody. */
export const id: Transform = (value) => {
  if (value === null) return null;
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined;
  const text = canonicalId(String(value));
  return text === '' || text === '0' ? null : text;
};

const COMPANY = /^(c|s|(corporate|company)([\s-]*(dedicated|shared|owned))?|shared([\s-]*device)?)$/i;
const PERSONAL = /^(e|(employee|personal)([\s-]*owned)?)$/i;

/** C corporate, S corporate and shared, E the employee's; or the console's words for them, whole. */
export const ownership: Transform = (value) => {
  if (typeof value !== 'string') return undefined;
  return COMPANY.test(value.trim()) ? 'company' : PERSONAL.test(value.trim()) ? 'personal' : 'unknown';
};

export const compliance: Transform = (value) => {
  if (typeof value !== 'string') return undefined;
  return /^compliant$/i.test(value) ? 'compliant' : /^non-?compliant$/i.test(value) ? 'noncompliant' : 'unknown';
};

const PLATFORMS: Readonly<Record<string, string>> = {
  apple: 'ios',
  android: 'android',
  appleosx: 'macos',
  winrt: 'windows',
  windowspc: 'windows',
  windowsmobile: 'windows',
  windowsphone: 'windows',
  windowsphone8: 'windows',
  windowsrt: 'windows',
  windows: 'windows',
  chromebook: 'chromeos',
  chromeos: 'chromeos',
  linux: 'linux',
};

/** Apple is iOS; Macs are AppleOsX. */
export const platform = ofText((text) => PLATFORMS[text.toLowerCase().replace(/\s/g, '')] ?? 'other');

const PLATFORM_NUMBERS: Readonly<Record<number, string>> = {
  2: 'ios',
  5: 'android',
  9: 'windows',
  10: 'macos',
  12: 'windows',
  15: 'chromeos',
};

/** Of applications, by the number of the platform. */
export const platformNumber: Transform = (value) =>
  typeof value === 'number' ? (PLATFORM_NUMBERS[value] ?? 'other') : undefined;

/** `82%`; -1 where it is not known. */
export const percent: Transform = (value) => {
  if (value === null || value === '') return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const match = /^(-?\d{1,3})(?:[.,]\d+)?\s*%?$/.exec(text.trim());
  if (!match) return /^(unknown|n\/a)$/i.test(text.trim()) ? null : undefined;
  const number = Number(match[1]);
  return number < 0 ? null : number <= 100 ? number : undefined;
};

/** A number as text, in the notation of the server's culture: 48.1371 or 48,1371. */
export const decimal: Transform = (value) => {
  if (isNoValue(value)) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d+([.,]\d+)?$/.test(value.trim())) return undefined;
  return Number(value.trim().replace(',', '.'));
};

/** -1 stands for none: a device that does not move has 0. */
export const notNegative: Transform = (value) => {
  const number = decimal(value);
  return typeof number === 'number' && number < 0 ? null : number;
};

const GIB = 1_073_741_824;

/** DeviceCapacity: GiB with a fraction. More than a hundred thousand is another unit, and not guessed at. */
export const gibibytes: Transform = (value) => {
  const number = decimal(value);
  if (typeof number !== 'number') return number;
  if (number < 0 || number > 100_000) return undefined;
  return number === 0 ? null : Math.round(number * GIB);
};

/** Kilobytes as text. */
export const kilobytes: Transform = (value) => {
  const number = notNegative(value);
  return typeof number === 'number' ? Math.round(number * 1024) : number;
};

/** A whole number as text. */
export const count: Transform = (value) => {
  const number = notNegative(value);
  return typeof number === 'number' ? Math.round(number) : number;
};

/** `yyyy-mm-dd` of a date. */
export const day = ofText((text) => {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (iso) return isDate(Number(iso[1]), Number(iso[2]), Number(iso[3])) ? iso[0] : undefined;
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  if (!american) return undefined;
  const [, month = '', date = '', year = ''] = american;
  if (!isDate(Number(year), Number(month), Number(date))) return undefined;
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
});

/** DataEncryptionYN. */
export const yesNo = ofText((text) =>
  /^(y|yes|true)$/i.test(text) ? true : /^(n|no|false)$/i.test(text) ? false : null,
);

const SECURITY_TYPES: Readonly<Record<number, string>> = { 1: 'directory', 2: 'basic' };

export const userType: Transform = (value) =>
  typeof value === 'number' ? (SECURITY_TYPES[value] ?? String(value)) : undefined;

/** The objectGUID in its text form; ExternalId is another attribute where an administrator chose so. */
export const objectGuid = ofText((text) => {
  const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(text);
  return guid?.[1] === undefined || /^[0-]+$/.test(guid[1]) ? null : guid[1].toLowerCase();
});

/** ICCID: digits, F behind them on some modems. */
export const iccid = ofText((text) => {
  const digits = text.replace(/[\s-]/g, '').replace(/F$/i, '');
  return /^\d{18,22}$/.test(digits) ? digits : undefined;
});

/** The first of a list that has that property, read by another transform. */
export const firstOf =
  (property: string, read: Transform): Transform =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    for (const item of value) {
      const found = isRecord(item) ? read(item[property]) : null;
      if (found !== null && found !== undefined) return found;
    }
    return null;
  };

/** Any text; an empty one is none. */
export const text = ofText((value) => value);

/** Names of the policies that a device breaks. */
export const brokenPolicies: Transform = (value) => {
  const list = isRecord(value) ? value.DeviceCompliance : value;
  if (list === null || list === undefined) return null;
  if (!Array.isArray(list)) return undefined;
  const broken = list.filter((policy) => isRecord(policy) && policy.CompliantStatus === false);
  const names = broken.flatMap(({ PolicyName }) => (typeof PolicyName === 'string' && PolicyName ? [PolicyName] : []));
  return names.length === 0 ? null : [...new Set(names)].sort();
};

const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
/** `<CurrentMCC>k__BackingField`, as it stands or escaped for HTML. */
const BACKING_FIELD = /^(?:<|&lt;)(\w+)(?:>|&gt;)k__BackingField$/;

/** `+02:00` for 120. */
export function zoneOf(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'Z';
  const minutes = Math.abs(offsetMinutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A record as the parameters tables read it: dates with their zone, null for never, plain names. */
export function normalise(record: WireRecord, zone: string): WireRecord {
  return entries(withoutDeepValues(record), zone);
}

function entries(record: WireRecord, zone: string): WireRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [BACKING_FIELD.exec(name)?.[1] ?? name, normaliseValue(value, zone)]),
  );
}

function normaliseValue(value: unknown, zone: string): unknown {
  if (typeof value === 'string') return normaliseText(value, zone);
  if (Array.isArray(value)) return value.map((item) => normaliseValue(item, zone));
  return isRecord(value) ? entries(value, zone) : value;
}

function normaliseText(text: string, zone: string): string | null {
  if (isNever(text)) return null;
  return DATE.test(text) ? `${text}${zone}` : text;
}

/** A time as the API takes it in a query: `yyyy-MM-ddTHH:mm:ss.fff`, in the zone of its dates. */
export function wireTime(at: Date, offsetMinutes: number): string {
  return new Date(at.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
}
