// What happened around one person, of all kinds that the catalogue has.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DatasetName } from '../../lib/catalog/index.ts';
import { columnsOf, type Dataset, eventsOfPeople, type Field } from '../../lib/catalog/index.ts';
import { keyedHash } from '../../lib/keyed-hash.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { timelineEndpoint } from '../../lib/query/timeline-endpoint.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { AT, device, idsBy, insert, key, subject } from './estate.ts';

const HOUR_MS = 3_600_000;
const START = Math.floor(AT.getTime() / HOUR_MS) * HOUR_MS;
const hour = (n: number): Date => new Date(START + n * HOUR_MS);
type Item = { readonly dataset: string; readonly record: Readonly<Record<string, unknown>> };

/** A row of any dataset, with a value in each column that a list could show. */
function rowOf(dataset: Dataset, at: Date, of: number): Readonly<Record<string, unknown>> {
  const value = (field: Field): unknown => {
    if (field.kind === 'instant') return at;
    if (field.kind === 'boolean') return false;
    if (field.kind === 'binary') return key(`${dataset.name} ${at.toISOString()} ${of}`);
    if (field.kind === 'json') return '["told"]';
    return field.kind === 'text' ? (field.values?.[0] ?? 'x') : 7;
  };
  const columns = Object.entries(columnsOf(dataset)).filter(([name]) => name !== 'id');
  const row = Object.fromEntries(columns.map(([name, field]) => [name, value(field)]));
  return { ...row, source: 'intune', owner_source: 'intune', owner_key: key('phone'), subject_id: of };
}

const DATASETS = eventsOfPeople();
const NAMES = DATASETS.map(({ name }) => name);

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const headers = { 'x-purpose': PURPOSE };
  const judge = judgeOf(queryEndpoints);
  let [ada, bert] = [0, 0];

  beforeAll(async () => {
    const { store } = open();
    await insert(store, 'subject', [subject('Ada'), subject('Bert')]);
    const ids = await idsBy(store, 'subject', 'display_name');
    [ada, bert] = [ids.Ada ?? 0, ids.Bert ?? 0];
    await insert(store, 'device', [device('phone')]);
    for (const dataset of DATASETS) {
      const { owner_source } = columnsOf(dataset);
      const rows = [1, 2, 2, 3].map((n, i) => ({
        ...rowOf(dataset, hour(n), ada),
        record_key: key(`${dataset.name} ${i}`),
      }));
      const all = [...rows, { ...rowOf(dataset, hour(2), bert), record_key: key(`${dataset.name} of Bert`) }];
      const known = Object.keys(columnsOf(dataset));
      const columns = all.map((row) =>
        Object.fromEntries(
          Object.entries(row).filter(([name]) => known.includes(name) && (name !== 'owner_source' || owner_source)),
        ),
      );
      await insert(store, dataset.name as DatasetName, columns);
    }
  });

  async function page(query = ''): Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }> {
    const called = await call(`users/${ada}/timeline${query}`, { headers });
    expect([query, called.status]).toEqual([query, 200]);
    judge(timelineEndpoint, called);
    return Object(called.body);
  }
  async function walked(query: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let cursor = ''; ; ) {
      const { items: more, nextCursor } = await page(`${query}${cursor}`);
      items.push(...more);
      if (nextCursor === null) return items;
      cursor = `&cursor=${nextCursor}`;
    }
  }

  it('has all that is told of the person in order of time, and nothing of another', async () => {
    const { items, nextCursor } = await page('?limit=1000');
    expect(nextCursor).toBeNull();
    const times = items.map(({ record }) => String(record.occurredAt));
    expect(times).toEqual(times.toSorted().reverse());
    const told = Map.groupBy(items, ({ dataset }) => dataset);
    expect([...told].map(([name, of]) => [name, of.length]).sort()).toEqual(NAMES.map((name) => [name, 4]).sort());
    expect(items.filter(({ record }) => record.userId !== String(ada))).toEqual([]);
  });

  it.each(NAMES)('tells %s as its own list does', async (name) => {
    const own = queryEndpoints.filter(
      ({ dataset, route }) => dataset === name && /^(users\/\{id\}\/)?[a-z-]+$/.test(route),
    );
    expect(own).not.toEqual([]);
    const { items } = await page(`?kinds=${name}&limit=1000`);
    expect(items).toHaveLength(4);
    for (const { route } of own) {
      const { body } = await call(`${route.replace('{id}', String(ada))}?limit=1000`, { headers });
      const listed: readonly Item['record'][] = Object(body).items;
      const theirs = listed.filter(({ userId }) => userId === String(ada));
      // A list may have several datasets, with the fields of all.
      for (const { record } of items) expect(theirs).toContainEqual(expect.objectContaining(record));
    }
  });

  it.each([1, 3, 7])('is the same in pages of %d', async (limit) => {
    expect(await walked(`?limit=${limit}`)).toEqual((await page('?limit=1000')).items);
    const within = `?kinds=${NAMES.at(-1)},${NAMES[0]}&from=${hour(2).toISOString()}&to=${hour(3).toISOString()}`;
    const some = await walked(`${within}&limit=${limit}`);
    expect(some.map(({ dataset }) => dataset)).toEqual([NAMES[0], NAMES[0], NAMES.at(-1), NAMES.at(-1)]);
    expect(new Set(some.map(({ record }) => record.occurredAt))).toEqual(new Set([hour(2).toISOString()]));
  });

  it('goes on with the same question alone', async () => {
    const { nextCursor } = await page('?limit=2');
    for (const other of [`users/${bert}/timeline?`, `users/${ada}/timeline?kinds=${NAMES[0]}&`])
      expect((await call(`${other}cursor=${nextCursor}`, { headers })).status).toBe(400);
  });

  it('is in the access log: of each kind how much was read, of whom and why', async () => {
    const { store } = open();
    await store.write(({ db }) => db.deleteFrom('access_log').execute());
    await page(`?from=${hour(3).toISOString()}&limit=5`);
    await page(`?kinds=${NAMES[0]}&to=${hour(0).toISOString()}`);
    const log = await store.db.selectFrom('access_log').selectAll().orderBy('id').execute();
    expect(log.map(({ dataset, row_count }) => [dataset, row_count])).toEqual([
      ...NAMES.map((name, i) => [name, i < 5 ? 1 : 0]),
      [NAMES[0], 0],
    ]);
    const hash = keyedHash(dependenciesOver(store).auditKey, 'subject', String(ada));
    for (const { subject_hash, purpose, operation } of log)
      expect([subject_hash, purpose, operation]).toEqual([hash, PURPOSE, 'showUserTimeline']);
    expect(log.at(-1)?.filters).toBe('["kinds","to"]');
  });

  describe('is refused', () => {
    it('unless it is on, by the name of the setting', async () => {
      const off = clientOf(queryEndpoints, async () => {
        const dependencies = dependenciesOver(open().store);
        return { ...dependencies, settings: { ...dependencies.settings, timeline: false } };
      });
      const called = await off(`users/${ada}/timeline`, { headers });
      judge(timelineEndpoint, called);
      expect(called.body).toMatchObject({ status: 409, detail: expect.stringContaining('PERSON_TIMELINE') });
    });

    it('without a purpose', async () => {
      expect((await call(`users/${ada}/timeline`)).status).toBe(400);
    });

    it.each([
      ['kinds=poll_run', 'kinds'],
      [`kinds=${NAMES[0]},${NAMES[0]}`, 'kinds'],
      ['from=yesterday', 'from'],
      ['to=2026-02-30T00:00:00Z', 'to'],
      ['limit=1001', 'limit'],
      ['cursor=!', 'cursor'],
      ['sort=occurredAt', 'sort'],
    ])('with %s', async (query, parameter) => {
      const { status, body } = await call(`users/${ada}/timeline?${query}`, { headers });
      expect([status, Object(body).errors.map((error: { parameter: string }) => error.parameter)]).toEqual([
        400,
        [parameter],
      ]);
    });

    it('of nobody', async () => {
      expect((await call('users/999999/timeline', { headers })).status).toBe(404);
    });
  });
});
