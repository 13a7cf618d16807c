// What the estate makes of the answers of the API: filters, one entry for each device, tracks, numbers, downloads.
import { describe, expect, it } from '@jest/globals';
import type { DeviceRow, Position } from '../../pages/estate/api.ts';
import { barsOf, linesOf, rowsOf } from '../../pages/estate/counted.ts';
import { filterQuery, isVersion, mistakeIn, unknownIn, wantsPurpose } from '../../pages/estate/filters.ts';
import { hardwareIdsOf, hardwareOf } from '../../pages/estate/hardware.ts';
import { ofNobodyFound } from '../../pages/estate/of-nobody.ts';
import { scaleOf, trackOf } from '../../pages/estate/track.ts';
import { joinCsv } from '../../pages/parts/csv.ts';
import { isBlank, withoutTurns } from '../../pages/parts/turns.ts';
import { device, mailbox, user } from './estate.ts';

const idsOf = (rows: readonly DeviceRow[], others: readonly DeviceRow[] = []) =>
  hardwareOf(rows, others).map((one) => one.rows.map(({ id }) => id));

describe('a device', () => {
  const [a, b, c] = [device({ id: '1', hardwareId: '7' }), device({ id: '2', hardwareId: '7' }), device({ id: '3' })];

  it('stands once, whatever systems have it, in the order of the answer', () => {
    expect(idsOf([c, a, b])).toEqual([['3'], ['1', '2']]);
  });

  it('is not another one of which no hardware is known either', () => {
    expect(idsOf([c, device({ id: '4' })])).toEqual([['3'], ['4']]);
  });

  it('has the rows that were asked for beside it, each once', () => {
    expect(idsOf([a, c], [a, b, device({ id: '9', hardwareId: '8' })])).toEqual([['1', '2'], ['3']]);
    expect(hardwareIdsOf([a, b, c])).toEqual(['7']);
  });
});

describe('a mailbox', () => {
  it('that a search found stands alone where its person was not found', () => {
    const mailboxes = [mailbox(), mailbox({ id: '32', userId: '224' }), mailbox({ id: '33', userId: '9' })];
    const users = [{ ...user, deviceCount: 0, matched: [] }];
    expect(ofNobodyFound({ mailboxes, users }).map(({ id }) => id)).toEqual(['31', '33']);
  });
});

describe('filters in the hash', () => {
  it.each([
    ['', { 'absentSince.isNull': 'true' }],
    ['gone=1', {}],
    [
      'platform=ios&below=17.4&gone=1&sort=-lastSeenAt',
      { platform: 'ios', 'osVersion.lt': '17.4', sort: '-lastSeenAt' },
    ],
    ['homeCountry=-&version=-&gone=1', { unknown: 'homeCountry,osVersion' }],
    ['appBelow=9.60.4&gone=1', { 'appVersion.lt': '9.60.4', app: 'Outlook' }],
    ['app=x&gone=1', {}],
    ['imei=351618110819087&deviceName=x&sort=imei&gone=1', {}],
    ['platform=&gone=1', {}],
  ])('%s is asked as %j', (hash, asked) => {
    expect(filterQuery(new URLSearchParams(hash), 'Outlook')).toEqual(asked);
  });

  it.each([
    ['unknown=osVersion', ['version']],
    ['unknown=compliance,model', ['compliance', 'model']],
    ['unknown=osVersion,serialNumber', null],
    ['unknown=', null],
    ['platform=ios', null],
  ])('are those of the API, of what is not known: %s', (hash, names) => {
    expect(unknownIn(new URLSearchParams(hash))).toEqual(names);
  });

  it('want a purpose where they ask what somebody installed', () => {
    expect(wantsPurpose(new URLSearchParams('appBelow=9'))).toBe(true);
    expect(wantsPurpose(new URLSearchParams('platform=ios'))).toBe(false);
  });

  it.each([
    ['platform=ios&below=17.4', '', null],
    ['below=17.4', '', 'platform'],
    ['below=17.4&platform=', '', 'platform'],
    ['platform=ios&below=Anna', '', 'version'],
    ['platform=ios&appBelow=9.60.4', 'Outlook', null],
    ['platform=ios&appBelow=9.60.4', '', 'app'],
    ['appBelow=9.60.4', 'Outlook', 'platform'],
    ['unseen=7d', '', null],
  ])('%s with the app %j has the mistake %j', (hash, app, mistake) => {
    expect(mistakeIn(new URLSearchParams(hash), app)).toBe(mistake);
  });

  it.each(['17', '17.4', '9.60.4', '10.0.26100.1742', '8.4.20241105', '478.0.0.41.86', '0.9'])(
    '%s is a version',
    (text) => {
      expect(isVersion(text)).toBe(true);
    },
  );

  it.each([
    ...['351618110819087', '0171 3920080', '01713920080', '49.171.3920080', '+491713920080', 'Anna', '17.anna', '1234'],
    ...['R5CXX10LDVM', '4C:D5:77:A8:4C:74', 'anna@contoso.example', '', '17.', '.4', '1.2.3.4.5.6'],
  ])('%j is none: it may be somebody’s name or number', (text) => {
    expect(isVersion(text)).toBe(false);
  });
});

describe('a number', () => {
  const platforms = ['ios', 'ipados', 'windows'];
  it.each([
    ['devices.platform', 'ios', { platform: 'ios' }],
    ['devices.osVersion', 'ios 26.1', { platform: 'ios', version: '26.1' }],
    ['devices.osVersion', 'ios unknown', { platform: 'ios', version: '-' }],
    ['devices.osVersion', 'unknown', null],
    ['devices.model', 'iPhone 15', { model: 'iPhone 15' }],
    ['devices.model', 'unknown', { model: '-' }],
    ['devices.homeCountry', 'DE', { homeCountry: 'DE' }],
    ['devices.roaming', 'home', { roaming: 'false' }],
    ['devices.roaming', 'roaming', { roaming: 'true' }],
    ['devices.roaming', 'unknown', { roaming: '-' }],
    ['devices.compliance', 'noncompliant', { compliance: 'noncompliant' }],
    ['devices.compliance', 'unknown', { compliance: '-' }],
    ['devices.model', 'other', null],
  ] as const)('of %s, %s, leads to exactly what it counts, or nowhere', (metric, dimension, filters) => {
    expect(rowsOf(metric, dimension, platforms)).toEqual(filters);
  });

  const counted = [
    { day: '2026-11-29', dimension: 'ios', value: 3 },
    { day: '2026-11-30', dimension: 'ios', value: 4 },
    { day: '2026-11-30', dimension: 'android', value: 9 },
    { day: '2026-11-29', dimension: 'gone', value: 1 },
  ];

  it('is of the last day, the largest first', () => {
    expect(barsOf(counted).map(({ dimension, value }) => `${dimension} ${value}`)).toEqual(['android 9', 'ios 4']);
  });

  it('is a line over days, with a gap where there is none', () => {
    const values = linesOf(counted, 1).map(({ name, points }) => [name, ...points.map(({ value }) => value)]);
    expect(values).toEqual([['android', null, 9]]);
  });
});

describe('a track', () => {
  const box = { left: 0, top: 0, width: 400, height: 400 };
  const at = (
    fixedAt: string,
    latitude: number,
    longitude: number,
    accuracyMetres: number | null = null,
  ): Position => ({
    ...{ id: fixedAt, source: 'intune', fixedAt, latitude, longitude, accuracyMetres, method: null },
  });

  it('has the oldest first, north above, and a metre as long in either direction', () => {
    // At 60 degrees a degree of longitude is half of one of latitude.
    const { placed } = trackOf([at('2026-11-30', 60.01, 24.02), at('2026-11-29', 60, 24)], box);
    const [from, to] = placed;
    expect(placed.map(({ position }) => position.fixedAt)).toEqual(['2026-11-29', '2026-11-30']);
    expect([from?.x, from?.y, to?.x, to?.y].map((value) => Math.abs(Math.round((value ?? 0) / 4)))).toEqual([
      0, 100, 100, 0,
    ]);
  });

  it('shows a place alone in the middle, with its surroundings and how exact it is', () => {
    const { placed, pixelsPerMetre } = trackOf([at('2026-11-30', 48, 11, 50)], box);
    expect(pixelsPerMetre).toBe(2);
    expect(placed).toMatchObject([{ x: 200, y: 200, radius: 100 }]);
  });

  it('goes the shorter way over the date line', () => {
    const { pixelsPerMetre } = trackOf([at('2026-11-29', 0, 179.99), at('2026-11-30', 0, -179.99)], box);
    expect(400 / pixelsPerMetre).toBeCloseTo(0.02 * 111_195, 0);
  });

  it.each([
    [2, { metres: 50, pixels: 100 }],
    [0.001, { metres: 100_000, pixels: 100 }],
    [0.7, { metres: 200, pixels: 140 }],
  ])('with %d pixels a metre has a scale of a round length', (pixelsPerMetre, scale) => {
    expect(scaleOf(pixelsPerMetre, 140)).toEqual(scale);
  });
});

it('a download of several pages has its head once', () => {
  const page = (rows: string): string => `sep=,\r\nid,name\r\n${rows}\r\n`;
  expect(joinCsv([page('1,"a\r\nb"'), page('2,c'), page('3,d')])).toBe(
    '\uFEFFsep=,\r\nid,name\r\n1,"a\r\nb"\r\n2,c\r\n3,d\r\n',
  );
});

it.each([
  ['abc\u202Efdp.exe', 'abc\uFFFDfdp.exe'],
  ['\u2067Anna\u2069', '\uFFFDAnna\uFFFD'],
  ['\u200Fאנה', '\u200Fאנה'],
])('a name does not turn itself around: %j', (name, shown) => {
  expect(withoutTurns(name)).toBe(shown);
});

it.each(['', ' ', '\u200B\u200D', '\u3164', '\u2800\uFEFF', '\u00A0\u00AD'])(
  'a name of which nothing is seen is told to be none: %j',
  (name) => {
    expect(isBlank(name)).toBe(true);
    expect([isBlank(`${name}a`), isBlank(`${name}\u202E`)]).toEqual([false, false]);
  },
);
