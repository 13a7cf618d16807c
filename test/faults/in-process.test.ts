// Every table but that of active-directory.test.ts, which strikes a collector as it is run.
import { tables } from '../contract/products.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { inTurn } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const faults = table === activeDirectoryFaults ? [] : inTurn(table);
  if (faults.length > 0) describeFaults(table, faults);
}
