// The simulated company's proxies, read beside its directory: URL statistics of all, categories of people.
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

const logs = mkdtempSync(join(tmpdir(), 'lens-web-'));
let company: Company;
let collector: CollectorHere;
let store: Store;

beforeAll(async () => {
  company = await Company.start({ types: ['intune'], logs });
  const proxies = company.fleet.logEntries.filter(({ type }) => type === 'http-proxy');
  company.writeSources(
    company.source('active-directory'),
    ...proxies.map((entry) => ({ ...sourceOf(entry, company.folder), detail: 'person' })),
  );
  collector = await CollectorHere.open(company);
  for (const name of ['directory', 'squid', 'proxysg']) await collector.poll(name);
  store = await company.store();
});
afterAll(async () => {
  await collector?.close();
  await company?.close();
  rmSync(logs, { recursive: true });
});

async function answer(target: string): Promise<Readonly<Record<string, unknown>>> {
  const dependencies = async () => ({ ...dependenciesOver(store), clock: { now: () => new Date() } });
  const { status, body } = await clientOf(queryEndpoints, dependencies)(target, { headers: { 'x-purpose': PURPOSE } });
  expect([target, status]).toEqual([target, 200]);
  return Object(body);
}

it('tells the hosts and categories of a day, and what was blocked, of whomever there are enough', async () => {
  for (const [by, names] of [
    ['host', ['office.example', 'news.example']],
    ['category', ['Business Applications', 'News/Media']],
    ['blocked', ['casino.example', 'ads.example']],
  ] as const) {
    const { days } = await answer(`statistics/traffic?by=${by}&bucket=day&top=20`);
    const told = Object(days).flatMap(({ items }: { items: { name: string }[] }) => items.map(({ name }) => name));
    expect([by, told]).toEqual([by, expect.arrayContaining([...names])]);
    expect(JSON.stringify(days)).not.toMatch(/clinic|union|competitor|Health/);
  }
});

it.each([
  ['traffic', 'squid', 'host'],
  ['traffic-categories', 'proxysg', 'category'],
])('knows the people of %s of %s, whom lines name in their way', async (route, source, field) => {
  const { items } = await answer(`${route}?source=${source}&limit=1000`);
  const rows: readonly Record<string, unknown>[] = Object(items);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.every((row) => row[field] !== null)).toBe(true);
  expect(rows.filter(({ userId }) => userId !== null).length / rows.length).toBeGreaterThan(0.9);
});

it.each(['traffic', 'traffic-categories'])('tells %s of one person, as it tells it of all', async (route) => {
  const itemsOf = async (target: string): Promise<readonly Record<string, unknown>[]> =>
    Object((await answer(`${target}?limit=1000`)).items);
  const known = (await itemsOf(route)).find(({ userId }) => userId !== null);
  const own = await itemsOf(`users/${known?.userId}/${route}`);
  expect(own).toContainEqual(known);
  expect(new Set(own.map(({ userId }) => userId))).toEqual(new Set([known?.userId]));
});
