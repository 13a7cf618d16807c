import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { idsOf, proofOf, rowsOf, startsOf, stopAfter } from '../polled.ts';
import { entraUsers, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  // Three pages of devices.
  rig = await startRig({ users: 40, devices: 2100, appsPerDevice: 2 });
});
afterEach(() => {
  rig.graph.faults.clear();
  rig.graph.requests.length = 0;
});
afterAll(() => rig.close());

const settings = { apps: 'off' };
const DEVICES = /managedDevices$/;
const deviceIds = () => rig.estate.devices.map((d) => d.id).sort();

describe('a sign-in', () => {
  it.each([
    ['tenant', { tenantId: '11111111-2222-4333-8444-555555555555' }, 'auth-90002', 'check `tenantId`', 0],
    ['client', { clientId: '11111111-2222-4333-8444-555555555555' }, 'auth-700016', 'check `clientId`', 1],
  ])(
    'with a wrong %s names its key, and counts as a wrong secret only where one was sent',
    async (_, wrong, code, hint, refusedSignIns) => {
      const { error } = await rig.poll({ settings: { ...settings, ...wrong } });
      expect(error).toMatchObject({ code, hint: expect.stringContaining(hint), refusedSignIns });
    },
  );
});

describe('a pass of devices', () => {
  it('that was stopped goes on at the same page, without a second start', async () => {
    const first = await rig.poll({ settings, onStep: stopAfter('device', 2) });
    expect(first.error).toMatchObject({ code: 'stopped' });
    const second = await rig.poll({ settings, checkpoint: first.checkpoint });
    expect(second.error).toBeNull();
    expect(startsOf(second, 'device')).toBe(0);
    expect([...idsOf(first, 'device'), ...idsOf(second, 'device')].sort()).toEqual(deviceIds());
    expect(proofOf(second, 'device')).toEqual({ marker: 'no-next-link', rows: 2100 });
  });

  it('that starts over is not taken up again in the middle of the former one', async () => {
    const first = await rig.poll({ settings, onStep: stopAfter('emm_user', 2) });
    expect(first.checkpoint).toMatchObject({ users: { step: 'full' } });
    rig.graph.delta.invalidateTokens();
    const onStep = stopAfter('emm_user', 1);
    const second = await rig.poll({ settings, checkpoint: first.checkpoint, onStep });
    expect([startsOf(second, 'emm_user'), second.checkpoint]).toMatchObject([1, { users: null }]);
  });

  it('that was resumed has the apps of every device all the same', async () => {
    const first = await rig.poll({ settings, onStep: stopAfter('device', 3) });
    const second = await rig.poll({ settings: { apps: 'report' }, checkpoint: first.checkpoint });
    const scopes = second.steps.flatMap((s) => ('scope' in s && s.scope ? s.scope.map(String) : []));
    expect(scopes.sort()).toEqual(deviceIds());
    const sizes = second.steps.flatMap((s) => ('scope' in s && s.scope ? [s.scope.length] : []));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
  });

  it('with unreadable rows hands them on to be counted', async () => {
    rig.graph.faults.set({ fault: 'wrong-rows', path: DEVICES, every: 100 });
    const poll = await rig.poll({ settings });
    expect(rowsOf(poll, 'device').length).toBe(2100);
    expect(rowsOf(poll, 'device').filter((r) => typeof r.external_id !== 'string').length).toBeGreaterThan(5);
  });
});

describe('a link', () => {
  it('to another server is not followed, and the token stays here', async () => {
    const other = await startRig({ users: 1, devices: 1 });
    rig.graph.faults.set({ fault: 'foreign-next-link', path: DEVICES, origin: other.graph.url });
    const poll = await rig.poll({ settings });
    expect(poll.error).toMatchObject({ code: 'foreign-link' });
    expect(other.graph.requests).toEqual([]);
    expect(JSON.stringify(poll.checkpoint)).not.toContain(other.graph.url);
    await other.close();
  });

  it('that is too long is neither followed nor kept', async () => {
    rig.graph.faults.set({
      fault: 'foreign-next-link',
      path: DEVICES,
      origin: `${rig.graph.url}/${'a'.repeat(10_000)}`,
    });
    const poll = await rig.poll({ settings });
    expect(poll.error).toMatchObject({ code: 'link-too-long' });
    expect(JSON.stringify(poll.checkpoint).length).toBeLessThan(1_000);
  });

  it('that never ends does not keep the poll for ever', async () => {
    rig.graph.faults.set({ fault: 'endless-next-link', path: /vppTokens$/ });
    const poll = await rig.poll({ settings });
    expect(poll.error).toMatchObject({ code: 'repeated-page' });
  });

  it('that never ends behind changes is not followed as often as there were changes', async () => {
    const users = entraUsers(rig.estate).length;
    const { pageSize } = rig.graph.delta;
    // One of them is on the last page, which comes again and again.
    rig.graph.delta.pageSize = users - 1;
    rig.graph.faults.set({ fault: 'endless-next-link', path: /users\/delta/ });
    const poll = await rig.poll({ settings });
    rig.graph.delta.pageSize = pageSize;
    expect(poll.error).toMatchObject({ code: 'repeated-page' });
    expect(rig.graph.requests.filter(({ path }) => path.includes('users/delta')).length).toBeLessThan(users);
  });
});

describe('throttling', () => {
  it.each([3, 'date', 'none', 'malformed'] as const)('with Retry-After %s loses nothing', async (retryAfter) => {
    rig.graph.faults.set({ fault: 'throttled', retryAfter, path: DEVICES, after: 1, count: 5 });
    const poll = await rig.poll({ settings });
    expect(poll.error).toBeNull();
    expect(poll.usage.throttled).toBe(5);
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    if (retryAfter === 3) expect(poll.waits).toEqual([3000, 3000, 3000, 3000, 3000]);
  });

  it('of single requests in a batch loses no user', async () => {
    const first = await rig.poll({ settings });
    const changed = rig.estate.people.filter((p) => p?.origin === 'cloud').slice(0, 5);
    for (const person of changed) if (person) rig.estate.updateUser(person.id, { jobTitle: 'Diver' });
    rig.graph.faults.set(
      { fault: 'throttled', path: /\/users\//, count: 3 },
      { fault: 'throttled', path: /\/users\/[0-9a-f]{8}-/, count: 3 },
    );
    const poll = await rig.poll({ settings, checkpoint: first.checkpoint });
    expect(poll.error).toBeNull();
    const divers = rowsOf(poll, 'emm_user').filter((r) => r.job_title === 'Diver');
    expect(new Set(divers.map((r) => r.external_id)).size).toBe(changed.length);
  });
});

describe('permissions and tokens', () => {
  it('that lack for users do not keep devices from being read', async () => {
    rig.graph.permissions.delete('User.Read.All');
    const poll = await rig.poll({ settings });
    rig.graph.permissions.add('User.Read.All');
    expect(poll.error).toMatchObject({ code: 'http-403' });
    expect(proofOf(poll, 'emm_user')).toBeUndefined();
    expect(proofOf(poll, 'device')).toBeDefined();
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
  });

  it('that lack for one part of the infrastructure leave its pass incomplete, and keep the rest', async () => {
    rig.graph.permissions.delete('DeviceManagementApps.Read.All');
    const poll = await rig.poll({ settings });
    rig.graph.permissions.add('DeviceManagementApps.Read.All');
    expect(poll.error).toBeNull();
    expect(proofOf(poll, 'infrastructure')).toBeUndefined();
    const components = rowsOf(poll, 'infrastructure').map((r) => r.component);
    expect(components).toEqual(expect.arrayContaining(['tenant', 'apns-certificate', 'dep-token']));
    expect(components).not.toContain('vpp-token');
    // Tokens of the store, and the catalogue of apps: both need the one that lacks.
    expect(poll.warnings.length).toBe(2);
  });

  it('a token refused in the middle of a poll is renewed', async () => {
    rig.graph.faults.set({ fault: 'unauthorized', path: DEVICES, after: 1, count: 1 });
    const poll = await rig.poll({ settings });
    expect(poll.error).toBeNull();
    expect(proofOf(poll, 'device')?.rows).toBe(2100);
    expect(rig.graph.requests.filter((r) => r.path.endsWith('/token')).length).toBe(2);
  });

  it.each([
    ['as text', { fault: 'planted', plant: { set: { expires_in: '3600' } } }],
    ['not at all', { fault: 'lacking', key: 'expires_in' }],
  ] as const)('a token whose life is told %s serves the whole poll', async (_, rule) => {
    rig.graph.faults.set({ ...rule, path: /\/token$/ });
    const before = rig.graph.requests.filter((r) => r.path.endsWith('/token')).length;
    expect((await rig.poll()).error).toBeNull();
    expect(rig.graph.requests.filter((r) => r.path.endsWith('/token')).length - before).toBe(1);
  });

  it('a token is renewed before its end', async () => {
    let hours = 0;
    const now = () => new Date(Date.now() + ++hours * 3_600_000);
    const poll = await rig.poll({ settings, now });
    expect(poll.error).toBeNull();
    expect(rig.graph.requests.filter((r) => r.path.endsWith('/token')).length).toBeGreaterThan(3);
    expect(rig.graph.requests.filter((r) => r.status === 401)).toEqual([]);
    expect([...new Set(idsOf(poll, 'emm_user'))].sort()).toEqual(entraUsers(rig.estate));
  });

  it('a wrong secret is told by its AADSTS number and nothing else', async () => {
    process.env.TEST_INTUNE_WRONG = 'not-the-secret';
    const poll = await rig.poll({ settings: { ...settings, clientSecret: 'env:TEST_INTUNE_WRONG' } });
    expect(poll.error).toMatchObject({ code: 'auth-7000215', server: new URL(rig.graph.authorityHost).host });
    expect(String(poll.error) + JSON.stringify(poll.error)).not.toMatch(/not-the-secret|127\.0\.0\.1|Invalid client/);
    expect(poll.steps.filter((s) => 'complete' in s)).toEqual([]);
  });
});
