// The faults of the HTTP client against every connector that shares it: those that have not struck it in the first tier.
import { describeFaults } from './run.ts';
import { tables } from './tables.ts';

for (const table of tables) if (table.faults.some(({ ofClient }) => ofClient)) describeFaults(table, 'others');
