// Apps of devices, one request each, no faster than the service allows. What a poll does not get to, the next one reads.
import { setTimeout as delay } from 'node:timers/promises';
import { stopped } from '../../net/failure.ts';
import { type Asked, isUnknownCall, NOBODY_ASKED, plus, Silent } from '../asked.ts';
import type { CollectedEntity } from '../collection.ts';
import type { NaturalKey, PollContext, PollStep, SourceRow } from '../contract.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import type { Progress } from '../progress.ts';
import type { WireRecord } from '../wire.ts';
import type { AppsState, NeuronsCheckpoint } from './checkpoint.ts';
import type { NeuronsClient } from './client.ts';
import type { DueApps, DueDevice } from './due-apps.ts';
import { idText } from './transforms.ts';

const dataset = 'device_app' as const;
/** Stored together: a poll that ends reads no more than these again. */
const BATCH_DEVICES = 50;
const BATCH_ROWS = 3_000;

export interface AppReading {
  readonly neurons: NeuronsClient;
  readonly entity: CollectedEntity;
  readonly progress: Progress<NeuronsCheckpoint>;
  readonly due: DueApps;
  /** The list of devices, read anew. */
  readonly listed: () => AsyncIterable<{ readonly records: readonly WireRecord[] }>;
  readonly context: Pick<PollContext, 'clock' | 'signal'>;
  /** Whether apps of devices that the company does not own are read. */
  readonly personalDevices: boolean;
  readonly requestsPerMinute: number;
  /** How long it may take. */
  readonly milliseconds: number;
}

/** A dataset that is not read to its end keeps what it has of the devices that are left. Throws SourceError. */
export async function* readApps(reading: AppReading): AsyncGenerator<PollStep, void, void> {
  const { due, progress, context, milliseconds } = reading;
  const until = context.clock.now().getTime() + milliseconds;
  yield { dataset, pass: 'start' };
  const pace = new Pace(reading);
  let batch = new Batch();
  let asked = NOBODY_ASKED;
  const silent = new Silent(({ id }) => idText(id));
  let isRead = due.holdsAll;
  const [inOrder, returned] = [due.inOrder(), due.returned()];
  for (const [i, device] of [...inOrder, ...returned].entries()) {
    const isOver = context.clock.now().getTime() >= until;
    // Behind the last one that is due everything is read; those that have come back take the time that is left.
    if (isOver) {
      isRead &&= i >= inOrder.length;
      break;
    }
    const rows = await appsOf(reading, device, pace);
    if (rows === null) silent.add(device.id);
    batch.add(device, rows);
    if (!batch.isFull) continue;
    // Nobody else is asked, and all of these are asked again.
    if (isUnknownCall(batch.asked)) return yield { dataset, unproven: 'not-supported' };
    asked = plus(asked, batch.asked);
    yield* batch.steps(progress);
    batch = new Batch();
  }
  if (isUnknownCall(batch.asked)) return yield { dataset, unproven: 'not-supported' };
  asked = plus(asked, batch.asked);
  yield* batch.steps(progress);
  if (asked.silent > 0 && (asked.told === 0 || !(await silent.haveLeft(reading.listed))))
    yield { dataset, unproven: 'not-answered' };
  else if (isRead) yield { dataset, complete: { marker: 'rows-equal-total', rows: asked.rows } };
}

/** The apps of a device: undefined of one that is not to be asked, null where the service says that there is none such (404). */
async function appsOf(
  reading: AppReading,
  device: DueDevice,
  pace: Pace,
): Promise<readonly SourceRow[] | null | undefined> {
  const { neurons, entity, personalDevices } = reading;
  if (device.ownership !== 'company' && !personalDevices) return undefined;
  await pace.turn();
  const records = await neurons.all(entity.path.replace('{id}', encodeURIComponent(device.id)));
  if (records === null) return null;
  const rows = new Map<unknown, MappedRow>();
  for (const record of records) {
    const row = mapRecord(entity.parameters, record);
    row.device_external_id = device.id;
    rows.set(row.app_id, row);
  }
  return [...rows.values()];
}

class Batch {
  readonly rows: SourceRow[] = [];
  readonly #scope: NaturalKey[] = [];
  readonly #read = new Map<string, AppsState>();
  #devices = 0;
  #told = 0;
  #silent = 0;

  /** `undefined` of one that is not to be asked. */
  add({ space, id, at, returned }: DueDevice, rows: readonly SourceRow[] | null | undefined): void {
    if (!returned) this.#read.set(space, { at, id });
    this.#devices++;
    if (rows === null) this.#silent++;
    else if (rows) this.#told++;
    if (rows === null) return;
    this.#scope.push([id]);
    for (const row of rows ?? []) this.rows.push(row);
  }

  get asked(): Asked {
    return { rows: this.rows.length, told: this.#told, silent: this.#silent };
  }

  get isFull(): boolean {
    return this.#devices >= BATCH_DEVICES || this.rows.length >= BATCH_ROWS;
  }

  *steps(progress: Progress<NeuronsCheckpoint>): Generator<PollStep, void, void> {
    if (this.#devices === 0) return;
    const apps = { ...progress.now.apps, ...Object.fromEntries(this.#read) };
    yield { dataset, rows: this.rows, scope: this.#scope, checkpoint: progress.with({ apps }) };
  }
}

/** Keeps requests apart by what the service allows. */
class Pace {
  readonly #reading: AppReading;
  #next = 0;

  constructor(reading: AppReading) {
    this.#reading = reading;
  }

  /** Throws what ends the poll. */
  async turn(): Promise<void> {
    const { signal, clock } = this.#reading.context;
    const now = clock.now().getTime();
    const wait = this.#next - now;
    this.#next = Math.max(this.#next, now) + 60_000 / this.#reading.requestsPerMinute;
    if (wait <= 0) return;
    await delay(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw stopped(signal);
  }
}
