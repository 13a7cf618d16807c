// Chance without state: every value is a function of a seed and a salt, so that a device's 31st app or a person's
// room can be computed when it is asked for, and a fleet of any size comes out the same again.

/** Looked up once: in a context of its own, as tests run in, each use of a global costs as much as the rest of `hash`. */
const { imul } = Math;

/** A well mixed 32-bit number from two (murmur3's finaliser over a weighted sum). */
export function hash(seed: number, salt: number): number {
  let h = imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ imul(salt + 0x165667b1, 0xc2b2ae35);
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A salt from a name, for use with `hash`. */
export function saltOf(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A number from 0 to `limit` - 1. */
export function below(limit: number, seed: number, salt: number): number {
  return Math.floor((hash(seed, salt) / 0x1_0000_0000) * limit);
}

/** True in `percent` of all cases. */
export function chance(percent: number, seed: number, salt: number): boolean {
  return hash(seed, salt) < (percent / 100) * 0x1_0000_0000;
}

/** One item of a list that is not empty. */
export function pick<T>(list: readonly [T, ...T[]] | readonly T[], seed: number, salt: number): T {
  const item = list[below(list.length, seed, salt)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

export function hex(length: number, seed: number, salt: number): string {
  let text = '';
  for (let i = 0; text.length < length; i++)
    text += hash(seed, salt + i * 7919)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, length);
}

export function digits(length: number, seed: number, salt: number): string {
  let text = '';
  for (let i = 0; text.length < length; i++) text += String(hash(seed, salt + i * 7919) % 1_000_000).padStart(6, '0');
  return text.slice(0, length);
}

const SERIAL_LETTERS = '0123456789CDFGHJKLMNPQRTVWXY';

/** Letters and digits as Apple's serial numbers use them. */
export function letters(length: number, seed: number, salt: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += SERIAL_LETTERS[hash(seed, salt + i * 31) % SERIAL_LETTERS.length];
  return text;
}

/** A version 4 UUID (RFC 9562) in lower case. */
export function guid(seed: number, salt: number): string {
  const h = hex(32, seed, salt);
  const variant = '89ab'[hash(seed, salt + 99_991) & 3];
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
}

/** The Luhn check digit of a string of digits (ISO/IEC 7812-1), as the last digit of an IMEI is made (3GPP TS 23.003). */
export function luhnDigit(number: string): string {
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
