// What any source over HTTP may meet, at those that it did not strike in the first tier.
import { tables } from '../contract/products.ts';
import { inTurn } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) {
  const others = table.faults.filter((fault) => !inTurn(table).includes(fault));
  if (others.length > 0) describeFaults(table, others, table.inOwnProcess ? 'own process' : 'here');
}
