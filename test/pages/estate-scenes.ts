// What the API answers where the estate is shown: a phone of two systems and its owner, an inventory, numbers.
import { collectors, counted, device, found, mailboxes, mailDevices, person, position, user } from './estate.ts';
import { source } from './sources.ts';
import { type Answers, ok } from './stage.ts';

export const IMEI = '351618110819087';
/** Turns the direction of what follows, and markup. */
export const NAMED = 'abc\u202Efdp.exe <img src=x onerror=alert(1)>';
export const SHOWN = 'abc\uFFFDfdp.exe <img src=x onerror=alert(1)>';
export const ESTATE = 10_000;

export const phone = device({ id: '1', hardwareId: '7', userId: '224', deviceName: NAMED, compliance: 'noncompliant' });
export const twin = device({ id: '2', hardwareId: '7', userId: '224', deviceName: 'LTN1', source: 'ivanti-epmm' });
export const named = (row: typeof phone) => ({ ...row, user: { displayName: 'Amélie Andersson' } });
const positions = [0, 1, 2, 3].map((hour) =>
  position({
    id: String(hour),
    fixedAt: `2026-11-30T0${hour}:00:00.000Z`,
    latitude: 48.1 + hour / 50,
    longitude: 11.5,
  }),
);

export const detail = {
  ...phone,
  ...{ attributes: { wiFiMacAddress: '4CD577A84C74' }, imei: IMEI, serialNumber: 'R5CXX10LDVM', appCount: 2 },
  ...{ firstSeenAt: phone.lastSeenAt, changedAt: phone.lastSeenAt, complianceReasons: ['outofcontact'] },
  user: { id: '224', displayName: 'Amélie Andersson' },
  links: [{ ...twin, identifiers: ['imei', 'serialNumber'] }],
};

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
/** Of two kinds, over some days. */
export const happened = [
  ...[1, 30, 31, 80].map((hours) => ({
    dataset: 'app_access',
    record: {
      ...{ source: 'entra-sign-ins', occurredAt: hoursAgo(hours), app: 'Outlook <img src=x>', kind: 'sign-in' },
      ...{
        result: hours > 40 ? 'failure' : 'success',
        meaning: hours > 40 ? 'The password was wrong' : null,
        requests: 3,
      },
      deviceId: '1',
    },
  })),
  ...[2, 50].map((hours) => ({
    dataset: 'pim_activity',
    record: {
      source: 'exchange',
      occurredAt: hoursAgo(hours),
      activity: 'send',
      class: 'mail',
      requests: 8,
      deviceId: null,
    },
  })),
];

/** 10,000 devices by the page, as the API pages them; what is filtered for is noted by the stage. */
export const devicePages = (query: URLSearchParams) => {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 100);
  const to = Math.min(ESTATE, from + limit);
  const rows = Array.from({ length: to - from }, (_, index) => device({ id: String(from + index + 1) }));
  const next = to < ESTATE ? String(to) : null;
  if (query.get('format') !== 'csv')
    return ok({ items: rows, nextCursor: next, total: ESTATE, totalDevices: ESTATE, totalIsExact: true });
  const lines = rows.map(({ id, deviceName }) => `${id},${deviceName}`);
  return {
    ...{
      status: 200,
      text: `\uFEFFsep=,\r\nid,deviceName\r\n${lines.join('\r\n')}\r\n`,
      type: 'text/csv; charset=utf-8',
    },
    headers: next === null ? {} : { 'x-next-cursor': next },
  };
};

export const ALL: Answers = {
  'GET privacy/sources': ok({ items: collectors }),
  'GET sources': ok({ items: [source()], problems: [], warned: [], database: [] }),
  'POST search': (_query, body) => ok(found(body, [phone], [named(phone), named(twin)])),
  'GET devices': (query) =>
    query.has('app') || !query.has('cursor')
      ? ok({ items: [named(phone), named(twin)], nextCursor: null, total: 2, totalDevices: 1 })
      : ok({}),
  'GET devices/1': ok(detail),
  'GET devices/1/apps': ok({
    items: [
      { id: '1', title: 'Outlook', version: '9.58.1', publisher: null, managed: true, installState: null },
      { id: '2', title: 'Teams', version: '20.45.7', publisher: null, managed: null, installState: null },
    ],
    nextCursor: null,
  }),
  'GET devices/1/locations': ok({ items: positions, nextCursor: null }),
  'GET devices/1/changes': ok({
    items: [
      {
        ...{ id: '1', source: 'intune', occurredAt: phone.lastSeenAt, dataset: 'device', kind: 'changed' },
        ...{ parameter: 'osVersion', oldValue: '18.4', newValue: '18.5' },
      },
    ],
    nextCursor: null,
  }),
  'GET users': ok({ items: [{ ...user, sources: 2 }], nextCursor: null, total: 1, totalIsExact: true }),
  'GET users/224': ok(person([phone, twin])),
  'GET mailboxes': ok({ items: mailboxes, nextCursor: null, total: 1, totalIsExact: true }),
  'GET mail-devices': ok({ items: mailDevices, nextCursor: null, total: 2, totalIsExact: true }),
  'GET users/224/mailboxes': ok({ items: mailboxes, nextCursor: null }),
  'GET users/224/mail-devices': ok({ items: mailDevices, nextCursor: null }),
  'GET devices/1/mail-devices': ok({ items: mailDevices.slice(0, 1), nextCursor: null }),
  'GET users/224/timeline': ok({ items: happened, nextCursor: null }),
  'GET users/224/calls': ok({ items: [], nextCursor: null }),
  'GET apps': ok({
    items: [{ id: '4', title: 'Microsoft Outlook', version: '9.58.1', platform: 'ios', devices: 113 }],
    ...{ other: { apps: 12, installations: 40 }, nextCursor: null, countedAt: phone.lastSeenAt },
  }),
  'GET apps/4/devices': ok({ items: [named(phone)], nextCursor: null, total: 1, totalIsExact: true }),
  'GET statistics': (query) =>
    ok({
      ...{ items: counted(query.get('metric') ?? ''), nextCursor: null, countedAt: '2026-11-30T02:10:00.000Z' },
      totals: [{ source: '*', sources: ['intune', 'uem'], devices: 1499 }],
    }),
  'GET statistics/traffic': ok({
    days: [{ day: '2026-11-30', items: [{ name: 'search.example', requests: 11_561 }] }],
    completeUntil: null,
  }),
};
