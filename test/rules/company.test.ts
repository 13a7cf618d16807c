// The simulated company's rules, over the logs that it writes: what `npm start` answers to /api/violations.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import type { Store } from '../../lib/store/index.ts';
import { sourceOf } from '../../local/fleet/folder.ts';
import { RULES } from '../../local/fleet/rules.ts';
import { CollectorHere } from '../end-to-end/collector-here.ts';
import { Company } from '../end-to-end/company.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';

const SOURCES = ['proxysg', 'phone-calls', 'carrier'];
const logs = mkdtempSync(join(tmpdir(), 'lens-rules-'));
let company: Company;
let collector: CollectorHere;
let store: Store;

beforeAll(async () => {
  company = await Company.start({ types: ['ivanti-epmm'], logs });
  const entries = company.fleet.logEntries.filter(({ name }) => SOURCES.includes(name));
  company.writeSources(company.source('ivanti-epmm'), ...entries.map((entry) => sourceOf(entry, company.folder)));
  writeFileSync(company.rulesFile, JSON.stringify({ rules: RULES }));
  collector = await CollectorHere.open(company);
  for (let i = 0; i < 60; i += 1) company.fleet.tick();
  for (const name of ['ivanti-epmm', ...SOURCES]) await collector.poll(name);
  store = await company.store();
});
afterAll(async () => {
  await collector?.close();
  await company?.close();
  rmSync(logs, { recursive: true });
});

it('are broken, each of them, and by nothing anew when nothing is new', async () => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
  const hits = async () => {
    const { body } = await call('violations?kind=rule&limit=1000', { headers: { 'x-purpose': PURPOSE } });
    return Object(body).items as readonly Readonly<Record<string, unknown>>[];
  };
  const found = await hits();
  expect([...new Set(found.map(({ rule }) => rule))].sort()).toEqual(RULES.map(({ name }) => name).sort());
  // Those of the system that is read.
  expect(found.filter(({ deviceId }) => deviceId !== null).map(({ rule }) => rule)).toContain('roaming-volume');
  for (const name of SOURCES) await collector.poll(name);
  expect(await hits()).toEqual(found);
});
