// Which devices' apps are to be read: those that have checked in since theirs were read, since an inventory only changes
// with a check-in. The service allows few such requests, so they wait in the order of their check-ins, over many polls
// if need be. Of each device space as many are held as a poll can ask for.
import type { Progress } from '../progress.ts';
import type { WireRecord } from '../wire.ts';
import type { AppsState, NeuronsCheckpoint } from './checkpoint.ts';
import { checkInOf, idText, ownership } from './transforms.ts';

export interface DueDevice {
  readonly space: string;
  readonly id: string;
  /** Its last check-in, or its registration where that is later. */
  readonly at: number;
  readonly ownership: unknown;
}

export class DueApps {
  readonly #progress: Progress<NeuronsCheckpoint>;
  readonly #limit: number;
  readonly #spaces = new Map<string, { due: Map<string, DueDevice>; ceiling: AppsState | null }>();

  constructor(progress: Progress<NeuronsCheckpoint>, limit: number) {
    this.#progress = progress;
    this.#limit = limit;
  }

  /** Devices of a space as lists give them. */
  add(space: string, records: readonly WireRecord[]): void {
    const known = this.#spaces.get(space) ?? { due: new Map<string, DueDevice>(), ceiling: null };
    this.#spaces.set(space, known);
    const read = this.#progress.now.apps[space] ?? null;
    for (const record of records) {
      const id = idText(record.id);
      if (typeof id !== 'string') continue;
      const device = { space, id, at: seenAt(record), ownership: ownership(record.ownershipType) };
      if (read !== null && !isAfter(device, read)) continue;
      // What is behind others that were not held waits with them.
      if (known.ceiling !== null && !isAfter(known.ceiling, device)) continue;
      known.due.set(id, device);
    }
    if (known.due.size > 2 * this.#limit) {
      const inOrder = [...known.due.values()].sort(byCheckIn);
      known.ceiling = inOrder[this.#limit] ?? null;
      known.due = new Map(inOrder.slice(0, this.#limit).map((device) => [device.id, device]));
    }
  }

  clear(): void {
    this.#spaces.clear();
  }

  /** Of all spaces, the one that has waited longest first. */
  inOrder(): readonly DueDevice[] {
    return [...this.#spaces.values()].flatMap(({ due }) => [...due.values()]).sort(byCheckIn);
  }

  /** Whether it holds every device that is due. */
  get holdsAll(): boolean {
    return [...this.#spaces.values()].every(({ ceiling }) => ceiling === null);
  }
}

/** A device that is new is due, though it may not have checked in yet. */
function seenAt(record: WireRecord): number {
  const { lastRegistrationTime: registered } = record;
  return Math.max(checkInOf(record), typeof registered === 'number' ? registered : 0);
}

const byCheckIn = (a: AppsState, b: AppsState): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const isAfter = (a: AppsState, b: AppsState): boolean => byCheckIn(a, b) > 0;
