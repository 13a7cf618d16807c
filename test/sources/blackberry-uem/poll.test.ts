import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { userDeviceGuid } from '../../../local/fleet/blackberry-uem/devices.ts';
import { appsOf } from '../../../local/fleet/estate/device.ts';
import { idsOf, type Poll, proofOf, rowsOf, scopesOf, startsOf, unprovenOf } from '../polled.ts';
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
const settle = (poll: Poll): Poll => {
  expect(poll.error).toBeNull();
  return poll;
};

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

describe('what goes wrong', () => {
  it.each(['not-found', 'empty-object'] as const)(
    'users who are listed, and of whose devices there is no word (%s), are not without devices',
    async (fault) => {
      rig.uem.faults.set({ fault, path: /userDevices$/, count: 8 });
      const poll = settle(await rig.poll({ settings: NO_APPS }));
      expect(proofOf(poll, 'emm_user')?.rows).toBe(userIds().length);
      expect(idsOf(poll, 'device').length).toBeLessThan(deviceIds().length);
      expect(proofOf(poll, 'device')).toBeUndefined();
      expect(unprovenOf(poll, 'device')).toBe('not-answered');
      expect(poll.checkpoint).toMatchObject({ devices: null });
    },
  );

  it.each(['not-found', 'empty-object'] as const)(
    'a device whose apps there is no word of (%s) keeps those it has',
    async (fault) => {
      rig.uem.faults.set({ fault, path: APPS_OF_DEVICE, count: 1 });
      const poll = settle(await rig.poll());
      expect(scopesOf(poll)).toHaveLength(deviceIds().length - 1);
      expect(proofOf(poll, 'device')?.rows).toBe(deviceIds().length);
      expect(unprovenOf(poll, 'device_app')).toBe('not-answered');
    },
  );

  it('a version without the call for apps, or for devices, says so of all of them', async () => {
    rig.uem.faults.set({ fault: 'not-found', path: APPS_OF_DEVICE });
    const poll = settle(await rig.poll());
    expect(scopesOf(poll)).toEqual([]);
    expect([proofOf(poll, 'device_app'), unprovenOf(poll, 'device_app')]).toEqual([undefined, 'not-supported']);
    rig.uem.faults.clear();
    rig.uem.faults.set({ fault: 'not-found', path: /userDevices$/ });
    expect(unprovenOf(settle(await rig.poll()), 'device')).toBe('not-supported');
  });

  it.each(['sortBy', 'includeTotal'])(
    'an older version that refuses %s is asked without it, and read whole',
    async (query) => {
      rig.uem.faults.set({ fault: 'bad-request', query });
      const poll = settle(await rig.poll({ settings: NO_APPS }));
      expect(proofOf(poll, 'emm_user')).toBeDefined();
      expect(proofOf(poll, 'device')?.rows).toBe(deviceIds().length);
    },
  );

  it('one that refuses both is asked without both, and told of both once a list', async () => {
    rig.uem.faults.set({ fault: 'bad-request', query: 'sortBy' }, { fault: 'bad-request', query: 'includeTotal' });
    const before = asked(/\/users$/);
    const poll = settle(await rig.poll({ settings: NO_APPS }));
    expect(proofOf(poll, 'device')?.marker).toBe('empty-page');
    const pages = Math.ceil(rig.uem.users.accounts.length / 6) + 1;
    // Users are read twice; each time both, the one, the other, and none of them are tried.
    expect(asked(/\/users$/) - before).toBeLessThanOrEqual(2 * (pages + 3));
  });

  it('one that does not know the media types is asked for any, and one that gives none is not supported', async () => {
    rig.uem.faults.set({ fault: 'not-acceptable', accept: /vnd\.blackberry/ });
    expect(settle(await rig.poll({ settings: NO_APPS })).error).toBeNull();
    rig.uem.faults.set({ fault: 'not-acceptable', path: /\/users$/ });
    const poll = await rig.poll({ settings: NO_APPS });
    expect(poll.error).toBeNull();
    expect([unprovenOf(poll, 'emm_user'), unprovenOf(poll, 'device')]).toEqual(['not-supported', 'not-supported']);
  });

  it('a user whose id is of blanks is not asked for: another address would answer', async () => {
    rig.uem.faults.set({ fault: 'planted', path: /\/users$/, plant: { set: { guid: '  ' } } });
    const poll = settle(await rig.poll());
    expect(asked(/userDevices/)).toBe(0);
    expect(unprovenOf(poll, 'device')).toBeDefined();
  });

  it.each([
    ['not-found', 'not-supported'],
    ['empty-object', 'not-answered'],
  ] as const)('a list of the tenant that is not there (%s) leaves what was stored of it', async (fault, why) => {
    rig.uem.faults.set({ fault, path: /(vppAccounts|deviceGroups)$/ });
    const poll = settle(await rig.poll({ settings: NO_APPS }));
    expect(proofOf(poll, 'infrastructure')).toBeUndefined();
    expect(unprovenOf(poll, 'infrastructure')).toBe(why);
  });

  it('forbidden apps keep no device from being read, and are asked for once', async () => {
    rig.uem.faults.set({ fault: 'forbidden', path: APPS_OF_DEVICE });
    const poll = await rig.poll({ settings: { parallelRequests: 1 } });
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    expect(proofOf(poll, 'device')).toBeDefined();
    expect(proofOf(poll, 'device_app')).toBeUndefined();
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
    expect(asked(APPS_OF_DEVICE)).toBe(1);
  });

  it('devices of one user that cannot be read prove no absence', async () => {
    rig.uem.faults.set({ fault: 'server-error', path: /userDevices$/, after: 9 });
    const poll = await rig.poll();
    expect(poll.error).toMatchObject({ code: 'http-500' });
    expect(proofOf(poll, 'emm_user')).toBeDefined();
    expect(proofOf(poll, 'device')).toBeUndefined();
    expect(proofOf(poll, 'device_app')).toBeUndefined();
  });

  it('users without a readable id hide their devices: these prove no absence either', async () => {
    rig.uem.faults.set({ fault: 'wrong-rows', path: /\/users$/, every: 3, key: 'guid' });
    const poll = settle(await rig.poll());
    expect(proofOf(poll, 'device')).toBeUndefined();
    expect(unprovenOf(poll, 'device')).toBe('not-answered');
    expect(poll.checkpoint).toMatchObject({ devices: null });
  });

  it('somebody who is removed while the list is read hides another: nobody is proven absent', async () => {
    const poll = await rig.poll({
      settings: NO_APPS,
      onStep: ({ dataset, checkpoint }) => {
        const leaver = rig.uem.users.accounts[0]?.person;
        if (dataset === 'emm_user' && leaver && JSON.stringify(checkpoint)?.includes('"offset":6'))
          rig.estate.removeUser(leaver.id);
      },
    });
    expect(poll.error).toBeNull();
    expect([proofOf(poll, 'emm_user'), unprovenOf(poll, 'emm_user')]).toEqual([undefined, 'list-moved']);
    expect(poll.checkpoint).toMatchObject({ users: null });
    expect(proofOf(poll, 'device')).toBeDefined();
  });

  it('a part that the account may not read leaves the others', async () => {
    rig.uem.faults.set({ fault: 'forbidden', path: /licensing$/ });
    const poll = settle(await rig.poll({ settings: NO_APPS }));
    expect(proofOf(poll, 'infrastructure')).toBeUndefined();
    expect(rowsOf(poll, 'infrastructure').some(({ component }) => component === 'apns-certificate')).toBe(true);
    expect(proofOf(poll, 'configuration')).toBeDefined();
    expect(poll.warnings.length).toBe(3);
  });
});

const NINE = { rows: 9, told: 9, silent: 0 };

describe('a poll that was stopped', () => {
  const stopAt =
    (dataset: string, offset: number) => (step: { dataset: string; checkpoint?: object }, stop: () => void) => {
      if (step.dataset === dataset && JSON.stringify(step.checkpoint ?? {}).includes(`"offset":${offset}`)) stop();
    };

  it('goes on at the same page of users', async () => {
    const first = await rig.poll({ settings: NO_APPS, onStep: stopAt('emm_user', 6) });
    rig.uem.requests.length = 0;
    const second = settle(await rig.poll({ settings: NO_APPS, checkpoint: first.checkpoint }));
    expect(rig.uem.requests.find(({ path }) => path.endsWith('/users'))?.query).toContain('offset=6');
    expect(startsOf(second, 'emm_user')).toBe(0);
    expect([...idsOf(first, 'emm_user'), ...idsOf(second, 'emm_user')].sort()).toEqual(userIds());
    expect(proofOf(second, 'emm_user')?.rows).toBe(userIds().length);
  });

  it('goes on with the devices of the same users, and counts all of them', async () => {
    const first = await rig.poll({ onStep: stopAt('device', 12) });
    const second = settle(await rig.poll({ checkpoint: first.checkpoint }));
    expect(startsOf(second, 'device')).toBe(0);
    expect([...new Set([...idsOf(first, 'device'), ...idsOf(second, 'device')])].sort()).toEqual(deviceIds());
    expect(proofOf(second, 'device')?.rows).toBe(deviceIds().length);
    expect(proofOf(second, 'device_app')?.rows).toBe(
      rig.estate.devices.reduce((n, device) => n + appsOf(device).length, 0),
    );
  });

  it('begins anew where fewer users are left than it had read', async () => {
    const checkpoint = { users: { offset: 4_000 }, devices: { offset: 4_000, devices: NINE, apps: NINE } };
    const poll = settle(await rig.poll({ checkpoint, settings: NO_APPS }));
    expect(startsOf(poll, 'emm_user')).toBe(1);
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
  });

  it('begins anew from a checkpoint that cannot be read', async () => {
    const poll = settle(await rig.poll({ checkpoint: { users: 'moon' }, settings: NO_APPS }));
    expect(startsOf(poll, 'emm_user')).toBe(1);
    expect(proofOf(poll, 'device')).toBeDefined();
  });

  it('does not take up a list that did not fit its total', async () => {
    rig.uem.faults.set({ fault: 'short-page', path: /\/users$/, after: 1 });
    const poll = await rig.poll({ settings: NO_APPS });
    expect(poll.error).toMatchObject({ code: expect.stringMatching(/incomplete|repeated-page/) });
    expect(poll.checkpoint).toMatchObject({ users: null, devices: null });
  });
});
