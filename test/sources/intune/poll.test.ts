import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { appsOf } from '../../../local/fleet/estate/device.ts';
import { idsOf, type Poll, proofOf, removedOf, rowsOf, settle, startsOf } from '../polled.ts';
import { entraUsers, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ users: 80, devices: 90 });
});
afterEach(() => {
  rig.graph.faults.clear();
  rig.graph.blobFaults.clear();
  rig.graph.requests.length = 0;
});
afterAll(() => rig.close());

const deviceIds = () => rig.estate.devices.map((d) => d.id).sort();

describe('a first poll', () => {
  it('brings every user, device and app once, each dataset with its proof', async () => {
    const poll = settle(await rig.poll());
    expect([...new Set(idsOf(poll, 'emm_user'))].sort()).toEqual(entraUsers(rig.estate));
    expect(idsOf(poll, 'device').sort()).toEqual(deviceIds());
    const apps = rowsOf(poll, 'device_app');
    expect(new Set(apps.map((a) => `${a.device_external_id} ${a.app_id}`)).size).toBe(apps.length);
    expect(apps.length).toBe(
      rig.estate.devices.reduce((n, d) => n + new Set(appsOf(d).map((a) => a.title.name)).size, 0),
    );
    expect(proofOf(poll, 'emm_user')?.marker).toBe('no-next-link');
    expect(proofOf(poll, 'device')).toEqual({ marker: 'no-next-link', rows: rig.estate.deviceCount });
    expect(proofOf(poll, 'device_app')).toEqual({ marker: 'archive-complete', rows: apps.length });
    expect(proofOf(poll, 'infrastructure')?.rows).toBeGreaterThan(4);
  });

  it('reads the same apps through the relation', async () => {
    const key = (poll: Poll) =>
      rowsOf(poll, 'device_app')
        .map((a) => `${a.device_external_id} ${a.title} ${a.version}`)
        .sort();
    const relation = settle(await rig.poll({ settings: { apps: 'relation' } }));
    expect(key(relation)).toEqual(key(settle(await rig.poll())));
    expect(proofOf(relation, 'device_app')?.marker).toBe('no-next-link');
  });

  it('hands on no apps where the relation names one without an id: it would seem gone from its devices', async () => {
    rig.graph.faults.set({ fault: 'planted', path: /detectedApps$/, plant: { set: { id: ' ' } } });
    const poll = await rig.poll({ settings: { apps: 'relation' } });
    expect(poll.error).toMatchObject({ code: 'wrong-shape' });
    expect([rowsOf(poll, 'device_app'), proofOf(poll, 'device_app')]).toEqual([[], undefined]);
  });

  it('sends no token to where reports are downloaded from', async () => {
    settle(await rig.poll());
    expect(rig.graph.blobRequests.length).toBeGreaterThan(0);
    expect(rig.graph.blobRequests.some((r) => r.authorized)).toBe(false);
  });

  it('asks only for what the profile collects', async () => {
    settle(await rig.poll());
    const queries = rig.graph.requests
      .filter((r) => r.path.startsWith('/v1.0') && r.query !== '')
      .map((r) => decodeURIComponent(r.query));
    expect(queries.join()).toContain('serialNumber');
    expect(queries.join()).not.toMatch(
      /userDisplayName|businessPhones|streetAddress|managedDeviceName|extensionAttribute/i,
    );
    const off = settle(await rig.poll({ settings: { exclude: ['serialNumber'], phoneNumbers: 'off' } }));
    expect(rowsOf(off, 'device').some((r) => 'serial_number' in r || 'phone_number' in r)).toBe(false);
  });

  it('asks for nothing that Graph does not know, in the largest profile', async () => {
    const poll = settle(await rig.poll({ settings: { profile: 'sensitive', phoneNumbers: 'full' } }));
    expect(poll.warnings).toEqual([]);
    expect(rowsOf(poll, 'emm_user').some((r) => r.attributes?.businessPhones !== undefined)).toBe(true);
  });

  it('works with a certificate instead of a secret', async () => {
    const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const directory = mkdtempSync(`${tmpdir()}/emm-lens-test-`);
    const { certPem, keyPem } = rig.graph.certificate;
    writeFileSync(`${directory}/app.pem`, certPem + keyPem);
    const poll = await rig.poll({
      settings: { clientSecret: undefined, certificateFile: `${directory}/app.pem`, apps: 'off' },
    });
    rmSync(directory, { recursive: true });
    settle(poll);
  });
});

describe('apps', () => {
  it('of a device without any are an empty scope', async () => {
    const bare = rig.estate.enrol();
    Reflect.set(bare, 'baseApps', 0);
    const poll = settle(await rig.poll());
    const scopes = poll.steps.flatMap((s) => ('scope' in s && s.scope ? s.scope.map(String) : []));
    expect(scopes.sort()).toEqual(deviceIds());
    expect(rowsOf(poll, 'device_app').some((a) => a.device_external_id === bare.id)).toBe(false);
  });

  it('of devices that the company does not own are not handed on by default', async () => {
    const poll = settle(await rig.poll({ settings: { personalDevices: false } }));
    const company = new Set(rig.estate.devices.filter((d) => d.ownership === 'company').map((d) => d.id));
    const owners = new Set(rowsOf(poll, 'device_app').map((a) => String(a.device_external_id)));
    expect(company.size).toBeLessThan(rig.estate.deviceCount);
    expect([...owners].every((id) => company.has(id))).toBe(true);
    expect(owners.size).toBeGreaterThan(0);
  });

  it('are waited for until the report is ready', async () => {
    rig.graph.exportJobs.settings = { notStartedPolls: 1, inProgressPolls: 1 };
    const poll = settle(await rig.poll());
    rig.graph.exportJobs.settings = { notStartedPolls: 0, inProgressPolls: 0 };
    expect(rig.graph.requests.filter((r) => r.path.includes('exportJobs(')).length).toBeGreaterThanOrEqual(3);
    expect(proofOf(poll, 'device_app')?.marker).toBe('archive-complete');
  });

  it('of a broken archive are not handed on at all', async () => {
    rig.graph.blobFaults.set({ fault: 'login-page' });
    const poll = await rig.poll();
    expect(poll.error).toMatchObject({ code: 'broken-archive' });
    expect(rowsOf(poll, 'device_app')).toEqual([]);
    expect(proofOf(poll, 'device_app')).toBeUndefined();
    expect(proofOf(poll, 'infrastructure')).toBeDefined();
  });
});

describe('later polls', () => {
  it('bring changed users in full, and removed ones by their word', async () => {
    const first = settle(await rig.poll({ settings: { apps: 'off' } }));
    const [changed, leaver] = rig.estate.people.filter((p) => p?.origin === 'cloud');
    if (!changed || !leaver) throw new Error('the estate has too few users');
    rig.estate.updateUser(changed.id, { department: 'Night Watch' });
    rig.estate.removeUser(leaver.id);
    const second = settle(await rig.poll({ settings: { apps: 'off' }, checkpoint: first.checkpoint }));
    const row = rowsOf(second, 'emm_user').find((r) => r.external_id === changed.id);
    expect(row).toMatchObject({ department: 'Night Watch', user_principal_name: changed.userPrincipalName });
    expect([...new Set(removedOf(second, 'emm_user'))]).toEqual([leaver.id]);
    expect(startsOf(second, 'emm_user')).toBe(0);
    expect(rowsOf(second, 'emm_user').length).toBeLessThan(20);
  });

  it.each([
    ['a first reading', false],
    ['a round of changes', true],
  ])('take the last word of a page of %s, where a removal stands behind its user', async (_, delta) => {
    const first = settle(await rig.poll({ settings: { apps: 'off' } }));
    const [changed] = rig.estate.people.filter((p) => p?.origin === 'cloud');
    rig.estate.updateUser(String(changed?.id), { department: 'Night Shift' });
    rig.graph.faults.set({ fault: 'removed-behind', path: /users\/delta$/, count: 1 });
    const poll = settle(await rig.poll({ settings: { apps: 'off' }, checkpoint: delta ? first.checkpoint : null }));
    const gone = removedOf(poll, 'emm_user');
    expect(gone.length).toBeGreaterThan(0);
    expect(idsOf(poll, 'emm_user').filter((id) => gone.includes(id))).toEqual([]);
  });

  it('count a user once whom a round tells of on two pages, and not who is gone by its end', async () => {
    rig.graph.faults.set({ fault: 'duplicate-across-pages', path: /users\/delta$/ });
    const poll = settle(await rig.poll({ settings: { apps: 'off' } }));
    const [ids, told] = [new Set(idsOf(poll, 'emm_user')), idsOf(poll, 'emm_user').length];
    expect(told).toBeGreaterThan(ids.size);
    expect(proofOf(poll, 'emm_user')).toMatchObject({ rows: ids.size, again: told - ids.size });
  });

  it('read all users anew once a day, whatever the changes said meanwhile', async () => {
    const first = settle(await rig.poll({ settings: { apps: 'off' } }));
    const changed = rig.estate.people.find((p) => p?.origin === 'cloud');
    if (!changed) throw new Error('the estate has too few users');
    rig.estate.updateUser(changed.id, { department: 'Day Watch' });
    rig.graph.faults.set({ fault: 'empty-pages', path: /users\/delta$/ });
    const second = settle(await rig.poll({ settings: { apps: 'off' }, checkpoint: first.checkpoint }));
    rig.graph.faults.clear();
    expect(rowsOf(second, 'emm_user')).toEqual([]);
    const day = Date.now() + 24 * 3600_000 + 60_000;
    const later = () => new Date(day);
    const third = settle(await rig.poll({ settings: { apps: 'off' }, checkpoint: second.checkpoint, now: later }));
    expect([...new Set(idsOf(third, 'emm_user'))].sort()).toEqual(entraUsers(rig.estate));
    expect(rowsOf(third, 'emm_user').find((r) => r.external_id === changed.id)?.department).toBe('Day Watch');
    expect(proofOf(third, 'emm_user')?.marker).toBe('no-next-link');
    const fourth = settle(await rig.poll({ settings: { apps: 'off' }, checkpoint: third.checkpoint, now: later }));
    expect(proofOf(fourth, 'emm_user')).toBeUndefined();
  });

  it('read all users anew when Graph forgot the delta token', async () => {
    const first = settle(await rig.poll({ settings: { apps: 'off' } }));
    rig.graph.delta.invalidateTokens();
    const second = settle(await rig.poll({ settings: { apps: 'off' }, checkpoint: first.checkpoint }));
    expect(startsOf(second, 'emm_user')).toBe(1);
    expect([...new Set(idsOf(second, 'emm_user'))].sort()).toEqual(entraUsers(rig.estate));
    expect(proofOf(second, 'emm_user')).toBeDefined();
  });

  it('start over from a checkpoint that cannot be read', async () => {
    const poll = settle(
      await rig.poll({ settings: { apps: 'off' }, checkpoint: { users: { step: 'moon' }, devices: 7 } }),
    );
    expect(startsOf(poll, 'emm_user')).toBe(1);
    expect(proofOf(poll, 'device')).toBeDefined();
  });
});
