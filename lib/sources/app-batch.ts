// Apps of devices, handed on together: those of each device in full.
import { type Asked, NOBODY_ASKED, plus, type Silent } from './asked.ts';
import type { Checkpoint, NaturalKey, PollStep, SourceRow } from './contract.ts';
import { APPS_OF_ONE, boundOfOne } from './small-list.ts';

const MOST_ROWS = 4_000;
const MOST_DEVICES = 1_000;

export class AppBatch {
  /** What came of the devices so far. */
  asked: Asked = NOBODY_ASKED;
  readonly #silent: Silent | null;
  #rows: SourceRow[] = [];
  #scope: NaturalKey[] = [];

  constructor(silent: Silent | null = null) {
    this.#silent = silent;
  }

  /** The apps of a device that was asked for; null where it did not answer: what is stored of it stays. */
  *add(device: string, apps: readonly SourceRow[] | null): Generator<PollStep, void, void> {
    if (!apps) return this.leaveOut(device);
    this.asked = plus(this.asked, { ...NOBODY_ASKED, told: 1 });
    yield* this.hold(device, apps);
  }

  /** A device that did not answer, as `Silent` takes it. */
  leaveOut(id: string | null): void {
    this.asked = plus(this.asked, { ...NOBODY_ASKED, silent: 1 });
    this.#silent?.add(id);
  }

  /** Hands on what was there before, where there would be too much. Throws SourceError where a device has too many. */
  *hold(device: string, apps: readonly SourceRow[]): Generator<PollStep, void, void> {
    boundOfOne(apps, APPS_OF_ONE);
    if (this.#rows.length + apps.length > MOST_ROWS || this.#scope.length >= MOST_DEVICES) yield* this.take();
    this.#scope.push([device]);
    for (const app of apps) this.#rows.push(app);
  }

  *take(checkpoint?: Checkpoint): Generator<PollStep, void, void> {
    const [rows, scope] = [this.#rows, this.#scope];
    if (scope.length === 0 && checkpoint === undefined) return;
    this.#rows = [];
    this.#scope = [];
    this.asked = plus(this.asked, { ...NOBODY_ASKED, rows: rows.length });
    yield { dataset: 'device_app', rows, scope, ...(checkpoint && { checkpoint }) };
  }
}
