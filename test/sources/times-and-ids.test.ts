// Times and ids as products spell them, whatever stands for none among them.
import { describe, expect, it } from '@jest/globals';
import { filetime, generalizedTime } from '../../lib/sources/active-directory/transforms.ts';
import { canonicalId } from '../../lib/sources/ids.ts';
import { instantOf, momentOfNumber } from '../../lib/sources/instant.ts';
import * as epmm from '../../lib/sources/ivanti-epmm/transforms.ts';
import * as neurons from '../../lib/sources/ivanti-neurons/transforms.ts';
import { mapRecord, Unreadable } from '../../lib/sources/map.ts';
import * as ws1 from '../../lib/sources/workspace-one/transforms.ts';
import { parameter } from '../ingest/scripted.ts';

const at = (text: string) => new Date(text);
/** As a table of parameters reads it. */
const mapped = (raw: unknown) => mapRecord([parameter('seen', { type: 'instant' })], { seen: raw }).seen;

describe('a time that stands for none', () => {
  it.each([
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00.0000000',
    '0001-01-01T00:00:00.0000000Z',
    '0001-01-01T00:00:00+01:00',
    '0001-01-01 00:00:00',
    '0001-01-01',
    '0000-00-00T00:00:00Z',
    '1600-12-31T23:00:00Z',
    '1601-01-01T00:00:00Z',
    '1601-01-01T01:00:00.000+01:00',
    '1900-01-01T00:00:00',
    '1970-01-01T00:00:00Z',
    '1969-12-31T23:00:00Z',
    '1970-01-01T01:00:00+01:00',
    '9999-12-31T23:59:59Z',
    '9999-12-31T23:59:59.997Z',
    '9999-12-31T23:59:59.9999999Z',
    '9999-12-31T23:59:59-05:00',
    '1/1/0001 12:00:00 AM',
    '1/1/1900',
    '01/01/1970 00:00:00',
    '12/31/9999 11:59:59 PM',
    '01.01.0001 00:00:00',
    '31.12.9999',
  ])('is null, and not counted, written as %s', (text) => {
    expect(mapped(text)).toBeNull();
  });

  it.each([
    ['FILETIME 0', filetime('0')],
    ['the greatest FILETIME', filetime('9223372036854775807')],
    ['GeneralizedTime of 1601', generalizedTime('16010101000000.0Z')],
    ['milliseconds of nothing', momentOfNumber(0)],
    ['-1', neurons.moment(-1)],
    ['-1 of EPMM', epmm.moment(-1)],
    ['year 1 of a console', ws1.normalise({ x: '0001-01-01T00:00:00.000' }, '+02:00').x],
    ['1601 of a console', ws1.normalise({ x: '1601-01-01T00:00:00' }, 'Z').x],
  ])('is null: %s', (_, value) => {
    expect(value).toBeNull();
  });
});

describe('a time', () => {
  it.each(['2026-02-31T00:00:00Z', '2026-02-29T10:00:00+01:00', '2026-13-01T00:00:00Z', '2026-04-31', 'soon'])(
    'is none where there is no such day, and is counted: %s',
    (text) => {
      expect(mapped(text)).toBeInstanceOf(Unreadable);
    },
  );

  it.each([
    ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00Z'],
    ['1970-01-02T00:00:00Z', '1970-01-02T00:00:00Z'],
    ['9998-12-31T23:59:59.999Z', '9998-12-31T23:59:59.999Z'],
  ])('is what it says otherwise: %s', (text, time) => {
    expect(instantOf(text)).toEqual(at(time));
  });

  it.each([
    [1_795_910_400_000, '2026-11-29T00:00:00Z'],
    [1_795_910_400, '2026-11-29T00:00:00Z'],
  ])('in milliseconds is known where seconds came: %d', (value, time) => {
    expect([neurons.moment(value), epmm.moment(value)]).toEqual([at(time), at(time)]);
    expect(neurons.checkInOf({ lastCheckin: value })).toBe(at(time).getTime());
  });

  it('of neither size does not fit', () => {
    const others = [17_959_104_000, 500_000_000, 1_795_910_400_000_000];
    expect(others.map(neurons.moment)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['09.11.2026', '2026-11-09T00:00:00Z'],
    ['9.11.2026 14:30', '2026-11-09T14:30:00Z'],
    ['11/29/2026', '2026-11-29T00:00:00Z'],
    ['09/09/2026', '2026-09-09T00:00:00Z'],
    ['Nov 9, 2026', '2026-11-09T00:00:00Z'],
    ['2026-11-09', '2026-11-09T00:00:00Z'],
    ['09/11/2026', null],
    ['31.02.2026', null],
    ['Label 3', null],
    ['31.12.9999', null],
  ])('in words is that day, or none where it could be two: %s', (text, time) => {
    expect(epmm.dateInWords(text)).toEqual(time === null ? null : at(time));
  });

  it('of a directory is none where there is no such day', () => {
    expect(generalizedTime('20260231000000.0Z')).toBeUndefined();
  });

  it.each([
    ['2026-02-31', undefined],
    ['2/31/2026', undefined],
    ['2026-02-28T00:00:00', '2026-02-28'],
    ['2/28/2026 12:00:00 AM', '2026-02-28'],
  ])('of the use of a line is a day that there is: %s', (text, day) => {
    expect(ws1.day(text)).toBe(day);
  });
});

describe('who owns a device', () => {
  it.each([
    ['C', 'company'],
    ['S', 'company'],
    ['E', 'personal'],
    ['Corporate - Dedicated', 'company'],
    ['CorporateShared', 'company'],
    ['Corporate Owned', 'company'],
    ['Shared', 'company'],
    ['EmployeeOwned', 'personal'],
    ['Employee Owned', 'personal'],
    ['Secondary user BYOD', 'unknown'],
    ['Contractor', 'unknown'],
    ['Customer', 'unknown'],
    ['External', 'unknown'],
    ['Undefined', 'unknown'],
  ])('is told by whole words to Workspace ONE: %s', (text, owner) => {
    expect(ws1.ownership(text)).toBe(owner);
  });

  it.each([
    ['COMPANY', 'company'],
    ['COMPANY_OWNED', 'company'],
    ['USER', 'personal'],
    ['EMPLOYEE_OWNED', 'personal'],
    ['Company phone of a friend', 'unknown'],
    ['Userless', 'unknown'],
  ])('is told by whole words to Neurons: %s', (text, owner) => {
    expect(neurons.ownership(text)).toBe(owner);
  });
});

describe('an id', () => {
  it.each([
    ['4B0E3A1C-0000-46F9-8C25-56CB8EBA2800', '4b0e3a1c-0000-46f9-8c25-56cb8eba2800'],
    ['12.0', '12'],
    ['12', '12'],
    // Names, and versions, are what they are.
    ['com.Example.App', 'com.Example.App'],
    ['1.2.0', '1.2.0'],
    ['ABCDEF', 'ABCDEF'],
  ])('is one however it is written: %s', (text, id) => {
    expect(canonicalId(text)).toBe(id);
  });

  it.each([
    [12, '12'],
    ['12.0', '12'],
    ['0.0', null],
    [0, null],
  ])('of a console is its number: %p', (value, id) => {
    expect(ws1.id(value)).toBe(id);
  });
});

describe('the battery of a device of Neurons', () => {
  it.each([
    [1, 100],
    ['1.0', 100],
    [0.35, 35],
    ['0.35', 35],
    [0, 0],
    [87, 87],
    [100, 100],
    [-1, null],
    [101, undefined],
  ])('is a share of one up to 1, and percent above: %p', (value, share) => {
    expect(neurons.percent(value)).toBe(share);
  });

  it('is one percent where it is 1 and others of its platform on the page are told in percent', () => {
    const page = [
      { platformType: 'IOS', batteryLevel: 1 },
      { platformType: 'ANDROID', batteryLevel: 87 },
      { platformType: 'ANDROID', batteryLevel: 1 },
    ];
    const told = page.map((device) => {
      const row = mapRecord(
        [parameter('battery_percent', { wire: 'batteryLevel', transform: neurons.percent })],
        device,
      );
      neurons.tellBattery(row, device, neurons.toldInPercent(page));
      return row.battery_percent;
    });
    expect(told).toEqual([100, 87, 1]);
  });
});
