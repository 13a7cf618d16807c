// Which management systems know a device: mostly one; some are in two, as they are while a company moves.
import { chance, hash } from '../random.ts';
import type { Device } from './device.ts';

const IN_TWO_PERCENT = 6;

/** Follows from the hardware: the same after a new enrolment. */
export function typesOf<T>(device: Device, types: readonly T[]): readonly T[] {
  const first = hash(device.seed, 60) % types.length;
  const second = (first + 1 + (hash(device.seed, 61) % Math.max(1, types.length - 1))) % types.length;
  const known = second !== first && chance(IN_TWO_PERCENT, device.seed, 62) ? [first, second] : [first];
  return known.flatMap((index) => types[index] ?? []);
}
