// The first complete pass after a restore may remove more than a day lets go: what left since the backup leaves at once.
// Only after `npm run restored`: an operator has said what it is, and nobody else can tell a restore from a source that
// lost its rows.
import type { MirrorName } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { type Lease, parsePollState } from '../store/lease.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';

const DAY_MS = 86_400_000;
/** At most half of a mirror: of a source that lists less an operator is asked, however old the backup. */
const MOST_DAYS = 5;

/** So long a source may be away before what it lists is an operator's to judge again. */
const LASTS_MS = 7 * DAY_MS;

const nameOf = (source: string): string => `restored:${source}`;

interface Allowed {
  /** For how many days' removals. */
  readonly days: number;
  /** In milliseconds since 1970. */
  readonly until: number;
  /** Passes that it is for: an offset-paged list proves an absence with its second one. */
  readonly passes: number;
}
type AllowedByMirror = Readonly<Record<string, Allowed>>;

/** As much as the days since the last complete pass of the backup would have let go. */
export async function allowRemovals(
  store: Store,
  source: string,
  state: { readonly passes: string | null; readonly checkpoint: string | null },
): Promise<void> {
  const now = (await store.now()).getTime();
  const { offsetPaged } = parsePollState(state.checkpoint);
  const passes: Readonly<Record<string, string>> = JSON.parse(state.passes ?? '{}');
  const allowed: AllowedByMirror = Object.fromEntries(
    Object.entries(passes).map(([name, at]) => [
      name,
      {
        days: daysBetween(Date.parse(at), now),
        until: now + LASTS_MS,
        passes: offsetPaged.some((paged) => paged === name) ? 2 : 1,
      },
    ]),
  );
  await writeStoredValue(store, nameOf(source), allowed);
}

const daysBetween = (from: number, to: number): number =>
  Math.min(MOST_DAYS, Math.max(1, Math.ceil((to - from) / DAY_MS)));

/** What is allowed to a poll; it ends with the passes that it is for, whatever they removed, or after a week. */
export class AfterRestore {
  readonly #store: Store;
  readonly #source: string;
  #allowed: AllowedByMirror;

  private constructor(store: Store, source: string, allowed: AllowedByMirror) {
    this.#store = store;
    this.#source = source;
    this.#allowed = allowed;
  }

  static async of(store: Store, source: string): Promise<AfterRestore> {
    const [value, now] = [await readStoredValue(store, nameOf(source)), (await store.now()).getTime()];
    const allowed = Object.entries(isAllowed(value) ? value : {});
    // One that lasts longer was begun by a clock that ran ahead.
    const lasting = allowed.filter(([, { until }]) => until > now && until <= now + LASTS_MS);
    return new AfterRestore(store, source, Object.fromEntries(lasting));
  }

  /** For how many days a pass may remove: one but after a restore. */
  days(name: MirrorName): number {
    return this.#allowed[name]?.days ?? 1;
  }

  /** A complete pass was judged. */
  async passed(name: MirrorName): Promise<void> {
    const { [name]: spent, ...others } = this.#allowed;
    if (!spent) return;
    this.#allowed = spent.passes > 1 ? { ...others, [name]: { ...spent, passes: spent.passes - 1 } } : others;
    await writeStoredValue(this.#store, nameOf(this.#source), this.#allowed);
  }
}

const isAllowed = (value: unknown): value is AllowedByMirror => typeof value === 'object' && value !== null;

/** By connection to a database: the last number of a lease that each source was given. */
const given = new WeakMap<Store, Map<string, number>>();

/**
 * Whether the database went back behind what this process knows, as one does that was restored under it: numbers of leases
 * only grow. A process that was started since knows nothing.
 */
export function wentBack(store: Store, { source, fence }: Lease): boolean {
  const known = given.get(store) ?? new Map<string, number>();
  const before = known.get(source) ?? 0;
  given.set(store, known.set(source, fence));
  return fence <= before;
}
