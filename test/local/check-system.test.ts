// npm run check: what it asks a system, and tells of its answer, without one try too many.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepSecret, sourceOf } from '../../local/fleet/folder.ts';
import { type RunningFleet, startFleetOf } from '../../local/fleet/index.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { checked, folder, listing, sources } from './checked.ts';

describe('a system', () => {
  let fleet: RunningFleet;
  beforeAll(async () => {
    const types = ['ivanti-epmm', 'active-directory'] as const;
    const company = { users: 12, devices: 20, appsPerDevice: 2, types: ['ivanti-epmm'] } as const;
    fleet = await startFleetOf(types, { ...company, seed: 3, waits: 'none' });
  });
  afterAll(async () => fleet.close());

  const system = () => {
    const one = fleet.systems['ivanti-epmm'];
    if (!one) throw new RangeError('EPMM does not run');
    return one;
  };
  const entry = (type: 'ivanti-epmm' | 'active-directory', changes: object = {}): object => {
    writeFileSync(join(folder, 'ca.pem'), fleet.authority.caPem);
    return { ...sourceOf(fleet.entry(type), folder), ...changes };
  };

  it('that lets it in is told with its version, what it answers and the days of its certificate', async () => {
    sources(entry('ivanti-epmm'), entry('active-directory'));
    const before = listing();
    const { code, lines } = await checked();
    const told = lines.join('\n');
    expect([code, told]).toEqual([
      0,
      expect.stringMatching(/ok {7}source ivanti-epmm: Ivanti EPMM \d+\S* lets it in, and answers emm_user, device, /),
    ]);
    expect(told).toMatch(
      /ok {7}source directory: Active Directory \S+ lets it in, and answers infrastructure, directory_user/,
    );
    expect(
      told.match(
        /ok {7}certificate of 127\.0\.0\.1:\d+: expires in 39\d days; TLSv1\.3, TLS_\w+, signed by Fleet Private CA/g,
      ),
    ).toHaveLength(2);
    for (const person of fleet.estate.people) expect(told).not.toContain(person?.alias ?? 'nobody');
    expect(listing()).toEqual(before);
  });

  it('is asked for one page of its devices', async () => {
    sources(entry('ivanti-epmm'));
    system().devices.cap = 5;
    const from = system().requests.length;
    await checked();
    system().devices.cap = Number.POSITIVE_INFINITY;
    const pages = system()
      .requests.slice(from)
      .filter(({ path }) => path === '/api/v2/devices');
    expect(pages).toHaveLength(1);
  });

  it('that refuses the password is asked once', async () => {
    sources(entry('ivanti-epmm', { password: keepSecret(folder, 'wrong', 'wrong-one') }));
    const from = system().requests.length;
    const { code, lines } = await checked();
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(/^error {4}source ivanti-epmm: .*\(http-401\) Check /m);
    expect(system().requests.length - from).toBe(1);
  });

  it('that refused it before is not asked', async () => {
    await makeMigrated(join(folder, 'lens.db'));
    const db = new DatabaseSync(join(folder, 'lens.db'));
    const refused = JSON.stringify({ tries: [Date.now() - 60_000, Date.now() - 1_000], secrets: [] });
    db.prepare(
      "INSERT INTO source_state (source, product, sign_in, fence, last_seen_at) VALUES ('ivanti-epmm', 'ivanti-epmm', ?, 0, 0)",
    ).run(refused);
    db.close();
    sources(entry('ivanti-epmm'));
    const from = system().requests.length;
    const { lines } = await checked();
    expect(lines.join('\n')).toMatch(/^error {4}source ivanti-epmm: .*\(sign-in-refused\).* check again from 20/m);
    expect(system().requests.length).toBe(from);
  });

  it('that lacks a right names what cannot be read, and reads the rest', async () => {
    sources(entry('ivanti-epmm'));
    for (const role of ['view devices', 'view labels'] as const) system().roles.delete(role);
    const { code, lines } = await checked();
    for (const role of ['view devices', 'view labels'] as const) system().roles.add(role);
    expect([code, lines.join('\n')]).toEqual([
      1,
      expect.stringMatching(/^error {4}source ivanti-epmm, device: .*\(http-403\).*docs\/sources\/ivanti-epmm\.md/m),
    ]);
    expect(lines.join('\n')).toMatch(/^warning {2}source ivanti-epmm, label: cannot be read. \(http-403\)/m);
    expect(lines.join('\n')).toMatch(/answers emm_user, configuration, infrastructure/);
  });

  it('that lacks the right to what comes with each device names that', async () => {
    sources(entry('ivanti-epmm', { personalDevices: true }));
    system().roles.delete('view app inventory');
    const { code, lines } = await checked();
    system().roles.add('view app inventory');
    expect(code).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^error {4}source ivanti-epmm, device_app: .*\(http-403\)/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok .* answers emm_user, device, configuration, infrastructure$/),
    );
  });

  it.each(['expired', 'unknown-authority', 'wrong-name'] as const)('with a certificate that is %s', async (kind) => {
    sources(entry('ivanti-epmm'));
    await system().faults.transport(kind);
    const { code, lines } = await checked();
    await system().faults.transport('normal');
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(/^error {4}source ivanti-epmm: .*\(tls\) Check the certificate/m);
  });

  it('that never answers', async () => {
    sources(entry('ivanti-epmm', { connectTimeoutSeconds: 1 }));
    await system().faults.transport('half-open');
    const { lines } = await checked();
    expect(system().faults.count).toBe(1);
    await system().faults.transport('normal');
    expect(lines.join('\n')).toMatch(/^error {4}source ivanti-epmm: .*\(timeout\) Check firewall and `proxy`/m);
  });

  it('that is a directory, and refuses the password', async () => {
    sources(entry('active-directory', { password: keepSecret(folder, 'wrong', 'wrong-one') }));
    const { lines } = await checked();
    expect(lines.join('\n')).toMatch(/^error {4}source directory: .*\(ldap-49\)/m);
  });

  it('whose certificate ends soon is told with the days', async () => {
    const clock = () => Date.now() - 380 * 86_400_000;
    const old = await startFleetOf(['ivanti-epmm'], { users: 3, devices: 3, seed: 3, waits: 'none', clock });
    writeFileSync(join(folder, 'ca.pem'), old.authority.caPem);
    sources(sourceOf(old.entry('ivanti-epmm'), folder));
    const { code, lines } = await checked();
    await old.close();
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning {2}certificate of 127.0.0.1:\d+: expires in 1\d days; .*: have it renewed/),
    );
  });
});
