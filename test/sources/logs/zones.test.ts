// Local times of zones whose clocks change, stamps without a year, stamps ahead of their receipt.
import { describe, expect, it } from '@jest/globals';
import type { LineState } from '../../../lib/sources/logs/formats/reading.ts';
import { isoMoment, strftimeReader } from '../../../lib/sources/logs/formats/stamps.ts';
import { readSyslog } from '../../../lib/sources/logs/formats/syslog.ts';
import { momentIn, settled, UTC, type Zone, zoneOf } from '../../../lib/sources/logs/zones.ts';

const zone = (name: string): Zone => {
  const found = zoneOf(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
};
const local = (text: string): number => Date.parse(`${text}Z`);
const told = ({ at, doubt }: { at: number; doubt: string | null }): string =>
  `${new Date(at).toISOString()}${doubt === null ? '' : ` ${doubt}`}`;
const inZone = (name: string, text: string): string => told(momentIn(zone(name), local(text)));

describe('a local time', () => {
  it.each([
    ['Europe/Berlin', '2026-07-01T12:00:00', '2026-07-01T10:00:00.000Z'],
    ['Europe/Berlin', '2026-12-01T12:00:00.250', '2026-12-01T11:00:00.250Z'],
    ['America/St_Johns', '2026-12-01T12:00:00', '2026-12-01T15:30:00.000Z'],
    ['Pacific/Chatham', '2026-12-01T12:00:00', '2026-11-30T22:15:00.000Z'],
    ['UTC', '2026-12-01T12:00:00', '2026-12-01T12:00:00.000Z'],
    ['+02:00', '2026-12-01T12:00:00', '2026-12-01T10:00:00.000Z'],
  ])('in %s at %s', (name, text, at) => expect(inZone(name, text)).toBe(at));

  it.each([
    // Berlin's clocks go back at 03:00 on the 25th of October 2026, by an hour.
    ['Europe/Berlin', '2026-10-25T01:59:59', '2026-10-24T23:59:59.000Z'],
    ['Europe/Berlin', '2026-10-25T02:00:00', '2026-10-25T00:00:00.000Z repeated-hour'],
    ['Europe/Berlin', '2026-10-25T02:59:59', '2026-10-25T00:59:59.000Z repeated-hour'],
    ['Europe/Berlin', '2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z'],
    ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00.000Z repeated-hour'],
    // Lord Howe's by half an hour.
    ['Australia/Lord_Howe', '2026-04-05T01:29:00', '2026-04-04T14:29:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00.000Z repeated-hour'],
  ])('shown twice is the earlier: %s %s', (name, text, at) => expect(inZone(name, text)).toBe(at));

  it.each([
    ['Europe/Berlin', '2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z missing-hour'],
    ['Europe/Berlin', '2026-03-29T03:00:00', '2026-03-29T01:00:00.000Z'],
    ['America/New_York', '2026-03-08T02:15:00', '2026-03-08T07:15:00.000Z missing-hour'],
  ])('shown never is shifted on: %s %s', (name, text, at) => expect(inZone(name, text)).toBe(at));

  it('is the same when its quarter of an hour is asked again, and after many others', () => {
    const berlin = zone('Europe/Berlin');
    const all = Array.from({ length: 9_000 }, (_, i) => local('2026-10-01T00:00:00') + i * 900_000);
    const first = all.map((at) => momentIn(berlin, at));
    expect(all.map((at) => momentIn(berlin, at))).toEqual(first);
    expect(first.filter(({ doubt }) => doubt === 'repeated-hour')).toHaveLength(4);
  });

  it('is of no zone that is none', () =>
    expect([zoneOf('Europe/Nowhere'), zoneOf('')]).toEqual([undefined, undefined]));
});

describe('a stamp without a year', () => {
  const read = (stamp: string, receivedAt: string, name = 'UTC'): string => {
    const state: LineState = { zone: zone(name), receivedAt: Date.parse(receivedAt), columns: null };
    const { timeFrom, ...line } = readSyslog(`<134>${stamp} proxy squid[1]: x`, state);
    return `${told(line)} ${timeFrom}`;
  };

  it.each([
    ['Dec 31 23:59:58', '2027-01-01T00:00:05Z', '2026-12-31T23:59:58.000Z prefix'],
    ['Jan  1 00:00:02', '2026-12-31T23:59:59Z', '2027-01-01T00:00:02.000Z prefix'],
    ['Jan 01 00:00:02', '2027-12-01T00:00:00Z', '2027-01-01T00:00:02.000Z prefix'],
    ['Dec  2 00:00:00', '2026-12-01T12:00:00Z', '2026-12-01T12:00:00.000Z ahead prefix'],
    ['Dec  3 00:00:00', '2026-12-01T12:00:00Z', '2025-12-03T00:00:00.000Z prefix'],
    ['Feb 29 12:00:00', '2027-03-01T00:00:00Z', '2024-02-29T12:00:00.000Z prefix'],
    ['Feb 29 12:00:00', '2028-03-01T00:00:00Z', '2028-02-29T12:00:00.000Z prefix'],
    ['Feb 30 12:00:00', '2028-03-01T00:00:00Z', '2028-03-01T00:00:00.000Z receipt'],
    ['Nov  2 2026 06:12:44', '2028-03-01T00:00:00Z', '2026-11-02T06:12:44.000Z prefix'],
  ])('%s received at %s', (stamp, receivedAt, at) => expect(read(stamp, receivedAt)).toBe(at));

  it('is of the zone of the source, at New Year and where clocks change', () => {
    expect(read('Jan  1 00:30:00', '2026-12-31T23:45:00Z', 'Europe/Berlin')).toBe('2026-12-31T23:30:00.000Z prefix');
    expect(read('Dec 31 18:59:00', '2027-01-01T00:00:00Z', 'America/New_York')).toBe('2026-12-31T23:59:00.000Z prefix');
    expect(read('Oct 25 02:30:00', '2026-10-26T00:00:00Z', 'Europe/Berlin')).toBe(
      '2026-10-25T00:30:00.000Z repeated-hour prefix',
    );
  });
});

it('a stamp ahead of its receipt by more than five minutes is of its receipt', () => {
  const receivedAt = Date.parse('2026-11-02T06:00:00Z');
  const at = (minutes: number) => settled({ at: receivedAt + minutes * 60_000, doubt: null }, { receivedAt });
  expect([at(5), at(5.001), at(-90)]).toEqual([
    { at: receivedAt + 300_000, doubt: null },
    { at: receivedAt, doubt: 'ahead' },
    { at: receivedAt - 5_400_000, doubt: null },
  ]);
});

it('a file that was written long ago, as its server says, may have lines of today', () => {
  const [receivedAt, readAt] = [Date.parse('2026-10-01T00:00:00Z'), Date.parse('2026-11-02T06:00:00Z')];
  const at = (minutes: number) => settled({ at: readAt + minutes * 60_000, doubt: null }, { receivedAt, readAt });
  expect([at(-600), at(6)]).toEqual([
    { at: readAt - 36_000_000, doubt: null },
    { at: readAt, doubt: 'ahead' },
  ]);
});

it.each([
  ['2026-11-02T06:12:44Z', '2026-11-02T06:12:44.000Z'],
  ['2026-11-02T06:12:44.123456+01:00', '2026-11-02T05:12:44.123Z'],
  ['2026-11-02T06:12:44.1-0330', '2026-11-02T09:42:44.100Z'],
  ['2026-11-02T06:12:44', '2026-11-02T06:12:44.000Z'],
  ['2026-11-02T06:12:60Z', '2026-11-02T06:13:00.000Z'],
  ['2026-02-29T06:12:44Z', null],
  ['2026-11-02T24:12:44Z', null],
  ['2026-11-02T06:12:44+1', null],
])('the ISO stamp %s', (text, at) => {
  const moment = isoMoment(text, UTC);
  expect(moment === undefined ? null : told(moment)).toBe(at);
});

it.each([
  ['%d/%b/%Y:%H:%M:%S %z', '02/Nov/2026:06:12:44 +0100', '2026-11-02T05:12:44.000Z'],
  ['%Y-%m-%dT%H:%M:%S%z', '2026-11-02T06:12:44-0500', '2026-11-02T11:12:44.000Z'],
  ['%F %T', '2026-11-02 06:12:44', '2026-11-02T05:12:44.000Z'],
  ['%e.%m.%y %R', ' 2.11.26 06:12', '2026-11-02T05:12:00.000Z'],
  ['%s', '1793599964', '2026-11-02T06:12:44.000Z'],
  ['%F', '2026-11-02', null],
  ['%F %T', '2026-11-02 06:12:44 ', null],
])('what strftime writes by %s is read', (format, text, at) => {
  const moment = strftimeReader(format)?.(text, zone('Europe/Berlin'));
  expect(moment === undefined ? null : told(moment)).toBe(at);
});

it.each(['%A %T', '%F %I:%M', '%F %H:%M %p'])('a format of strftime that cannot be read is told: %j', (format) =>
  expect(strftimeReader(format)).toBeUndefined(),
);
