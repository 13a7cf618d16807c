import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { appsOf, type Device } from '../../../local/fleet/estate/device.ts';
import { currentNetworkOf, homeNetworkOf, isRoaming, positionOf } from '../../../local/fleet/estate/mobility.ts';
import { uuidOf } from '../../../local/fleet/ivanti-epmm/answer.ts';
import { usersOf, userUuidOf } from '../../../local/fleet/ivanti-epmm/users.ts';
import { type Poll, proofOf, rowsOf, scopesOf, settle, startsOf, stopAfter, unprovenOf } from '../polled.ts';
import { askedOf, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ users: 60, devices: 90 });
  rig.epmm.devices.cap = 40;
});
afterEach(() => {
  rig.epmm.faults.clear();
  rig.epmm.devices.unknown.clear();
  rig.epmm.apps.named = true;
  rig.epmm.roles.add('view app inventory').add('view users').add('view labels').add('manage apps');
  rig.epmm.requests.length = 0;
});
afterAll(() => rig.close());

const devices = () => rig.estate.devicesOf('ivanti-epmm');
const deviceIds = () => devices().map(uuidOf).sort();
const ids = (poll: Poll) => rowsOf(poll, 'device').map((row) => String(row.external_id));
const rowOf = (poll: Poll, device: Device) => rowsOf(poll, 'device').find((row) => row.external_id === uuidOf(device));
function some<T>(list: readonly T[], is: (item: T) => boolean): T {
  const found = list.find(is);
  if (!found) throw new RangeError('the company has none');
  return found;
}

describe('a first poll', () => {
  it('brings every user, device and app once, each dataset with its proof', async () => {
    const poll = settle(await rig.poll());
    expect(rowsOf(poll, 'emm_user').map((row) => row.external_id)).toEqual(usersOf(rig.estate).map(userUuidOf));
    expect(ids(poll).sort()).toEqual(deviceIds());
    const apps = rowsOf(poll, 'device_app');
    expect(apps.map((a) => `${a.device_external_id} ${a.title} ${a.version}`).sort()).toEqual(
      devices()
        .flatMap((device) => appsOf(device).map((app) => `${uuidOf(device)} ${app.title.name} ${app.version}`))
        .sort(),
    );
    const proof = (rows: number) => ({ marker: 'rows-equal-total', rows, offsetPaged: true });
    expect(proofOf(poll, 'emm_user')).toEqual(proof(usersOf(rig.estate).length));
    expect(proofOf(poll, 'device')).toEqual(proof(devices().length));
    expect(proofOf(poll, 'device_app')).toEqual(proof(apps.length));
    expect(proofOf(poll, 'configuration')?.rows).toBeGreaterThan(20);
    expect(proofOf(poll, 'infrastructure')?.rows).toBe(3);
  });

  it('names each device’s user as the user’s own record does', async () => {
    const poll = settle(await rig.poll());
    const owned = some(devices(), (device) => rig.estate.ownerOf(device) !== undefined);
    const owner = rig.estate.ownerOf(owned);
    expect(owner && rowOf(poll, owned)?.user_external_id).toBe(owner && userUuidOf(owner));
  });

  it('reads RETIRED devices as the product has them', async () => {
    const poll = settle(await rig.poll());
    const states = rowsOf(poll, 'device').map((row) => row.management_state);
    expect(states).toEqual(expect.arrayContaining(['RETIRED', 'ACTIVE']));
  });

  it('tells product and version', async () => {
    expect(await rig.describe()).toEqual({ product: 'Ivanti EPMM', version: '12.1.0.0' });
  });

  it('stores no token of a VPP account', async () => {
    const poll = settle(await rig.poll({ settings: { profile: 'sensitive' } }));
    expect(JSON.stringify(rowsOf(poll, 'infrastructure'))).toContain('Contoso Europe');
    expect(JSON.stringify(poll.steps)).not.toMatch(/stoken-|encrypted-|since-/);
  });
});

describe('what is asked', () => {
  const fieldsAsked = () => some(askedOf(rig), (line) => line.startsWith('/api/v2/devices?'));

  it('are the fields of the profile alone', async () => {
    settle(await rig.poll());
    expect(fieldsAsked()).toContain('ios.iPhone UDID');
    expect(fieldsAsked()).not.toMatch(
      /common\.comment|user\.display_name|common\.location|Current MCC|common\.roaming/,
    );
  });

  it('is every field that is declared, in the largest profile, and the server knows each', async () => {
    const settings = {
      profile: 'sensitive',
      phoneNumbers: 'full',
      location: true,
      roaming: true,
      customAttributes: ['assetTag', 'floor'],
    };
    const poll = settle(await rig.poll({ settings }));
    expect(poll.said).toEqual([]);
    expect(fieldsAsked().length).toBeLessThan(4_000);
    const attributes = rowsOf(poll, 'device').map((row) => row.attributes ?? {});
    expect(attributes.map((a) => a['custom.device.floor'])).toEqual(expect.arrayContaining(['3']));
    expect(attributes.every((a) => a['common.home_phone_number'] !== 'PDA')).toBe(true);
  });

  it('leaves out fields that this version does not know', async () => {
    rig.epmm.devices.unknown.add('common.device_encrypted').add('ios.Supervised');
    const poll = settle(await rig.poll());
    expect(ids(poll).sort()).toEqual(deviceIds());
    expect(poll.said).toEqual([expect.stringContaining('"unknown":2')]);
    expect(rowsOf(poll, 'device').some((row) => row.encrypted !== null)).toBe(false);
  });

  it('is not asked again where the fields are not what was refused', async () => {
    const poll = await rig.poll({ settings: { adminDeviceSpaceId: 7 } });
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(ids(poll)).toEqual([]);
  });
});

describe('networks and positions', () => {
  it('tell the network at home, by codes or by the IMSI, and nothing of where a device is', async () => {
    const poll = settle(await rig.poll());
    for (const device of devices()) {
      const home = homeNetworkOf(device);
      expect(rowOf(poll, device)).toMatchObject({
        home_network: home && `${home.mcc}-${home.mnc}`,
        home_country: home?.country ?? null,
        carrier: home?.operator ?? null,
      });
    }
    expect(rowsOf(poll, 'device').some((row) => 'roaming' in row || 'current_country' in row)).toBe(false);
    expect(rowsOf(poll, 'location')).toEqual([]);
  });

  it('tell where a device roams, where the source is switched to', async () => {
    const poll = settle(await rig.poll({ settings: { roaming: true } }));
    const abroad = some(devices(), isRoaming);
    expect(rowOf(poll, abroad)).toMatchObject({
      roaming: true,
      current_operator: currentNetworkOf(abroad)?.operator,
      current_country: currentNetworkOf(abroad)?.country,
    });
    const home = some(
      devices(),
      (device) => device.platform === 'ios' && homeNetworkOf(device) !== null && !isRoaming(device),
    );
    const { mcc, mnc } = homeNetworkOf(home) ?? {};
    expect(rowOf(poll, home)).toMatchObject({ roaming: false, current_network: `${mcc}-${mnc}` });
  });

  it('tell each known position once, with its own time', async () => {
    const poll = settle(await rig.poll({ settings: { location: true } }));
    const known = devices().flatMap((device) => {
      const position = positionOf(device);
      return position ? [{ device: uuidOf(device), ...position }] : [];
    });
    const events = rowsOf(poll, 'location');
    expect(events.map((event) => event.device_external_id).sort()).toEqual(known.map(({ device }) => device).sort());
    const [first] = events;
    const truth = some(known, ({ device }) => device === first?.device_external_id);
    expect(first).toMatchObject({
      latitude: truth.latitude,
      longitude: truth.longitude,
      fixed_at: new Date(truth.fixedAt),
      occurred_at: new Date(truth.fixedAt),
    });
  });
});

describe('apps', () => {
  it('of a device without any are an empty scope', async () => {
    const bare = rig.estate.enrol();
    Reflect.set(bare, 'baseApps', 0);
    const poll = settle(await rig.poll());
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
    expect(rowsOf(poll, 'device_app').some((a) => a.device_external_id === uuidOf(bare))).toBe(false);
  });

  it('of devices that the company does not own are not asked for by default', async () => {
    const poll = settle(await rig.poll({ settings: { personalDevices: false } }));
    const others = devices()
      .filter((device) => device.ownership !== 'company')
      .map(uuidOf);
    const asked = askedOf(rig)
      .filter((line) => line.includes('appinventory'))
      .join();
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter((id) => asked.includes(id))).toEqual([]);
    expect(rowsOf(poll, 'device_app').length).toBeGreaterThan(0);
    // Told to have none: those of a time when they were read go.
    expect(scopesOf(poll).sort()).toEqual(deviceIds());
  });

  it('are asked for in bulk, and not at all where they are off', async () => {
    settle(await rig.poll());
    const bulk = () => rig.epmm.requests.filter(({ path }) => path.endsWith('/appinventory')).length;
    expect(bulk()).toBeLessThan(devices().length / 10);
    rig.epmm.requests.length = 0;
    settle(await rig.poll({ settings: { apps: false } }));
    expect(bulk()).toBe(0);
  });

  it('are asked for one by one where an answer does not say which device it is about', async () => {
    const expected = rowsOf(settle(await rig.poll()), 'device_app');
    rig.epmm.apps.named = false;
    const poll = settle(await rig.poll());
    expect(rowsOf(poll, 'device_app')).toEqual(expected);
  });

  it('of a device that vanished meanwhile are not told to be none', async () => {
    const gone = rig.estate.enrol();
    rig.epmm.apps.missing.add(uuidOf(gone));
    const poll = settle(await rig.poll());
    rig.epmm.apps.missing.clear();
    expect(ids(poll)).toContain(uuidOf(gone));
    expect(scopesOf(poll)).not.toContain(uuidOf(gone));
    expect([proofOf(poll, 'device_app'), unprovenOf(poll, 'device_app')]).toEqual([undefined, 'not-answered']);
  });

  it('are not told to be none by a version without the call, nor by an answer without an inventory', async () => {
    rig.epmm.faults.set({ fault: 'not-found', path: /appinventory$/ });
    const told = async () => {
      const poll = settle(await rig.poll());
      return [scopesOf(poll), unprovenOf(poll, 'device_app')];
    };
    expect(await told()).toEqual([[], 'not-supported']);
    rig.epmm.faults.clear();
    rig.epmm.faults.set({ fault: 'lacking', path: /appinventory$/, key: 'appInventory' });
    expect(await told()).toEqual([[], 'not-supported']);
  });

  it('come in no order where the version knows none, nor all fields', async () => {
    rig.epmm.faults.set({ fault: 'bad-request', query: 'sortOrder' });
    const poll = settle(await rig.poll({ settings: { apps: false } }));
    expect(proofOf(poll, 'emm_user')).toBeDefined();
    expect(proofOf(poll, 'device')).toBeDefined();
  });

  it('and the server are left as they are where there is no such record', async () => {
    rig.epmm.faults.set({ fault: 'not-found', path: /\/api\/v2\/ping$/ });
    const poll = settle(await rig.poll({ settings: { apps: false } }));
    expect([proofOf(poll, 'infrastructure'), unprovenOf(poll, 'infrastructure')]).toEqual([undefined, 'not-supported']);
  });

  it('that may not be read keep nothing else from being read', async () => {
    rig.epmm.roles.delete('view app inventory');
    const poll = await rig.poll();
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(proofOf(poll, 'device')?.rows).toBe(devices().length);
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
    expect(proofOf(poll, 'device_app')).toBeUndefined();
    expect(rig.epmm.requests.filter(({ path }) => path.endsWith('/appinventory')).length).toBeLessThan(3);
  });
});

describe('an interrupted pass', () => {
  it('goes on at the page where it was', async () => {
    const first = await rig.poll({ onStep: stopAfter('device', 2) });
    expect(first.error).not.toBeNull();
    expect(first.checkpoint).toMatchObject({ devices: { offset: 40 } });
    const second = settle(await rig.poll({ checkpoint: first.checkpoint }));
    expect(startsOf(second, 'device')).toBe(0);
    expect([...ids(first), ...ids(second)].sort()).toEqual(deviceIds());
    expect(proofOf(second, 'device')?.rows).toBe(devices().length);
    expect(proofOf(second, 'device_app')?.rows).toBe(
      rowsOf(first, 'device_app').length + rowsOf(second, 'device_app').length,
    );
    expect(second.checkpoint).toEqual({ users: null, devices: null });
  });

  it('begins anew where the list is shorter than that by now', async () => {
    const poll = settle(
      await rig.poll({ checkpoint: { devices: { offset: 5_000, apps: { rows: 0, told: 0, silent: 0 } } } }),
    );
    expect(startsOf(poll, 'device')).toBe(1);
    expect(proofOf(poll, 'device')?.rows).toBe(devices().length);
  });

  it('whose apps could not all be read does not tell them complete', async () => {
    const poll = settle(await rig.poll({ checkpoint: { devices: { offset: 40, apps: null } } }));
    expect(proofOf(poll, 'device')).toBeDefined();
    expect(proofOf(poll, 'device_app')).toBeUndefined();
  });

  it('with another checkpoint than ours is a new one', async () => {
    const poll = settle(await rig.poll({ checkpoint: { position: 3 } }));
    expect(startsOf(poll, 'device')).toBe(1);
  });
});

describe('a part that the account may not read', () => {
  it('leaves its dataset unproven, and the others whole', async () => {
    rig.epmm.roles.delete('view labels');
    const poll = settle(await rig.poll());
    expect(proofOf(poll, 'configuration')).toBeUndefined();
    expect(rowsOf(poll, 'configuration').every((row) => row.kind === 'application')).toBe(true);
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
    expect(poll.said).toEqual([expect.stringContaining('"part":"label"')]);
  });

  it('is told last where it is the users', async () => {
    rig.epmm.roles.delete('view users');
    const poll = await rig.poll();
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(proofOf(poll, 'device')).toBeDefined();
  });
});

describe('a wrong password', () => {
  it('is tried once, so that it does not lock the account', async () => {
    process.env.TEST_EPMM_WRONG = 'wrong';
    const poll = await rig.poll({ settings: { password: 'env:TEST_EPMM_WRONG' } });
    expect(poll.error).toMatchObject({ code: 'http-401' });
    expect(rig.epmm.requests.map(({ status }) => status)).toEqual([401]);
    // Whoever polls asks for the version behind the first step.
    expect(poll.steps).toEqual([]);
  });
});
