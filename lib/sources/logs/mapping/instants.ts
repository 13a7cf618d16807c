// When something was, in the notations that a mapping lists: the first that fits a text counts.
import { isoMoment, strftimeReader } from '../formats/stamps.ts';
import type { Moment, Zone } from '../zones.ts';

export type ReadInstant = (text: string, zone: Zone) => Moment | undefined;

/** What lies before was told in another unit, or by a clock that was never set: seconds in the place of milliseconds are 1970. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const NAMED: Readonly<Record<string, ReadInstant>> = {
  iso: (text, zone) => isoMoment(text.length === 10 ? `${text}T00:00:00` : text, zone),
  epoch: (text) => momentOf(text, 1_000),
  'epoch-ms': (text) => momentOf(text, 1),
};

function momentOf(text: string, factor: number): Moment | undefined {
  return /^\d{1,15}(\.\d{1,9})?$/.test(text) ? { at: Math.round(Number(text) * factor), doubt: null } : undefined;
}

const readerOf = (format: string): ReadInstant | undefined =>
  Object.hasOwn(NAMED, format) ? NAMED[format] : format.includes('%') ? strftimeReader(format, true) : undefined;

export const isInstantFormat = (format: string): boolean => readerOf(format) !== undefined;

/** Throws RangeError for a format that cannot be read: the configuration has refused it. */
export function instantReader(formats: readonly string[]): ReadInstant {
  const readers = formats.map((format) => {
    const reader = readerOf(format);
    if (!reader) throw new RangeError('no such format of times');
    return reader;
  });
  return (text, zone) => {
    for (const read of readers) {
      const moment = read(text, zone);
      if (moment && moment.at >= EARLIEST && moment.at < LATEST) return moment;
    }
    return undefined;
  };
}
