// The key: in memory, for as long as this document is shown. It is forgotten on demand, when it is refused, when the page is left,
// and when nobody used it for a while; with it goes all that was asked with it.
import { batch, effect, type Signal, signal } from '@preact/signals';

const IDLE_MS = 15 * 60_000;
const LOOK_MS = 10_000;

export type Forgotten = 'refused' | 'idle' | 'asked' | 'left' | null;

export const key = signal<string | null>(null);
/** Why the key is gone: the form says it. */
export const forgotten = signal<Forgotten>(null);

let staysWhenIdle = false;
let timer: ReturnType<typeof setInterval> | undefined;
let asked = new AbortController();

/** Ends what is asked with the key of now when that key goes. */
export const whileKnown = (): AbortSignal => asked.signal;

/** What is kept in memory from view to view: the next who enters a key sees nothing of it. */
export function keptWithKey<T>(empty: T): Signal<T> {
  const kept = signal(empty);
  effect(() => {
    if (key.value === null) kept.value = empty;
  });
  return kept;
}

/** `stays`: for a screen on a wall, that nobody touches. */
export function remember(entered: string, stays: boolean): void {
  staysWhenIdle = stays;
  used = clocks();
  clearInterval(timer);
  timer = setInterval(look, LOOK_MS);
  batch(() => {
    key.value = entered;
    forgotten.value = null;
  });
}

export function forget(why: Forgotten): void {
  clearInterval(timer);
  asked.abort();
  asked = new AbortController();
  batch(() => {
    key.value = null;
    forgotten.value = why;
  });
}

/** Both: one stands still while some computers sleep, the other may be set. https://w3c.github.io/hr-time/#dfn-monotonic-clock */
const clocks = (): readonly number[] => [Date.now(), performance.now()];
let used = clocks();

/** A timer sleeps as the computer does: how long nobody was here, the clocks tell. */
function look(): void {
  const isIdle = clocks().some((at, clock) => at - (used[clock] ?? at) >= IDLE_MS);
  if (isIdle && key.peek() !== null && !staysWhenIdle) forget('idle');
}

function use(): void {
  look();
  used = clocks();
}

// Before whoever listens in the page: what is pressed first after a night is not done with the key of the evening.
for (const event of ['pointerdown', 'keydown']) addEventListener(event, use, { passive: true, capture: true });
for (const event of ['visibilitychange', 'focus', 'pageshow']) addEventListener(event, look, { capture: true });
// Browsers keep a document that was left, as it was, for going back to it. https://html.spec.whatwg.org/#bfcache
addEventListener('pagehide', () => {
  if (key.peek() !== null) forget('left');
});
