// Which devices' apps are to be read: those that have checked in since theirs were read, since an inventory only changes
// with a check-in. The service allows few such requests, so they wait in the order of their check-ins, over many polls
// if need be. Of each device space as many are held as a poll can ask for. Behind them come those that have not checked in
// since, and whose apps are not stored: they were removed, and have come back.
import { isAhead } from '../../clock.ts';
import { isPathSegment } from '../asked.ts';
import type { PollContext } from '../contract.ts';
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
  /** It has come back: how far apps were read says nothing of it. */
  readonly returned: boolean;
}

const DAY_MS = 86_400_000;

export class DueApps {
  readonly #progress: Progress<NeuronsCheckpoint>;
  readonly #limit: number;
  readonly #context: Pick<PollContext, 'clock' | 'childrenStored'>;
  readonly #spaces = new Map<string, { due: Map<string, DueDevice>; ceiling: AppsState | null }>();
  readonly #returned = new Map<string, DueDevice>();
  readonly #ahead = new Set<string>();

  constructor(
    progress: Progress<NeuronsCheckpoint>,
    limit: number,
    context: Pick<PollContext, 'clock' | 'childrenStored'>,
  ) {
    this.#progress = progress;
    this.#limit = limit;
    this.#context = context;
  }

  /** Devices of a space as lists give them. */
  async add(space: string, records: readonly WireRecord[]): Promise<void> {
    const known = this.#spaces.get(space) ?? { due: new Map<string, DueDevice>(), ceiling: null };
    this.#spaces.set(space, known);
    const read = this.#readIn(space);
    const before: DueDevice[] = [];
    for (const record of records) {
      const id = idText(record.id);
      if (!isPathSegment(id)) continue;
      const at = this.#seenAt(id, record);
      const device = { space, id, at, ownership: ownership(record.ownershipType), returned: false };
      if (read !== null && !isAfter(device, read)) {
        before.push(device);
        continue;
      }
      // What is behind others that were not held waits with them.
      if (known.ceiling !== null && !isAfter(known.ceiling, device)) continue;
      known.due.set(id, device);
    }
    if (known.due.size > 2 * this.#limit) {
      const inOrder = [...known.due.values()].sort(byCheckIn);
      known.ceiling = inOrder[this.#limit] ?? null;
      known.due = new Map(inOrder.slice(0, this.#limit).map((device) => [device.id, device]));
    }
    await this.#addReturned(before);
  }

  async #addReturned(devices: readonly DueDevice[]): Promise<void> {
    if (devices.length === 0) return;
    const keys = devices.map(({ id }) => [id]);
    const stored = await this.#context.childrenStored('device_app', keys);
    for (const [i, device] of devices.entries())
      if (!stored[i] && this.#returned.size < this.#limit) this.#returned.set(device.id, { ...device, returned: true });
  }

  /** How far apps of a space were read. What lies ahead was taken from a check-in that cannot be: they are read anew. */
  #readIn(space: string): AppsState | null {
    const read = this.#progress.now.apps[space] ?? null;
    return read !== null && isAhead(read.at, this.#context.clock.now()) ? null : read;
  }

  /** A device that is new is due, though it may not have checked in yet; one that will check in is due once a day. */
  #seenAt(id: string, record: WireRecord): number {
    const { lastRegistrationTime: registered } = record;
    const at = Math.max(checkInOf(record), typeof registered === 'number' ? registered : 0);
    const now = this.#context.clock.now();
    if (!isAhead(at, now)) return at;
    this.#ahead.add(id);
    return now.getTime() - (now.getTime() % DAY_MS);
  }

  /** How many devices say that they will check in. */
  get ahead(): number {
    return this.#ahead.size;
  }

  clear(): void {
    this.#spaces.clear();
    this.#returned.clear();
  }

  /** Of all spaces, the one that has waited longest first. */
  inOrder(): readonly DueDevice[] {
    return [...this.#spaces.values()].flatMap(({ due }) => [...due.values()]).sort(byCheckIn);
  }

  /** From another one on with each minute: some may have no apps that could be read, and are here again each time. */
  returned(): readonly DueDevice[] {
    const all = [...this.#returned.values()];
    const from = Math.floor(this.#context.clock.now().getTime() / 60_000) % Math.max(1, all.length);
    return [...all.slice(from), ...all.slice(0, from)];
  }

  /** Whether it holds every device that is due. */
  get holdsAll(): boolean {
    return [...this.#spaces.values()].every(({ ceiling }) => ceiling === null);
  }
}

const byCheckIn = (a: AppsState, b: AppsState): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const isAfter = (a: AppsState, b: AppsState): boolean => byCheckIn(a, b) > 0;
