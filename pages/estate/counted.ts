// Daily numbers as lines, and the rows behind a number as filters of the list of devices. Pure.
import type { DEVICE_METRICS } from '../../lib/catalog/events.ts';
import type { Point } from '../parts/geometry.ts';
import type { Counted } from './api.ts';
import { type FilterName, UNKNOWN } from './filters.ts';

export type Metric = (typeof DEVICE_METRICS)[number];

/** What the statistics call devices that do not tell it, and groups of too few people together. */
const [NOT_TOLD, FOLDED] = ['unknown', 'other'];

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

/** The largest of the last day, one line each; days without a number are gaps. */
export function linesOf(counted: readonly Counted[], most: number): readonly Line[] {
  const days = [...new Set(counted.map(({ day }) => day))].sort();
  const byName = Map.groupBy(counted, ({ dimension }) => dimension);
  const names = barsOf(counted).slice(0, most);
  return names.map(({ dimension }) => {
    const values = new Map(byName.get(dimension)?.map(({ day, value }) => [day, value]));
    return { name: dimension, points: days.map((day) => ({ at: Date.parse(day), value: values.get(day) ?? null })) };
  });
}

/** Those of the last day, the largest first. */
export function barsOf(counted: readonly Counted[]): readonly Counted[] {
  const last = lastDayOf(counted);
  return counted
    .filter(({ day }) => day === last)
    .sort((a, b) => b.value - a.value || (a.dimension < b.dimension ? -1 : 1));
}

export const lastDayOf = (counted: readonly Counted[]): string | null =>
  counted.reduce<string | null>((last, { day }) => (last === null || day > last ? day : last), null);

const FILTER_OF: Readonly<Partial<Record<Metric, FilterName>>> = {
  'devices.platform': 'platform',
  'devices.model': 'model',
  'devices.ownership': 'ownership',
  'devices.compliance': 'compliance',
  'devices.homeCountry': 'homeCountry',
  'devices.currentCountry': 'currentCountry',
};

/** Filters that list the devices that a number counts; null where it counts what may not be listed, or cannot be. */
export function rowsOf(metric: Metric, dimension: string, platforms: readonly string[]): Record<string, string> | null {
  if (dimension === FOLDED) return null;
  if (metric === 'devices.osVersion') return ofVersion(dimension, platforms);
  if (metric === 'devices.roaming') return ofRoaming(dimension);
  const filter = FILTER_OF[metric];
  if (filter === undefined) return null;
  return { [filter]: dimension === NOT_TOLD ? UNKNOWN : dimension };
}

/** `ios 26.1`; the platform alone where the version is called as it is. */
function ofVersion(dimension: string, platforms: readonly string[]): Record<string, string> | null {
  const platform = platforms.find((one) => dimension.startsWith(`${one} `));
  if (platform === undefined) return null;
  const version = dimension.slice(platform.length + 1);
  return { platform, version: version === NOT_TOLD ? UNKNOWN : version };
}

const ofRoaming = (dimension: string): Record<string, string> =>
  dimension === NOT_TOLD ? { roaming: UNKNOWN } : { roaming: String(dimension === 'roaming') };
