// Events that ingest makes of what a mirror reads. Which there are, of which fields, and of whose devices, is declared;
// how each is made is said here.
import { type DerivedEventName, derivationOf, type EventDataset, events } from '../catalog/index.ts';
import { isStored, standingOf } from '../mirror/ownership.ts';
import type { Store } from '../store/index.ts';
import type { ChangeContext } from './changes.ts';
import type { Derive, Derived, Written } from './derived.ts';
import type { MirrorRecord } from './record.ts';
import { planRoaming } from './roaming.ts';
import { violations } from './violations.ts';

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
    const { device } = event;
    const derivation = derivationOf(event.toldBy);
    if (derivation?.mirror !== target.dataset.name) continue;
    if (!derivation.needs.some((field) => target.collects.includes(field))) continue;
    const derive = Object.entries(DERIVE).find(([name]) => name === event.name)?.[1];
    if (!derive) throw new RangeError(`nobody makes ${event.name}`);
    const stored = ({ values }: MirrorRecord): boolean =>
      !device || isStored(device.stored, standingOf([values.ownership]), target.personalDevices);
    const written = { fresh: fresh.filter(stored), differing: differing.filter(({ record }) => stored(record)) };
    derived.set(event, await derive(store, target, written));
  }
  return derived;
}
