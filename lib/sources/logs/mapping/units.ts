// Units of sizes and durations, as lines name them and as rows have them.

const BYTES = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
} as const;
export type ByteUnit = keyof typeof BYTES;
export const BYTE_UNITS: readonly [ByteUnit, ...ByteUnit[]] = ['B', 'kB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB'];

const MS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const;
export type DurationUnit = keyof typeof MS;
export const DURATION_UNITS: readonly [DurationUnit, ...DurationUnit[]] = ['ms', 's', 'min', 'h'];

const folded = new Map(Object.entries(BYTES).map(([name, bytes]) => [name.toLowerCase(), bytes]));

/** Undefined where it is no unit of sizes; whatever its case. */
export const bytesOf = (unit: string): number | undefined => folded.get(unit.toLowerCase());
/** Undefined where it is no unit of times. */
export const msOf = (unit: string): number | undefined =>
  Object.entries(MS).find(([name]) => name === unit.toLowerCase())?.[1];
