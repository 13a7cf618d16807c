// When a source is polled: its next time stands in the database, so that nothing is missed after a stop, and one of
// several collectors whose timers tick together polls.
import { nextTime } from '../ncrontab.ts';
import type { Store } from '../store/index.ts';

/** Clocks of collectors differ by some seconds. */
const EARLY_MS = 10_000;

/** A time beyond the schedule's next one was written by a clock that ran ahead, or by another schedule: it is due, too. */
export function dueAt(at: Date | null, schedule: string, now: Date): Date {
  if (at === null || at.getTime() > nextTime(schedule, now).getTime() + EARLY_MS) return now;
  return at;
}

export async function isPollDue(store: Store, source: string, schedule: string): Promise<boolean> {
  const [row, now] = await Promise.all([
    store.db.selectFrom('source_state').select('next_poll_at').where('source', '=', source).executeTakeFirst(),
    store.now(),
  ]);
  return dueAt(row?.next_poll_at ?? null, schedule, now).getTime() - EARLY_MS <= now.getTime();
}
