// Bodies in the shape of the vendor's guide, read by the whole connector: each value fits, and stands where it belongs.
import { describe, expect, it } from '@jest/globals';
import type { HttpClient } from '../../../lib/net/http.ts';
import type { PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { Unreadable } from '../../../lib/sources/map.ts';
import { connectorOf } from '../source-of.ts';

const UUID = '4239b999-0000-423b-b808-54fff69b544c';

const list = (...results: object[]) => ({
  results,
  totalCount: results.length,
  resultCount: results.length,
  hasMore: false,
});

const BODIES: Readonly<Record<string, object>> = {
  '/api/v2/ping': { results: { apiVersion: 2, vspVersion: 'VSP 12.1.0.0 Build 14 ' } },
  '/api/v2/authorized/users': list({ principal: 'aberg', firstName: 'Anna', lastName: 'Berg' }),
  '/api/v2/devices': list({
    'common.uuid': UUID,
    'common.id': 4711,
    'common.imei': '350000000000017',
    'common.imsi': '262010000000001',
    'common.current_phone_number': '+4915155550102',
    'common.home_operator_name': 'Telekom',
    'common.current_operator_name': 'A1',
    'common.home_country_code': 'DE',
    'common.current_country_code': 'AT',
    'common.roaming': true,
    'common.status': 'ACTIVE',
    'common.platform': 'iOS',
    'common.os_version': '18.1',
    'common.model_name': 'iPhone 15',
    'common.owner': 'COMPANY',
    'common.last_connected_at': '2026-11-02T06:38:22.000Z',
    'common.registration_date': '2026-01-09T07:38:22.000Z',
    'common.compliant': true,
    'common.security_state': 'Ok',
    'common.quarantined': false,
    'common.battery_level': 82,
    'common.location': { latitude: 47.0707, longitude: 15.4395 },
    'common.location_last_captured_at': 1793601502000,
    'ios.Current MCC': '232',
    'ios.Current MNC': '01',
    'ios.SIM MCC': '262',
    'ios.SIM MNC': '01',
    'ios.DataRoamingEnabled': true,
    'user.user_id': 'aberg',
    'user.uuid': '8d1c0000-0000-4c4b-9d2f-6f1e00000001',
    'user.email_address': 'anna.berg@contoso.example',
    'user.display_name': 'Anna Berg',
  }),
  '/api/v2/devices/appinventory': {
    results: [
      {
        appInventory: [
          { name: 'Boxer', version: '5.2.1' },
          { name: 'Notes', bundle: 'com.notes', version: '7' },
        ],
      },
    ],
  },
  '/api/v2/appstore/apps': list({
    name: 'Accellion',
    id: 108,
    version: null,
    description: null,
    platformId: null,
    createdAt: 1478044321000,
    source: 'Public',
    pushedCount: 0,
    installedCount: 0,
    pendingCount: 0,
    installState: '',
    bundleID: 'com.accellion.AccellioniPhone',
    platformType: 'I',
  }),
  '/api/v2/labels/label_summary': list({
    id: -1,
    name: 'All-Smartphones',
    description: 'Label for all devices irrespective of OS',
    isStatic: false,
    criteria: '',
    deviceCount: 6,
    deviceSpaceId: 1,
    deviceSpaceName: null,
    deviceSpacePath: '/1/',
    rowType: 'SYSTEM',
  }),
  '/msa/v2/vpp/accounts': list({
    id: 1,
    name: 'blue4',
    description: '',
    appleId: '',
    expireDateString: 'Oct 25, 2018',
    numDaysToExpire: 120,
    lastSyncedAt: 1509303504000,
    licenseSyncStatus: 'COMPLETED',
    userSyncStatus: 'COMPLETED',
    priority: 1,
    pendingDelete: false,
    sTokenModifiedDate: '2017-10-25',
    stoken: 'secret',
    encryptedToken: 'secret',
  }),
};

const http: HttpClient = {
  usage: { requests: 0, throttled: 0, clockSkewMs: null },
  json: ({ url }) => Promise.resolve({ status: 200, headers: {}, body: BODIES[new URL(url).pathname] }),
  stream: () => Promise.reject(new TypeError('EPMM has nothing to stream')),
};

async function steps(): Promise<PollStep[]> {
  process.env.TEST_EPMM_SAMPLES = 'password';
  const epmm = await connectorOf('ivanti-epmm', {
    url: 'https://core.contoso.example',
    username: 'emm-lens',
    password: 'env:TEST_EPMM_SAMPLES',
    profile: 'sensitive',
    location: true,
    roaming: true,
  });
  const note = () => undefined;
  const log = { debug: note, info: note, warn: note, error: note };
  const context = {
    signal: new AbortController().signal,
    clock: { now: () => new Date() },
    checkpoint: null,
    http,
    log,
    childrenStored: async () => [],
    toldBefore: async () => [],
    keyedHash: null,
  };
  const steps: PollStep[] = [];
  for await (const step of epmm.poll(context)) if ('dataset' in step) steps.push(step);
  return steps;
}

const rowsOf = (all: readonly PollStep[], dataset: string): SourceRow[] =>
  all.flatMap((s) => (s.dataset !== dataset ? [] : 'rows' in s ? s.rows : 'events' in s ? s.events : []));

describe('the bodies of the guide', () => {
  it('hold no value that does not fit', async () => {
    const values = (await steps())
      .flatMap((s) => ('rows' in s ? s.rows : 'events' in s ? s.events : []))
      .flatMap((row) => [...Object.entries(row), ...Object.entries(row.attributes ?? {})]);
    expect(values.length).toBeGreaterThan(100);
    expect(values.filter(([, value]) => value instanceof Unreadable)).toEqual([]);
  });

  it('are a device, its user by the name that both have, its networks and its position', async () => {
    const all = await steps();
    expect(rowsOf(all, 'emm_user')[0]).toMatchObject({ external_id: 'aberg', given_name: 'Anna', surname: 'Berg' });
    expect(rowsOf(all, 'device')[0]).toMatchObject({
      external_id: UUID,
      // Users come without ids of their own here.
      user_external_id: 'aberg',
      platform: 'ios',
      ownership: 'company',
      compliance: 'compliant',
      compliance_state: 'Ok',
      management_state: 'ACTIVE',
      battery_percent: 82,
      carrier: 'Telekom',
      home_network: '262-01',
      current_network: '232-01',
      current_operator: 'A1',
      current_country: 'AT',
      roaming: true,
      attributes: { 'ios.DataRoamingEnabled': true, 'user.display_name': 'Anna Berg' },
    });
    expect(rowsOf(all, 'location')).toEqual([
      expect.objectContaining({ device_external_id: UUID, latitude: 47.0707, fixed_at: new Date(1793601502000) }),
    ]);
  });

  it('are apps, by the bundle or the name alone', async () => {
    expect(rowsOf(await steps(), 'device_app').map((row) => [row.app_id, row.title, row.version])).toEqual([
      ['Boxer', 'Boxer', '5.2.1'],
      ['com.notes', 'Notes', '7'],
    ]);
  });

  it('are what administrators set up, and what keeps EPMM running', async () => {
    const all = await steps();
    expect(rowsOf(all, 'configuration')).toMatchObject([
      { kind: 'application', external_id: '108', platform: 'ios', state: null },
      { kind: 'label', external_id: '-1', state: 'SYSTEM' },
    ]);
    expect(rowsOf(all, 'infrastructure')).toMatchObject([
      { component: 'server', version: '12.1.0.0' },
      { component: 'vpp-token', external_id: '1', expires_at: new Date('2018-10-25T00:00:00Z') },
    ]);
    expect(JSON.stringify(all)).not.toContain('secret');
  });
});
