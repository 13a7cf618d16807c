// One device that several systems know: its rows are linked while they share an identifier, and only then.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyHardware } from '../../lib/hardware/verify.ts';
import { expireUnverified } from '../../lib/retention/expire-unverified.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { openEngine, openStore, type Store } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { runs } from '../fuzz/runs.ts';
import { wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { linksOf, linksToBe, sourceOf, stored } from './model.ts';

/** Few values for many devices, so that they meet; one is in another case, one is carried by too many. */
const identifiers = fc.record({
  serial_number: fc.constantFrom(
    null,
    'S1',
    's1',
    'S2',
    'S3',
    'S4',
    'To be filled by O.E.M.',
    'To be filled by O.E.M.',
  ),
  imei: fc.constantFrom(null, null, '350000000000011', '350000000000022', '350000000000033'),
  eas_device_id: fc.constantFrom(null, null, null, 'EAS1', 'eas1', 'EAS2'),
});
/** Of BIOS makers, agents and people. */
const PLACEHOLDERS = [
  'To be filled by O.E.M.',
  'Default string',
  'System Serial Number',
  'Not Specified',
  'None',
  'N/A',
  'Unknown',
  '0123456789',
  '123456789',
  'XXXXXXX',
  '00:00:00:00',
  '02:00:00:00:00:00',
  'ff:ff:ff:ff:ff:ff',
  '---',
  // Written in another way, or typed.
  'To be filled by O.E.M',
  '(none)',
  '<None>',
  '#N/A',
  'SerialNumber',
  'Not-Available',
  '…',
  'ＮＯＮＥ',
  '1234567890123',
  '9876543210',
  'VALIDATE',
  '00:11:22:33:44:55',
];
/** Of phones that have none, and of tests. */
const IMEIS = [
  '000000000000000',
  '111111111111119',
  '123456789012345',
  '123456789012347',
  '012345678901234',
  '004999010640000',
  '358240051111110',
];
const DEVICES = 10;
/** A whole reading of one of three sources: each device with its identifiers, or gone. */
const reading = fc.record({
  source: fc.nat(2),
  devices: fc.array(fc.option(identifiers, { freq: 6 }), { minLength: DEVICES, maxLength: DEVICES }),
  exclude: fc.constantFrom([], [], [], [], ['serial_number']),
});

const told = (devices: readonly (SourceRow | null)[]): SourceRow[] =>
  devices.flatMap((device, i) => (device ? [{ external_id: `d${i}`, ...device }] : []));

const write = (store: Store) => (work: Parameters<Store['write']>[0]) =>
  store.write(async (tx) => Number(await work(tx)));

onEachEngine((open) => {
  const poll = async (source: ReturnType<typeof sourceOf>, devices: readonly SourceRow[]) => {
    const receipt = await source.poll(() => wholePass(devices, 'device', 4));
    expect(receipt.error).toBeNull();
    return receipt;
  };
  beforeEach(() => emptyTables(open().store, ['device']));

  describe('rows of one device', () => {
    it('are linked after any history of polls, and nobody else is', async () => {
      const { store } = open();
      // A server takes seconds for a poll.
      const [count, maxLength] = store.engine === 'sqlite' ? [12, 7] : [3, 4];
      await fc.assert(
        fc.asyncProperty(fc.array(reading, { minLength: 2, maxLength }), async (history) => {
          await emptyTables(store, ['device']);
          const sources = [0, 1, 2].map(() => sourceOf(store));
          for (const { source, devices, exclude } of history) {
            const polled = sources[source] ?? sourceOf(store);
            polled.config = { exclude };
            await poll(polled, told(devices));
            const rows = await stored(store);
            expect(linksOf(rows)).toEqual(linksToBe(rows));
          }
        }),
        runs(count),
      );
    });

    it('are none where they share what stands for no identifier', async () => {
      const { store } = open();
      const devices = [...PLACEHOLDERS, ...PLACEHOLDERS].map((serial_number, i) => ({
        external_id: `d${i}`,
        serial_number,
        imei: IMEIS[i % IMEIS.length],
        eas_device_id: serial_number,
      }));
      await poll(sourceOf(store), devices);
      await verifyHardware(store, write(store));
      expect((await stored(store)).filter((row) => row.hardware_id !== null)).toEqual([]);
    });

    it('are told apart when one is retired with its source', async () => {
      const { store } = open();
      const [kept, gone] = [sourceOf(store), sourceOf(store)];
      await poll(kept, [{ external_id: 'a', serial_number: 'S1' }]);
      await poll(gone, [{ external_id: 'b', serial_number: 'S1' }]);
      expect(linksOf(await stored(store)).map(([, hardware]) => hardware)).not.toContain(null);
      const long = new Date((await store.now()).getTime() - 40 * 86_400_000);
      await store.write(({ db }) =>
        db.updateTable('source_state').set({ last_seen_at: long }).where('source', '=', gone.name).execute(),
      );
      await expireUnverified(store, 30, () => false);
      expect((await stored(store)).map(({ external_id, hardware_id }) => [external_id, hardware_id])).toEqual([
        ['a', null],
      ]);
    });

    it('cost an unchanged poll nothing', async () => {
      const { database } = open();
      const engine = await openEngine({ database });
      const asked: string[] = [];
      const store = storeOver({
        ...engine,
        execute: (query) => {
          asked.push(query.sql);
          return engine.execute(query);
        },
        begin: async () => {
          const transaction = await engine.begin();
          return {
            ...transaction,
            execute: (query) => {
              asked.push(query.sql);
              return transaction.execute(query);
            },
          };
        },
      });
      const devices = Array.from({ length: 30 }, (_, i) => ({ external_id: `d${i}`, serial_number: `S${i % 20}` }));
      const source = sourceOf(store);
      await poll(source, devices);
      expect(asked.filter((sql) => sql.includes('hardware_id'))).not.toEqual([]);
      asked.length = 0;
      await poll(source, devices);
      expect(asked.filter((sql) => /hardware_id|serial_number/.test(sql))).toEqual([]);
      await store.close();
    });
  });

  describe('several collectors', () => {
    const others: Store[] = [];
    afterAll(() => Promise.all(others.map((store) => store.close())));

    it('that poll the same devices at once leave links that a verification finds whole', async () => {
      const { store, database } = open();
      const stores = [store, await openStore({ database }), await openStore({ database })];
      others.push(...stores.slice(1));
      const devices = Array.from({ length: 120 }, (_, i) => ({ external_id: `d${i}`, serial_number: `S${i}` }));
      const sources = stores.map(sourceOf);
      for (const round of [0, 1, 2]) {
        await Promise.all(sources.map((source, i) => poll(source, i === 1 ? devices.slice(round * 4) : devices)));
        await verifyHardware(store, write(store));
        const rows = await stored(store);
        expect(linksOf(rows)).toEqual(linksToBe(rows));
      }
    });
  });

  describe('verification', () => {
    it('mends whatever stands in the rows, and then finds nothing', async () => {
      const { store } = open();
      const devices = Array.from({ length: 25 }, (_, i) => ({
        external_id: `d${i}`,
        serial_number: i < 10 ? 'System Serial Number' : `S${i % 8}`,
        imei: i % 5 === 0 ? null : `35000000000${1000 + (i % 9)}`,
      }));
      const sources = [sourceOf(store), sourceOf(store)];
      for (const source of sources) await poll(source, devices);
      const ids = (await stored(store)).map(({ id }) => Number(id));
      const wrong = fc.array(fc.option(fc.constantFrom(...ids)), { minLength: ids.length, maxLength: ids.length });
      await fc.assert(
        fc.asyncProperty(wrong, async (hardware) => {
          const updates = ids.map((id, i) => ({ id, hardware_id: hardware[i] ?? null }));
          await store.write(async (tx) => {
            await tx.lock('hardware');
            await tx.update('device', updates);
          });
          await verifyHardware(store, write(store));
          const rows = await stored(store);
          expect(linksOf(rows)).toEqual(linksToBe(rows));
          expect(await verifyHardware(store, write(store))).toBe(0);
        }),
        runs(store.engine === 'sqlite' ? 15 : 3),
      );
    });
  });
});
