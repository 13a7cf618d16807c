// The simulated company's calls, text messages and mobile operator, read beside the systems that know its people and devices.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import type { Store } from '../../../lib/store/index.ts';
import { sourceOf } from '../../../local/fleet/folder.ts';
import { CollectorHere } from '../../end-to-end/collector-here.ts';
import { Company } from '../../end-to-end/company.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../../http/api.ts';

const logs = mkdtempSync(join(tmpdir(), 'lens-calls-'));
let company: Company;
let collector: CollectorHere;
let store: Store;
type Item = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  company = await Company.start({ types: ['intune'], logs });
  const entries = company.fleet.logEntries.filter(({ type }) => type === 'log');
  company.writeSources(
    company.source('intune'),
    company.source('active-directory'),
    ...entries.map((entry) => sourceOf(entry, company.folder)),
  );
  collector = await CollectorHere.open(company);
  for (const name of ['intune', 'directory', ...entries.map(({ name }) => name)]) await collector.poll(name);
  store = await company.store();
});
afterAll(async () => {
  await collector?.close();
  await company?.close();
  rmSync(logs, { recursive: true });
});

async function listed(route: string): Promise<readonly Item[]> {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
  const { status, body } = await call(route, { headers: { 'x-purpose': PURPOSE } });
  expect([route, status]).toEqual([route, 200]);
  return Object(body).items;
}

it.each(['calls', 'messages'])('%s are those of its people, of all kinds of numbers, masked', async (route) => {
  const all = await listed(`${route}?limit=1000`);
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((row) => row.userId !== null).length / all.length).toBeGreaterThan(0.9);
  expect(new Set(all.map((row) => row.direction))).toEqual(
    new Set(['incoming', 'outgoing', ...(route === 'calls' ? ['missed'] : [])]),
  );
  const kinds = new Set(all.map((row) => row.numberKind));
  expect([...kinds]).toEqual(expect.arrayContaining(['short', null]));
  expect(all.every((row) => row.number === null || /^\+?\d{0,6}\*+$/.test(String(row.number)))).toBe(true);
  const known = all.find((row) => row.userId !== null);
  expect(await listed(`users/${known?.userId}/${route}?limit=1000`)).toContainEqual(known);
  expect(JSON.stringify(all)).not.toMatch(/Somebody|meet|contoso/);
});

it('mobile data is that of devices that Intune knows, five days of each', async () => {
  const all = await listed('data-usage?source=carrier&limit=1000');
  expect(all.length).toBeGreaterThan(20);
  const byDevice = Map.groupBy(all, (row) => row.deviceId);
  expect(byDevice.has(null)).toBe(false);
  expect([...byDevice.values()].every((days) => days.length === 5)).toBe(true);
  expect(all.some((row) => Number(row.homeBytes) > 0)).toBe(true);
  const [device] = byDevice.keys();
  expect(await listed(`devices/${device}/data-usage`)).toEqual(byDevice.get(device));
});

it('goes on where it was, and tells nothing twice', async () => {
  const count = async () => (await store.db.selectFrom('call').select('id').execute()).length;
  const before = await count();
  await collector.poll('phone-calls');
  expect(await count()).toBe(before);
  for (let i = 0; i < 5; i += 1) company.fleet.tick();
  for (const name of ['phone-calls', 'carrier']) await collector.poll(name);
  expect(await count()).toBeGreaterThan(before);
  expect(Object(await collector.source('phone-calls')).state).toBe('ok');
});
