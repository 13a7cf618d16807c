// Every table but those that strike a collector as it is run.
import { tables } from '../contract/products.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { struckFirst } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  if (table !== activeDirectoryFaults) describeFaults(table, struckFirst(table));
}
