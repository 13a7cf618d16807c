// What the first tier leaves out, at sources whose collector has a process of its own where that shows more than the process
// of the tests. `others-here.long.test.ts` strikes all others, side by side with this one.
import { tables } from '../contract/products.ts';
import { isStruckApart, struckLater } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) if (table.inOwnProcess) describeFaults(table, struckLater(table), isStruckApart(table));
