// A pool of one connection: whatever asks for a second one while it holds the first would wait for ever, and whatever a
// transaction leaves on its connection meets the next one.
import { describe, expect, it, jest } from '@jest/globals';
import mssql from 'mssql';
import { countAll } from '../../lib/license/count.ts';
import { digestOf } from '../../lib/mirror/key.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import { openStore, openStores, type Store } from '../../lib/store/index.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { devices, ScriptedSource, silent, wholePass } from '../ingest/scripted.ts';
import { onEachEngine, type TestStore } from './stores.ts';

const pooledOnce = ({ store, database }: TestStore): Promise<Store> =>
  openStore({ database: store.engine === 'mssql' ? `${database};Max Pool Size=1;Min Pool Size=0` : database });

const at = new Date('2026-11-24T08:00:00.000Z');
const statistic = (name: string) => ({
  source: 'pool',
  record_key: digestOf(name),
  occurred_at: at,
  day: '2026-11-24',
  metric: 'm',
  dimension: name,
  value: 1,
});
const app = (name: string) => ({
  source: 'pool',
  record_key: digestOf(name),
  parent_key: digestOf('device'),
  row_hash: digestOf(name),
  first_seen_at: at,
  changed_at: at,
  device_external_id: 'device',
  app_id: name,
});

describe('over one connection', () => {
  onEachEngine((open) => {
    it('two datasets that are written by turns keep their rows apart, after a failed one too', async () => {
      const store = await pooledOnce(open());
      try {
        await store.write((tx) => tx.insert('statistic', [statistic('a')]));
        for (let round = 0; round < 3; round += 1) {
          await store.write((tx) => tx.insert('device_app', [app(`app ${round}`)]));
          // The first is there already: the statement fails, where they are many with its rows staged.
          for (const many of [1, 100]) {
            const never = Array.from({ length: many }, (_, i) => statistic(`never ${round} ${i}`));
            const writing = store.write((tx) => tx.insert('statistic', [statistic('a'), ...never]));
            await expect(writing).rejects.toMatchObject({ code: 'duplicate' });
          }
          await store.write((tx) => tx.insert('statistic', [statistic(`b ${round}`)]));
        }
        const stored = await store.db
          .selectFrom('statistic')
          .select('dimension')
          .where('source', '=', 'pool')
          .orderBy('id')
          .execute();
        expect(stored.map((row) => row.dimension)).toEqual(['a', 'b 0', 'b 1', 'b 2']);
        const apps = await store.db.selectFrom('device_app').select('app_id').where('source', '=', 'pool').execute();
        expect(apps.map((row) => row.app_id).sort()).toEqual(['app 0', 'app 1', 'app 2']);
      } finally {
        await store.close();
      }
    });

    it('is that of each: the API reads while a poll and a push hold theirs', async () => {
      const { store, database } = open();
      const once = store.engine === 'mssql' ? `${database};Max Pool Size=1;Min Pool Size=0` : database;
      const stores = await openStores({ database: once });
      const { promise: held, resolve: free } = Promise.withResolvers<void>();
      const holding = [stores.polls, stores.push].map(({ write }) =>
        write(async ({ db }) => {
          await db.selectFrom('schema_version').select('version').execute();
          await held;
        }),
      );
      try {
        expect((await stores.api.db.selectFrom('schema_version').select('version').execute()).length).toBeGreaterThan(
          1,
        );
      } finally {
        free();
        await Promise.all(holding);
        await stores.close();
      }
    });

    it('few rows are written without a stage, and many are, as many at a time as a statement may write', async () => {
      const { store } = open();
      const bulk = jest.spyOn(mssql.Request.prototype, 'bulk');
      try {
        const staged: number[] = [];
        for (const rows of [2, 200, 3_000]) {
          const metric = `of ${rows}`;
          const names = Array.from({ length: rows }, (_, i) => `${metric}: ${i}`);
          await store.write((tx) =>
            tx.insert(
              'statistic',
              names.map((name) => ({ ...statistic(name), metric })),
            ),
          );
          staged.push(bulk.mock.calls.length);
          const written = () => store.db.selectFrom('statistic').select(['id', 'value']).where('metric', '=', metric);
          const ids = (await written().orderBy('id').execute()).map(({ id }) => id);
          await store.write((tx) =>
            tx.update(
              'statistic',
              ids.map((id, i) => ({ id, value: i })),
            ),
          );
          staged.push(bulk.mock.calls.length);
          expect((await written().orderBy('id').execute()).map(({ value }) => value)).toEqual(ids.map((_, i) => i));
        }
        expect(staged).toEqual(store.engine === 'mssql' ? [0, 0, 1, 2, 4, 7] : [0, 0, 0, 0, 0, 0]);
      } finally {
        bulk.mockRestore();
      }
    });

    it('polls, answers, counts and deletes at the same time, and nobody waits for ever', async () => {
      const store = await pooledOnce(open());
      try {
        const sources = [new ScriptedSource(store), new ScriptedSource(store)];
        const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
        const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 };
        const once = async (rows: number) => {
          const receipts = await Promise.all(
            sources.map((source) =>
              source.poll(function* () {
                yield* wholePass(
                  devices(rows, (i) => ({ os_version: `${rows}.${i}` })),
                  'device',
                  20,
                );
                yield { dataset: 'device_app', pass: 'start' };
                yield {
                  dataset: 'device_app',
                  rows: [{ device_external_id: 'd0', app_id: `app ${rows}` }],
                  scope: [['d0']],
                };
                yield { dataset: 'device_app', complete: { marker: 'test', rows: 1 } };
              }),
            ),
          );
          expect(receipts.map(({ outcome, error }) => [outcome, error])).toEqual(sources.map(() => ['complete', null]));
        };
        const read = async () => {
          for (const path of ['devices?limit=5', 'users', 'apps', 'devices?q=device&sort=-deviceName']) {
            const { status } = await call(path);
            expect(status).toBe(200);
          }
        };
        await Promise.all([
          once(60).then(() => once(59)),
          read(),
          countAll(store),
          runRetention({ store, settings, stopped: () => false, log: silent }),
          read(),
        ]);
        for (const source of sources) expect(await source.rows('device')).toHaveLength(59);
        expect((await countAll(store)).devices).toBeGreaterThanOrEqual(59);
      } finally {
        await store.close();
      }
    });
  });
});
