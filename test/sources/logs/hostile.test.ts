// Whatever bytes a line has: it is an event or a reason of the lists, nothing is thrown, and no reason tells of it.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf } from '../../../lib/sources/logs/formats/columns.ts';
import { IGNORED, REJECTED, type Reading } from '../../../lib/sources/logs/formats/reading.ts';
import { runs } from '../../fuzz/runs.ts';
import { hardLines, LOG_READERS } from '../../fuzz/subjects-logs.ts';
import { state, textOf } from './lines.ts';

const REASONS: ReadonlySet<string> = new Set([...IGNORED, ...REJECTED]);

/** An event has numbers that are numbers; all else is a kind, and a reason of the lists. */
function isSound(reading: Reading<unknown>): boolean {
  if (reading.is !== 'event')
    return 'reason' in reading
      ? REASONS.has(reading.reason) && Object.keys(reading).length === 2
      : reading.is === 'header';
  const values = Object.values(Object(reading.event));
  return values.every((value) => typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0));
}

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array).toString('utf8'));

describe.each(Object.entries(LOG_READERS))('%s', (_, reader) => {
  const before = state({ columns: columnsOf(reader.columns ?? '') });

  it('reads any bytes', () => {
    fc.assert(
      fc.property(bytes, (line) => isSound(reader.read(line, before))),
      runs(300),
    );
  });

  it('reads lines of its own with any part replaced', () => {
    const lines = hardLines(reader, 200);
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.nat(),
        fc.nat(20),
        fc.oneof(bytes, fc.string()),
        (line, at, cut, put) => {
          const place = at % (line.length + 1);
          return isSound(reader.read(line.slice(0, place) + put + line.slice(place + cut), before));
        },
      ),
      runs(500),
    );
  });

  it('reads every beginning of lines that are its own, or are not', () => {
    const lines = ['squid-squid', 'squid-combined', 'apache-w3c', 'haproxy-rfc5424'].flatMap((name) =>
      textOf(`real/${name}.log`).split('\n').slice(0, 12),
    );
    for (const line of [...lines, ...textOf('samples/eas-iis/input.log').split('\r\n')].map((one) => one.slice(0, 900)))
      for (let end = 0; end <= line.length; end += 7)
        if (!isSound(reader.read(line.slice(0, end), before))) throw new Error('An unsound reading.');
    expect(lines.length).toBeGreaterThan(40);
  });

  it('reads a line of a megabyte', () => {
    for (const line of hardLines(reader, 2 ** 20).slice(0, 4)) expect(isSound(reader.read(line, before))).toBe(true);
  });
});
