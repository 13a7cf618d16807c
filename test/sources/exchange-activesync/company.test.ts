// The simulated company's Exchange, read beside the systems that know its people and devices: which device read whose mail,
// when, what kind, with what result.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import type { Store } from '../../../lib/store/index.ts';
import { sourceOf } from '../../../local/fleet/folder.ts';
import { CollectorHere } from '../../end-to-end/collector-here.ts';
import { Company } from '../../end-to-end/company.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../../http/api.ts';

const logs = mkdtempSync(join(tmpdir(), 'lens-exchange-'));
let company: Company;
let collector: CollectorHere;
let store: Store;
type Item = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  company = await Company.start({ types: ['intune'], logs });
  const entry = company.fleet.logEntries.find(({ type }) => type === 'exchange-activesync');
  if (!entry) throw new RangeError('Exchange writes no logs');
  company.writeSources(company.source('intune'), company.source('active-directory'), sourceOf(entry, company.folder));
  collector = await CollectorHere.open(company);
  for (const name of ['intune', 'directory', 'exchange']) await collector.poll(name);
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

it('is answered for the company, for a device and for a person', async () => {
  const all = await listed('activities?limit=1000');
  const classes = new Set(all.map((row) => row.class));
  expect([...classes]).toEqual(expect.arrayContaining(['mail', 'calendar', 'contacts']));
  const known = all.find((row) => row.deviceId !== null && row.userId !== null && row.class === 'mail');
  expect(known).toMatchObject({ unmanaged: false, source: 'exchange', lastStatus: expect.stringMatching(/^eas \d/) });
  const ofDevice = await listed(`devices/${known?.deviceId}/activities?limit=1000`);
  expect(ofDevice).toContainEqual(known);
  expect(new Set(ofDevice.map((row) => row.deviceId))).toEqual(new Set([known?.deviceId]));
  const ofUser = await listed(`users/${known?.userId}/activities?limit=1000`);
  expect(ofUser).toContainEqual(known);
  expect(new Set(ofUser.map((row) => row.userId))).toEqual(new Set([known?.userId]));
});

it('tells when devices synchronised, and not when people sent', async () => {
  const all = await listed('activities?limit=1000');
  const timed = new Set(all.filter((row) => row.firstAt !== null && row.lastAt !== null).map((row) => row.activity));
  expect([timed.has('sync'), timed.has('send')]).toEqual([true, false]);
  const sent = all.filter((row) => row.activity === 'send');
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((row) => row.firstAt !== null || row.lastAt !== null)).toEqual([]);
  expect(sent.filter((row) => !String(row.occurredAt).endsWith('T00:00:00.000Z'))).toEqual([]);
});

it('keeps what no system knows: Outlook by a hash, flagged, and mailboxes of nobody without a person', async () => {
  const outlook = await listed('activities?unmanaged=true&deviceType=Outlook&limit=1000');
  expect(outlook.length).toBeGreaterThan(0);
  expect(outlook.filter((row) => row.deviceId !== null)).toEqual([]);
  expect(outlook.some((row) => row.userId !== null)).toBe(true);
  const all = await listed('activities?limit=1000');
  expect(all.some((row) => row.userId === null)).toBe(true);
  const rows = await store.db.selectFrom('pim_activity').selectAll().execute();
  expect(JSON.stringify(rows)).not.toMatch(/contoso|HealthMailbox|CORP/);
  expect(Object(await collector.source('exchange')).state).toBe('ok');
});

it('tells refused devices and sign-ins with what HTTP said', async () => {
  const failed = (await listed('activities?limit=1000')).filter((row) => Number(row.errors) > 0);
  expect(failed.some((row) => /^http 40[13]$/.test(String(row.lastStatus)))).toBe(true);
});

it('goes on where it was, and counts nothing twice when files are compressed', async () => {
  const sum = async () => {
    const rows = await store.db.selectFrom('pim_activity').select('requests').execute();
    return rows.reduce((all, { requests }) => all + Number(requests), 0);
  };
  const before = await sum();
  await collector.poll('exchange');
  expect(await sum()).toBe(before);
  for (let i = 0; i < 100; i += 1) company.fleet.tick();
  await collector.poll('exchange');
  const after = await sum();
  expect(after).toBeGreaterThan(before);
  expect(readdirSync(join(logs, 'exchange', 'W3SVC2')).some((name) => name.endsWith('.gz'))).toBe(true);
  await collector.poll('exchange');
  expect(await sum()).toBe(after);
});
