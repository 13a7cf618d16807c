// What the first tier leaves out, at every source.
import { tables } from '../contract/products.ts';
import { struckFirst } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const struck = struckFirst(table);
  const others = table.faults.filter((fault) => !struck.includes(fault));
  if (others.length > 0) describeFaults(table, others, table.inOwnProcess ? 'own process' : 'here');
}
