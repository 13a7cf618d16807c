// Lists that are narrowed by one field and sorted by another walk the index of the order alone, until a page is full: the
// plan is looked at, since no time of a test's machine says anything.
import { expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { readPage } from '../../lib/query/page.ts';
import { parseQuery } from '../../lib/query/parse.ts';
import { devices } from '../../lib/query/resource.ts';
import { openEngine } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { onEachEngine } from '../store/stores.ts';

const SORTED = ['deviceName', '-deviceName', 'osVersion', 'model', '-enrolledAt', 'lastSeenAt', '-lastSeenAt'];
const NARROWED = [
  'platform=ios',
  'compliance.ne=compliant',
  'ownership.in=company,unknown',
  'model.startsWith=i',
  'source=a',
];

onEachEngine((open) => {
  it.each(SORTED.flatMap((sort) => NARROWED.map((filter) => [`${filter}&sort=${sort}`])))(
    'devices by %s are found without a look at those that are not',
    async (query) => {
      const engine = await openEngine({ database: open().database });
      const asked: CompiledQuery[] = [];
      const execute = (one: CompiledQuery) => {
        asked.push(one);
        return engine.execute(one);
      };
      await readPage(storeOver({ ...engine, execute }), parseQuery(devices, new URLSearchParams(query)), null);
      expect(asked.length).toBeGreaterThan(0);
      // SQL Server walks by itself, and says how in another way.
      for (const { sql, parameters } of engine.name === 'sqlite' ? asked : []) {
        const { rows } = await engine.execute(CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]));
        const plan = rows.map((row) => String(Object(row).detail));
        const column = /sort=-?(\w+)/.exec(query)?.[1]?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        expect(plan).toContainEqual(expect.stringMatching(/^S\w+ device USING COVERING INDEX ix_device_/));
        expect(plan.join('\n')).toContain(`COVERING INDEX ix_device_${column}`);
      }
      await engine.close();
    },
  );
});
