// What time it is at the collector: "3 minutes ago" is wrong by as much as the clock of the browser is.
import { signal } from '@preact/signals';

const TICK_MS = 10_000;
/** `Date` has whole seconds, and answers take a while. */
const TOLERATED_MS = 3_000;

let ahead = 0;
export const now = signal(Date.now());
setInterval(tell, TICK_MS);

function tell(): void {
  now.value = Date.now() + ahead;
}

/** `date` as an answer has it. */
export function correct(date: string | null): void {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return;
  const off = at - Date.now();
  ahead = Math.abs(off) > TOLERATED_MS ? off : 0;
  tell();
}
