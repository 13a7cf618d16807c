// The faults of the HTTP client against every connector that shares it: those that have not struck it in the first tier.

import { tables } from '../contract/products.ts';
import { describeFaults } from './run.ts';

for (const table of tables) if (table.faults.some(({ ofClient }) => ofClient)) describeFaults(table, 'others');
