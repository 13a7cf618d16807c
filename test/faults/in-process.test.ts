// Every table but those that strike a collector as it is run.
import { tables } from '../contract/products.ts';
import { inTurn } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const faults = inTurn(table);
  if (faults.length > 0) describeFaults(table, faults);
}
