// Details of devices and users are a request each: "no such thing" of what is listed is no word about their values.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../../lib/sources/contract.ts';
import { type Poll, proofOf, rowsOf } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

describe('details of a listed device or user', () => {
  let rig: Rig;
  let whole: Poll;
  beforeAll(async () => {
    rig = await startRig({ users: 20, devices: 40, appsPerDevice: 1 });
    whole = await poll();
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  const poll = () => rig.poll({ settings: { profile: 'sensitive', roaming: true, apps: false } });
  const silent = (of: Poll, dataset: 'device' | 'emm_user') =>
    rowsOf(of, dataset).filter((row) => (row.unanswered ?? []).length > 0);
  /** What a row tells, by name. */
  const told = ({ attributes = {}, unanswered: _, ...fields }: SourceRow) =>
    [
      ...Object.entries(fields),
      ...Object.entries(attributes).map(([name, value]) => [`attributes.${name}`, value] as const),
    ].filter(([, value]) => value !== null && value !== undefined);

  it.each([
    ['not-found', /\/mdm\/devices\/[^/]+\/security$/, 'security'],
    ['empty-object', /\/mdm\/devices\/[^/]+\/security$/, 'security'],
    ['not-found', /\/mdm\/devices\/[^/]+\/network$/, 'deviceNetwork'],
    ['not-found', /\/mdm\/devices\/[^/]+\/compliance$/, 'compliance'],
    ['not-found', /\/bitlocker\/drives$/, 'bitlocker'],
    ['empty-list', /\/extensivesearch$/, 'deviceExtensive'],
  ] as const)(
    'are said to be not answered, whatever a device tells then no more, or otherwise (%s %s)',
    async (fault, path, part) => {
      expect(silent(whole, 'device')).toEqual([]);
      rig.server.faults.set({ fault, path });
      const lacking = await poll();
      expect(lacking.error).toBeNull();
      const rows = new Map(rowsOf(lacking, 'device').map((row) => [row.external_id, row]));
      const lost = rowsOf(whole, 'device').flatMap((before) => {
        const row = rows.get(before.external_id) ?? {};
        const now = new Map(told(row));
        return told(before).filter(
          ([name, value]) => !row.unanswered?.includes(name) && JSON.stringify(now.get(name)) !== JSON.stringify(value),
        );
      });
      expect([lost, rows.size]).toEqual([[], 40]);
      expect(silent(lacking, 'device').length).toBeGreaterThan(5);
      expect(proofOf(lacking, 'device')).toMatchObject({ rows: 40 });
      if (part !== 'bitlocker') expect(proofOf(lacking, 'device')?.lacking).toEqual([part]);
    },
  );

  it('are a call that the console has where others are answered', async () => {
    rig.server.faults.set({ fault: 'not-found', path: /\/mdm\/devices\/[^/]+\/security$/, count: 15 });
    const some = await poll();
    expect(silent(some, 'device')).toHaveLength(15);
    expect(proofOf(some, 'device')?.lacking).toBeUndefined();
  });

  it('of a user come before what the account is called, and are kept like those of a device', async () => {
    rig.server.faults.set({ fault: 'not-found', path: /\/system\/users\/[0-9a-f-]{36}$/ });
    const lacking = await poll();
    expect(silent(lacking, 'emm_user').every((row) => row.unanswered?.includes('user_principal_name'))).toBe(true);
    expect(silent(lacking, 'emm_user').length).toBe(rowsOf(lacking, 'emm_user').length);
    expect(proofOf(lacking, 'emm_user')?.lacking).toEqual(['userV2']);
  });
});
