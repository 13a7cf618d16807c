// Every table but those of active-directory.test.ts and intune.long.test.ts, which strike a collector as it is run.
import { tables } from '../contract/products.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { inTurn } from './in-turn.ts';
import { intuneFaults } from './intune-faults.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const faults = table === activeDirectoryFaults || table === intuneFaults ? [] : inTurn(table);
  if (faults.length > 0) describeFaults(table, faults);
}
