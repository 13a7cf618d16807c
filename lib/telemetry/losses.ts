// Where telemetry is not taken, and since when: told in warnings, since nothing else fails by it. Of this process.

export type Signal = 'spans' | 'metrics';

/** A refused batch or two are no trouble. */
const WARNED_MS = 5 * 60_000;

interface Trouble {
  readonly to: string;
  readonly signal: Signal;
  readonly since: Date;
  readonly code: string;
}

const troubles = new Map<string, Trouble>();

/** A place may take the one, and not the other. */
const keyOf = (to: string, signal: Signal): string => `${signal} ${to}`;

export const sent = (to: string, signal: Signal): void => void troubles.delete(keyOf(to, signal));

export function unsent(to: string, signal: Signal, code: string): void {
  const key = keyOf(to, signal);
  troubles.set(key, { to, signal, since: troubles.get(key)?.since ?? new Date(), code });
}

export const lossLines = (now: Date = new Date()): readonly string[] =>
  [...troubles.values()]
    .filter(({ since }) => now.getTime() - since.getTime() >= WARNED_MS)
    .map(
      ({ to, signal, since, code }) =>
        `${to} takes no ${signal} of this collector since ${since.toISOString()} (${code}): what waits is bounded, and lost (emmlens_telemetry_lost_total). Check its address, certificate and credentials; polls go on.`,
    );
