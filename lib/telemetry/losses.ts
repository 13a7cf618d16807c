// Where telemetry is not taken, and since when: told in warnings, since nothing else fails by it. Of this process.

/** A refused batch or two are no trouble. */
const WARNED_MS = 5 * 60_000;

interface Trouble {
  readonly since: Date;
  readonly code: string;
}

const troubles = new Map<string, Trouble>();

export const sent = (to: string): void => void troubles.delete(to);

export function unsent(to: string, code: string): void {
  troubles.set(to, { since: troubles.get(to)?.since ?? new Date(), code });
}

export const lossLines = (now: Date = new Date()): readonly string[] =>
  [...troubles]
    .filter(([, { since }]) => now.getTime() - since.getTime() >= WARNED_MS)
    .map(
      ([to, { since, code }]) =>
        `${to} takes no telemetry of this collector since ${since.toISOString()} (${code}): what waits is bounded, and lost (emmlens_telemetry_lost_total). Check its address, certificate and credentials; polls go on.`,
    );
