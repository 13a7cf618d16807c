// The connector against the simulated domain controller, which plays the parts of Windows that Samba lacks, and faults.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../../lib/sources/contract.ts';
import type { LdapFaultName } from '../../../local/fleet/active-directory/faults.ts';
import { type Fleet, startFleet } from '../../../local/fleet/index.ts';
import { connectorOf, NOON, type Outcome, poll } from './polling.ts';

let fleet: Fleet;
let folder: string;
beforeEach(async () => {
  fleet = await startFleet({ users: 120, devices: 0, seed: 7, stepMs: 3_600_000 });
  folder = mkdtempSync(join(tmpdir(), 'emm-lens-directory-'));
  writeFileSync(join(folder, 'ca.pem'), fleet.authority.caPem);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await fleet.close();
});

const connector = (more: Record<string, unknown> = {}) => {
  const { url, bindDn, password } = fleet.systems['active-directory'];
  return connectorOf({
    url,
    bindDn,
    password,
    caFile: join(folder, 'ca.pem'),
    pageSize: 20,
    ...more,
  });
};
const keysOf = (outcome: Outcome): unknown[] => outcome.rows.map((row) => row.external_id).sort();

describe('a full pass', () => {
  it('reads everybody once, whatever page size the server grants', async () => {
    const whole = await poll(connector({ pageSize: 1000 }));
    fleet.systems['active-directory'].limits.maxPageSize = 7;
    const small = await poll(connector({ pageSize: 50 }));
    expect(whole.error).toBeNull();
    expect(new Set(keysOf(whole)).size).toBe(whole.rows.length);
    expect(whole.rows.length).toBeGreaterThan(100);
    expect(keysOf(small)).toEqual(keysOf(whole));
    expect(small.complete).toEqual(whole.complete);
  });

  it('tells accounts behind the NetBIOS name of their domain, and asks for it only where it is collected', async () => {
    const pass = await poll(connector());
    expect(pass.rows.every((row) => row.domain_account === `CORP\\${row.account_name}`)).toBe(true);
    const asked = () =>
      fleet.systems['active-directory'].requests.filter(({ base = '' }) => base.startsWith('CN=Partitions,')).length;
    expect(asked()).toBe(1);
    const without = await poll(connector({ exclude: ['nETBIOSName'] }));
    expect([asked(), without.rows.filter((row) => 'domain_account' in row)]).toEqual([1, []]);
  });

  it('reads people all the same where the domain does not show its name', async () => {
    fleet.systems['active-directory'].faults.set({ fault: 'no-such-object', base: /^CN=Partitions,/, count: 1 });
    const pass = await poll(connector());
    expect([fleet.systems['active-directory'].faults.count, pass.error, pass.rows[0]?.domain_account]).toEqual([
      1,
      null,
      null,
    ]);
  });

  it('reads on behind an empty page that has a cookie', async () => {
    const whole = await poll(connector());
    fleet.systems['active-directory'].faults.set({ fault: 'empty-page', continued: true, count: 2 });
    const pass = await poll(connector());
    expect(fleet.systems['active-directory'].faults.count).toBe(2);
    expect(keysOf(pass)).toEqual(keysOf(whole));
  });

  it.each<LdapFaultName>(['busy', 'unavailable'])(
    'is started again on a new connection while the server is %s',
    async (fault) => {
      fleet.systems['active-directory'].faults.set({ fault, continued: true, after: 2, count: 1 });
      const pass = await poll(connector());
      const starts = pass.steps.flatMap((step, i) => (step.dataset === 'directory_user' && 'pass' in step ? [i] : []));
      const last = pass.steps.slice(starts[1]).flatMap((step) => ('rows' in step ? step.rows : []));
      expect(starts).toHaveLength(2);
      expect(pass.complete?.rows).toBe(last.length);
      expect(fleet.systems['active-directory'].requests.filter((request) => request.operation === 'bind')).toHaveLength(
        2,
      );
    },
  );

  it.each([
    ['svc-disabled', '533', /disabled/],
    ['svc-password-expired', '532', /password .* expired/],
    ['svc-expired', '701', /account has expired/],
    ['svc-must-change', '773', /must change/],
    ['svc-locked', '775', /locked/],
    ['svc-nobody', '52e', /unknown account/],
  ])('says what is wrong with the account, and never which: %s', async (name, data, hint) => {
    const { bindDn } = fleet.systems['active-directory'];
    const { error } = await poll(connector({ bindDn: bindDn.replace('svc-emmlens', name) }));
    expect(error).toMatchObject({
      code: 'ldap-49',
      message: expect.stringContaining(data),
      hint: expect.stringMatching(hint),
    });
    expect(`${error}${JSON.stringify(error)}`).not.toMatch(/svc-|DSID|contoso/);
  });

  it.each(['wrong-name', 'expired', 'unknown-authority', 'self-signed'] as const)(
    'sends nothing to a server with a bad certificate: %s',
    async (mode) => {
      await fleet.systems['active-directory'].transport(mode);
      const plain = { url: fleet.systems['active-directory'].startTlsUrl };
      expect([(await poll(connector())).error, (await poll(connector(plain))).error]).toMatchObject([
        { code: 'tls' },
        { code: 'tls' },
      ]);
      expect(fleet.systems['active-directory'].requests.filter((request) => request.operation === 'bind')).toEqual([]);
    },
  );

  it('is over at once when the poll is stopped, even while it waits for a busy server', async () => {
    fleet.systems['active-directory'].faults.set({ fault: 'busy' });
    const stop = new AbortController();
    const running = poll(connector(), { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect((await running).error).toMatchObject({ code: 'time-budget' });
  });
});

describe('the next poll', () => {
  const STRANGERS = [
    ['another controller', (): void => fleet.systems['active-directory'].controller.failOver()],
    ['a restored controller', (): void => fleet.systems['active-directory'].controller.restore()],
    ['a controller put back to an old image', (): void => fleet.systems['active-directory'].controller.rollBack(5000)],
  ] as const;
  const tomorrow = new Date(NOON.getTime() + 86_400_000);

  it.each(STRANGERS)(
    'of %s reads everybody anew and proves nobody absent, before it answers again',
    async (_, happens) => {
      const first = await poll(connector());
      happens();
      const soon = await poll(connector(), { checkpoint: first.checkpoint });
      expect(keysOf(soon)).toEqual(keysOf(first));
      expect(soon).toMatchObject({ error: null, complete: null, started: false });
      const daily = await poll(connector(), { checkpoint: soon.checkpoint, now: tomorrow });
      expect(daily.complete?.rows).toBe(first.rows.length);
    },
  );

  it('of controllers that change with each proves absences all the same, after ten', async () => {
    const first = await poll(connector());
    let { checkpoint } = first;
    const proofs: unknown[] = [];
    for (let i = 0; i < 11; i++) {
      fleet.systems['active-directory'].controller.failOver();
      const next = await poll(connector(), { checkpoint, now: tomorrow });
      proofs.push(next.complete?.rows ?? null);
      checkpoint = next.checkpoint;
    }
    expect(proofs).toEqual([...Array.from({ length: 10 }, () => null), first.rows.length]);
    expect(checkpoint).toMatchObject({ strangers: 0, fullPassAt: tomorrow.toISOString() });
  });

  it('and all that follow it come to what a full pass sees, tombstones included', async () => {
    const mirror = new Map<unknown, SourceRow>();
    let checkpoint = apply(mirror, await poll(connector()));
    let removals = 0;
    for (let i = 0; i < 40; i++) {
      for (let hour = 0; hour < 24; hour++) fleet.tick();
      const next = await poll(connector(), { checkpoint });
      expect([next.error, next.complete]).toEqual([null, null]);
      removals += next.removed.length;
      checkpoint = apply(mirror, next);
    }
    const truth = new Map<unknown, SourceRow>();
    apply(truth, await poll(connector()));
    expect([...mirror.keys()].sort()).toEqual([...truth.keys()].sort());
    for (const [key, row] of truth) expect(mirror.get(key)).toEqual(row);
    expect(removals).toBeGreaterThan(0);
  });

  it('leaves removals to the daily full pass where tombstones may not be read', async () => {
    fleet.systems['active-directory'].limits.readDeletedObjects = false;
    const first = await poll(connector());
    for (let hour = 0; hour < 40 * 24; hour++) fleet.tick();
    const soon = await poll(connector(), { checkpoint: first.checkpoint });
    const daily = await poll(connector(), { checkpoint: soon.checkpoint, now: new Date(NOON.getTime() + 86_400_000) });
    expect(soon).toMatchObject({ error: null, removed: [], complete: null });
    const gone = keysOf(first).filter((key) => !keysOf(daily).includes(key));
    expect(gone.length).toBeGreaterThan(0);
    expect(daily.complete).not.toBeNull();
  });

  it('reads groups of any number, where the server cuts the list', async () => {
    const whole = await poll(connector({ include: ['memberOf'] }));
    fleet.systems['active-directory'].limits.maxValRange = 2;
    const cut = await poll(connector({ include: ['memberOf'] }));
    const groups = (outcome: Outcome) =>
      new Map(outcome.rows.map((row) => [row.external_id, row.attributes?.memberOf]));
    expect(Math.max(...whole.rows.map((row) => [row.attributes?.memberOf].flat().length))).toBeGreaterThan(2);
    expect(groups(cut)).toEqual(groups(whole));
    // Each such list is handed on before the next one is read: a page of them would have no bound.
    const cutInStep = cut.steps.map((step) =>
      'rows' in step ? step.rows.filter((row) => [row.attributes?.memberOf].flat().length > 2).length : 0,
    );
    expect(Math.max(...cutInStep)).toBe(1);
  });
});

describe('a long list of values', () => {
  it('whose first range comes again and again ends the pass without proof', async () => {
    fleet.systems['active-directory'].limits.maxValRange = 2;
    fleet.systems['active-directory'].faults.set({ fault: 'repeated-range', base: /^CN=/ });
    const pass = await poll(connector({ include: ['memberOf'] }));
    expect(pass).toMatchObject({ error: { code: 'incomplete' }, complete: null, checkpoint: null });
  });
});

/** What a store would do with the steps. */
function apply(mirror: Map<unknown, SourceRow>, outcome: Outcome): Outcome['checkpoint'] {
  for (const row of outcome.rows) mirror.set(row.external_id, row);
  for (const key of outcome.removed) mirror.delete(key);
  return outcome.checkpoint;
}
