// The simulated company's exports, read beside the systems that know its people and devices: whose mailbox is how large, and
// what synchronises it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import type { Store } from '../../../lib/store/index.ts';
import { easIdOf } from '../../../local/fleet/estate/eas-id.ts';
import { sourceOf } from '../../../local/fleet/folder.ts';
import { CollectorHere } from '../../end-to-end/collector-here.ts';
import { Company } from '../../end-to-end/company.ts';
import { clientOf, dependenciesOver } from '../../http/api.ts';

const logs = mkdtempSync(join(tmpdir(), 'lens-exports-'));
let company: Company;
let collector: CollectorHere;
let store: Store;
type Item = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  company = await Company.start({ types: ['intune'], logs });
  const entry = company.fleet.logEntries.find(({ type }) => type === 'exchange-exports');
  if (!entry) throw new RangeError('Exchange writes no exports');
  company.writeSources(company.source('intune'), company.source('active-directory'), sourceOf(entry, company.folder));
  collector = await CollectorHere.open(company);
  // Whatever is polled first: what is read of the exports then is told anew by the next reading.
  for (const name of ['exchange-exports', 'intune', 'directory', 'exchange-exports']) await collector.poll(name);
  store = await company.store();
});
afterAll(async () => {
  await collector?.close();
  await company?.close();
  rmSync(logs, { recursive: true });
});

async function listed(route: string): Promise<readonly Item[]> {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
  const { status, body } = await call(route, {});
  expect([route, status]).toEqual([route, 200]);
  return Object(body).items;
}

it('is answered for the company, for a person and for a device', async () => {
  const boxes = await listed('mailboxes?limit=1000&sort=-sizeBytes');
  const own = boxes.find((row) => row.userId !== null);
  expect(own).toMatchObject({
    source: 'exchange-exports',
    quotaState: expect.stringMatching(/\w/),
    type: 'UserMailbox',
  });
  expect(await listed(`users/${own?.userId}/mailboxes`)).toEqual([own]);
  expect(boxes.filter((row) => row.type === 'SharedMailbox' && row.userId === null)).toHaveLength(3);
  const synchronising = await listed('mail-devices?limit=1000');
  const device = synchronising.find((row) => row.deviceId !== null && row.userId !== null);
  expect(device).toMatchObject({ unmanaged: false, accessState: 'Allowed', easDeviceId: expect.any(String) });
  expect(await listed(`devices/${device?.deviceId}/mail-devices`)).toEqual([device]);
  expect(await listed(`users/${device?.userId}/mail-devices`)).toContainEqual(device);
  expect(Object(await collector.source('exchange-exports')).state).toBe('ok');
});

it('stores of devices that are not the company’s neither id nor name, and of strangers a hash', async () => {
  const { devices, options } = company.fleet.estate;
  const ids = devices
    .filter(({ ownership }) => ownership !== 'company')
    .flatMap((device) => easIdOf(device, options.types ?? []) ?? []);
  const rows = JSON.stringify(await store.db.selectFrom('mail_device').selectAll().execute());
  expect(ids.length).toBeGreaterThan(2);
  expect(ids.filter((id) => rows.toLowerCase().includes(id.toLowerCase()))).toEqual([]);
  const strangers = await listed('mail-devices?unmanaged=true&limit=1000');
  expect(strangers.length).toBeGreaterThan(0);
  for (const row of strangers)
    expect(row).toMatchObject({ deviceId: null, easDeviceId: null, model: null, deviceName: null, os: null });
});
