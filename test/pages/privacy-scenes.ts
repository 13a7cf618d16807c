// What the API answers where privacy is shown: sources with switches, readings, and everything about a person.
import { processingRecord } from '../../lib/privacy/processing.ts';
import { collecting } from './collecting.ts';
import { type Answers, ok, type Reply } from './stage.ts';

export const MARKUP = '<img src=x onerror=alert(1)>';

const sources = [
  collecting({
    ...{ profile: 'sensitive', phoneNumbers: 'full', personalDevices: true },
    switches: [
      { name: 'location', on: false, purpose: null },
      { name: 'roaming', on: true, purpose: null },
    ],
    datasets: [{ dataset: 'device', fields: ['imei', 'attributes.color'], classes: ['identifier', 'technical'] }],
  }),
  collecting({
    ...{ name: MARKUP, type: 'http-proxy', purpose: 'Finds what is blocked.', enabled: false },
    switches: [{ name: 'unmanagedIds', on: true, purpose: 'Finds lost devices.' }],
    datasets: [{ dataset: 'http_category', fields: ['category'], classes: ['usage'] }],
  }),
];
const reading = (id: number) => ({
  ...{
    id: String(id),
    occurredAt: '2026-11-20T08:00:00.000Z',
    principal: 'olga key:0123456789abcdef',
    roles: 'privacy',
  },
  ...{ operation: 'listDevices', dataset: 'device', purpose: 'support', fields: ['imei', 'userId'], rowCount: 3 },
});
export const found = (id: string, more = {}) => ({
  ...{ id, present: true, displayName: MARKUP, kind: 'mail', validFrom: '2026-01-01T00:00:00.000Z', validTo: null },
  ...more,
});
export const exported = {
  subject: [{ id: 1, displayName: MARKUP, mail: 'ada@corp.example' }],
  device: Array.from({ length: 3 }, (_, n) => ({
    ...{ id: n, deviceName: `Phone ${n}`, imei: '490154203237518' },
    ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`aFieldNamed${at}`, `value ${at}`])),
  })),
  accessLog: [{ ...reading(1) }],
};

const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 };
const csv = (query: URLSearchParams): Reply => ({
  ...{ status: 200, type: 'text/csv' },
  text: query.has('cursor') ? 'sep=,\r\nid\r\n2\r\n' : 'sep=,\r\nid\r\n1\r\n',
  headers: query.has('cursor') ? {} : { 'x-next-cursor': 'next' },
});
export const PRIVACY: Answers = {
  'GET privacy/processing': ok(await processingRecord(settings)),
  'GET privacy/sources': ok({ items: sources }),
  'GET privacy/retention': ok(null),
  'GET license/preview': ok({ format: 1, versions: { emmLens: '0.2.0', functionsHost: '4.1', nodeJs: '24.21.0' } }),
  'GET license/update': ok({ update: null }),
  'GET license/history': ok({ items: [] }),
  'GET privacy/access-log': (query) =>
    query.get('format') === 'csv'
      ? csv(query)
      : ok({
          items: Array.from({ length: 100 }, (_, n) => reading(n + (query.has('cursor') ? 100 : 0))),
          nextCursor: query.has('cursor') ? null : 'next',
        }),
  'POST privacy/find-person': (_query, body) =>
    ok({
      items:
        Object(body).name === 'ada@corp.example'
          ? [found('1'), found('1', { kind: 'user_principal_name' }), found('7', { present: false, displayName: null })]
          : [],
    }),
  'GET users/1/export': ok(exported),
};
