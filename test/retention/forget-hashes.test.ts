// Forgetting whose rows might have been looks at rows that wait, not at all that is stored: counters are millions a day.
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, jest } from '@jest/globals';
import { events, waits } from '../../lib/catalog/index.ts';
import { forgetHashes } from '../../lib/retention/forget-hashes.ts';
import { SqliteConnection } from '../../lib/store/sqlite/connection.ts';
import { openTestStore } from '../store/databases.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

it('rows that wait are found by their index, without those that do not', async () => {
  const { store, database, remove } = await openTestStore('sqlite');
  try {
    const executed = jest.spyOn(SqliteConnection.prototype, 'execute');
    await forgetHashes(store, () => false);
    const asked = executed.mock.calls.map(([query]) => query.sql).filter((sql) => sql.includes('"waits_since" <'));
    const db = new DatabaseSync(database.replace(/^sqlite:/, ''), { readOnly: true });
    const plans = asked.map((sql) => String(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()[0]?.detail));
    db.close();
    const expected = events().filter(waits);
    expect(expected.length).toBeGreaterThan(3);
    expect(plans).toEqual(
      expected.map(({ name }) => `SEARCH ${name} USING INDEX ix_${name}_waits_since (waits_since<?)`),
    );
  } finally {
    await remove();
  }
});
