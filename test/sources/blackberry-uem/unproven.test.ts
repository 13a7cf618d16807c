// Polls that do not read all that there is: what goes wrong, and what was stopped.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { userDeviceGuid } from '../../../local/fleet/blackberry-uem/devices.ts';
import { appsOf } from '../../../local/fleet/estate/device.ts';
import { idsOf, proofOf, rowsOf, scopesOf, settle, startsOf, unprovenOf } from '../polled.ts';
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

const NO_APPS = { apps: false } as const;
const APPS_OF_DEVICE = /userDevices\/[^/]+\/applications$/;

const userIds = (): string[] => rig.uem.users.accounts.map(({ guid }) => guid).sort();
const deviceIds = (): string[] => rig.estate.devicesOf('blackberry-uem').map(userDeviceGuid).sort();
const asked = (path: RegExp): number => rig.uem.requests.filter((request) => path.test(request.path)).length;

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
