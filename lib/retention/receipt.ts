// What the last run of retention left, as its receipt says.
import type { Store } from '../store/index.ts';
import { readStoredValue } from '../store/stored-values.ts';

/** Name of the row of `setting` that holds the last receipt. */
export const RECEIPT = 'retention';

export interface Left {
  readonly endedAt: string;
  readonly waitingSources: number;
  readonly datasets: Readonly<Record<string, { readonly left: number }>>;
}

/** Null before its first run. */
export async function lastReceipt(store: Store): Promise<Left | null> {
  const value = await readStoredValue(store, RECEIPT);
  return isReceipt(value) ? value : null;
}

const isReceipt = (value: unknown): value is Left =>
  typeof value === 'object' && value !== null && 'endedAt' in value && 'waitingSources' in value && 'datasets' in value;

/** It runs daily, and waits for a day where a clock jumped. */
const LATE_MS = 50 * 3_600_000;

/** Null where nothing is overdue. */
export function behindLine({ endedAt, datasets }: Left, now: Date): string | null {
  const left = Object.values(datasets).reduce((sum, one) => sum + one.left, 0);
  if (now.getTime() - Date.parse(endedAt) > LATE_MS)
    return `Retention has not ended since ${endedAt}: what is overdue is still stored. The log has why.`;
  return left > 0
    ? `Retention left ${left} overdue rows when its time was up at ${endedAt}: the next run goes on. Look at the load of the database where this stays.`
    : null;
}
