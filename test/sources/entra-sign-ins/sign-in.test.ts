// Pages of sign-ins as Graph answers them, each row by what it has to become; and what windows a poll asks for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../lib/sources/entra-sign-ins/codes.ts';
import { keptSince } from '../../../lib/sources/entra-sign-ins/read.ts';
import { type SignIn, signInOf } from '../../../lib/sources/entra-sign-ins/sign-in.ts';
import { type Asking, windowsOf } from '../../../lib/sources/entra-sign-ins/windows.ts';
import { toldOnce } from '../../../lib/sources/told-once.ts';

interface Expected {
  readonly id: number;
  readonly at?: string;
  readonly result?: string;
  readonly code?: number;
  readonly entraDevice?: string | null;
  readonly entraUser?: string | null;
  readonly app?: string | null;
  readonly ignored?: string;
  readonly duplicate?: true;
  readonly neverStored?: readonly string[];
}

const sample = (name: string): string => readFileSync(join(import.meta.dirname, 'sample', name), 'utf8');
const pages: readonly Record<string, unknown>[][] = sample('input.log')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).value);
const expected: readonly (readonly Expected[])[] = JSON.parse(sample('expected.json')).lines.map(
  ({ expect: { rows } }: { expect: { rows: Expected[] } }) => rows,
);
const idOf = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;

it.each(
  expected.flatMap((rows, page) => rows.map((row, i) => [page + 1, row.id, row, pages[page]?.[i] ?? {}] as const)),
)(
  'page %d of the sample tells of sign-in %d what it should',
  (_, number, { at, result, code, entraDevice, entraUser, app, ignored, neverStored = [] }, record) => {
    const { id, isMobile, row } = signInOf(record);
    expect([id?.id, isMobile]).toEqual([idOf(number), ignored === undefined]);
    const told = {
      at: at && id?.at.toISOString(),
      result: result && row.result,
      code: code && (row.code === null ? 0 : Number(row.code)),
      entraDevice: entraDevice === undefined ? undefined : row.entra_device_id,
      entraUser: entraUser === undefined ? undefined : row.entra_id,
      app: app === undefined ? undefined : row.app,
    };
    expect(told).toEqual({ at, result, code, entraDevice, entraUser, app });
    expect(neverStored.filter((text) => JSON.stringify(row).includes(text))).toEqual([]);
  },
);

it('a sign-in that comes twice counts once, on one page, on two, and with the next reading', async () => {
  const known = new Set<string>();
  const read = async (signIns: readonly SignIn[]) => {
    const told = await toldOnce(
      async (ids) => ids.map(({ id }) => known.has(id)),
      signIns,
      ({ id }) => id,
    );
    for (const { id } of told.ids) known.add(id);
    return told.fresh.length;
  };
  const all = pages.flat().map((record) => signInOf(record));
  expect([await read([...all, ...all]), await read(all)]).toEqual([5, 0]);
});

it.each([
  [0, 'success', 'success', null],
  [0, 'notApplied', 'success', null],
  [0, null, 'success', null],
  [0, 'failure', 'blocked', 'Conditional access: a policy was not satisfied.'],
  [53003, 'failure', 'blocked', 'Conditional access: access is blocked.'],
  [50126, 'notApplied', 'failure', 'User name or password is wrong.'],
  [50074, 'failure', 'interrupted', 'Multifactor authentication is asked for.'],
  [999999, 'notApplied', 'failure', null],
  [999999, 'failure', 'blocked', null],
  [null, 'success', 'unknown', null],
] as const)('error code %p with conditional access %p is %s', (code, access, result, meaning) => {
  expect(outcomeOf(code, access)).toMatchObject({ result, meaning });
});

describe('the windows of a poll', () => {
  const HOUR = 3_600_000;
  const NOW = Date.parse('2026-11-02T06:12:44.500Z');
  const at = (ago: number): string => new Date(NOW - ago).toISOString();
  const since = at(30 * 24 * HOUR);
  const asked = (asking: Partial<Asking>) => {
    const all = windowsOf({
      state: null,
      now: NOW,
      from: NOW - 24 * HOUR,
      windowMs: HOUR / 2,
      overlapMs: 6 * HOUR,
      ...asking,
    });
    return { all, first: all[0]?.from ?? 0, last: all.at(-1)?.to };
  };

  it('leave no gap, begin at the same places always, and end now', () => {
    const { all, first, last } = asked({});
    expect([first, last]).toEqual([NOW - 24 * HOUR, NOW]);
    for (const [i, { from, to }] of all.entries()) {
      expect([to > from, to - from <= HOUR / 2, from]).toEqual([true, true, i === 0 ? first : all[i - 1]?.to]);
      if (i > 0) expect(from % (HOUR / 2)).toBe(0);
    }
  });

  it('look back by the last window, and once an hour by the overlap', () => {
    const soon = asked({ state: { since, until: at(HOUR / 4), lookedBackAt: at(HOUR / 2) } });
    expect(NOW - soon.first).toBeLessThan(2 * HOUR);
    expect(NOW - soon.first).toBeGreaterThanOrEqual(HOUR / 4 + HOUR / 2);
    const hourly = asked({ state: { since, until: at(HOUR / 4), lookedBackAt: at(HOUR) } });
    expect(NOW - hourly.first).toBeGreaterThanOrEqual(6 * HOUR + HOUR / 4);
    const first = asked({ state: { since: at(2 * HOUR), until: at(HOUR / 4), lookedBackAt: at(HOUR) } });
    expect(first.first).toBe(NOW - 2 * HOUR);
  });

  it('begin behind what was read where ids may be forgotten, and tell nothing of that twice', () => {
    const { all, first } = asked({ state: { since, until: at(40 * HOUR), lookedBackAt: at(40 * HOUR) } });
    expect([first, all.every(({ after }) => after === first)]).toEqual([NOW - 40 * HOUR, true]);
    const within = asked({ state: { since, until: at(33 * HOUR), lookedBackAt: at(33 * HOUR) } });
    expect(NOW - within.first).toBeLessThan(37 * HOUR);
  });

  it('are none where the clock was set back', () => {
    expect(asked({ state: { since, until: at(-HOUR), lookedBackAt: at(-HOUR) } }).first).toBeLessThan(NOW);
  });

  it.each([
    [40, 30],
    [29, 7],
    [6, 1],
  ])('that begin %d days ago, where the tenant has none so old, begin %d days ago', (from, kept) => {
    expect(NOW - keptSince(NOW - from * 24 * HOUR, NOW)).toBe(kept * 24 * HOUR - 60_000);
  });
});
