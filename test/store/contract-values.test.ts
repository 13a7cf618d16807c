// Values that are no text: exact on both engines, whatever the driver would infer.
import { describe, expect, it } from '@jest/globals';
import { columnsOf, datasetNamed, mirrors } from '../../lib/catalog/index.ts';
import { digestOf } from '../../lib/mirror/key.ts';
import { firstRows, type Store } from '../../lib/store/index.ts';
import { paddedLists } from '../../lib/store/lists.ts';
import { onEachEngine } from './stores.ts';

const at = new Date('2026-11-24T08:00:00.000Z');

const app = (source: string, i: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  source,
  record_key: digestOf(`${source} app ${i}`),
  parent_key: digestOf(`${source} device ${Math.floor(i / 40)}`),
  row_hash: digestOf(`row ${i}`),
  first_seen_at: at,
  changed_at: at,
  device_external_id: `d${Math.floor(i / 40)}`,
  app_id: `app${i}`,
  ...more,
});

const read = ({ rows }: Store, source: string) =>
  rows.selectFrom('device_app').selectAll().where('source', '=', source).orderBy('id').execute();

describe('values', () => {
  onEachEngine((open) => {
    it('of bigint are exact up to 2^53 - 1, and of boolean and binary come back as they went in', async () => {
      const sizes = [0, 1, -1, 2_147_483_648, -2_147_483_649, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null];
      const bytes = Buffer.from(Array.from({ length: 16 }, (_, i) => (i * 17) % 256));
      const rows = sizes.map((size_bytes, i) =>
        app('values', i, { size_bytes, managed: i % 2 === 0 ? i % 4 === 0 : null, row_hash: bytes }),
      );
      await open().store.write((tx) => tx.insert('device_app', rows));
      const stored = await read(open().store, 'values');
      expect(stored.map((row) => row.size_bytes)).toEqual(sizes);
      expect(stored.map((row) => row.managed)).toEqual(rows.map((row) => row.managed));
      for (const row of stored) expect(Buffer.from(Object(row.row_hash))).toEqual(bytes);
      for (const size of sizes.filter((s) => s !== null)) {
        const found = await open()
          .store.rows.selectFrom('device_app')
          .select('size_bytes')
          .where('source', '=', 'values')
          .where('size_bytes', '=', size)
          .execute();
        expect(found).toEqual([{ size_bytes: size }]);
      }
    });

    it('are null in every column that may be', async () => {
      for (const { name, fields } of mirrors) {
        const dataset = datasetNamed(name as 'device');
        const required = Object.entries(fields).filter(([, field]) => !field.nullable);
        await open().store.write((tx) =>
          tx.insert(name as 'device', [
            {
              source: 'nulls',
              record_key: digestOf(name),
              parent_key: digestOf(name),
              row_hash: digestOf(name),
              first_seen_at: at,
              changed_at: at,
              ...Object.fromEntries(required.map(([field]) => [field, 'x'])),
            },
          ]),
        );
        const [row] = await open().store.rows.selectFrom(name).selectAll().where('source', '=', 'nulls').execute();
        for (const [column, field] of Object.entries(columnsOf(dataset)))
          expect({ column, isNull: row?.[column] === null }).toEqual({ column, isNull: field.nullable });
      }
    });

    it('of instants are exact in all 1,000 millisecond endings, and are paged by keyset without a gap or a repetition', async () => {
      const instants = Array.from({ length: 1000 }, (_, ms) => new Date(at.getTime() + ms));
      // Two of each, so that pages end between equal instants as well.
      const rows = [...instants, ...instants].map((occurred_at, i) => ({
        source: 'instants',
        record_key: digestOf(`instant ${i}`),
        occurred_at,
        day: '2026-11-24',
        metric: 'm',
        dimension: String(i),
        value: i,
      }));
      await open().store.write((tx) => tx.insert('statistic', rows));
      const seen: number[] = [];
      for (let after = { at: new Date(0), id: 0 }; ; ) {
        const page = await firstRows(
          open().store.engine,
          open()
            .store.db.selectFrom('statistic')
            .select(['id', 'occurred_at'])
            .where('source', '=', 'instants')
            .where('occurred_at', '>=', after.at)
            .where(({ eb, or }) => or([eb('occurred_at', '>', after.at), eb('id', '>', after.id)]))
            .orderBy('occurred_at')
            .orderBy('id'),
          7,
        ).execute();
        const last = page.at(-1);
        if (!last) break;
        seen.push(...page.map((row) => row.occurred_at.getTime()));
        after = { at: last.occurred_at, id: last.id };
      }
      expect(seen).toEqual(instants.flatMap((instant) => [instant.getTime(), instant.getTime()]));
      for (const instant of instants.filter((_, ms) => ms % 37 === 0)) {
        const { n } = await open()
          .store.db.selectFrom('statistic')
          .select(({ fn }) => fn.countAll().as('n'))
          .where('source', '=', 'instants')
          .where('occurred_at', '=', instant)
          .executeTakeFirstOrThrow();
        expect(Number(n)).toBe(2);
      }
    });
  });
});

describe('bulk writing', () => {
  onEachEngine((open) => {
    it('inserts and updates 10,000 rows in one transaction, folded columns with them', async () => {
      await open().store.write((tx) =>
        tx.insert(
          'device_app',
          Array.from({ length: 10_000 }, (_, i) => app('many', i, { title: `Title ${i}`, version: '1.0' })),
        ),
      );
      const before = await read(open().store, 'many');
      expect(before.map((row) => row.app_id)).toEqual(Array.from({ length: 10_000 }, (_, i) => `app${i}`));
      await open().store.write((tx) =>
        tx.update(
          'device_app',
          before.map(({ id }, i) => ({ id, title: i % 2 === 0 ? `NEW ${i}` : null })),
        ),
      );
      const after = await read(open().store, 'many');
      expect(after.map((row) => row.title_folded)).toEqual(before.map((_, i) => (i % 2 === 0 ? `new ${i}` : null)));
      expect(after.every((row, i) => row.version === '1.0' && row.id === before[i]?.id)).toBe(true);
    });

    it('writes two datasets by turns in one transaction', async () => {
      const statistic = (i: number) => ({
        source: 'turns',
        record_key: digestOf(`turn ${i}`),
        occurred_at: at,
        day: '2026-11-24',
        metric: 'm',
        dimension: String(i),
        value: i,
      });
      await open().store.write(async (tx) => {
        for (let i = 0; i < 5; i += 1) {
          await tx.insert('device_app', [app('turns', i)]);
          await tx.insert('statistic', [statistic(i)]);
        }
      });
      expect(await read(open().store, 'turns')).toHaveLength(5);
      const values = await open()
        .store.db.selectFrom('statistic')
        .select('value')
        .where('source', '=', 'turns')
        .execute();
      expect(values.map((row) => row.value).sort()).toEqual([0, 1, 2, 3, 4]);
    });

    it('leaves nothing of a transaction that fails after its rows', async () => {
      await expect(
        open().store.write(async (tx) => {
          await tx.insert('device_app', [app('undone', 1)]);
          throw new RangeError('the work failed');
        }),
      ).rejects.toThrow(RangeError);
      expect(await read(open().store, 'undone')).toEqual([]);
    });

    it.each([
      ['text that is too long', { title: 'x'.repeat(257) }, 'title'],
      ['a number as text', { title: 7 }, 'title'],
      ['a missing value', { app_id: null }, 'app_id'],
      ['a fraction', { size_bytes: 1.5 }, 'size_bytes'],
      ['an integer that is not safe', { size_bytes: 2 ** 53 }, 'size_bytes'],
      ['a text as boolean', { managed: 'true' }, 'managed'],
      ['an invalid instant', { changed_at: new Date(Number.NaN) }, 'changed_at'],
      ['17 bytes for 16', { record_key: Buffer.alloc(17) }, 'record_key'],
    ])('refuses %s by the name of its column, without its value', async (_, wrong, column) => {
      const rows = [app('refused', 1), app('refused', 2, wrong)];
      const refused = open().store.write((tx) => tx.insert('device_app', rows));
      await expect(refused).rejects.toMatchObject({
        code: 'value-refused',
        message: expect.stringMatching(
          new RegExp(`^A value of device_app\\.${column} is (missing|no \\w+, or too long)\\.$`),
        ),
      });
      expect(await read(open().store, 'refused')).toEqual([]);
    });

    it('refuses a column that the table does not have', async () => {
      await expect(open().store.write((tx) => tx.update('device_app', [{ id: 1, nonsense: 1 }]))).rejects.toThrow(
        RangeError,
      );
    });
  });
});

describe('lists of parameters', () => {
  it('are padded to few lengths and hold every value', () => {
    for (const count of [0, 1, 9, 10, 11, 100, 101, 499, 500, 501, 2_500]) {
      const values = Array.from({ length: count }, (_, i) => i);
      const lists = paddedLists(values);
      expect(lists.every((list) => [10, 100, 500].includes(list.length))).toBe(true);
      expect([...new Set(lists.flat())]).toEqual(values);
    }
  });

  onEachEngine((open) => {
    it('find more rows than a statement may have parameters', async () => {
      const { store } = open();
      await store.write((tx) =>
        tx.insert(
          'device_app',
          Array.from({ length: 2_500 }, (_, i) => app('listed', i)),
        ),
      );
      const found: unknown[] = [];
      for (const list of paddedLists(Array.from({ length: 2_500 }, (_, i) => `app${i}`)))
        found.push(
          ...(await store.rows
            .selectFrom('device_app')
            .select('app_id')
            .where('source', '=', 'listed')
            .where('app_id', 'in', list)
            .execute()),
        );
      expect(found).toHaveLength(2_500);
    });
  });
});
