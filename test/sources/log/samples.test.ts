// Every line of the samples of calls and messages is what its `expected.json` says, read by the mappings of the documents.
import { describe, expect, it } from '@jest/globals';
import { minimisePhone } from '../../../lib/ingest/phone.ts';
import type { LogFormat } from '../../../lib/sources/logs/format.ts';
import type { Mapped } from '../../../lib/sources/logs/mapping/compile.ts';
import { textOf } from '../logs/lines.ts';
import { formatFor, formatOf, readingsOf, toldOf } from './reading.ts';

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
  app: (row) => (row.app_id === 'unknown' ? null : row.app_id),
  device: (row) => row.udid ?? null,
  result: (row) => row.result,
  code: (row) => row.code,
  host: (row) => row.host,
  epochMs: (row) => (row.occurred_at instanceof Date ? row.occurred_at.getTime() : null),
  direction: (row) => row.direction,
  at: (row) => (row.occurred_at instanceof Date ? row.occurred_at.toISOString().replace('.000', '') : null),
  seconds: (row) => row.duration_seconds,
  country: (row) => row.number_country ?? null,
  number: (row) => row.number ?? null,
  numberKind: (row) => row.number_kind,
  masked: (row) => minimisePhone(String(row.number), 'masked', 'a key').number,
  recipients: (row) => row.recipients,
  countries: (row) => row.number_countries,
};

/** A gateway whose format the customer names. */
const GATEWAY = {
  dataset: 'app_access',
  mapping: {
    lines: 'json',
    fields: {
      occurredAt: { from: 'ts', formats: ['epoch-ms'] },
      user: 'identity.user',
      udid: 'device.udid',
      appId: { from: 'app.bundleId', otherwise: 'unknown' },
      kind: { is: 'tunnel' },
      result: { from: 'code', values: { 0: 'success', OK: 'success' }, otherwise: 'failure' },
      code: 'code',
      host: 'dest',
    },
  },
};

describe.each([
  ['calls', () => formatFor('phone-calls')],
  ['messages', () => formatFor('text-messages')],
  ['app-access', () => formatOf(GATEWAY)],
])('the sample %s', (name, of) => {
  const { totals, lines }: Sample = JSON.parse(textOf(`samples/${name}/expected.json`));
  const format: LogFormat<Mapped> = of();
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

it('of what is counted lines are one each, and what did not succeed is named', () => {
  const rows = toldOf(textOf('samples/app-access/input.log'), GATEWAY);
  expect(rows.map((row) => [row.result, row.requests, row.log_line])).toEqual([
    ['success', 1, undefined],
    ['failure', 1, 'line 2'],
    ['success', 1, undefined],
  ]);
});
