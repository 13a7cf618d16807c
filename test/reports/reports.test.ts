// What reports may read: the views are those that are declared, tell what the API tells and no more, and speak of nobody.
import { constants, DatabaseSync } from 'node:sqlite';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf, datasetNamed, isDatasetName } from '../../lib/catalog/index.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { dashboard, expectWhole } from '../deploy/dashboards.ts';
import { runs } from '../fuzz/runs.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { insert } from '../query/estate.ts';
import { emptyTables, openTestStore } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { REPORTS } from './declarations.ts';
import { fill, installed, run, traffic } from './filled.ts';
import { asked, type ReportName, rowsOf, viewsOf } from './views.ts';

const NAMES = Object.keys(REPORTS) as ReportName[];
const estate = dashboard('estate', 'mssql');
const queries = [
  ...estate.panels.flatMap(({ title, targets }) =>
    targets.map(({ rawSql = '', format }) => ({ title, rawSql, format })),
  ),
  ...estate.templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query }) => ({ title: `variable ${name}`, rawSql: query, format: 'table' })),
];

/** As Grafana puts them in: https://grafana.com/docs/grafana/latest/datasources/mssql/query-editor/#macros */
const substituted = (sql: string): string =>
  sql
    .replaceAll('$__timeFilter(day)', "day BETWEEN '2026-11-01' AND '2026-11-30'")
    .replaceAll('$devices_of', '*')
    .replaceAll('($source)', "('intune', 'proxy')");

it.each(['sqlite', 'mssql'] as const)('the views of %s are those that are declared', (engine) => {
  const declared = Object.entries(REPORTS).map(([name, { columns }]) => [name, Object.keys(columns)]);
  expect(viewsOf(engine)).toEqual(Object.fromEntries(declared));
});

describe('the dashboard of the estate', () => {
  it('has panels that can be told apart, and asks every view, and views alone', () => {
    expectWhole(estate, 'mssql');
    const all = queries.map(({ rawSql }) => rawSql).join('\n');
    expect(new Set([...all.matchAll(/\breport\.(\w+)/g)].map(([, name]) => name))).toEqual(new Set(NAMES));
    expect(all).not.toMatch(/\b(?:FROM|JOIN) (?!report\.|\()/);
  });
});

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const TABLES = ['device', 'device_app', 'emm_user', 'app_group', 'app_mark', 'setting', 'http_total'];

  describe('filled', () => {
    beforeAll(() => fill(open().store));

    it.each(queries)('the query of $title answers with rows', async ({ rawSql, format }) => {
      const rows = await asked(open().store, substituted(rawSql));
      expect(rows.length).toBeGreaterThan(0);
      const columns = Object.keys(rows[0] ?? {});
      if (format === 'time_series') expect(columns).toEqual(['time', 'metric', 'value']);
    });

    it.each(NAMES)('%s has values of the declared kinds', async (name) => {
      const [row] = await rowsOf(open().store, name);
      const kinds = { text: 'string', count: 'number', flag: 'number', day: 'string', instant: 'string' };
      const told = Object.entries(row ?? {}).filter(([, value]) => value !== null);
      expect(told.length).toBeGreaterThan(2);
      const columns: Readonly<Record<string, { readonly kind: keyof typeof kinds }>> = REPORTS[name].columns;
      for (const [column, value] of told)
        expect([column, typeof value]).toEqual([column, kinds[columns[column]?.kind ?? 'text']]);
    });

    it('sources and polls have what polls left', async () => {
      const { store } = open();
      const [intune, proxy] = await rowsOf(store, 'sources', 'source');
      expect(intune).toEqual({
        source: 'intune',
        product: 'intune',
        last_success_at: '2026-11-20T07:30:00.125Z',
        last_seen_at: '2026-11-20T07:30:00.125Z',
        last_poll_at: '2026-11-20T07:30:03.125Z',
        last_outcome: 'failed',
        last_error_code: 'http-503',
        open_holds: 1,
      });
      expect(proxy).toMatchObject({ last_poll_at: null, last_outcome: null, open_holds: 0 });
      const of = { day: '2026-11-20', source: 'intune' };
      const one = { polls: 1, seconds: 1, requests: 3, throttled: 1 };
      expect(await rowsOf(store, 'polls_by_day', 'outcome')).toEqual([
        {
          ...of,
          outcome: 'complete',
          error_code: null,
          polls: 2,
          seconds: 3,
          requests: 6,
          throttled: 2,
        },
        { ...of, outcome: 'failed', error_code: 'http-503', ...one },
        { ...of, outcome: 'running', error_code: null, ...one },
      ]);
    });

    it('numbers, holds and retention have what was written of them', async () => {
      const { store } = open();
      const of = { day: '2026-11-20', source: 'intune' };
      expect(await rowsOf(store, 'rows_by_day')).toEqual([{ ...of, dataset: 'device', row_count: 12 }]);
      const counted = await rowsOf(store, 'devices_by_day', 'counted_by');
      expect(counted).toHaveLength(8);
      expect(counted).toContainEqual({ ...of, source: '*', counted_by: 'product', name: 'intune', devices: 12 });
      expect(await rowsOf(store, 'holds')).toEqual([
        {
          source: 'intune',
          dataset: 'device',
          kind: 'removal',
          state: 'open',
          row_count: 7,
          of_rows: 12,
          opened_at: '2026-11-20T07:30:00.125Z',
          decided_at: null,
        },
      ]);
      const ended = { ended_at: '2026-11-20T07:30:00.125Z', complete: 0 };
      expect(await rowsOf(store, 'retention', 'dataset')).toEqual([
        { dataset: 'access_log', days: 365, removed: 0, rows_left: 0, oldest_left: null, ...ended },
        { dataset: 'change', days: 30, removed: 3, rows_left: 2, oldest_left: '2026-11-20', ...ended },
      ]);
    });
  });

  it('polls and traffic of today are not told before the day is over', async () => {
    const { store } = open();
    await emptyTables(store, ['source_state', 'poll_run', 'statistic', 'deletion_hold', 'collector', ...TABLES]);
    const before = await store.now();
    const day = (ago: number, from: Date) => new Date(from.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
    const days = [2, 1, 0, -1].map((ago) => day(ago, before));
    await insert(
      store,
      'poll_run',
      days.map((of, i) => run(i, 'complete', null, new Date(of))),
    );
    for (const of of days) await traffic(store, { host: { 'a.example': 9 } }, { day: of });
    for (const name of ['polls_by_day', 'traffic_by_day'] as const) {
      const told = (await rowsOf(store, name)).map((row) => row.day);
      const over = (at: Date) => days.filter((of) => of < day(0, at)).toSorted();
      // A day may end meanwhile.
      expect([over(before), over(await store.now())]).toContainEqual(told.toSorted());
    }
  });

  describe('apps', () => {
    beforeEach(() => emptyTables(open().store, ['setting', ...TABLES]));

    it.each([
      ['all of five or more', { mail: 9, maps: 6, five: 5 }, 3],
      ['some of few, with which the least of the others goes along', { mail: 9, maps: 6, rare: 4 }, 1],
      ['several of the same few', { mail: 12, one: 4, two: 4 }, 0],
      ['all of few', { rare: 4 }, 0],
    ])('are those that the API lists: %s', async (_, apps, told) => {
      const { store } = open();
      expect(await rowsOf(store, 'apps')).toEqual([]);
      await installed(store, apps);
      const { items, countedAt } = Object((await call('apps')).body);
      const listed = items.map(({ title, version, platform, devices }: Record<string, unknown>) => ({
        title,
        version,
        platform,
        devices,
        counted_at: countedAt,
      }));
      expect(await rowsOf(store, 'apps', 'devices DESC, title')).toEqual(listed);
      expect(listed).toHaveLength(told);
    });
  });

  describe('traffic', () => {
    it('is what the API lists, whatever was counted', async () => {
      const { store } = open();
      const persons = fc.option(fc.integer({ min: 1, max: 9 }), { freq: 8 });
      const kind = fc.dictionary(fc.constantFrom('a.example', 'b.example', 'c.example', 'd.example'), persons);
      const kinds = fc.record({
        host: kind,
        category: kind,
        blocked: kind,
        failed: kind,
        'category-blocked': kind,
        'category-failed': kind,
      });
      let told = 0;
      await fc.assert(
        fc.asyncProperty(kinds, kinds, kinds, async (first, second, before) => {
          await emptyTables(store, ['http_total']);
          await traffic(store, first, { day: '2026-11-19' });
          await traffic(store, second, { source: 'second', day: '2026-11-19' });
          await traffic(store, before, { day: '2026-11-18' });
          const listed: unknown[] = [];
          for (const by of ['host', 'category', 'blocked'])
            for (const { day, items } of Object((await call(`statistics/traffic?by=${by}&top=200`)).body).days)
              for (const item of items) listed.push({ day, counted_by: by, ...item });
          const rows = await rowsOf(store, 'traffic_by_day');
          told += rows.length;
          const inOrder = (of: readonly unknown[]) =>
            of.map((row) => JSON.stringify(Object.entries(Object(row)).sort())).sort();
          expect(inOrder(rows)).toEqual(inOrder(listed));
        }),
        runs(15),
      );
      expect(told).toBeGreaterThan(30);
    });
  });
});

// Where they come from is the same on both engines: their SQL differs by functions of time and JSON alone.
it('views read no column that says something about a person or a device, and what of usage is counted by persons', async () => {
  const { database, remove } = await openTestStore();
  const read = new Set<string>();
  using file = new DatabaseSync(database.replace('sqlite:', ''), { readOnly: true });
  file.setAuthorizer((action, table, column) => {
    if (action === constants.SQLITE_READ && table && column && isDatasetName(table)) read.add(`${table}.${column}`);
    return constants.SQLITE_OK;
  });
  for (const name of NAMES) file.prepare(`SELECT * FROM report_${name}`).all();
  const telling = [...read].filter((path) => {
    const [table = '', column = ''] = path.split('.');
    const columns = isDatasetName(table) ? columnsOf(datasetNamed(table)) : {};
    const isCounted = Object.hasOwn(columns, 'persons') && columns[column]?.class === 'usage';
    return columns[column]?.class !== 'technical' && !isCounted;
  });
  expect(read.size).toBeGreaterThan(30);
  expect(telling).toEqual([]);
  expect([...read].filter((path) => /subject_id|_key$|hash|sample|hardware_id|external_id/.test(path))).toEqual([]);
  await remove();
});
