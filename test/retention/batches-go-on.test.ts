// What a switch turned off stands between what stays: a batch that began at the first row of the source each time would
// pass all of that again and again.
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, jest } from '@jest/globals';
import { catalog } from '../../lib/catalog/index.ts';
import { deleteEvents, orderWithinSource } from '../../lib/mirror/events.ts';
import { digestOf } from '../../lib/mirror/key.ts';
import { SqliteConnection } from '../../lib/store/sqlite/connection.ts';
import { count } from '../privacy/fixture.ts';
import { openTestStore } from '../store/databases.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

it('each batch that is deleted begins behind the one before, along an index', async () => {
  const { store, database, remove } = await openTestStore('sqlite');
  try {
    const change = (parameter: string, i: number) => ({
      source: 's',
      record_key: digestOf(`${parameter} ${i}`),
      occurred_at: new Date(i),
      transition: Buffer.alloc(16),
      dataset: 'device',
      owner_key: Buffer.alloc(16),
      kind: 'changed',
      parameter,
    });
    const numbers = Array.from({ length: 2_500 }, (_, i) => i);
    await store.write((tx) =>
      tx.insert(
        'change',
        numbers.flatMap((i) => [change('off', i), change('on', i)]),
      ),
    );
    const executed = jest.spyOn(SqliteConnection.prototype, 'execute');
    await deleteEvents(
      store,
      store,
      catalog.change,
      (eb) => eb.and([eb('source', '=', 's'), eb('parameter', '=', 'off')]),
      orderWithinSource(catalog.change),
    );
    const asked = executed.mock.calls.map(([query]) => query.sql).filter((sql) => sql.includes('"change"'));
    const db = new DatabaseSync(database.replace(/^sqlite:/, ''), { readOnly: true });
    const plans = asked.map((sql) => String(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()[0]?.detail));
    db.close();
    const along = (range: string) => `SEARCH change USING INDEX ux_change_record_key (source=?${range})`;
    const [read, behind, first, further] = [
      along(''),
      along(' AND record_key>?'),
      along(' AND record_key<?'),
      along(' AND record_key>? AND record_key<?'),
    ];
    // The last two look whether anything was written meanwhile.
    expect(plans).toEqual([read, first, behind, further, behind, further, behind, read]);
    expect([await count(store, 'change', { parameter: 'off' }), await count(store, 'change')]).toEqual([0, 2_500]);
  } finally {
    await remove();
  }
});
