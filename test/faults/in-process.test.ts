import { tables } from '../contract/products.ts';
import { describeFaults } from './run.ts';

for (const table of tables) if (!table.target.ownProcess) describeFaults(table);
