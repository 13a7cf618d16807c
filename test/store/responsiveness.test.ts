// The API answers while a poll writes: on sqlite both share one thread.
import { setImmediate as eventLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from '../../lib/ingest/key.ts';
import { onEachEngine } from './stores.ts';

const ROWS = 50_000;

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
      // sqlite gives a turn every 1,000 rows; SQL Server is never waited for at all.
      expect(reads).toBeGreaterThan(ROWS / 1_000 / 2);
      expect(await count()).toBe(ROWS);
    });
  });
});
