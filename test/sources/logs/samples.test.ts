// Every line of the samples is what its `expected.json` says.
import { describe, expect, it } from '@jest/globals';
import { accountOf } from '../../../lib/sources/logs/formats/account.ts';
import { readLighttpd } from '../../../lib/sources/logs/formats/combined.ts';
import { readEas } from '../../../lib/sources/logs/formats/eas.ts';
import { readBase64Query } from '../../../lib/sources/logs/formats/eas-base64.ts';
import { logformatReader } from '../../../lib/sources/logs/formats/logformat.ts';
import { type LineState, type ReadLine, rejected } from '../../../lib/sources/logs/formats/reading.ts';
import { readSentry } from '../../../lib/sources/logs/formats/sentry.ts';
import { readSquid } from '../../../lib/sources/logs/formats/squid.ts';
import { behindSyslog, readSyslog } from '../../../lib/sources/logs/formats/syslog.ts';
import { readW3c } from '../../../lib/sources/logs/formats/w3c.ts';
import type { WebRequest } from '../../../lib/sources/logs/formats/web-request.ts';
import { zscalerReader } from '../../../lib/sources/logs/formats/zscaler.ts';
import { UTC, zoneOf } from '../../../lib/sources/logs/zones.ts';
import { readings, state, textOf } from './lines.ts';

interface Expected {
  readonly line: number;
  readonly is: string;
  readonly why: string;
  readonly reason?: string;
  readonly expect?: Readonly<Record<string, unknown>>;
}

interface Sample {
  readonly config: {
    readonly zone?: string;
    readonly receivedAt?: string;
    readonly formats?: Record<string, string>;
    readonly csv?: string[];
  };
  readonly totals: Readonly<Record<string, number>>;
  readonly lines: readonly Expected[];
}

const sampleOf = (name: string): Sample => JSON.parse(textOf(`samples/${name}/expected.json`));
const custom = sampleOf('squid-custom').config.formats ?? {};

const readCustom: ReadLine<WebRequest> = (line, before) => {
  const reader = logformatReader(custom[line.startsWith('{') ? 'lensj' : 'ext'] ?? '');
  if ('problem' in reader) throw new Error(reader.problem);
  return reader.read(line, before);
};

const readers: Readonly<Record<string, ReadLine<object>>> = {
  'eas-iis': readEas,
  'eas-base64': (line) => {
    const query = readBase64Query(line);
    return typeof query === 'string' ? rejected(query) : { is: 'event', event: query };
  },
  'squid-native': behindSyslog(readSquid),
  'squid-custom': behindSyslog(readCustom),
  // Lines of all servers that write it: one tells the host where others have an ident.
  combined: behindSyslog(readLighttpd),
  'w3c-proxysg': behindSyslog(readW3c),
  'sentry-audit': behindSyslog(readSentry),
  'zscaler-nss': behindSyslog(zscalerReader(sampleOf('zscaler-nss').config.csv ?? null)),
  syslog: (line, before) => ({ is: 'event', event: readSyslog(line, before) }),
};

/** What samples tell to show that a line is understood, and no reader reads. */
const NEVER_READ = ['smtp', 'cookie', 'referer'];
/** What they tell of other things than the reading of a line. */
const ELSEWHERE = ['pushed', 'format', 'clientPublic', 'sameRowAs', ...NEVER_READ];

/** What an event says by the names of the samples. */
function told(event: object): Record<string, unknown> {
  const own: Record<string, unknown> = { ...event };
  const iso = (at: unknown): unknown => (typeof at === 'number' ? new Date(at).toISOString() : at);
  return {
    ...own,
    epochMs: own.at,
    at: iso(own.at),
    startedAt: iso(own.startedAt),
    ...('user' in own ? { account: accountOf(own.user as string | null) } : {}),
    hostFromSecondField: own.host,
  };
}

const expectedOf = (expect: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(expect)
      .filter(([name]) => !ELSEWHERE.includes(name))
      .map(([name, value]) => [name, /^(at|startedAt)$/.test(name) ? new Date(String(value)).toISOString() : value]),
  );

/** What has the id of one before is that one, told again. */
function once<R extends object>(all: readonly R[]): readonly (R | { readonly is: 'duplicate' })[] {
  const known = new Set<unknown>();
  return all.map((reading) => {
    const { recordId, kind, useCase } = 'event' in reading ? Object(reading.event) : {};
    const id = recordId ?? (useCase && `${kind} ${useCase}`);
    if (typeof id !== 'string') return reading;
    const isKnown = known.has(id);
    known.add(id);
    return isKnown ? { is: 'duplicate' } : reading;
  });
}

describe.each(Object.keys(readers))('the sample %s', (name) => {
  const { config, totals, lines } = sampleOf(name);
  const first: LineState = state({
    zone: zoneOf(config.zone ?? 'UTC') ?? UTC,
    ...(config.receivedAt ? { receivedAt: Date.parse(config.receivedAt) } : {}),
  });
  const all = once(readings(textOf(`samples/${name}/input.log`), readers[name] ?? readW3c, first));

  it('has as many of each kind', () => {
    const counts = Object.fromEntries(Object.keys(totals).map((is) => [is, all.filter((one) => one.is === is).length]));
    expect([counts, all.length]).toEqual([totals, lines.length]);
  });

  it.each(lines.map((line) => [line.line, line.why, line] as const))('line %d: %s', (number, _, expected) => {
    const reading = all[number - 1] ?? { is: 'none' };
    expect({ is: reading.is, reason: 'reason' in reading ? reading.reason : undefined }).toEqual({
      is: expected.is,
      reason: expected.reason,
    });
    if (!('event' in reading) || expected.expect === undefined) return;
    expect(told(reading.event)).toMatchObject(expectedOf(expected.expect));
    for (const never of NEVER_READ.map((key) => expected.expect?.[key]).filter((value) => typeof value === 'string'))
      expect(JSON.stringify(reading.event)).not.toContain(JSON.stringify(never).slice(1, -1));
  });
});

it('a line behind a syslog prefix is the line', () => {
  const plain = textOf('samples/w3c-proxysg/input.log');
  const prefixed = plain.replace(/^(?=.)/gm, '<134>Nov  2 06:12:44 10.8.24.10 ');
  expect(readings(prefixed, behindSyslog(readW3c))).toEqual(readings(plain, readW3c));
});
