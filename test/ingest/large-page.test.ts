// Pages as large as an answer may be: nobody waits for one of them to be recorded, compared and written as a whole.
import { setImmediate as eventLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

const ROWS = 8_000;

/** Looks with each turn of the event loop, until the work is done. */
async function meanwhile(work: Promise<unknown>, look: () => Promise<void>): Promise<void> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  while (!done) {
    await eventLoop();
    await look();
  }
  await ended;
}

describe('a page of thousands of rows', () => {
  onEachEngine((open) => {
    it('is committed part by part, and only the last part with its checkpoint', async () => {
      const { store } = open();
      const source = new ScriptedSource(store);
      const seen = new Map<number, unknown>();
      const look = async (): Promise<void> => {
        const { n } = await store.db
          .selectFrom('device')
          .where('source', '=', source.name)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow();
        const state = await store.db
          .selectFrom('source_state')
          .where('source', '=', source.name)
          .select('checkpoint')
          .executeTakeFirst();
        if (!seen.has(Number(n))) seen.set(Number(n), JSON.parse(state?.checkpoint ?? '{}').checkpoint ?? null);
      };
      const poll = source.poll(function* () {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: devices(ROWS), checkpoint: { page: 1 } };
        yield { dataset: 'device', complete: { marker: 'test', rows: ROWS } };
      });
      await meanwhile(poll, look);
      const receipt = await poll;
      expect([receipt.error, receipt.datasets.device]).toMatchObject([
        null,
        { read: ROWS, inserted: ROWS, complete: true },
      ]);
      const before = [...seen].filter(([count]) => count > 0 && count < ROWS);
      expect(before.length).toBeGreaterThan(0);
      for (const [count, position] of before) expect([count % 2_000, position]).toEqual([0, null]);
      expect(seen.get(ROWS)).toEqual({ page: 1 });
    });

    it('of one device is recorded in turns', async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(1)));
      let turns = 0;
      /** At which turns the rows were looked at. */
      const looked = new Set<number>();
      const apps = Array.from(
        { length: ROWS },
        (_, i): SourceRow => ({
          device_external_id: 'd0',
          app_id: `app-${i}`,
          get title() {
            looked.add(turns);
            return `App ${i}`;
          },
        }),
      );
      const poll = source.poll(() => [
        { dataset: 'device_app', pass: 'start' },
        { dataset: 'device_app', rows: apps, scope: [['d0']] },
        { dataset: 'device_app', complete: { marker: 'test', rows: ROWS } },
      ]);
      await meanwhile(poll, async () => {
        turns += 1;
      });
      expect((await poll).datasets.device_app).toMatchObject({ inserted: ROWS, complete: true });
      expect(looked.size).toBeGreaterThan(4);
    });
  });
});
