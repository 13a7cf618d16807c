// The API answers while a poll writes: on sqlite both share one thread.
import { setImmediate as eventLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from '../../lib/mirror/key.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { app, device, insert } from '../query/estate.ts';
import { onEachEngine, openTestStore } from './stores.ts';

const ROWS = 50_000;
const POLLED = devices(4_000);

describe('reading during a large write', () => {
  onEachEngine((open) => {
    it('goes on all the time, and sees nothing of it before its commit', async () => {
      const { store } = open();
      const at = new Date();
      const rows = Array.from({ length: ROWS }, (_, i) => ({
        source: 'large',
        record_key: digestOf(`k${i}`),
        occurred_at: at,
        day: '2026-11-24',
        metric: 'm',
        dimension: String(i),
        value: i,
      }));
      const count = async () => {
        const { n } = await store.db
          .selectFrom('statistic')
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow();
        return Number(n);
      };
      let inserted = false;
      let written = false;
      const write = store
        .write(async (tx) => {
          await tx.insert('statistic', rows);
          inserted = true;
        })
        .then(() => {
          written = true;
        });
      let reads = 0;
      while (!written) {
        const seen = await count();
        if (!inserted) {
          expect(seen).toBe(0);
          reads += 1;
        }
        await eventLoop();
      }
      await write;
      // sqlite gives a turn every few milliseconds; SQL Server is never waited for at all.
      expect(reads).toBeGreaterThan(3);
      expect(await count()).toBe(ROWS);
    });
  });
});

describe('the API during a poll', () => {
  onEachEngine((open) => {
    it('goes on, whether a poll writes everything or finds nothing new', async () => {
      const { store } = open();
      const source = new ScriptedSource(store);
      const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
      for (const inserted of [POLLED.length, 0]) {
        let ended = false;
        const poll = source
          .poll(() => wholePass(POLLED, 'device', 400))
          .finally(() => {
            ended = true;
          });
        let answered = 0;
        while (!ended) {
          // As a request that comes by socket does.
          await eventLoop();
          const { status } = await call('devices?limit=10&sort=-deviceName');
          expect(status).toBe(200);
          answered += 1;
        }
        const { error, datasets } = await poll;
        expect([error, datasets.device?.inserted]).toEqual([null, inserted]);
        expect(answered).toBeGreaterThan(3);
      }
    });
  });
});

describe('a scan of a large table', () => {
  // A server reads by itself: only the embedded database shares the process.
  it('keeps nobody waiting: others are answered meanwhile, the API too', async () => {
    const { store, remove } = await openTestStore('sqlite');
    const company = Array.from({ length: 2_000 }, (_, i) => `d${i}`);
    const apps = company.flatMap((name) => Array.from({ length: 20 }, (_, n) => app(name, `App ${n}`)));
    await insert(
      store,
      'device',
      company.map((name) => device(name, { user_external_id: name })),
    );
    await insert(store, 'device_app', apps);
    const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
    // The thread begins with its first scan.
    await call('apps?limit=1');
    // Of this thread, so that whatever else the machine does keeps nobody waiting.
    const worked = () => process.threadCpuUsage().user;
    const since = worked();
    let [answered, longest, last] = [0, 0, since];
    let body: unknown;
    const scan = call('apps').then((answer) => {
      body = answer.body;
    });
    while (body === undefined) {
      expect((await call('devices?limit=1')).status).toBe(200);
      await eventLoop();
      longest = Math.max(longest, worked() - last);
      last = worked();
      answered += 1;
    }
    await scan;
    expect(body).toMatchObject({ items: { length: 20 }, other: null });
    expect(answered).toBeGreaterThan(5);
    expect(longest).toBeLessThan((last - since) / 2);
    await remove();
  });
});
