// Requests and responses of the sample as use cases, whatever they come with.
import { describe, expect, it } from '@jest/globals';
import { readSentry, type SentryEntry } from '../../../lib/sources/logs/formats/sentry.ts';
import { type Done, UseCases } from '../../../lib/sources/sentry/use-cases.ts';
import { state, textOf } from '../logs/lines.ts';

const entries: readonly SentryEntry[] = textOf('samples/sentry-audit/input.log')
  .split('\n')
  .flatMap((line) => {
    const reading = readSentry(line, state());
    return reading.is === 'event' ? [reading.event] : [];
  });
const of = (useCase: string) => entries.filter((entry) => entry.useCase === useCase);
const told = (done: readonly Done[]) =>
  Object.fromEntries(done.map(({ id, row }) => [id.id, { result: row.result, code: row.code }]));
const LATER = 15 * 60_000;

const WHOLE = {
  u1: { result: 'success', code: null },
  u2: { result: 'blocked', code: 'http 403' },
  u3: { result: 'unknown', code: null },
  u4: { result: 'success', code: null },
};

describe('a use case', () => {
  it('is one row of a request and its response, whichever comes first; some never have one', () => {
    const useCases = new UseCases();
    for (const entry of entries) useCases.add(entry);
    const atOnce = useCases.take();
    expect(Object.keys(told(atOnce))).toEqual(['u1', 'u2']);
    useCases.settle(LATER);
    expect(told([...atOnce, ...useCases.take()])).toEqual(WHOLE);
    expect(useCases.kept).toBeNull();
  });

  it('is the same wherever the reading stops in between, for what waits is kept', () => {
    for (let stop = 0; stop <= entries.length; stop += 1) {
      const before = new UseCases();
      for (const entry of entries.slice(0, stop)) before.add(entry);
      const first = before.take();
      const after = before.kept === null ? new UseCases() : UseCases.of(before.kept);
      if (!after) throw new TypeError('what was kept cannot be read');
      for (const entry of entries.slice(stop)) after.add(entry);
      after.settle(LATER);
      // The sample has a request twice: it is known by its id.
      expect(told([...first, ...after.take()])).toEqual(WHOLE);
    }
  });

  it('keeps no address of a client', () => {
    const useCases = new UseCases();
    for (const entry of of('u3')) useCases.add(entry);
    expect(useCases.kept).toContain('anna.berg');
    expect(useCases.kept).not.toContain('203.0.113');
  });

  it('does not wait in larger numbers than ten thousand', () => {
    const useCases = new UseCases();
    const [request] = of('u4');
    const [response] = of('u1').filter(({ kind }) => kind === 'response');
    for (let i = 0; i < 10_050; i += 1) {
      if (request) useCases.add({ ...request, useCase: `r${i}` });
      if (response) useCases.add({ ...response, useCase: `a${i}` });
    }
    expect(useCases.take().length).toBe(10_050 - useCases.asking);
    const [requests, responses] = JSON.parse(useCases.kept ?? '');
    expect(requests).toHaveLength(useCases.asking);
    expect(Math.max(requests.length, responses.length)).toBeLessThanOrEqual(10_000);
  });

  it('never takes more than a checkpoint holds while it waits: the oldest are told without what they waited for', () => {
    const [line = ''] = textOf('samples/sentry-audit/input.log')
      .split('\n')
      .filter((text) => text.includes('REQUEST'));
    const read = (more: object): SentryEntry => {
      const reading = readSentry(JSON.stringify({ ...JSON.parse(line), ...more }), state());
      if (reading.is !== 'event') throw new TypeError('the sample is no event');
      return reading.event;
    };
    const useCases = new UseCases();
    const name = 'x'.repeat(8_000);
    for (let i = 0; i < 3_000; i += 1)
      useCases.add(read({ useCaseID: `${name}${i}`, userID: name, applicationId: '\u0001'.repeat(600) }), i);
    const told = useCases.take();
    expect(useCases.kept?.length).toBeLessThan(600_010);
    expect(told.length + useCases.asking).toBe(3_000);
    expect(new Set(told.map(({ id }) => id.id)).size).toBe(told.length);
    useCases.add(read({ useCaseID: `${name}2999`, entryType: 'RESPONSE', responseCode: 403 }));
    expect(useCases.take()).toMatchObject([{ row: { code: 'http 403' } }]);
  });

  it('does not wait by a clock that was ahead', () => {
    const useCases = new UseCases();
    for (const entry of of('u3')) useCases.add(entry, 2 * LATER);
    useCases.settle(LATER);
    expect(useCases.take()).toHaveLength(1);
  });
});
