// What rows of `poll_run` prove of the polls of a source.
import type { Store } from '../../lib/store/index.ts';

/** Polls that ran while the next one of the source did. One whose collector was killed has no end that is known. */
export async function overlapping({ db }: Store, source: string): Promise<unknown[]> {
  const columns = ['run', 'collector', 'outcome', 'occurred_at', 'duration_ms'] as const;
  const runs = await db.selectFrom('poll_run').select(columns).where('source', '=', source).orderBy('id').execute();
  return runs.filter((run, i) => {
    const next = runs[i + 1];
    return next && run.occurred_at.getTime() + (run.duration_ms ?? 0) > next.occurred_at.getTime();
  });
}
