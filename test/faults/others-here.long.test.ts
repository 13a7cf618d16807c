// What the first tier leaves out, at sources whose collector is always in the process of the tests: the other half.
import { tables } from '../contract/products.ts';
import { isInFirstHalf, struckLater } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) if (!isInFirstHalf(table)) describeFaults(table, struckLater(table));
