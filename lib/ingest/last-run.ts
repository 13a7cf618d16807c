// The last runs of sources: what ended last, and what is under way.
import type { Store } from '../store/index.ts';
import { isLeased } from '../store/lease.ts';
import { COLLECTOR_ENDED } from './run.ts';

export interface LastRuns {
  /** Null where none has ended yet. */
  readonly ended: Run | null;
  readonly running: Run | null;
}
export type Run = Awaited<ReturnType<typeof newest>>[number];

/** By source: of all that have one, or of a single one. */
export async function lastRuns(store: Store, source?: string): Promise<ReadonlyMap<string, LastRuns>> {
  const now = await store.now();
  const found = new Map<string, LastRuns>();
  for (const run of await newest(store, source)) {
    if (run.outcome !== 'running') found.set(run.source, { ended: run, running: null });
    // A killed process left it behind: as the next run will note it.
    else if (!isLeased(run.lease_until, now))
      found.set(run.source, { ended: { ...run, outcome: 'aborted', error_code: COLLECTOR_ENDED }, running: null });
    else {
      const [before = null] = await newest(store, run.source, run.id);
      found.set(run.source, { ended: before, running: run });
    }
  }
  return found;
}

/**
 * By id: a clock that ran ahead for a while would leave its run the last one for as long; an index has both columns. With
 * the lease in one statement: read apart, a poll that ends meanwhile would look like one of a killed process.
 */
function newest({ db }: Store, source?: string, before?: number) {
  let ids = db
    .selectFrom('poll_run')
    .select(({ fn }) => fn.max('id').as('id'))
    .groupBy('source');
  if (source !== undefined) ids = ids.where('source', '=', source);
  if (before !== undefined) ids = ids.where('id', '<', before);
  return db
    .selectFrom('poll_run')
    .leftJoin('source_state', 'source_state.source', 'poll_run.source')
    .selectAll('poll_run')
    .select('source_state.lease_until')
    .where('poll_run.id', 'in', ids)
    .orderBy('poll_run.source')
    .execute();
}
