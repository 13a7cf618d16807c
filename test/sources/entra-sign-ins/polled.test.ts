// Sign-ins of the simulated company, read by polls into a store: each counts once, whatever comes late, stops or fails.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import type { SignIns } from '../../../local/fleet/intune/sign-ins.ts';
import { Reader } from '../../contract/reader.ts';
import { Company, type SourceEntry } from '../../end-to-end/company.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../../http/api.ts';
import { endOf } from './told.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let now = Date.now();
const clock = { now: () => new Date(now) };
let company: Company;
let served: SignIns;
let reader: Reader;
let databases = 0;

beforeAll(async () => {
  company = await Company.start({ types: ['intune'], clock: () => now });
  served = company.fleet.systems['entra-sign-ins'].signIns;
});
afterAll(() => company.close());
beforeEach(async () => {
  served.maxPage = 1_000;
  served.keptDays = 30;
  reader = await begin({});
});
afterEach(async () => {
  company.fleet.systems['entra-sign-ins'].faults.clear();
  await reader.close();
});

const entry = (settings: SourceEntry) =>
  company.source('entra-sign-ins', {
    from: new Date(now - 6 * HOUR).toISOString(),
    personalDevices: true,
    platforms: 'all',
    ...settings,
  });

function begin(settings: SourceEntry): Promise<Reader> {
  databases += 1;
  return Reader.open(company.folder, company.databaseFile(`sign-ins-${databases}`), entry(settings));
}

const stored = () => reader.store.db.selectFrom('app_access').selectAll().execute();

/** By how they ended: how many. */
async function counted(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { result, requests } of await stored()) counts[result] = (counts[result] ?? 0) + Number(requests);
  return counts;
}

function happened(from: number, isTold: (toldAt: number) => boolean, interactiveOnly = true): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { row, toldAt, isInteractive } of served.between(from, now)) {
    if (!isTold(toldAt) || (interactiveOnly && !isInteractive)) continue;
    const result = endOf(row);
    counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}

describe('a sign-in', () => {
  it('counts once in polls that stop anywhere, fail, and read again what comes late', async () => {
    const from = now - 6 * HOUR;
    served.maxPage = 20;
    await reader.close();
    reader = await begin({});
    for (let stopAfter = 1; ; stopAfter *= 3) {
      const { receipt } = await reader.poll({ stopAfter, clock });
      if (receipt.outcome === 'complete') break;
    }
    expect(await counted()).toEqual(happened(from, (toldAt) => toldAt <= now));
    const { faults } = company.fleet.systems['entra-sign-ins'];
    for (let polls = 0; polls < 7; polls += 1) {
      now += 25 * MINUTE;
      if (polls % 3 === 1) faults.set({ fault: 'forbidden', path: /signIns/, after: 2 });
      const { receipt } = await reader.poll({ clock });
      expect(receipt.error?.code ?? null).toBe(polls % 3 === 1 ? 'http-403' : null);
      faults.clear();
    }
    now += HOUR;
    await reader.poll({ clock });
    expect(await counted()).toEqual(happened(from, (toldAt) => toldAt <= now));
    served.maxPage = 1_000;
    const { usage } = await reader.poll({ clock });
    expect(await counted()).toEqual(happened(from, (toldAt) => toldAt <= now));
    // It was looked back within the hour.
    expect(usage.requests).toBeLessThan(8);
  });

  it('counts once when nothing was read for days', async () => {
    const from = now - 6 * HOUR;
    await reader.poll({ clock });
    const before = now;
    const told = served.between(from, before).filter(({ toldAt }) => toldAt <= before).length;
    now += 60 * HOUR;
    await reader.store.write(({ db }) => db.deleteFrom('told_id').execute());
    await reader.poll({ clock });
    const all = Object.values(await counted()).reduce((sum, n) => sum + n, 0);
    const since = served.between(before + 1, now).filter((one) => one.isInteractive && one.toldAt <= now).length;
    const interactive = served.between(from, before).filter((one) => one.isInteractive && one.toldAt <= before).length;
    expect(told).toBeGreaterThan(interactive);
    expect(all).toBe(interactive + since);
  });

  it('is read as far back as the tenant keeps it, and not at all where something else is wrong', async () => {
    served.keptDays = 1;
    await reader.close();
    reader = await begin({ from: new Date(now - 2 * 24 * HOUR).toISOString(), windowMinutes: 60 });
    expect((await reader.poll({ clock })).receipt.outcome).toBe('complete');
    const oldest = Math.min(...(await stored()).map(({ occurred_at }) => occurred_at.getTime()));
    expect(now - oldest).toBeLessThan(24 * HOUR + HOUR);
    expect(now - oldest).toBeGreaterThan(22 * HOUR);
    served.keptDays = 0;
    now += HOUR;
    expect((await reader.poll({ clock })).receipt.error?.code).toBe('http-400');
  });

  it('is read later where a poll, or one page, is refused: only a tenant that answers the newest keeps no older ones', async () => {
    await reader.close();
    reader = await begin({ windowMinutes: 60 });
    const from = now - 6 * HOUR;
    await reader.poll({ clock });
    const before = now;
    const known = served.between(from, before).filter((one) => one.isInteractive && one.toldAt <= before).length;
    now += 60 * HOUR;
    await reader.store.write(({ db }) => db.deleteFrom('told_id').execute());
    served.keptDays = 0;
    expect((await reader.poll({ clock })).receipt.error?.code).toBe('http-400');
    served.keptDays = 30;
    const { faults } = company.fleet.systems['entra-sign-ins'];
    faults.set({ fault: 'bad-request', path: /signIns/, count: 1 });
    expect((await reader.poll({ clock })).receipt.outcome).toBe('complete');
    const all = Object.values(await counted()).reduce((sum, n) => sum + n, 0);
    const since = served.between(before + 1, now).filter((one) => one.isInteractive && one.toldAt <= now).length;
    expect(all).toBe(known + since);
  });

  it('is read again where the place is ahead of the clock, since that was once wrong', async () => {
    const from = now - 6 * HOUR;
    await reader.close();
    reader = await begin({ windowMinutes: 60 });
    const ahead = now + 48 * HOUR;
    await reader.poll({ clock: { now: () => new Date(ahead) } });
    now += 12 * HOUR;
    await reader.poll({ clock });
    expect(await counted()).toEqual(happened(from, (toldAt) => toldAt <= now));
    const { usage } = await reader.poll({ clock });
    expect(usage.requests).toBeLessThan(8);
  });

  it('of an app that renews its access counts where that is switched on', async () => {
    await reader.close();
    reader = await begin({ nonInteractive: true });
    const from = now - 6 * HOUR;
    await reader.poll({ clock });
    expect(await counted()).toEqual(happened(from, (toldAt) => toldAt <= now, false));
    expect(new Set((await stored()).map(({ kind }) => kind))).toEqual(new Set(['sign-in', 'token']));
  });

  it('is told of the device that Intune has, and of the person, and says nowhere where it was or who', async () => {
    const intune = await Reader.open(company.folder, reader.file, company.source('intune', { personalDevices: true }));
    await intune.poll({ clock });
    await intune.close();
    await reader.poll({ clock });
    const call = clientOf(queryEndpoints, async () => dependenciesOver(reader.store));
    const list = async (route: string) => {
      const { body } = await call(route, { headers: { 'x-purpose': PURPOSE } });
      return Object(body).items;
    };
    const all = await list('app-access?limit=1000');
    const known = all.find((row: { deviceId: unknown; userId: unknown }) => row.deviceId && row.userId);
    expect(known).toMatchObject({ source: 'entra-sign-ins', unmanaged: false, app: expect.any(String) });
    for (const route of [
      `devices/${known.deviceId}/app-access?limit=1000`,
      `users/${known.userId}/app-access?limit=1000`,
    ])
      expect(await list(route)).toContainEqual(known);
    for (const row of all) expect([row.result, row.failedAt === null]).toEqual([row.result, row.result === 'success']);
    expect(
      all.filter((row: { result: string; code: unknown }) => row.result !== 'success' && row.code === null),
    ).toEqual([]);
    const tables = await Promise.all([stored(), reader.store.db.selectFrom('told_id').selectAll().execute()]);
    expect(JSON.stringify(tables)).not.toMatch(/203\.0\.113|Berlin|(?<!:)52\.5|contoso/i);
  });
});
