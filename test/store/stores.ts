// Migrated stores for tests: sqlite always, SQL Server too where TEST_MSSQL_CONNECTION_STRING names one.
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EngineName } from '../../lib/store/index.ts';
import { engines, openTestStore, type TestStore } from './databases.ts';

export { openTestStore, type TestStore } from './databases.ts';

/** The same promises about each engine. Without a server its tests count as skipped. */
export function describeEachEngine(promises: (engine: EngineName) => void): void {
  for (const engine of ['sqlite', 'mssql'] as const)
    (engines.includes(engine) ? describe : describe.skip)(`on ${engine}`, () => promises(engine));
}

/** The same, with one migrated database for all of them. */
export function onEachEngine(promises: (open: () => TestStore) => void): void {
  describeEachEngine((engine) => {
    let opened: TestStore | undefined;
    beforeAll(async () => {
      opened = await openTestStore(engine);
    });
    afterAll(async () => opened?.remove());
    promises(() => {
      if (!opened) throw new Error('the test store is not open');
      return opened;
    });
  });
}
