import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../local/fleet/estate/device.ts';
import { isObject, type JsonObject } from '../../local/fleet/http/exchange.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { uuidOf } from '../../local/fleet/ivanti-epmm/answer.ts';
import { bodyOf, FleetClient, type Reply } from './client.ts';

let fleet: Fleet;
let client: FleetClient;
beforeAll(async () => {
  fleet = await startFleet({ users: 20, devices: 50, appsPerDevice: 4, seed: 3, types: ['ivanti-epmm'] });
  client = new FleetClient(fleet);
});
beforeEach(() => {
  fleet.systems['ivanti-epmm'].devices.cap = 200;
  fleet.systems['ivanti-epmm'].devices.unknown.clear();
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

const SPACE = 'adminDeviceSpaceId=1';
const DEVICES = `/api/v2/devices?${SPACE}&query=`;

function ask(path: string, password = fleet.systems['ivanti-epmm'].password): Promise<Reply> {
  const credentials = Buffer.from(`${fleet.systems['ivanti-epmm'].username}:${password}`).toString('base64');
  return client.send(fleet.systems['ivanti-epmm'].url + path, { headers: { authorization: `Basic ${credentials}` } });
}

const rowsOf = ({ results }: JsonObject): JsonObject[] => (Array.isArray(results) ? results.filter(isObject) : []);

async function rows(path: string): Promise<JsonObject[]> {
  return rowsOf(bodyOf(await ask(path)));
}

function messageOf(reply: Reply): Json | undefined {
  const { messages } = bodyOf(reply);
  const [first] = Array.isArray(messages) ? messages : [];
  return isObject(first) ? first.localizedMessage : undefined;
}

describe('the simulated EPMM', () => {
  it('lets nobody in without the password', async () => {
    expect((await client.send(`${fleet.systems['ivanti-epmm'].url}/api/v2/ping`)).status).toBe(401);
    const wrong = await ask('/api/v2/ping', 'wrong');
    expect([wrong.status, messageOf(wrong)]).toEqual([401, 'Authentication failed.']);
  });

  it('names its version with a blank at the end, as plain JSON', async () => {
    const reply = await ask('/api/v2/ping');
    expect(bodyOf(reply)).toEqual({ results: { apiVersion: 2, vspVersion: 'VSP 12.1.0.0 Build 14 ' } });
    expect(reply.headers['content-type']).toBe('application/json;charset=UTF-8');
  });

  it('answers with the fields that were asked for, flat, by their names', async () => {
    const [first] = await rows(`${DEVICES}&fields=common.uuid,ios.Current%20MCC,common.status&limit=1`);
    expect(Object.keys(first ?? {})).toEqual(expect.arrayContaining(['common.uuid', 'common.status']));
    const all = await rows(`${DEVICES}&fields=common.platform,android.brand`);
    const [apple, android] = ['iOS', 'Android'].map((name) => all.find((row) => row['common.platform'] === name) ?? {});
    expect([apple && 'android.brand' in apple, android && 'android.brand' in android]).toEqual([false, true]);
  });

  it.each([
    ['no fields', DEVICES],
    ['a field that there is none of', `${DEVICES}&fields=common.shoe_size`],
    ['neither query nor label', `/api/v2/devices?${SPACE}&fields=common.uuid`],
    ['more rows than a page has', `${DEVICES}&fields=common.uuid&limit=201`],
    ['no device space', '/api/v2/devices?query=&fields=common.uuid'],
    ['apps of 26 devices', `/api/v2/devices/appinventory?${SPACE}&deviceUuids=${Array(26).fill('a').join(',')}`],
  ])('refuses %s', async (_name, path) => {
    const reply = await ask(path);
    expect([reply.status, typeof messageOf(reply)]).toEqual([400, 'string']);
  });

  it('refuses a field that its version does not know, and does not list it', async () => {
    fleet.systems['ivanti-epmm'].devices.unknown.add('common.imsi');
    expect((await ask(`${DEVICES}&fields=common.imsi`)).status).toBe(400);
    const names = (await rows(`/api/v2/devices/search_fields?${SPACE}`)).map(({ name }) => name);
    expect(names).toContain('common.imei');
    expect(names).not.toContain('common.imsi');
  });

  it('answers with positions although its list of fields does not name them', async () => {
    const names = (await rows(`/api/v2/devices/search_fields?${SPACE}`)).map(({ name }) => name);
    expect(names).not.toContain('common.location');
    const found = await rows(`${DEVICES}&fields=common.location,common.location_last_captured_at`);
    expect(found.some((row) => /^-?\d+\.\d+, -?\d+\.\d+$/.test(String(row['common.location'])))).toBe(true);
  });

  it('pages by row index, in the order of ids, new devices last', async () => {
    fleet.systems['ivanti-epmm'].devices.cap = 20;
    const page = async (offset: number) =>
      bodyOf(await ask(`${DEVICES}&fields=common.uuid,common.id&offset=${offset}`));
    const pages = [await page(0), await page(20), await page(40)];
    expect(pages.map(({ totalCount, resultCount, hasMore }) => [totalCount, resultCount, hasMore])).toEqual([
      [50, 20, true],
      [50, 20, true],
      [50, 10, false],
    ]);
    const found = pages.flatMap(rowsOf).map((row) => Number(row['common.id']));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(new Set(found).size).toBe(50);
    fleet.tick();
    const added = fleet.estate.enrol();
    const last = (await rows(`${DEVICES}&fields=common.uuid&offset=40`)).at(-1);
    expect(last).toEqual({ 'common.uuid': uuidOf(added) });
    fleet.estate.removeDevice(added.id);
  });

  it('has the apps of the devices that it still knows', async () => {
    const [device] = fleet.estate.devicesOf('ivanti-epmm');
    const id = device ? uuidOf(device) : '';
    const inventory = `/api/v2/devices/appinventory?${SPACE}&deviceUuids=`;
    const [found, ...others] = await rows(`${inventory}${id},4239b999-0000-423b-b808-54fff69b544c`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ deviceUuid: id, appInventory: expect.any(Array) });
    expect((await ask(`${inventory}4239b999-0000-423b-b808-54fff69b544c`)).status).toBe(404);
  });

  it('answers 403 without the role, and for another device space', async () => {
    fleet.systems['ivanti-epmm'].roles.delete('view labels');
    expect((await ask(`/api/v2/labels/label_summary?${SPACE}`)).status).toBe(403);
    fleet.systems['ivanti-epmm'].roles.add('view labels');
    expect((await ask('/api/v2/labels/label_summary?adminDeviceSpaceId=2')).status).toBe(403);
    expect((await rows(`/api/v2/labels/label_summary?${SPACE}`))[0]).toMatchObject({ id: -1, rowType: 'SYSTEM' });
  });

  it('holds tokens in its VPP accounts, as the product does', async () => {
    const [account] = await rows(`/msa/v2/vpp/accounts?${SPACE}&limit=50`);
    expect(account).toMatchObject({ id: 1, stoken: expect.any(String), lastSyncedAt: expect.any(Number) });
  });
});
