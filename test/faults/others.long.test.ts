// What the first tier leaves out: one half, those of a collector in a process of its own among them. `others-here.long.test.ts`
// has the other one, side by side with this.
import { tables } from '../contract/products.ts';
import { isInFirstHalf, isStruckApart, struckLater } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables.filter(isInFirstHalf)) describeFaults(table, struckLater(table), isStruckApart(table));
