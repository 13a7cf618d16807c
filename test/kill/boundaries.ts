// Which commits there are, at which of them a collector was killed, and the draw of the next one by a seed. Kinds of
// commits (by the module that commits) where no collector died yet come first, then single places in the code; of
// these those that are seldom come to.
import type { EngineName } from '../../lib/store/index.ts';
import { below } from '../../local/fleet/random.ts';
import type { Done, End } from './collector.ts';
import type { Side } from './commits.ts';

/** Once every kind had its kill, so many of ten come at any time. */
const AT_ANY_TIME = 4;

const kindOf = (purpose: string): string => purpose.replace(/\..*/, '');

export class Boundaries {
  /** In how many cycles a place, or a kind, was come to. */
  readonly #seen = new Map<string, number>();
  readonly #hit = new Map<string, Set<Side>>();
  atAnyTime = 0;

  see(purposes: readonly string[]): void {
    for (const name of new Set(purposes.flatMap((purpose) => [purpose, kindOf(purpose)])))
      this.#seen.set(name, (this.#seen.get(name) ?? 0) + 1);
  }

  /** Where the next run is to end, if it gets as far as the unbroken one did. */
  draw({ commits, milliseconds }: Pick<Done, 'commits' | 'milliseconds'>, engine: EngineName, seed: number): End {
    const sides: readonly Side[] = engine === 'mssql' ? ['before', 'after', 'sent'] : ['before', 'after'];
    const side = sides[below(sides.length, seed, 1)] ?? 'after';
    const kind = this.#kindLeft(commits);
    // The first one: behind the last there may be no other kind any more.
    const first = commits.find((purpose) => kindOf(purpose) === kind);
    if (first !== undefined) return { purpose: first, occurrence: 1, side };
    if (commits.length === 0 || below(10, seed, 2) < AT_ANY_TIME)
      return { milliseconds: below(Math.max(1, Math.ceil(milliseconds)), seed, 3) };
    const never = this.#rarest([...new Set(commits)].filter((purpose) => !this.#hit.has(purpose)));
    const candidates = never.length > 0 && below(2, seed, 4) === 0 ? never : commits;
    const purpose = candidates[below(candidates.length, seed, 5)] ?? '';
    const occurrences = commits.filter((other) => other === purpose).length;
    return { purpose, occurrence: 1 + below(occurrences, seed, 6), side };
  }

  hit(end: End): void {
    if ('milliseconds' in end) this.atAnyTime += 1;
    else this.#hit.set(end.purpose, (this.#hit.get(end.purpose) ?? new Set()).add(end.side));
  }

  /** Whether a kind of these had no kill yet. */
  isKindLeft(commits: readonly string[]): boolean {
    return this.#kindLeft(commits) !== undefined;
  }

  /** Of those that are seldom come to the one that comes first: only a first start migrates the database. */
  #kindLeft(commits: readonly string[]): string | undefined {
    const left = this.kindsLeft;
    return this.#rarest([...new Set(commits.map(kindOf))].filter((kind) => left.includes(kind)))[0];
  }

  #rarest(names: readonly string[]): readonly string[] {
    const times = (name: string): number => this.#seen.get(name) ?? 0;
    const fewest = Math.min(...names.map(times));
    return names.filter((name) => times(name) === fewest);
  }

  /** Kinds of commits at which no collector was killed. */
  get kindsLeft(): readonly string[] {
    const hit = new Set([...this.#hit.keys()].map(kindOf));
    return [...this.#seen.keys()].filter((name) => name === kindOf(name) && !hit.has(name));
  }

  /** Places in the code: seen, and with a kill; `sides` tells those before, while and after a commit apart. */
  get count(): { readonly seen: number; readonly places: number; readonly sides: number } {
    const sides = [...this.#hit.values()].reduce((sum, set) => sum + set.size, 0);
    return {
      seen: [...this.#seen.keys()].filter((name) => name !== kindOf(name)).length,
      places: this.#hit.size,
      sides,
    };
  }

  /** Takes over what others saw and hit. */
  add(others: Boundaries): void {
    for (const [name, times] of others.#seen) this.#seen.set(name, (this.#seen.get(name) ?? 0) + times);
    for (const [purpose, sides] of others.#hit)
      this.#hit.set(purpose, new Set([...(this.#hit.get(purpose) ?? []), ...sides]));
    this.atAnyTime += others.atAnyTime;
  }
}
