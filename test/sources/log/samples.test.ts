// Every line of the samples of calls and messages is what its `expected.json` says, read by the mappings of the documents.
import { describe, expect, it } from '@jest/globals';
import { minimisePhone } from '../../../lib/numbers/phone.ts';
import type { LogFormat } from '../../../lib/sources/logs/format.ts';
import type { Mapped } from '../../../lib/sources/logs/mapping/compile.ts';
import { textOf } from '../logs/lines.ts';
import { documented } from './mappings.ts';
import { formatFor, readingsOf, toldOf } from './reading.ts';

interface Sample {
  readonly totals: Readonly<Record<string, number>>;
  readonly lines: readonly {
    readonly line: number;
    readonly is: string;
    readonly why: string;
    readonly reason?: string;
    readonly expect?: Readonly<Record<string, unknown>>;
  }[];
}

/** What a row says by the names of the samples. */
const NAMES: Readonly<Record<string, (row: Readonly<Record<string, unknown>>) => unknown>> = {
  user: (row) => row.domain_account ?? null,
  direction: (row) => row.direction,
  at: (row) => (row.occurred_at instanceof Date ? row.occurred_at.toISOString().replace('.000', '') : null),
  seconds: (row) => row.duration_seconds,
  country: (row) => row.number_country ?? null,
  number: (row) => row.number ?? null,
  numberKind: (row) => row.number_kind,
  masked: (row) => minimisePhone(String(row.number), 'masked', 'a key').number,
  recipients: (row) => row.recipients,
  countries: (row) => row.number_countries,
  app: (row) => (row.app_id === 'unknown' ? null : row.app_id),
  device: (row) => row.udid ?? null,
  result: (row) => row.result,
  host: (row) => row.host,
  code: (row) => row.code,
  epochMs: (row) => (row.occurred_at instanceof Date ? row.occurred_at.getTime() : null),
};

describe.each([
  ['calls', 'phone-calls'],
  ['messages', 'text-messages'],
  ['app-access', 'gateway'],
])('the sample %s', (name, source) => {
  const { totals, lines }: Sample = JSON.parse(textOf(`samples/${name}/expected.json`));
  const format: LogFormat<Mapped> = formatFor(source);
  const all = readingsOf(textOf(`samples/${name}/input.log`), format);

  it('has as many of each kind', () => {
    const counts = Object.fromEntries(Object.keys(totals).map((is) => [is, all.filter((one) => one.is === is).length]));
    expect([counts, all.length]).toEqual([totals, lines.length]);
  });

  it.each(lines.map((line) => [line.line, line.why, line] as const))('line %d: %s', (number, _, expected) => {
    const reading = all.find((one) => one.line === number);
    const reason = reading && 'reason' in reading ? reading.reason : undefined;
    expect([reading?.is, reason]).toEqual([expected.is, expected.reason]);
    const { neverStored = [], ...told } = expected.expect ?? {};
    if (reading?.is !== 'event') return;
    const { row } = reading.event;
    expect(Object.fromEntries(Object.keys(told).map((key) => [key, NAMES[key]?.(row)]))).toEqual(told);
    for (const never of Object(neverStored)) expect(JSON.stringify(row)).not.toContain(never);
    for (const never of ['Ben, Dr.', 'memo text', 'x "y"']) expect(Object.values(row)).not.toContain(never);
  });
});

it('of what is counted lines are one each, and all are named: what succeeded loses its name where it is counted', () => {
  const rows = toldOf(textOf('samples/app-access/input.log'), documented().get('gateway') ?? {});
  expect(rows.map((row) => [row.result, row.requests, row.log_line])).toEqual([
    ['success', 1, 'line 1'],
    ['failure', 1, 'line 2'],
    ['success', 1, 'line 5'],
  ]);
});
