// What an operator should know before it is too late: rows that nobody vouches for, and what the database lacks.
import type { Application } from '../app.ts';
import { unverified } from '../privacy/unverified.ts';
import type { Fact } from '../store/index.ts';

/** Facts of the database whose advice must be followed; that of the others is advice. */
const REQUIRED: ReadonlySet<string> = new Set(['READ_COMMITTED_SNAPSHOT', 'engine', 'connection encryption']);

/** `facts` as the store tells them. */
export async function warningsOf(app: Application, facts: readonly Fact[]): Promise<readonly string[]> {
  const { store, settings } = app;
  const rows = await unverified(store, settings.UNVERIFIED_DAYS, await store.now());
  return [
    ...rows.map(({ source, reason, dataset, since, leavesAt }) =>
      reason === 'unconfigured'
        ? `No collector has source ${source} configured since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`
        : `No complete pass of ${dataset} of source ${source} since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`,
    ),
    ...facts.flatMap(({ name, value, advice }) =>
      REQUIRED.has(name) && value !== 'unknown' && advice ? [`The database has ${name} ${value}. ${advice}`] : [],
    ),
  ];
}
