import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PollStep } from '../../../lib/sources/contract.ts';
import { appsOf, type Device } from '../../../local/fleet/estate/device.ts';
import { currentNetworkOf, homeNetworkOf, positionOf } from '../../../local/fleet/estate/mobility.ts';
import { accountHolders } from '../../../local/fleet/ivanti-neurons/account-record.ts';
import { accountIdOf, DEFAULT_SPACE, deviceIdOf, spaceOf } from '../../../local/fleet/ivanti-neurons/answer.ts';
import { idsOf, type Poll, proofOf, rowsOf, scopesOf, settle, unprovenOf } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
/** Of a company that nothing has changed yet. */
let whole: Poll;
beforeAll(async () => {
  rig = await startRig();
  whole = settle(await rig.poll());
});
afterEach(() => {
  rig.neurons.faults.clear();
  rig.neurons.settings.tenantAdmin = true;
  rig.neurons.requests.length = 0;
});
afterAll(() => rig.close());

const devices = (): readonly Device[] => rig.estate.devicesOf('ivanti-neurons');
const idOf = (device: Device): string => String(deviceIdOf(device));
const deviceIds = (): string[] => devices().map(idOf).sort();
const asked = (path: RegExp): number => rig.neurons.requests.filter((request) => path.test(request.path)).length;
const APPS = /\/appinventory$/;
const rowOf = (poll: Poll, device: Device) =>
  rowsOf(poll, 'device').find(({ external_id }) => external_id === idOf(device));
function oldest(): Device {
  const [first] = devices().toSorted((a, b) => a.lastSyncAt - b.lastSyncAt);
  if (!first) throw new RangeError('no devices');
  return first;
}

describe('a first poll', () => {
  it('brings every account, device and app once, of all device spaces, each dataset with its proof', () => {
    expect(idsOf(whole, 'emm_user').sort()).toEqual(
      accountHolders(rig.estate)
        .map((person) => String(accountIdOf(person)))
        .sort(),
    );
    expect(idsOf(whole, 'device').sort()).toEqual(deviceIds());
    expect(scopesOf(whole).sort()).toEqual(deviceIds());
    const apps = rowsOf(whole, 'device_app').map((app) => `${app.device_external_id} ${app.title} ${app.version}`);
    expect(apps.sort()).toEqual(
      devices()
        .flatMap((device) => appsOf(device).map(({ title, version }) => `${idOf(device)} ${title.name} ${version}`))
        .sort(),
    );
    expect(proofOf(whole, 'device')).toMatchObject({ rows: devices().length, again: 0, offsetPaged: true });
    expect(proofOf(whole, 'emm_user')?.offsetPaged).toBe(true);
    expect(proofOf(whole, 'device_app')?.rows).toBe(apps.length);
    expect(rowsOf(whole, 'configuration').map(({ name }) => name)).toEqual(['Default Space', 'Field devices']);
    expect(rowsOf(whole, 'infrastructure')).toMatchObject([{ component: 'tenant', name: 'Contoso Ltd.' }]);
  });

  it('links a device to its account, and says what the device is', () => {
    const device = devices().find(({ ownerNumber, platform }) => ownerNumber !== null && platform === 'macos');
    const owner = device && rig.estate.ownerOf(device);
    if (!device || !owner) throw new RangeError('no Mac with a user');
    expect(rowOf(whole, device)).toMatchObject({
      user_external_id: String(accountIdOf(owner)),
      user_principal_name: owner.userPrincipalName,
      platform: 'macos',
      os: 'OSX',
      storage_total_bytes: device.model.storage,
      enrolled_at: new Date(device.enrolledAt),
      last_seen_at: new Date(device.lastSyncAt),
      compliance: device.compliance === 'compliant' ? 'compliant' : 'noncompliant',
    });
  });

  it('tells the network of the SIM by its codes, or by those of the IMSI', () => {
    for (const platform of ['ios', 'android']) {
      const withSim = devices().filter((device) => device.platform === platform && homeNetworkOf(device));
      expect(withSim.length).toBeGreaterThan(3);
      for (const device of withSim) {
        const home = homeNetworkOf(device);
        expect([rowOf(whole, device)?.home_network, rowOf(whole, device)?.home_country]).toEqual([
          `${home?.mcc}-${home?.mnc}`,
          home?.country,
        ]);
      }
    }
  });
});

describe('what is not collected', () => {
  it('is not asked for: apps, and those of devices that the company does not own', async () => {
    settle(await rig.poll({ settings: { apps: false } }));
    expect(asked(APPS)).toBe(0);
    const poll = settle(await rig.poll({ settings: { personalDevices: false } }));
    expect(asked(APPS)).toBe(devices().filter(({ ownership }) => ownership === 'company').length);
    // Those of the others are told to be none, so that what was there goes.
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
  });

  it('is where a device is, unless that is switched on', async () => {
    const off = settle(await rig.poll({ settings: { profile: 'sensitive', phoneNumbers: 'full', apps: false } }));
    expect(rowsOf(off, 'location')).toEqual([]);
    const names = rowsOf(off, 'device').flatMap((row) => [...Object.keys(row), ...Object.keys(row.attributes ?? {})]);
    expect(names.filter((name) => /latitude|longitude|located|current_|currentC|^roaming$/.test(name))).toEqual([]);

    const on = settle(await rig.poll({ settings: { location: true, roaming: true, apps: false } }));
    const located = devices().filter((device) => positionOf(device) !== null);
    expect(located.length).toBeGreaterThan(5);
    const position = rowsOf(on, 'location').map((row) => [row.device_external_id, row.latitude, row.fixed_at]);
    expect(position.sort()).toEqual(
      located
        .map((device) => [idOf(device), positionOf(device)?.latitude, new Date(positionOf(device)?.fixedAt ?? 0)])
        .sort(),
    );
    const abroad = devices().find((device) => currentNetworkOf(device)?.country !== homeNetworkOf(device)?.country);
    if (!abroad) throw new RangeError('nobody is abroad');
    const network = currentNetworkOf(abroad);
    expect(rowOf(on, abroad)).toMatchObject({
      current_network: `${network?.mcc}-${network?.mnc}`,
      current_country: network?.country,
      current_operator: network?.operator,
      roaming: true,
    });
  });

  it('is the number of an eSIM where numbers are off', async () => {
    const has = (poll: Poll): boolean => rowsOf(poll, 'device').some((row) => row.attributes?.esimIdentifier);
    const settings = { profile: 'sensitive', apps: false };
    expect(has(settle(await rig.poll({ settings: { ...settings, phoneNumbers: 'off' } })))).toBe(false);
    expect(has(settle(await rig.poll({ settings })))).toBe(true);
  });

  it('are custom attributes that the source does not name', async () => {
    const of = async (customAttributes: readonly string[]) => {
      const poll = settle(await rig.poll({ settings: { apps: false, customAttributes } }));
      return rowsOf(poll, 'device').map(({ attributes = {} }) =>
        Object.entries(attributes).filter(([name]) => name.startsWith('customAttributes')),
      );
    };
    expect((await of([])).flat()).toEqual([]);
    for (const values of await of(['floor']))
      expect(values).toEqual([['customAttributes.attrs.floor', expect.stringMatching(/^\d$/)]]);
  });
});

describe('a list that moves while it is read', () => {
  const stopAt = (pages: number) => {
    let left = pages;
    return (step: PollStep, stop: () => void) => {
      if (step.dataset === 'device' && 'rows' in step && --left === 0) stop();
    };
  };

  it('loses no device that checks in', async () => {
    const mover = oldest();
    let moved = false;
    const poll = settle(
      await rig.poll({
        settings: { apps: false },
        onStep: (step) => {
          if (moved || step.dataset !== 'device' || !('rows' in step)) return;
          moved = true;
          rig.estate.updateDevice(mover.id, { lastSyncAt: Date.now() });
        },
      }),
    );
    expect([...new Set(idsOf(poll, 'device'))].sort()).toEqual(deviceIds());
    const { rows = 0, again = 0 } = proofOf(poll, 'device') ?? {};
    expect([rows, again]).toEqual([devices().length, 1]);
    expect(rowsOf(poll, 'device')).toHaveLength(rows + again);
  });

  it('is taken up where the last poll stopped, and proven by the whole', async () => {
    const first = await rig.poll({ onStep: stopAt(2) });
    expect(first.error).toMatchObject({ code: 'stopped' });
    const second = settle(await rig.poll({ checkpoint: first.checkpoint }));
    expect(second.steps.some((step) => step.dataset === 'device' && 'pass' in step)).toBe(false);
    expect([...new Set([...idsOf(first, 'device'), ...idsOf(second, 'device')])].sort()).toEqual(deviceIds());
    expect(proofOf(second, 'device')?.rows).toBe(devices().length);
    // Apps of those that only the first one saw are read, too.
    expect(scopesOf(second).sort()).toEqual(deviceIds());
    expect(proofOf(second, 'device_app')).toBeDefined();
  });

  it('is read anew where it has become shorter than that', async () => {
    const first = await rig.poll({ onStep: stopAt(1) });
    const checkpoint = { ...first.checkpoint, devices: { done: [], space: '33533', start: 900, newest: 1, rows: 0 } };
    const poll = settle(await rig.poll({ checkpoint, settings: { apps: false } }));
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    expect(proofOf(poll, 'device')?.rows).toBe(devices().length);
  });
});

describe('a check-in in the future', () => {
  const CENTURY = Date.UTC(2100, 0);
  const NOW = Date.now();
  const DAY = 86_400_000;
  /** Early on a day, so that the next hours are of the same one. */
  const morning = NOW - (NOW % DAY) + DAY + 3_600_000;
  let one: Device;
  let before: number;
  beforeAll(() => {
    one = oldest();
    before = one.lastSyncAt;
  });
  afterEach(() => void rig.estate.updateDevice(one.id, { lastSyncAt: before }));

  it.each([
    ['of the year 2100', CENTURY],
    ['in microseconds', NOW * 1_000],
  ])('%s keeps no other device from being read, and is said', async (_, lastSyncAt) => {
    rig.estate.updateDevice(one.id, { lastSyncAt });
    const first = settle(await rig.poll({ now: () => new Date(morning) }));
    expect(scopesOf(first).sort()).toEqual(deviceIds());
    expect(first.warnings).toEqual([expect.stringContaining('"devices":1')]);
    const [other] = devices().filter(({ id }) => id !== one.id);
    if (!other) throw new RangeError('no devices');
    const { lastSyncAt: seen } = other;
    rig.estate.updateDevice(other.id, { lastSyncAt: morning + 60_000 });
    const second = settle(await rig.poll({ checkpoint: first.checkpoint, now: () => new Date(morning + 120_000) }));
    expect(scopesOf(second)).toEqual([idOf(other)]);
    // Its own apps are read once a day.
    const tomorrow = () => new Date(morning + DAY);
    expect(scopesOf(settle(await rig.poll({ checkpoint: second.checkpoint, now: tomorrow })))).toEqual([idOf(one)]);
    rig.estate.updateDevice(other.id, { lastSyncAt: seen });
  });

  it('that a checkpoint was taken from is forgotten', async () => {
    const places = Object.keys({ ...Object(whole.checkpoint?.apps) });
    expect(places).toHaveLength(2);
    const apps = Object.fromEntries(places.map((space) => [space, { at: CENTURY, id: '1' }]));
    const devicesState = { done: [], space: places[0], start: 10, newest: CENTURY, rows: 0, again: 0 };
    const checkpoint = { ...whole.checkpoint, apps, devices: devicesState };
    const poll = settle(await rig.poll({ checkpoint }));
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
    expect(JSON.stringify(poll.checkpoint)).not.toContain(String(CENTURY));
  });

  it('hides no device that checks in while the list is read', async () => {
    // The two that are last of a list of several pages: the one goes to its top before, the other one meanwhile.
    const [first, mover] = devices()
      .filter((device) => spaceOf(device, rig.neurons.settings.fieldPercent) === DEFAULT_SPACE)
      .toSorted((a, b) => a.lastSyncAt - b.lastSyncAt);
    if (!first || !mover) throw new RangeError('no devices');
    const { lastSyncAt: seen } = first;
    rig.estate.updateDevice(first.id, { lastSyncAt: CENTURY });
    let moved = false;
    const poll = settle(
      await rig.poll({
        settings: { apps: false },
        onStep: (step) => {
          if (moved || step.dataset !== 'device' || !('rows' in step)) return;
          moved = true;
          rig.estate.updateDevice(mover.id, { lastSyncAt: Date.now() });
        },
      }),
    );
    rig.estate.updateDevice(first.id, { lastSyncAt: seen });
    expect([...new Set(idsOf(poll, 'device'))].sort()).toEqual(deviceIds());
  });
});

describe('apps', () => {
  it('are asked for again when a device has checked in, and only then', async () => {
    const before = settle(await rig.poll({ checkpoint: whole.checkpoint }));
    rig.neurons.requests.length = 0;
    const second = settle(await rig.poll({ checkpoint: before.checkpoint }));
    expect(asked(APPS)).toBe(0);
    expect(proofOf(second, 'device_app')).toBeDefined();
    const device = oldest();
    rig.estate.updateDevice(device.id, { lastSyncAt: Date.now() + 60_000, appsRevision: device.appsRevision + 1 });
    const third = settle(await rig.poll({ checkpoint: second.checkpoint }));
    expect(scopesOf(third)).toEqual([idOf(device)]);
    rig.estate.updateDevice(device.id, { lastSyncAt: Date.now() - 1_000 });
  });

  it('of a device that has come back are read, though it has not checked in since, behind those that have', async () => {
    const before = settle(await rig.poll({ checkpoint: whole.checkpoint }));
    const [back, fresh] = [oldest(), devices().toSorted((a, b) => b.lastSyncAt - a.lastSyncAt)[0]];
    if (!fresh) throw new RangeError('no devices');
    rig.estate.updateDevice(fresh.id, { lastSyncAt: Date.now() + 120_000 });
    const isStored = (id: string) => id !== idOf(back);
    const poll = settle(await rig.poll({ checkpoint: before.checkpoint, isStored }));
    expect(scopesOf(poll)).toEqual([idOf(fresh), idOf(back)]);
    // It moves nothing back: those between are not read again.
    expect(scopesOf(settle(await rig.poll({ checkpoint: poll.checkpoint })))).toEqual([]);
    rig.estate.updateDevice(fresh.id, { lastSyncAt: Date.now() - 1_000 });
  });

  it('are read over many polls where one has not the time, in the order of check-ins', async () => {
    const seen = ({ lastSyncAt, enrolledAt }: Device) => Math.max(lastSyncAt, enrolledAt);
    const waiting = devices()
      .toSorted((a, b) => seen(a) - seen(b))
      .map(idOf);
    // Two seconds pass whenever anybody looks at the clock.
    let now = Date.now();
    const later = () => {
      now += 2_000;
      return new Date(now);
    };
    const order: string[] = [];
    let checkpoint = null;
    for (let polls = 0; order.length < waiting.length; polls++) {
      if (polls > 60) throw new RangeError('it never gets to the end');
      const settings = { timeBudgetSeconds: 100, appRequestsPerMinute: 60_000 };
      const poll = settle(await rig.poll({ settings, checkpoint, now: later }));
      expect(scopesOf(poll).length).toBeLessThan(waiting.length);
      order.push(...scopesOf(poll));
      expect(proofOf(poll, 'device_app') !== undefined).toBe(order.length === waiting.length);
      checkpoint = poll.checkpoint;
    }
    expect(order).toEqual(waiting);
  });

  it('are asked for no faster than the service allows', async () => {
    const small = await startRig({ users: 4, devices: 6 });
    try {
      const begun = performance.now();
      const poll = settle(await small.poll({ settings: { appRequestsPerMinute: 600 } }));
      expect(scopesOf(poll)).toHaveLength(6);
      expect(performance.now() - begun).toBeGreaterThan(450);
    } finally {
      await small.close();
    }
  });

  it('of a device that has vanished meanwhile are left as they are', async () => {
    const gone = oldest();
    rig.neurons.faults.set({ fault: 'not-found', path: new RegExp(`/device/${idOf(gone)}/`) });
    const poll = settle(await rig.poll());
    expect(scopesOf(poll).sort()).toEqual(deviceIds().filter((id) => id !== idOf(gone)));
    expect([proofOf(poll, 'device_app'), unprovenOf(poll, 'device_app')]).toEqual([undefined, 'not-answered']);
  });

  it('of a device that has left since it was listed are none that was not answered', async () => {
    const small = await startRig({ users: 4, devices: 6 });
    const [gone, ...others] = small.estate.devicesOf('ivanti-neurons');
    if (!gone) throw new RangeError('no devices');
    try {
      const leaves = (step: PollStep): void => {
        if (step.dataset === 'device_app' && 'pass' in step) small.estate.removeDevice(gone.id);
      };
      const poll = settle(await small.poll({ onStep: leaves }));
      expect(scopesOf(poll).sort()).toEqual(others.map(idOf).sort());
      expect(proofOf(poll, 'device_app')?.rows).toBe(rowsOf(poll, 'device_app').length);
    } finally {
      await small.close();
    }
  });

  it('are not taken for none where the service has no such call', async () => {
    rig.neurons.faults.set({ fault: 'not-found', path: APPS });
    const poll = await rig.poll();
    expect(poll.error).toBeNull();
    expect(unprovenOf(poll, 'device_app')).toBe('not-supported');
    expect(scopesOf(poll)).toEqual([]);
    expect(poll.checkpoint).toMatchObject({ apps: {} });
    expect(proofOf(poll, 'device')).toBeDefined();
  });
});

describe('an account with fewer rights', () => {
  it('reads all but the tenant, and does not say that there is none', async () => {
    rig.neurons.settings.tenantAdmin = false;
    const poll = settle(await rig.poll({ settings: { apps: false } }));
    expect(poll.warnings).toEqual([expect.stringContaining('A part of the system cannot be read.')]);
    expect(proofOf(poll, 'infrastructure')).toBeUndefined();
    expect(proofOf(poll, 'device')).toBeDefined();
  });

  it('that sees no device space is told so, and proves no absence', async () => {
    rig.neurons.faults.set({ fault: 'empty-list', path: /partition/ });
    const poll = await rig.poll();
    expect(poll.error).toMatchObject({ code: 'no-spaces' });
    expect(poll.steps.some(({ dataset }) => dataset === 'device')).toBe(false);
    expect(proofOf(poll, 'emm_user')).toBeDefined();
  });

  it('and a wrong password gets nothing', async () => {
    process.env.TEST_NEURONS_WRONG = 'wrong';
    const poll = await rig.poll({ settings: { password: 'env:TEST_NEURONS_WRONG' } });
    expect(poll.error).toMatchObject({ code: 'http-401' });
    expect(poll.steps.some((step) => 'rows' in step)).toBe(false);
  });
});
