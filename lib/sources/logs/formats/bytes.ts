// Places in the bytes of a line.
import type { Buffer } from 'node:buffer';

const ZERO = 48;

/** The number from `from` up to `to`, or -1 where that is not all digits, or more than a number holds. */
export function digitsOf(bytes: Buffer, from: number, to: number): number {
  if (to <= from || to - from > 15) return -1;
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The place of the first such byte from `from` on, or `to`. */
export function placeOf(byte: number, bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== byte) at += 1;
  return at;
}

/** The place of the last one before `to`, or `from`. */
export function lastPlaceOf(byte: number, bytes: Buffer, from: number, to: number): number {
  let at = to - 1;
  while (at > from && bytes[at] !== byte) at -= 1;
  return at;
}
