// What the first tier leaves out, at every source.
import { tables } from '../contract/products.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { inTurn, oneOfEachKind } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const struck = table === activeDirectoryFaults ? oneOfEachKind(table) : inTurn(table);
  const others = table.faults.filter((fault) => !struck.includes(fault));
  if (others.length > 0) describeFaults(table, others, table.inOwnProcess ? 'own process' : 'here');
}
