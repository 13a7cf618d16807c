// The key: in memory, for as long as this document lives. It is forgotten on demand, when it is refused, and when nobody used
// the page for a while.
import { signal } from '@preact/signals';

const IDLE_MS = 15 * 60_000;

export type Forgotten = 'refused' | 'idle' | 'asked' | null;

export const key = signal<string | null>(null);
/** Why the key is gone: the form says it. */
export const forgotten = signal<Forgotten>(null);

let staysWhenIdle = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** `stays`: for a screen on a wall, that nobody touches. */
export function remember(entered: string, stays: boolean): void {
  staysWhenIdle = stays;
  key.value = entered;
  forgotten.value = null;
  watchIdle();
}

export function forget(why: Forgotten): void {
  clearTimeout(timer);
  key.value = null;
  forgotten.value = why;
}

function watchIdle(): void {
  clearTimeout(timer);
  if (key.value !== null && !staysWhenIdle) timer = setTimeout(() => forget('idle'), IDLE_MS);
}

for (const event of ['pointerdown', 'keydown'] as const) addEventListener(event, watchIdle, { passive: true });
