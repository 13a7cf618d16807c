// The simulated company's tenant, read beside the systems that know its people: mailboxes, and what people did on a day.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { countAll } from '../../../lib/license/count.ts';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import type { Store } from '../../../lib/store/index.ts';
import { CollectorHere } from '../../end-to-end/collector-here.ts';
import { Company } from '../../end-to-end/company.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../../http/api.ts';
import { steadyNow } from '../../steady-clock.ts';

let company: Company;
let collector: CollectorHere;
let store: Store;
type Item = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  company = await Company.start({ types: ['intune'], users: 60, clock: steadyNow });
  company.writeSources(company.source('intune'), company.source('active-directory'), company.source('exchange-online'));
  collector = await CollectorHere.open(company, undefined, steadyNow);
  // Whoever is polled first decides nothing: names wait for the directory.
  for (const name of ['exchange-online', 'directory', 'intune']) await collector.poll(name);
  store = await company.store();
});
afterAll(async () => {
  await collector?.close();
  await company?.close();
});

async function listed(route: string): Promise<readonly Item[]> {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
  const { status, body } = await call(route, { headers: { 'x-purpose': PURPOSE } });
  expect([route, status]).toEqual([route, 200]);
  return Object(body).items;
}
const online = () => company.fleet.systems['exchange-online'].reports;
const ofActivities = () => listed('activities?source=exchange-online&limit=1000');

/** What a person did on a day, by kind. */
const counts = (rows: readonly Item[]): ReadonlyMap<string, unknown> =>
  new Map(
    rows.map((row) => [
      [row.occurredAt, row.userId, row.activity].join(' '),
      [row.requests, row.itemsIn, row.itemsOut],
    ]),
  );

it('is answered: mailboxes with their people, and days without times', async () => {
  const boxes = await listed('mailboxes?limit=1000');
  expect(boxes).toHaveLength(online().mailboxes().length);
  expect(boxes.filter((row) => row.userId === null)).toEqual([]);
  expect(boxes[0]).toMatchObject({ source: 'exchange-online', reportedAt: `${online().refreshed}T00:00:00.000Z` });
  const own = await ofActivities();
  expect(own.length).toBeGreaterThan(20);
  for (const row of own)
    expect(row).toMatchObject({ firstAt: null, lastAt: null, deviceId: null, userId: expect.anything() });
  expect(await listed(`users/${own[0]?.userId}/activities?limit=1000`)).toContainEqual(own[0]);
});

it('counts nothing twice, and takes over what a report says anew, of the days that are read again', async () => {
  const before = counts(await ofActivities());
  await collector.poll('exchange-online');
  expect(counts(await ofActivities())).toEqual(before);
  online().settings.restated = 5;
  await collector.poll('exchange-online');
  const after = counts(await ofActivities());
  const days = [...new Set([...before.keys()].map((key) => key.slice(0, 10)))].sort();
  const changed = new Set(
    [...after].flatMap(([key, of]) => (String(before.get(key)) === String(of) ? [] : [key.slice(0, 10)])),
  );
  expect([...changed].sort()).toEqual(days.slice(-3));
  online().settings.restated = 0;
  await collector.poll('exchange-online');
  const again = counts(await ofActivities());
  for (const [key, of] of before) expect([key, again.get(key)]).toEqual([key, of]);
});

it('says that names are concealed, and keeps what it has', async () => {
  const before = await listed('mailboxes?limit=1000');
  online().settings.concealed = true;
  const source = await collector.poll('exchange-online');
  online().settings.concealed = false;
  expect(source.state).toBe('failing');
  expect(source.lastPoll?.errorCode).toBe('names-concealed');
  expect(await listed('mailboxes?limit=1000')).toEqual(before);
  const all = JSON.stringify([await store.db.selectFrom('mailbox').selectAll().execute(), await ofActivities()]);
  expect(all).not.toMatch(/"[0-9A-F]{32}"/);
});

it('has an address for the licence where no account of that name has one', async () => {
  const { mailAddresses: before } = await countAll(store);
  const at = new Date();
  const written = { source: 'exchange-online', row_hash: Buffer.alloc(16), first_seen_at: at, changed_at: at };
  const known = (await listed('mailboxes?limit=1'))[0]?.userPrincipalName;
  await store.write((tx) =>
    tx.insert(
      'mailbox',
      ['team@contoso.example', String(known).toUpperCase()].map((user_principal_name, i) => ({
        ...written,
        record_key: Buffer.alloc(16, i + 1),
        external_id: `more-${i}`,
        user_principal_name,
      })),
    ),
  );
  expect((await countAll(store)).mailAddresses).toBe(before + 1);
});
