// How values of the wire become values of the catalogue, whatever product sends them. Each function gets the raw value;
// undefined says that it does not fit (counted, stored as null), null that there is none.
import { canonicalId } from './ids.ts';
import { isNoValue } from './parameters.ts';

export type Transform = (value: unknown) => unknown;

export const ofText =
  (read: (text: string) => unknown): Transform =>
  (value) => {
    if (isNoValue(value)) return null;
    if (typeof value !== 'string') return undefined;
    const text = value.trim();
    return isNoValue(text) ? null : read(text);
  };

/**
 * The 15 digits that are printed on a phone, whichever a system tells: 14 have no check digit, 16 a software version in
 * its place (IMEISV), and of 15 the last one is 0 as it is sent by air. 3GPP TS 23.003, 6.2.
 */
export const imei = ofText((text) => {
  const digits = text.replace(/[\s-]/g, '');
  if (/^0*$/.test(digits)) return null;
  if (!/^\d{14,16}$/.test(digits)) return undefined;
  const printed = `${digits.slice(0, 14)}${checkDigit(digits.slice(0, 14))}`;
  return digits.length !== 15 || digits.endsWith('0') ? printed : digits;
});

/** Luhn's, of 14 digits: 3GPP TS 23.003, annex B. */
function checkDigit(digits: string): number {
  const sum = [...digits].reduce((all, digit, i) => {
    const weighted = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return all + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** 14 hexadecimal digits, or 18 decimal ones. */
export const meid = ofText((text) => {
  const digits = text.replace(/[\s-]/g, '').toUpperCase();
  return /^([0-9A-F]{14,15}|\d{18})$/.test(digits) ? digits : undefined;
});

/** 12 hexadecimal digits, upper case, no separators. */
export const mac = ofText((text) => {
  const digits = text.replace(/[\s:.-]/g, '').toUpperCase();
  if (/^0*$/.test(digits)) return null;
  return /^[0-9A-F]{12}$/.test(digits) ? digits : undefined;
});

export const serialNumber = ofText((text) => (/^0+$/.test(text) ? null : text.toUpperCase()));

/** Intune sends the zero GUID for a device that is not registered in Entra. */
export const guid = ofText((text) => (/^[0-]+$/.test(text) ? null : text.toLowerCase()));

/** 0 means "not reported". */
export const bytes: Transform = (value) => {
  if (value === null || value === '') return null;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) return undefined;
  return number === 0 ? null : number;
};

/** A measure that is negative where it is not known. */
export const notNegative: Transform = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return value < 0 ? null : value;
};

/** A share in whole percent, from a number, or text with or without a sign; below 0 is none, and more than 100 no share. */
export const percent: Transform = (value) => {
  const share = typeof value === 'string' ? value.replace(/%$/, '').trim() : value;
  if (share === '') return null;
  const number = typeof share === 'string' ? Number(share) : share;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  if (number > 100) return undefined;
  return number < 0 ? null : Math.round(number);
};

/** `jailBroken` is text: True, False, Unknown or empty. */
export const compromised = ofText((text) => {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : /^unknown$/i.test(text) ? null : undefined;
});

export const ownership: Transform = (value) => (value === 'company' || value === 'personal' ? value : 'unknown');

/** In three words. A device in its grace period does break a policy; conflicts and errors say nothing about it. */
export const compliance: Transform = (value) => {
  if (value === 'compliant') return 'compliant';
  return value === 'noncompliant' || value === 'inGracePeriod' ? 'noncompliant' : 'unknown';
};

const PLATFORM_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^(ipados|ipad)/i, 'ipados'],
  [/^(ios|iphone|ipod)/i, 'ios'],
  [/^(android|cwl_android)/i, 'android'],
  [/^(windows|winmo|wince|winembedded|holoLens|surfaceHub|cloudPC|desktop)/i, 'windows'],
  [/^mac/i, 'macos'],
  [/^(linux|unix|ubuntu|rhel)/i, 'linux'],
  [/^chrome/i, 'chromeos'],
];

/** The catalogue's name of an operating system or of an app's platform, by how Intune writes it. */
export const platform = ofText((text) => PLATFORM_PATTERNS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other');

/**
 * `onPremisesImmutableId` is the base64 of the objectGUID's bytes unless an administrator chose another attribute: what
 * has not 16 bytes is none. The first three groups of a GUID are little-endian (MS-DTYP 2.3.4.2).
 */
export const objectGuid = ofText((text) => {
  if (!/^[A-Za-z0-9+/]{22}(==)?$/.test(text)) return null;
  const hex = Buffer.from(text, 'base64').toString('hex');
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const mixed = order.map((i) => hex.slice(i * 2, i * 2 + 2)).join('');
  return mixed.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
});

/** Ids are numbers to many products, and text to the catalogue. */
export const idText: Transform = (value) => {
  if (isNoValue(value)) return null;
  return typeof value === 'string' || Number.isSafeInteger(value) ? canonicalId(String(value)) : undefined;
};

/** Compliance that a product says by a flag, in three words. */
export const compliantFlag: Transform = (value) => {
  if (isNoValue(value)) return 'unknown';
  const flag = typeof value === 'string' ? value.toLowerCase() : value;
  if (flag === true || flag === 'true') return 'compliant';
  return flag === false || flag === 'false' ? 'noncompliant' : undefined;
};

/** An account's name that is a user principal name: that of a local account is none. */
export const userPrincipalName = ofText((text) => (text.includes('@') ? text : null));

/** ISO 3166-1 alpha-2. */
export const country = ofText((text) => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : undefined));
