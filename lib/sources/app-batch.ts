// Apps of devices, handed on together: those of each device in full.
import type { Checkpoint, NaturalKey, PollStep, SourceRow } from './contract.ts';

const MOST_ROWS = 4_000;
const MOST_DEVICES = 1_000;

export class AppBatch {
  /** How many were handed on. */
  count = 0;
  #rows: SourceRow[] = [];
  #scope: NaturalKey[] = [];

  /** Hands on what was there before, where there would be too much. */
  *add(device: string, apps: readonly SourceRow[]): Generator<PollStep, void, void> {
    if (this.#rows.length + apps.length > MOST_ROWS || this.#scope.length >= MOST_DEVICES) yield* this.take();
    this.#scope.push([device]);
    for (const app of apps) this.#rows.push(app);
  }

  *take(checkpoint?: Checkpoint): Generator<PollStep, void, void> {
    const [rows, scope] = [this.#rows, this.#scope];
    if (scope.length === 0 && checkpoint === undefined) return;
    this.#rows = [];
    this.#scope = [];
    this.count += rows.length;
    yield { dataset: 'device_app', rows, scope, ...(checkpoint && { checkpoint }) };
  }
}
