// Every table but those that strike a collector as it is run.
import { tables } from '../contract/products.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { struckFirst } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const faults = table === activeDirectoryFaults ? [] : struckFirst(table);
  if (faults.length > 0) describeFaults(table, faults);
}
