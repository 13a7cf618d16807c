import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../local/fleet/estate/device.ts';
import { isObject, type JsonObject } from '../../local/fleet/http/exchange.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { NEURONS_LIST } from '../../local/fleet/ivanti-neurons/answer.ts';
import { FleetClient, type Reply } from './client.ts';

let fleet: Fleet;
let client: FleetClient;

beforeAll(async () => {
  fleet = await startFleet({ users: 40, devices: 120, appsPerDevice: 5, seed: 3, types: ['ivanti-neurons'] });
  client = new FleetClient(fleet);
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

function get(path: string, password = fleet.systems['ivanti-neurons'].password): Promise<Reply> {
  const credentials = Buffer.from(`${fleet.systems['ivanti-neurons'].username}:${password}`).toString('base64');
  return client.send(`${fleet.systems['ivanti-neurons'].url}${path}`, {
    headers: { authorization: `Basic ${credentials}` },
  });
}

function bodyOf({ body }: Reply): JsonObject {
  const parsed: Json = JSON.parse(body.toString());
  if (!isObject(parsed)) throw new TypeError('no object');
  return parsed;
}

async function list(path: string): Promise<{ rows: JsonObject[]; total: Json | undefined }> {
  const page = NEURONS_LIST.read(bodyOf(await get(path)));
  if (!page) throw new TypeError('no list');
  return { rows: page.rows.filter(isObject), total: page.total };
}

const SPACES = '/api/v1/tenant/partition/device';
const devicesOf = (space: Json | undefined, more: string): string => `/api/v1/device?dmPartitionId=${space}&${more}`;
const NEWEST = 'sortFields[0].name=lastCheckin&sortFields[0].order=DESC';

async function allDevices(): Promise<JsonObject[]> {
  const { rows: spaces } = await list(SPACES);
  const lists = await Promise.all(spaces.map(({ id }) => list(devicesOf(id, `rows=500&${NEWEST}`))));
  return lists.flatMap(({ rows }) => rows);
}

describe('Neurons for MDM', () => {
  it('knows nobody without the password of its API user', async () => {
    expect((await get(SPACES, 'wrong')).status).toBe(401);
    expect((await client.send(`${fleet.systems['ivanti-neurons'].url}${SPACES}`)).status).toBe(401);
    expect((await get('/api/v1/nothing')).status).toBe(404);
  });

  it('has every device in one of its spaces, the newest check-in first', async () => {
    const devices = await allDevices();
    expect(devices.map(({ serialNumber }) => serialNumber)).toHaveLength(120);
    const { rows: spaces } = await list(SPACES);
    for (const { id } of spaces) {
      const checkIns = devices.filter(({ dmPartitionId }) => dmPartitionId === id).map((d) => Number(d.lastCheckin));
      expect(checkIns.length).toBeGreaterThan(10);
      expect(checkIns).toEqual(checkIns.toSorted((a, b) => b - a));
    }
  });

  it('goes on at `start`, ignores `offset`, and refuses more than 500 rows', async () => {
    const [space] = (await list(SPACES)).rows;
    const page = (query: string) => list(devicesOf(space?.id, `${NEWEST}&${query}`));
    const first = await page('rows=5&start=0');
    const second = await page('rows=5&start=5');
    expect((await page('rows=10')).rows).toEqual([...first.rows, ...second.rows]);
    expect((await page('rows=5&offset=5')).rows).toEqual(first.rows);
    expect(await page(`rows=5&start=${Number(first.total)}`)).toEqual({ rows: [], total: first.total });
    const refused = await get(devicesOf(space?.id, 'rows=501'));
    expect([refused.status, bodyOf(refused).errors]).toEqual([
      400,
      {
        globalErrors: null,
        fieldErrors: [{ code: 'Range', message: 'must be between 1 and 500', field: 'rows' }],
      },
    ]);
    expect((await get('/api/v1/device?rows=5')).status).toBe(400);
  });

  it('gives nearly every property a value on some device', async () => {
    const devices = await allDevices();
    const names = new Set(devices.flatMap((device) => Object.keys(device)));
    const never = [...names].filter((name) =>
      devices.every((device) => device[name] === undefined || device[name] === null),
    );
    expect(names.size).toBeGreaterThan(130);
    expect(never.sort()).toEqual([
      'appEasIdentifiers',
      'assignedPolicies',
      'locationStatusDetail',
      'serviceSubscriptions',
      'systemUpdateInformation',
      'userPreferenceCSVHeader',
    ]);
  });

  it('writes the number of a SIM with a capital on some systems', async () => {
    const devices = await allDevices();
    const written = new Set(devices.flatMap((device) => Object.keys(device).filter((name) => /^iccid$/i.test(name))));
    expect([...written].sort()).toEqual(['Iccid', 'iccid']);
  });

  it('names the account of a device that has a user', async () => {
    const { rows: accounts } = await list('/api/v1/account?rows=500');
    const byId = new Map(accounts.map((account) => [account.id, account]));
    const owned = (await allDevices()).filter(({ ownerId }) => ownerId !== null);
    expect(owned.length).toBeGreaterThan(50);
    for (const { ownerId, uid } of owned) expect(byId.get(ownerId ?? '')?.uid).toBe(uid);
  });

  it('answers thirty inventories a minute, and 404 for a device that it does not know', async () => {
    const [device] = await allDevices();
    expect((await get('/api/v1/device/1/appinventory')).status).toBe(404);
    const { rows } = await list(`/api/v1/device/${device?.id}/appinventory?rows=500`);
    expect(rows.length).toBeGreaterThan(2);
    for (let call = 3; call <= 30; call++) await list(`/api/v1/device/${device?.id}/appinventory`);
    const refused = await get(`/api/v1/device/${device?.id}/appinventory`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});
