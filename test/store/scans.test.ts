// Scans: the path for reads that look at a large part of a table. They answer what any read answers, elsewhere.
import { setImmediate as eventLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openTestStore } from './databases.ts';
import { onEachEngine } from './stores.ts';

describe('a scan', () => {
  onEachEngine((open) => {
    it('answers what any read answers, its values and parameters of every kind', async () => {
      const { store } = open();
      const at = new Date('2026-11-24T08:00:00.123Z');
      const row = {
        source: 'scan',
        record_key: Buffer.from('0123456789abcdef'),
        row_hash: Buffer.from('fedcba9876543210'),
        first_seen_at: at,
        changed_at: at,
        external_id: 'd1',
        device_name: "Ödön's %",
        supervised: true,
        storage_total_bytes: 5_000_000_000,
      };
      await store.write((tx) => tx.insert('device', [row]));
      const [scanned, read] = await Promise.all(
        [store.scans, store.rows].map((path) =>
          path
            .selectFrom('device')
            .selectAll()
            .where('changed_at', '=', at)
            .where('record_key', '=', row.record_key)
            .where('supervised', '=', true)
            .where('storage_total_bytes', '=', 5_000_000_000)
            .execute(),
        ),
      );
      expect(scanned).toHaveLength(1);
      expect(scanned).toMatchObject([{ device_name: "Ödön's %", supervised: true, changed_at: at }]);
      expect(JSON.stringify(scanned)).toBe(JSON.stringify(read));
    });

    it('sees what is committed, and of a transaction under way nothing', async () => {
      const { store } = open();
      const count = async () => {
        const { n } = await store.scans
          .selectFrom('setting')
          .select(({ fn }) => fn.countAll().as('n'))
          .where('name', '=', 'scan')
          .executeTakeFirstOrThrow();
        return Number(n);
      };
      await store.write(async (tx) => {
        await tx.insert('setting', [{ name: 'scan', value: '1', changed_at: new Date() }]);
        // A server without row versions would let it wait for the transaction.
        if (store.engine === 'sqlite') expect(await count()).toBe(0);
      });
      expect(await count()).toBe(1);
    });

    it('that is refused tells why as any read does, and the next one is answered', async () => {
      const { store } = open();
      const refusal = (path: typeof store.rows) =>
        path
          .selectFrom('no_such_table')
          .selectAll()
          .execute()
          .catch(({ name, code, hint, transient }) => ({ name, code, hint, transient }));
      expect(await refusal(store.scans)).toEqual(await refusal(store.rows));
      expect(await store.scans.selectFrom('schema_version').select('version').execute()).not.toEqual([]);
    });
  });
});

describe('a store of the embedded database that is closed', () => {
  it('answers the scan that it was asked for before, and none after', async () => {
    const { store, remove } = await openTestStore('sqlite');
    const ask = () => store.scans.selectFrom('schema_version').select('version').execute();
    const before = ask();
    await eventLoop();
    await store.close();
    expect((await before).length).toBeGreaterThan(0);
    await expect(ask()).rejects.toMatchObject({ name: 'StoreError', code: 'scan-ended' });
    await remove();
  });
});
