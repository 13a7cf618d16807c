// What an operator should know before it is too late: rows that nobody vouches for, and what the database lacks.
import type { Application } from '../app.ts';
import { unverified } from '../privacy/unverified.ts';

export async function warningsOf(app: Application): Promise<readonly string[]> {
  const { store, settings } = app;
  const rows = await unverified(store, settings.UNVERIFIED_DAYS, await store.now());
  const facts = await store.inspect();
  return [
    ...rows.map(({ source, reason, dataset, since, leavesAt }) =>
      reason === 'unconfigured'
        ? `No collector has source ${source} configured since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`
        : `No complete pass of ${dataset} of source ${source} since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`,
    ),
    ...facts.flatMap(({ name, value, advice }) =>
      name === 'READ_COMMITTED_SNAPSHOT' && advice ? [`The database has ${name} ${value}. A DBA runs: ${advice}`] : [],
    ),
  ];
}
