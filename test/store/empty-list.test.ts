// SQL Server refuses an empty list, sqlite takes it for nothing: where one is written, both refuse it, and a test fails.
import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Store } from '../../lib/store/index.ts';
import { onEachEngine } from './stores.ts';

const inner = (scans: Store['scans']) => scans.selectFrom('device').select('id').where('id', 'in', []);

onEachEngine((open) => {
  describe('an empty list', () => {
    it('is asked for by no statement, in or outside of a transaction', async () => {
      const { store } = open();
      const refused = [
        () => store.db.selectFrom('device').select('id').where('id', 'in', []).execute(),
        () => store.rows.selectFrom('device').select('id').where('id', 'not in', []).execute(),
        () => store.scans.selectFrom('device').select('id').where('id', 'in', inner(store.scans)).execute(),
        () => store.write(({ db }) => db.deleteFrom('device').where('id', 'in', []).execute()),
        () => store.write(({ rows }) => sql`delete from device where id in (${sql.join([])})`.execute(rows)),
      ];
      for (const ask of refused) await expect(ask()).rejects.toThrow(TypeError);
      expect(await store.db.selectFrom('device').select('id').where('id', 'in', [1, 1]).execute()).toEqual([]);
    });
  });
});
