import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, serverDate } from '../../local/fleet/blackberry-uem/answers.ts';
import { exchanged } from '../../local/fleet/blackberry-uem/ids.ts';
import { serialOf } from '../../local/fleet/estate/device.ts';
import { isObject, type JsonObject } from '../../local/fleet/http/exchange.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bodyOf, FleetClient, type Reply } from './client.ts';

let fleet: Fleet;
let client: FleetClient;
let authorization = '';

beforeAll(async () => {
  fleet = await startFleet({ users: 30, devices: 50, seed: 3, types: ['blackberry-uem', 'intune'] });
  client = new FleetClient(fleet);
  authorization = (await signIn()).body.toString();
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

const base = () => `${fleet.systems['blackberry-uem'].url}/${fleet.systems['blackberry-uem'].tenantId}/api/v1`;

function signIn(
  changes: JsonObject = {},
  type = 'application/vnd.blackberry.authorizationrequest-v1+json',
): Promise<Reply> {
  const { username, password } = fleet.systems['blackberry-uem'];
  const body = { username, password: Buffer.from(password).toString('base64'), provider: 'LOCAL', ...changes };
  const headers = { 'content-type': type };
  return client.send(`${base()}/util/authorization`, { method: 'POST', headers, body: JSON.stringify(body) });
}

const get = (path: string, type: string, header = authorization): Promise<Reply> =>
  client.send(base() + path, {
    headers: { authorization: header, accept: `application/vnd.blackberry.${type}-v1+json` },
  });

async function list(path: string, type: string, name: string): Promise<JsonObject[]> {
  const { [name]: rows } = bodyOf(await get(path, type));
  if (!Array.isArray(rows)) throw new TypeError(`no list ${name}`);
  return rows.filter(isObject);
}

const users = () => list('/users?max=1000', 'users', 'users');

describe('signing in', () => {
  it('gives the header as text, and takes it', async () => {
    const reply = await signIn();
    expect(reply.headers['content-type']).toBe('text/plain');
    expect(reply.body.toString()).toMatch(/^besng-basic [A-Za-z0-9+/=]+$/);
    expect((await get('/users', 'users')).status).toBe(200);
  });

  it.each([
    ['a wrong password', { password: 'd3Jvbmc=' }],
    ['a password that is not encoded', { password: 'wrong' }],
    ['a directory account without its domain', { provider: 'AD' }],
    ['a domain with an account of UEM', { domain: 'corp.contoso.example' }],
  ])('with %s is answered with 400', async (_, changes) => {
    const reply = await signIn(changes);
    expect([reply.status, reply.headers['content-type']]).toEqual([400, 'application/vnd.blackberry.error-v1+json']);
  });

  it('needs the vendor’s media type, and a header that is known', async () => {
    expect((await signIn({}, 'application/json')).status).toBe(415);
    expect((await get('/users', 'users', 'besng-basic AAAA')).status).toBe(401);
  });

  it('as an OAuth client needs id and secret, encoded, and the scope', async () => {
    const { clientId, clientSecret, tokenUrl } = fleet.systems['blackberry-uem'];
    const ask = (secret: string, scope: string) =>
      client.send(tokenUrl, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(secret)}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
      });
    expect((await ask('wrong', 'MDMBWS.All')).status).toBe(401);
    expect((await ask(clientSecret, 'openid')).status).toBe(400);
    const { access_token: token, expires_in: life } = bodyOf(await ask(clientSecret, 'MDMBWS.All'));
    expect(life).toBe(600);
    expect((await get('/users', 'users', `Bearer ${token}`)).status).toBe(200);
  });
});

describe('the lists', () => {
  it('come by offset, with a total where it is asked for, and without a word about the end', async () => {
    const first = bodyOf(await get('/users?max=10&offset=0&includeTotal=true', 'users'));
    expect(Object.keys(first).sort()).toEqual(['total', 'users']);
    const { total } = first;
    const rest = bodyOf(await get(`/users?max=1000&offset=10`, 'users'));
    expect(rest).not.toHaveProperty('total');
    const count = [first.users, rest.users].map((rows) => (Array.isArray(rows) ? rows.length : 0));
    expect(count[0]).toBe(10);
    expect(Number(count[0]) + Number(count[1])).toBe(total);
  });

  it.each(['max=0', 'max=1001', 'offset=-1', 'max=all'])('refuse %s', async (query) => {
    expect((await get(`/users?${query}`, 'users')).status).toBe(400);
  });

  it('are not given as any other media type', async () => {
    expect((await get('/users', 'devices')).status).toBe(406);
  });

  it('leave out what has no value', async () => {
    const all = await users();
    expect(all.some((user) => !('mobilePhoneNumber' in user))).toBe(true);
    expect(all.flatMap((user) => Object.values(user)).filter((value) => value === null || value === '')).toEqual([]);
    expect(all.filter(({ admin }) => admin !== undefined).every(({ admin }) => admin === 'true')).toBe(true);
  });

  it('have nothing of what came after their version', async () => {
    fleet.systems['blackberry-uem'].version = '12.17.1';
    expect((await get('/apnscert', 'apnscert')).status).toBe(404);
    fleet.systems['blackberry-uem'].version = '12.21.0';
    expect((await get('/apnscert', 'apnscert')).status).toBe(200);
  });
});

describe('the devices', () => {
  it('are those that the company enrolled here, each of one user', async () => {
    const found: string[] = [];
    for (const { guid } of await users())
      for (const { device } of await list(`/users/${guid}/userDevices`, 'userdevices', 'userDevices'))
        if (isObject(device)) found.push(String(device.serialNumber));
    expect(found.sort()).toEqual(fleet.estate.devicesOf('blackberry-uem').map(serialOf).sort());
    expect(found.length).toBeLessThan(fleet.estate.deviceCount);
  });

  it('and their apps answer 404 where user or device is unknown', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const [user] = await users();
    expect((await get(`/users/${unknown}/userDevices`, 'userdevices')).status).toBe(404);
    const reply = await get(`/users/${user?.guid}/userDevices/${unknown}/applications`, 'userdevice.applications');
    expect(reply.status).toBe(404);
    expect(bodyOf(reply)).toMatchObject({ id: 'USER_DEVICE_NOT_FOUND', subStatusCode: 404 });
  });
});

describe('the forms of values', () => {
  it.each([
    [Date.UTC(2026, 0, 14, 16, 40, 3, 540), '2026-01-14T16:40:03.54Z'],
    [Date.UTC(2026, 0, 14, 16, 40, 3, 3), '2026-01-14T16:40:03.003Z'],
    [Date.UTC(2026, 0, 14, 16, 40, 0), '2026-01-14T16:40:00Z'],
    [Date.UTC(2026, 0, 14, 16, 40, 10, 100), '2026-01-14T16:40:10.1Z'],
  ])('the instant %d is %s', (ms, text) => {
    expect(instant(ms)).toBe(text);
  });

  it('the push certificate has another date, without a zone', async () => {
    expect(serverDate(Date.UTC(2027, 2, 12, 13))).toBe('12-Mar-2027 13:00:00');
    expect(bodyOf(await get('/apnscert', 'apnscert')).expiryDate).toMatch(/^\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d$/);
  });

  it('ids are not those of other systems, and lead back to them', () => {
    const [device] = fleet.estate.devices;
    const id = device?.id ?? '';
    expect(exchanged(id)).not.toBe(id);
    expect(exchanged(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(exchanged(exchanged(id))).toBe(id);
  });
});
