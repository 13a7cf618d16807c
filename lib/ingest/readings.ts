// What is known of a source while it is polled: what it collects, what each mirror was read with, and when each was last
// read whole. It changes in one place, when a pass is complete.
import type { MirrorName, PersonalDataClass } from '../catalog/index.ts';
import type { Collection } from '../sources/collection.ts';
import type { Comparable } from './changes.ts';
import type { Collected, CollectedNames } from './collected.ts';

export class Readings {
  readonly #current: CollectedNames;
  #comparable: CollectedNames;
  #lastCompletePasses: Readonly<Record<string, string>>;

  /** `lastCompletePasses` as `source_state.passes` has them; one that lies ahead of `now` was dated by a clock that ran ahead. */
  constructor({ current, comparable }: Collected, lastCompletePasses: string | null, now: Date) {
    this.#current = current;
    this.#comparable = comparable;
    const passes: Readonly<Record<string, string>> = JSON.parse(lastCompletePasses ?? '{}');
    this.#lastCompletePasses = Object.fromEntries(
      Object.entries(passes).map(([dataset, at]) => [dataset, Date.parse(at) > now.getTime() ? now.toISOString() : at]),
    );
  }

  /** Names of what the source collects of a dataset; none where it is switched off. */
  collects(dataset: string): readonly string[] {
    return this.#current[dataset] ?? [];
  }

  isCollected(dataset: string): boolean {
    return this.#current[dataset] !== undefined;
  }

  /** Whether it has been read whole before: only then does an arrival mean something. */
  isLoaded(dataset: MirrorName): boolean {
    return this.#lastCompletePasses[dataset] !== undefined;
  }

  /** With class and tracking, for the change events of one mirror. */
  comparableOf(collection: Collection, dataset: MirrorName): Comparable {
    const names = new Set(this.#comparable[dataset] ?? []);
    const all: ReadonlyMap<string, { class: PersonalDataClass; tracked: boolean }> = collection.collectedOf(dataset);
    return new Map([...all].filter(([name]) => names.has(name)));
  }

  /** A pass is complete: every row of the mirror was read with what is collected now. */
  readWhole(dataset: MirrorName, at: Date): void {
    this.#lastCompletePasses = { ...this.#lastCompletePasses, [dataset]: at.toISOString() };
    this.#comparable = { ...this.#comparable, [dataset]: this.collects(dataset) };
  }

  /** As `source_state` keeps them. */
  get columns(): { readonly passes: string; readonly collected: string } {
    return {
      passes: JSON.stringify(this.#lastCompletePasses),
      collected: JSON.stringify({ current: this.#current, comparable: this.#comparable }),
    };
  }
}
