// When a source is polled: its next time stands in the database, so that nothing is missed after a stop, and one of
// several collectors whose timers tick together polls.
import type { Store } from '../store/index.ts';

/** Clocks of collectors differ by some seconds. */
const EARLY_MS = 10_000;

export async function isPollDue(store: Store, source: string): Promise<boolean> {
  const [row, now] = await Promise.all([
    store.db.selectFrom('source_state').select('next_poll_at').where('source', '=', source).executeTakeFirst(),
    store.now(),
  ]);
  return !row?.next_poll_at || row.next_poll_at.getTime() - EARLY_MS <= now.getTime();
}
