import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { userDeviceGuid } from '../../../local/fleet/blackberry-uem/devices.ts';
import { appsOf } from '../../../local/fleet/estate/device.ts';
import { idsOf, type Poll, proofOf, rowsOf, scopesOf, settle } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ users: 20, devices: 45 });
});
afterEach(() => {
  rig.uem.faults.clear();
  rig.uem.version = '12.21.0';
  rig.uem.accounts.disabled = false;
  rig.uem.accounts.lifetimeSeconds = 600;
  rig.uem.requests.length = 0;
});
afterAll(() => rig.close());

const SENSITIVE = { profile: 'sensitive', phoneNumbers: 'full', location: true, roaming: true } as const;
const NO_APPS = { apps: false } as const;
const APPS_OF_DEVICE = /userDevices\/[^/]+\/applications$/;

const userIds = (): string[] => rig.uem.users.accounts.map(({ guid }) => guid).sort();
const deviceIds = (): string[] => rig.estate.devicesOf('blackberry-uem').map(userDeviceGuid).sort();
const asked = (path: RegExp): number => rig.uem.requests.filter((request) => path.test(request.path)).length;

describe('a first poll', () => {
  it('brings every user, device and app once, each dataset with its proof', async () => {
    const poll = settle(await rig.poll());
    expect(idsOf(poll, 'emm_user').sort()).toEqual(userIds());
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    const apps = rowsOf(poll, 'device_app');
    expect(apps.length).toBe(rig.estate.devices.reduce((n, device) => n + appsOf(device).length, 0));
    expect(new Set(apps.map((app) => `${app.device_external_id} ${app.app_id}`)).size).toBe(apps.length);
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
    const users = { marker: 'rows-equal-total', offsetPaged: true };
    expect(proofOf(poll, 'emm_user')).toEqual({ ...users, rows: userIds().length });
    expect(proofOf(poll, 'device')).toEqual({ ...users, rows: deviceIds().length });
    expect(proofOf(poll, 'device_app')?.rows).toBe(apps.length);
    expect(proofOf(poll, 'configuration')?.rows).toBeGreaterThan(20);
    expect(proofOf(poll, 'infrastructure')?.rows).toBeGreaterThan(8);
    expect(poll.warnings).toEqual([]);
  });

  it('tells whose device each is, and its hardware as other systems write it', async () => {
    const poll = settle(await rig.poll({ settings: { ...SENSITIVE, ...NO_APPS } }));
    const users = new Set(userIds());
    const devices = rowsOf(poll, 'device');
    expect(devices.every(({ user_external_id: user }) => users.has(String(user)))).toBe(true);
    const phones = devices.filter(({ imei }) => imei !== null);
    expect(phones.length).toBeGreaterThan(10);
    expect(phones.every(({ imei }) => /^\d{15}$/.test(String(imei)))).toBe(true);
    expect(devices.every(({ wifi_mac: mac }) => /^[0-9A-F]{12}$/.test(String(mac)))).toBe(true);
    expect(new Set(devices.map(({ platform }) => platform))).toEqual(
      new Set(['ios', 'ipados', 'android', 'windows', 'macos']),
    );
    expect(new Set(devices.map(({ ownership }) => ownership))).toEqual(new Set(['company', 'personal', 'unknown']));
  });

  it('names the version of the oldest UEM server, not that of a connectivity node', async () => {
    rig.uem.version = '12.20.1';
    expect(await rig.describe()).toEqual({ product: 'BlackBerry UEM', version: '12.20.1' });
  });

  it('does not ask a server for what came after its version', async () => {
    rig.uem.version = '12.12.0';
    const poll = settle(await rig.poll({ settings: { ...SENSITIVE, ...NO_APPS } }));
    expect(poll.warnings).toEqual([]);
    expect(asked(/vppAccounts|apnscert|depAccounts|depDevices|deviceGroups/)).toBe(0);
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
  });
});

describe('the account', () => {
  it('may be an OAuth client, whose secret needs encoding', async () => {
    const poll = settle(await rig.poll({ settings: { ...rig.oauth, ...NO_APPS } }));
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    expect(asked(/util\/authorization/)).toBe(0);
  });

  it('may be one of a directory', async () => {
    const { domain } = rig.uem;
    settle(await rig.poll({ settings: { provider: 'AD', domain, ...NO_APPS } }));
    const wrong = await rig.poll({ settings: { provider: 'AD', domain: 'other.example' } });
    expect(wrong.error).toMatchObject({ code: 'auth' });
  });

  it.each(['basic', 'oauth'])('that is refused ends the poll at the first request (%s)', async (way) => {
    rig.uem.accounts.disabled = true;
    const poll = await rig.poll({ settings: way === 'oauth' ? rig.oauth : {} });
    expect(poll.error).toMatchObject({ code: 'auth' });
    expect(poll.usage.requests).toBe(1);
    expect(poll.steps).toEqual([]);
  });

  it('is asked for again once, whatever is under way, when its token is refused before its time', async () => {
    let revoked = false;
    const poll = settle(
      await rig.poll({
        settings: rig.oauth,
        onStep: ({ dataset }) => {
          if (revoked || dataset !== 'device_app') return;
          revoked = true;
          rig.uem.accounts.revokeAll();
        },
      }),
    );
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    // One at the begin, one after the refusal.
    expect(asked(/\/token$/)).toBe(2);
  });

  it.each(['basic', 'oauth'])(
    'that is refused in the middle of a poll is tried no further, and each try is told (%s)',
    async (way) => {
      let isFirst = true;
      let before = 0;
      const poll = await rig.poll({
        settings: way === 'oauth' ? rig.oauth : {},
        onStep: ({ dataset }) => {
          if (!isFirst || dataset !== 'device_app') return;
          isFirst = false;
          before = rig.uem.requests.length;
          rig.uem.accounts.disabled = true;
          rig.uem.accounts.revokeAll();
        },
      });
      const after = rig.uem.requests.slice(before);
      expect(after.filter(({ path }) => /util\/authorization|\/token$/.test(path))).toHaveLength(1);
      const refused = after.filter(({ status }) => status === 401 || status === 400);
      expect(poll.error).toMatchObject({ code: 'auth', refusedSignIns: refused.length });
      // Those that were under way, and the one to be let in again.
      expect(refused.length).toBeLessThanOrEqual(5);
    },
  );

  it('renews a token before it runs out', async () => {
    let minutes = 0;
    const now = () => new Date(Date.now() + minutes * 60_000);
    const onStep = () => {
      minutes += 3;
    };
    settle(await rig.poll({ settings: { ...rig.oauth, ...NO_APPS }, now, onStep }));
    expect(asked(/\/token$/)).toBeGreaterThan(2);
    expect(rig.uem.requests.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('is told to nobody but the configured server: links of records are not followed', async () => {
    const poll = settle(await rig.poll());
    expect(poll.usage.requests).toBe(rig.uem.requests.length);
  });
});

describe('what is collected', () => {
  it('says which requests are made', async () => {
    settle(await rig.poll());
    expect(asked(/depDevices/)).toBe(0);
    settle(await rig.poll({ settings: { profile: 'extended', ...NO_APPS } }));
    expect(asked(/depDevices/)).toBeGreaterThan(0);
  });

  it('has no apps where they are off: no device is asked for any', async () => {
    const poll = settle(await rig.poll({ settings: NO_APPS }));
    expect(asked(APPS_OF_DEVICE)).toBe(0);
    expect(poll.steps.some(({ dataset }) => dataset === 'device_app')).toBe(false);
  });

  it('has no apps of devices that the company does not own, and no personal apps of the others', async () => {
    const poll = settle(await rig.poll({ settings: { ...SENSITIVE, personalDevices: false } }));
    const company = rig.estate.devices.filter(({ ownership }) => ownership === 'company');
    expect(company.length).toBeLessThan(rig.estate.deviceCount);
    expect(asked(APPS_OF_DEVICE)).toBe(company.length);
    const known = new Set(company.map(userDeviceGuid));
    const apps = rowsOf(poll, 'device_app');
    expect(apps.every((app) => known.has(String(app.device_external_id)))).toBe(true);
    expect(apps.some((app) => app.attributes?.personal === true)).toBe(false);
    expect(rowsOf(settle(await rig.poll({ settings: SENSITIVE })), 'device_app').length).toBeGreaterThan(apps.length);
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
  });

  it('tells nothing of apps that were found on devices of others', async () => {
    const poll = settle(await rig.poll({ settings: { ...SENSITIVE, personalDevices: false, ...NO_APPS } }));
    const telling = rowsOf(poll, 'device').filter(({ attributes }) =>
      Object.keys(attributes ?? {}).some((name) => name.startsWith('maliciousApplications')),
    );
    expect(telling.every(({ ownership }) => ownership === 'company')).toBe(true);
  });

  it('has positions of company devices where that is switched on, and never without', async () => {
    const [off, on, all] = [
      settle(await rig.poll({ settings: NO_APPS })),
      settle(await rig.poll({ settings: { ...NO_APPS, location: true, personalDevices: false } })),
      settle(await rig.poll({ settings: { ...NO_APPS, location: true } })),
    ];
    expect(rowsOf(off, 'location')).toEqual([]);
    expect(rowsOf(on, 'location').length).toBeGreaterThan(5);
    expect(rowsOf(on, 'location').length).toBeLessThan(rowsOf(all, 'location').length);
    const [event] = rowsOf(on, 'location');
    expect(event).toMatchObject({
      device_external_id: expect.any(String),
      latitude: expect.any(Number),
      longitude: expect.any(Number),
      accuracy_metres: expect.any(Number),
      method: expect.stringMatching(/^A?GPS$/),
    });
    expect(event?.occurred_at).toEqual(event?.fixed_at);
  });

  it('has networks and roaming where that is switched on alone', async () => {
    const current = (poll: Poll) =>
      rowsOf(poll, 'device').filter((row) => 'roaming' in row || 'current_operator' in row);
    expect(current(settle(await rig.poll({ settings: { ...SENSITIVE, ...NO_APPS, roaming: false } })))).toEqual([]);
    const devices = current(settle(await rig.poll({ settings: { ...NO_APPS, roaming: true } })));
    expect(devices.some(({ roaming, carrier, current_operator: now }) => roaming === true && carrier !== now)).toBe(
      true,
    );
    expect(devices.some(({ roaming }) => roaming === false)).toBe(true);
  });

  it('says for every device whether it complies, and why not', async () => {
    const devices = rowsOf(settle(await rig.poll({ settings: NO_APPS })), 'device');
    const bad = devices.filter(({ compliance }) => compliance === 'noncompliant');
    expect(bad.length).toBeGreaterThan(0);
    expect(bad.every(({ compliance_reasons: reasons }) => Array.isArray(reasons) && reasons.length > 0)).toBe(true);
    const good = devices.filter(({ compliance }) => compliance === 'compliant');
    expect(good.length).toBe(devices.length - bad.length);
    expect(good.every(({ compliance_reasons: reasons }) => reasons === null)).toBe(true);
  });

  it('never holds the token of a VPP account', async () => {
    const poll = settle(await rig.poll({ settings: SENSITIVE }));
    expect(rowsOf(poll, 'infrastructure').filter(({ component }) => component === 'vpp-token')).toHaveLength(2);
    expect(JSON.stringify(poll.steps)).not.toContain(rig.uem.vppToken);
  });

  it('reads both forms of dates, one of them in the zone of the server', async () => {
    const ends = async (utcOffset: string) => {
      const rows = rowsOf(settle(await rig.poll({ settings: { ...NO_APPS, utcOffset } })), 'infrastructure');
      const of = (name: string) =>
        rows
          .filter(({ component }) => component === name)
          .map(({ expires_at: at }) => (at instanceof Date ? at.getTime() : at));
      return [...of('apns-certificate'), ...of('vpp-token'), ...of('dep-token')];
    };
    const [utc, berlin] = [await ends('+00:00'), await ends('+02:00')];
    const hours = utc.map((at, i) => (Number(at) - Number(berlin[i])) / 3_600_000);
    expect(hours).toEqual([2, 0, 2, 0]);
  });
});
