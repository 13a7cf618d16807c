// Lines of a file and what readers make of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LineState, Reading, ReadLine } from '../../../lib/sources/logs/formats/reading.ts';
import { UTC } from '../../../lib/sources/logs/zones.ts';

const HERE = import.meta.dirname;

export const textOf = (name: string): string => readFileSync(join(HERE, name), 'utf8');

export const state = (over: Partial<LineState> = {}): LineState => ({
  zone: UTC,
  receivedAt: Date.parse('2027-06-01T00:00:00Z'),
  columns: null,
  ...over,
});

/** Each line in turn, as the reader of files does it: columns hold until others come, a last line without an end waits. */
export function readings<Event>(text: string, read: ReadLine<Event>, first: LineState = state()): Reading<Event>[] {
  const lines = text.split(/\r?\n/);
  const unended = lines.pop();
  let before = first;
  const read_ = lines.map((line) => {
    const reading = read(line, before);
    if (reading.is === 'header' && reading.columns) before = { ...before, columns: reading.columns };
    return reading;
  });
  return unended === '' ? read_ : [...read_, { is: 'incomplete' }];
}

export function eventsOf<Event>(all: readonly Reading<Event>[]): Event[] {
  return all.flatMap((reading) => (reading.is === 'event' ? [reading.event] : []));
}

/** How many of each kind, with the reason where there is one. */
export function countsOf(all: readonly Reading<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reading of all) {
    const kind = 'reason' in reading ? `${reading.is} ${reading.reason}` : reading.is;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
