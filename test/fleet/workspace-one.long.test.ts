import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { imeiOf, serialOf } from '../../local/fleet/estate/device.ts';
import { isObject, type JsonObject } from '../../local/fleet/http/exchange.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { deviceNumber } from '../../local/fleet/workspace-one/ids.ts';
import { bodyOf, FleetClient, type Reply } from './client.ts';

let fleet: Fleet;
let client: FleetClient;

beforeAll(async () => {
  fleet = await startFleet({ users: 30, devices: 50, seed: 3, types: ['workspace-one', 'intune'] });
  client = new FleetClient(fleet);
});
afterEach(() => {
  fleet.systems['workspace-one'].credentials.lifetimeSeconds = 3600;
  fleet.systems['workspace-one'].roles.add('devices');
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

const credentials = () => fleet.systems['workspace-one'].credentials;
const basic = () => `Basic ${Buffer.from(`${credentials().username}:${credentials().password}`).toString('base64')}`;

function get(path: string, version = 1, headers: Record<string, string> = {}): Promise<Reply> {
  const own = { authorization: basic(), 'aw-tenant-code': credentials().tenantCode };
  const accept = `application/json;version=${version}`;
  return client.send(fleet.systems['workspace-one'].url + path, { headers: { ...own, accept, ...headers } });
}

async function token(changes: Record<string, string> = {}): Promise<Reply> {
  const { clientId, clientSecret } = credentials();
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...changes };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  return client.send(fleet.systems['workspace-one'].tokenUrl, { method: 'POST', headers, body });
}

const SEARCH = '/api/mdm/devices/search';
const rowsIn = (body: JsonObject, key: string): JsonObject[] => {
  const { [key]: rows } = body;
  if (!Array.isArray(rows)) throw new TypeError(`no list ${key}`);
  return rows.filter(isObject);
};

describe('signing in', () => {
  it('takes an account, and a token until it runs out, with the key of the group alone', async () => {
    expect((await get(SEARCH)).status).toBe(200);
    const bearer = { authorization: `Bearer ${bodyOf(await token()).access_token}` };
    expect((await get(SEARCH, 1, bearer)).status).toBe(200);
    expect((await get(SEARCH, 1, { ...bearer, 'aw-tenant-code': 'wrong' })).status).toBe(401);
    credentials().lifetimeSeconds = 0;
    const late = { authorization: `Bearer ${bodyOf(await token()).access_token}` };
    const refused = await get(SEARCH, 1, late);
    expect([refused.status, bodyOf(refused).errorCode]).toEqual([401, 1005]);
  });

  it.each([
    ['another secret', { client_secret: 'x' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'invalid_request'],
  ])('gives no token for %s', async (_name, changes, error) => {
    const reply = await token(changes);
    expect([reply.status, bodyOf(reply)]).toEqual([400, { error }]);
  });

  it('refuses what the role has no right to', async () => {
    fleet.systems['workspace-one'].roles.delete('devices');
    expect((await get(SEARCH)).status).toBe(403);
  });
});

describe('answers', () => {
  it('come in the version that the Accept header names, and in no other', async () => {
    const [row] = rowsIn(bodyOf(await get(`${SEARCH}?pagesize=1`)), 'Devices');
    const path = `/api/mdm/devices/${row?.Uuid}`;
    expect(bodyOf(await get(path, 3))).toHaveProperty('enrollment_info.enrollment_status');
    expect((await get(path, 1)).status).toBe(406);
    expect((await get('/api/mdm/nothing')).status).toBe(404);
  });

  it('are pages by number, at most 500, and nothing at all behind the last one', async () => {
    const total = fleet.estate.devicesOf('workspace-one').length;
    const first = bodyOf(await get(`${SEARCH}?page=0&pagesize=10`));
    expect(first).toMatchObject({ Page: 0, PageSize: 10, Total: total });
    expect(bodyOf(await get(`${SEARCH}?pagesize=9999`)).PageSize).toBe(500);
    const behind = await get(`${SEARCH}?page=7&pagesize=10`);
    expect([behind.status, behind.body.length]).toEqual([204, 0]);
    const pages = await Promise.all([0, 1, 2].map((page) => get(`${SEARCH}?page=${page}&pagesize=10`)));
    const ids = pages.flatMap((page) => rowsIn(bodyOf(page), 'Devices').map((row) => JSON.stringify(row.Id)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('speak of the same hardware as the other systems of the company', async () => {
    const rows = rowsIn(bodyOf(await get(SEARCH)), 'Devices');
    const truth = fleet.estate.devicesOf('workspace-one').map((device) => [serialOf(device), imeiOf(device)]);
    expect(rows.map((row) => [row.SerialNumber, row.Imei]).sort()).toEqual(truth.sort());
    expect(fleet.estate.devicesOf('intune').length).toBeGreaterThan(5);
    expect(rows.every((row) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/.test(String(row.LastSeen)))).toBe(true);
  });

  it('keep the number of a device, and give a new one to a new enrolment', () => {
    const [device] = fleet.estate.devicesOf('workspace-one');
    if (!device) throw new RangeError('no devices');
    const number = deviceNumber(device);
    fleet.estate.updateDevice(device.id, { name: 'renamed' });
    expect(deviceNumber(device)).toBe(number);
    fleet.tick();
    fleet.estate.removeDevice(device.id);
    expect(deviceNumber(fleet.estate.enrol(device))).not.toBe(number);
  });
});
