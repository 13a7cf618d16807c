// What the first tier leaves out, at sources whose collector is always in the process of the tests.
import { tables } from '../contract/products.ts';
import { struckLater } from './in-turn.ts';
import { describeFaults } from './run.ts';

for (const table of tables) if (!table.inOwnProcess) describeFaults(table, struckLater(table));
