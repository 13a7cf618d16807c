// The last runs of sources: what ended last, and what is under way.
import type { Store } from '../store/index.ts';
import { isLeased } from '../store/lease.ts';
import { LOSSES } from './losses.ts';
import { LEFT_BEHIND } from './run.ts';

export interface LastRuns {
  /** Null where none has ended yet. */
  readonly ended: Run | null;
  /** That which its source is judged by. */
  readonly judged: Run | null;
  readonly running: Run | null;
}
export type Run = Awaited<ReturnType<typeof newest>>[number];

/** By source: of all that have one, or of a single one. */
export async function lastRuns(store: Store, source?: string): Promise<ReadonlyMap<string, LastRuns>> {
  const now = await store.now();
  const found = new Map<string, LastRuns>();
  for (const run of await newest(store, source)) {
    const running = run.outcome === 'running' && isLeased(run.lease_until, now) ? run : null;
    const [ended = null] = running ? await newest(store, run.source, run.id) : [endedOf(run)];
    found.set(run.source, { ended, judged: await judgedOf(store, ended), running });
  }
  return found;
}

/** A killed process left it behind: as the next run will note it. */
const endedOf = (run: Run): Run => (run.outcome === 'running' ? { ...run, ...LEFT_BEHIND } : run);

/**
 * One that was cut off says nothing of its source: its collector was stopped or died, or another one took over, and the next
 * poll goes on. Where that is so again and again, the source may be why.
 */
async function judgedOf(store: Store, ended: Run | null): Promise<Run | null> {
  let judged = ended;
  for (let cutOff = 1; judged?.outcome === 'aborted' && cutOff < LOSSES; cutOff += 1)
    [judged = null] = await newest(store, judged.source, judged.id);
  return judged?.outcome === 'aborted' ? ended : judged;
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
