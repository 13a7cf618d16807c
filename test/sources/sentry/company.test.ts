// The simulated company's Sentry, read beside the EPMM that knows its devices: which app reached what, for whom, and what
// did not.
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

const logs = mkdtempSync(join(tmpdir(), 'lens-sentry-'));
let company: Company;
let collector: CollectorHere;
let store: Store;

beforeAll(async () => {
  company = await Company.start({ types: ['ivanti-epmm'], logs });
  const entry = company.fleet.logEntries.find(({ type }) => type === 'sentry');
  if (!entry) throw new RangeError('Sentry writes no log');
  company.writeSources(company.source('ivanti-epmm'), { ...sourceOf(entry, company.folder), personalDevices: true });
  collector = await CollectorHere.open(company);
  for (const name of ['ivanti-epmm', 'sentry']) await collector.poll(name);
  store = await company.store();
});
afterAll(async () => {
  await collector?.close();
  await company?.close();
  rmSync(logs, { recursive: true });
});

async function listed(route: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
  const { status, body } = await call(route, { headers: { 'x-purpose': PURPOSE } });
  expect([route, status]).toEqual([route, 200]);
  return Object(body).items;
}

it('tells of the devices of the company which apps got through, by the hour, and which did not and why', async () => {
  for (let i = 0; i < 20; i += 1) company.fleet.tick();
  for (const name of ['ivanti-epmm', 'sentry']) await collector.poll(name);
  const all = await listed('app-access?limit=1000');
  const results = new Set(all.map((row) => row.result));
  expect([...results]).toEqual(expect.arrayContaining(['success', 'blocked']));
  // A device that came since, or left, is known to no system.
  const known = all.filter((row) => row.deviceId !== null);
  expect(known.length).toBeGreaterThan(all.length * 0.8);
  expect(known.filter((row) => row.kind !== 'tunnel' || row.unmanaged)).toEqual([]);
  expect(all.filter((row) => row.result === 'success' && (row.failedAt !== null || row.code !== null))).toEqual([]);
  expect(all.filter((row) => row.result !== 'success').every((row) => row.failedAt !== null && row.code)).toBe(true);
  const [first] = known;
  expect(await listed(`devices/${first?.deviceId}/app-access?limit=1000`)).toContainEqual(first);
  await collector.poll('sentry');
  expect(await listed('app-access?limit=1000')).toEqual(all);
  expect(Object(await collector.source('sentry')).state).toBe('ok');
});
