import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fleet, startFleet } from '../../local/fleet/index.ts';
import { bodyOf, FleetClient } from './client.ts';

let fleet: Fleet;
let client: FleetClient;

beforeAll(async () => {
  fleet = await startFleet({ users: 0, devices: 0, seed: 19 });
  client = new FleetClient(fleet);
});
afterAll(async () => {
  client.close();
  await fleet.close();
});

describe('the licence server', () => {
  const call = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"devices": 3}',
  };

  it('says ok to any POST and keeps the bytes and headers that came', async () => {
    const reply = await client.send(`${fleet.license.url}/v1/check`, call);
    expect([reply.status, bodyOf(reply)]).toEqual([200, { status: 'ok' }]);
    const [received] = fleet.license.received;
    expect(received?.body.toString()).toBe('{"devices": 3}');
    expect(received?.headers['content-type']).toBe('application/json');
    expect((await client.send(fleet.license.url)).status).toBe(405);
  });

  it('fails, stalls and babbles when told to', async () => {
    fleet.license.faults.set(
      { fault: 'server-error', count: 1 },
      { fault: 'stall', count: 1 },
      { fault: 'truncated-json', count: 1 },
    );
    expect((await client.send(fleet.license.url, call)).status).toBe(500);
    await expect(client.send(fleet.license.url, { ...call, timeoutMs: 300 })).rejects.toThrow(/timeout/);
    const malformed = await client.send(fleet.license.url, call);
    expect(() => bodyOf(malformed)).toThrow(SyntaxError);
    expect((await client.send(fleet.license.url, call)).status).toBe(200);
  });
});
