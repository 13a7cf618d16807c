import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultName } from '../../local/fleet/http/faults.ts';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bodyOf, FleetClient, type Reply, rowsOf } from './client.ts';

const DEVICES = '/v1.0/deviceManagement/managedDevices?$select=id,deviceName&$top=20';
let fleet: Fleet;
let client: FleetClient;

beforeAll(async () => {
  fleet = await startFleet({ users: 20, devices: 60, seed: 13 });
  client = new FleetClient(fleet);
  await client.signIn();
});
afterEach(() => fleet.systems.intune.faults.clear());
afterAll(async () => {
  client.close();
  await fleet.close();
});

/** Of a request that nobody answers: any other one is waited for, however slow the machine is. */
const IN_VAIN = { timeoutMs: 300 };

async function under(fault: FaultName): Promise<Reply> {
  fleet.systems.intune.faults.set({ fault });
  return client.graph(DEVICES, fault === 'stall' ? IN_VAIN : {});
}

/** Over a connection of its own: a pooled one may not know yet that it was cut. */
async function freshRequest(call = {}): Promise<Reply> {
  const fresh = new FleetClient(fleet);
  try {
    return await fresh.send(`${fleet.systems.intune.url}/v1.0/users`, call);
  } finally {
    fresh.close();
  }
}

describe('a fault that answers', () => {
  it.each<[FaultName, number]>([
    ['throttled', 429],
    ['unauthorized', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['server-error', 500],
    ['bad-gateway', 502],
    ['unavailable', 503],
    ['gateway-timeout', 504],
    ['login-redirect', 302],
    ['delta-gone', 410],
  ])('%s shows as status %d', async (fault, status) => {
    expect((await under(fault)).status).toBe(status);
  });

  it.each<[number | 'date' | 'none' | 'malformed' | 'day', RegExp]>([
    [7, /^7$/],
    ['date', /GMT$/],
    ['none', /^undefined$/],
    ['malformed', /^soon$/],
    ['day', /^86400$/],
  ])('a 429 may carry Retry-After as %s', async (retryAfter, form) => {
    fleet.systems.intune.faults.set({ fault: 'throttled', retryAfter });
    expect(String((await client.graph(DEVICES)).headers['retry-after'])).toMatch(form);
  });

  it('strikes by path, after some requests, and so many times', async () => {
    fleet.systems.intune.faults.set({ fault: 'server-error', path: /managedDevices/, after: 1, count: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await client.graph(DEVICES)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect((await client.graph('/v1.0/users')).status).toBe(200);
    expect(fleet.systems.intune.faults.count).toBe(2);
  });

  it('a login page comes as 200, or behind a redirect', async () => {
    expect((await under('login-page')).headers['content-type']).toMatch(/html/);
    fleet.systems.intune.faults.clear();
    const { headers } = await under('login-redirect');
    expect((await client.send(String(headers.location))).body.toString()).toContain('Sign in');
  });
});

describe('a fault in the body', () => {
  it('is empty, cut off, of another type, or of another shape', async () => {
    expect((await under('empty-body')).body).toHaveLength(0);
    fleet.systems.intune.faults.clear();
    const truncated = await under('truncated-json');
    expect(() => bodyOf(truncated)).toThrow(SyntaxError);
    fleet.systems.intune.faults.clear();
    expect((await under('wrong-content-type')).headers['content-type']).toBe('text/plain');
    fleet.systems.intune.faults.clear();
    expect(bodyOf(await under('wrong-shape'))).not.toHaveProperty('value');
  });

  it('spoils one row in k', async () => {
    fleet.systems.intune.faults.set({ fault: 'wrong-rows', every: 4 });
    const { value } = await client.page(DEVICES);
    const good = rowsOf({ value: value ?? [] }).filter(
      ({ id, deviceName }) => typeof id === 'string' && typeof deviceName === 'string',
    );
    expect(good).toHaveLength(15);
  });

  it('lists rows twice in a page, or again on the next page', async () => {
    const inPage = rowsOf(bodyOf(await under('duplicate-in-page')));
    expect(inPage.length - new Set(inPage.map(({ id }) => id)).size).toBe(2);
    fleet.systems.intune.faults.clear();
    fleet.systems.intune.faults.set({ fault: 'duplicate-across-pages' });
    const across = rowsOf(...(await client.pages(DEVICES)));
    expect([across.length, new Set(across.map(({ id }) => id)).size]).toEqual([62, 60]);
  });

  it('repeats a page in the place of another', async () => {
    fleet.systems.intune.faults.set({ fault: 'repeated-page', count: 2 });
    const rows = rowsOf(...(await client.pages(DEVICES)));
    expect([rows.length, new Set(rows.map(({ id }) => id)).size]).toEqual([60, 40]);
  });

  it('never ends, or leads to another host', async () => {
    fleet.systems.intune.faults.set({ fault: 'endless-next-link' });
    let link = DEVICES;
    for (let i = 0; i < 8; i++) link = String((await client.page(link))['@odata.nextLink']);
    expect(link).toMatch(/^https:/);
    fleet.systems.intune.faults.clear();
    expect(String(bodyOf(await under('foreign-next-link'))['@odata.nextLink'])).toMatch(
      /^https:\/\/attacker\.example\/v1\.0/,
    );
  });

  it('has fewer rows than it counts, or none at all', async () => {
    const short = bodyOf(await under('short-page'));
    expect([short['@odata.count'], rowsOf(short).length]).toEqual([20, 10]);
    fleet.systems.intune.faults.clear();
    const empty = bodyOf(await under('empty-list'));
    expect(empty).toMatchObject({ '@odata.count': 0, value: [] });
    expect(empty).not.toHaveProperty('@odata.nextLink');
  });

  it('has pages without rows that lead on to the end', async () => {
    fleet.systems.intune.faults.set({ fault: 'empty-pages' });
    expect(rowsOf(...(await client.pages('/v1.0/users/delta')))).toEqual([]);
  });

  it('answers a delta link with everything anew', async () => {
    const all = (await client.pages('/v1.0/users/delta')).at(-1);
    const link = String(all?.['@odata.deltaLink']);
    expect(rowsOf(await client.page(link))).toEqual([]);
    fleet.systems.intune.faults.set({ fault: 'delta-resets', count: 1 });
    expect(rowsOf(await client.page(link)).length).toBeGreaterThan(10);
  });

  it('is a bomb: a megabyte that inflates to a gigabyte', async () => {
    const { body, headers } = await under('gzip-bomb');
    expect(headers['content-encoding']).toBe('gzip');
    expect(body.length).toBeLessThan(2_000_000);
    expect(() => gunzipSync(body, { maxOutputLength: 50_000_000 })).toThrow(/larger than/);
  });
});

describe('a fault on the wire', () => {
  it.each<[FaultName, RegExp]>([
    ['reset-before-answer', /hang up|ECONNRESET/],
    ['reset-mid-body', /aborted|ECONNRESET/],
    ['stall', /timeout/],
  ])('%s ends the request', async (fault, message) => {
    await expect(under(fault)).rejects.toThrow(message);
  });

  it('slow-drip sends a little again and again, and is never done', async () => {
    fleet.systems.intune.faults.set({ fault: 'slow-drip' });
    const drips = Promise.withResolvers<string>();
    const reply = client.graph(DEVICES, { onPiece: (pieces) => void (pieces === 8 && drips.resolve('dripping')) });
    const first = await Promise.race([
      reply.then(
        () => 'done',
        () => 'failed',
      ),
      drips.promise,
    ]);
    expect(first).toBe('dripping');
    await fleet.systems.intune.faults.transport('normal');
    await expect(reply).rejects.toThrow();
  });

  it.each([
    ['refused', /ECONNREFUSED/],
    ['half-open', /timeout/],
    ['expired', /expired/],
    ['wrong-name', /not in the cert|altname/i],
    ['unknown-authority', /unable to verify|signature|self-signed/i],
    ['self-signed', /self-signed|unable to verify/i],
  ] as const)('%s shows below HTTP, and normal ends it', async (mode, message) => {
    await fleet.systems.intune.faults.transport(mode);
    await expect(freshRequest(mode === 'half-open' ? IN_VAIN : {})).rejects.toThrow(message);
    await fleet.systems.intune.faults.transport('normal');
    expect((await freshRequest()).status).toBe(401);
  });
});
