// SQL Server locks the whole table from 5,000 locks of one statement on: nobody else reads or polls meanwhile. However
// much a source leaves behind, no statement that removes it comes near.
import { expect, it } from '@jest/globals';
import { digestOf, keyOf } from '../../lib/mirror/key.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import type { Engine } from '../../lib/store/engine.ts';
import { openEngine } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { addDevices, addSource, count, daysAgo, silent } from '../privacy/fixture.ts';
import { onEachEngine } from '../store/stores.ts';

const LOCKS_THE_TABLE = 5_000;

/** Remembers how many rows each statement of a transaction changed. */
function watched(engine: Engine): { engine: Engine; changed: number[] } {
  const changed: number[] = [];
  const begin = async () => {
    const transaction = await engine.begin();
    const execute: typeof transaction.execute = async (query) => {
      const result = await transaction.execute(query);
      if (!query.sql.startsWith('select')) changed.push(Number(result.numAffectedRows ?? 0));
      return result;
    };
    return { ...transaction, execute };
  };
  return { engine: { ...engine, begin }, changed };
}

onEachEngine((open) => {
  it('what an unconfigured source leaves behind goes in statements that lock rows, not tables', async () => {
    const { store, database } = open();
    const long = daysAgo(31);
    await addSource(store, 'gone', { last_seen_at: long });
    await addSource(store, 'there', {});
    const ids = Array.from({ length: 120 }, (_, i) => `d${i}`);
    await addDevices(store, 'gone', ids, {}, long);
    const app = (source: string, device: string, i: number) => ({
      source,
      record_key: digestOf(`${device} ${i}`),
      parent_key: keyOf([device]),
      row_hash: Buffer.alloc(16),
      first_seen_at: long,
      changed_at: long,
      device_external_id: device,
      app_id: `app ${i}`,
    });
    const numbers = (length: number) => Array.from({ length }, (_, i) => i);
    await store.write(async (tx) => {
      for (const source of ['gone', 'there']) {
        const key = (i: number) => digestOf(`${source} ${i}`);
        const many = numbers(source === 'gone' ? 11_000 : 20);
        const passKeys = many.map((i) => ({ source, dataset: 'device', pass: 1, record_key: key(i) }));
        const digests = many.map((i) => ({
          source,
          dataset: 'device_app',
          parent_key: key(i),
          digest: key(i),
          rows: 1,
        }));
        await tx.insert('pass_key', passKeys);
        const batches = numbers(source === 'gone' ? 5_000 : 20).map((i) => ({
          source,
          sender: `sender ${i % 7}`,
          number: i,
          batch: null,
          occurred_at: new Date(),
          hashes: key(i),
        }));
        await tx.insert('log_window', batches);
        await tx.insert('parent_digest', digests);
      }
      await tx.insert(
        'device_app',
        ids.flatMap((id) => numbers(60).map((i) => app('gone', id, i))),
      );
    });
    const { engine, changed } = watched(await openEngine({ database }));
    try {
      const { unverified } = await runRetention({
        store: storeOver(engine),
        settings: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 },
        stopped: () => false,
        log: silent,
      });
      expect(unverified.map(({ dataset, removed }) => [dataset, removed])).toEqual([['device', 120]]);
    } finally {
      await engine.close();
    }
    expect(Math.max(...changed)).toBeLessThan(LOCKS_THE_TABLE);
    for (const table of ['pass_key', 'parent_digest', 'log_window', 'device_app', 'device', 'source_state'] as const) {
      const left = table === 'source_state' ? 1 : table.startsWith('device') ? 0 : 20;
      expect([table, await count(store, table)]).toEqual([table, left]);
    }
  });
});
