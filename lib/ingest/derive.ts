// Events that ingest makes of what a mirror reads. Which there are, of which fields, and of whose devices, is declared;
// how each is made is said here.
import { type DerivedEventName, type EventDataset, events } from '../catalog/index.ts';
import { isStored, standingOf } from '../mirror/ownership.ts';
import type { Store } from '../store/index.ts';
import type { ChangeContext } from './changes.ts';
import type { Told } from './counters.ts';
import type { MirrorRecord } from './record.ts';
import { planRoaming } from './roaming.ts';
import { violations } from './violations.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Differing {
  readonly id: number;
  readonly before: Values;
  readonly record: MirrorRecord;
}

/** What a page changes in a mirror. */
export interface Written {
  readonly fresh: readonly MirrorRecord[];
  readonly differing: readonly Differing[];
}

export interface Derived {
  readonly begun: readonly (Told & { readonly owner_key: Uint8Array })[];
  /** Of what lasts: rows by `id` that end now. */
  readonly ended: readonly Values[];
}

export type Derive = (store: Store, context: ChangeContext, written: Written) => Promise<Derived> | Derived;

export const DERIVE: Readonly<Record<DerivedEventName, Derive>> = { roaming: planRoaming, violation: violations };

export interface Deriving extends ChangeContext {
  /** Names of the fields that the source collects. */
  readonly collects: readonly string[];
  readonly personalDevices: boolean;
}

export async function deriveEvents(
  store: Store,
  target: Deriving,
  { fresh, differing }: Written,
): Promise<ReadonlyMap<EventDataset, Derived>> {
  const derived = new Map<EventDataset, Derived>();
  for (const event of events()) {
    const { toldBy, device } = event;
    if (typeof toldBy === 'string' || toldBy.mirror !== target.dataset.name) continue;
    if (!toldBy.needs.some((field) => target.collects.includes(field))) continue;
    const derive = Object.entries(DERIVE).find(([name]) => name === event.name)?.[1];
    if (!derive) throw new RangeError(`nobody makes ${event.name}`);
    const stored = ({ values }: MirrorRecord): boolean =>
      !device || isStored(device.stored, standingOf([values.ownership]), target.personalDevices);
    const written = { fresh: fresh.filter(stored), differing: differing.filter(({ record }) => stored(record)) };
    derived.set(event, await derive(store, target, written));
  }
  return derived;
}
