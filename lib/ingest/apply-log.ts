// Applies a step of a source of logs: what its lines told, in all datasets, and how far the files were read, in one
// transaction with the counts of the lines. Whatever is killed, lost or done again: a line counts once.
import { setImmediate as turn } from 'node:timers/promises';
import { eventNamed } from '../catalog/index.ts';
import { judgeAnew } from '../mirror/withheld.ts';
import type { LineCounts, LogRows, LogStep } from '../sources/contract.ts';
import { slices } from '../sources/slices.ts';
import type { WriteTransaction } from '../store/index.ts';
import type { StateChange } from '../store/lease.ts';
import { type Applying, again, eventTarget, ROWS_AT_ONCE, readTold } from './apply.ts';
import { type EventPlan, executeEvents, fieldOfDevice, planEvents } from './apply-events.ts';
import { type Added, addToHour, type Hour } from './hour.ts';
import { writeLogFiles } from './log-files.ts';
import { Rejections } from './record.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';

/** All but the files: `also` is written in the same transaction, and commits with it. */
export interface LogLines {
  readonly told: readonly LogRows[];
  readonly lines: LineCounts;
  also(tx: WriteTransaction, at: Date): Promise<void>;
}

/** A step of a poll. Throws LeaseLost and StoreError: then nothing of it was written. */
export async function applyLog(applying: Applying, hour: Hour, step: LogStep, state: StateChange): Promise<void> {
  const { source } = applying.writer.lease;
  const also = (tx: WriteTransaction, at: Date): Promise<void> => writeLogFiles(tx, source, step.files, at);
  const next = step.checkpoint ? { checkpoint: step.checkpoint } : {};
  await applyLines(applying, hour, { ...step, also }, (work) => applying.writer.write(work, next, state));
}

/** `write` runs one transaction, which may be done again as a whole. */
export async function applyLines(
  applying: Applying,
  hour: Hour,
  { told, lines, also }: LogLines,
  write: (work: (tx: WriteTransaction) => Promise<Written>) => Promise<Written>,
): Promise<Written> {
  const { store, writer, run } = applying;
  const unreadable = new Rejections();
  const read = await readAll(applying, told, unreadable);
  const at = await store.now();
  const { plans, written } = await again(async () => {
    const plans: Planned[] = [];
    const rejections = new Rejections();
    rejections.add(unreadable);
    for (const one of read) plans.push(await plan(applying, one, rejections));
    const written = await write(async (tx) => {
      const datasets = await execute(tx, plans);
      await also(tx, at);
      const added = { datasets, rejections, lines, outcome: 'complete' } as const;
      if (lines.read > 0) await addToHour(tx, hour, at, added);
      return { datasets, rejections };
    });
    return { plans, written };
  });
  applying.rejections.add(written.rejections);
  for (const [name, { read, inserted, updated }] of Object.entries(written.datasets)) {
    const counts = run.count(name);
    counts.read += read;
    counts.inserted += inserted;
    counts.updated += updated;
  }
  // Another source may have said meanwhile that one of the devices is a person's.
  for (const { target, plan } of plans) await judgeAnew(store, writer, target.dataset, target, plan.devices);
  return written;
}

export interface Written {
  readonly datasets: Added['datasets'];
  readonly rejections: Rejections;
}

interface Read {
  readonly target: EventTarget;
  readonly rows: number;
  readonly events: readonly ToldEvent[];
}
interface Planned extends Read {
  readonly plan: EventPlan;
}

async function readAll(applying: Applying, told: readonly LogRows[], rejections: Rejections): Promise<readonly Read[]> {
  const all: Read[] = [];
  for (const { dataset, events: rows } of told) {
    const target = eventTarget(applying, eventNamed(dataset));
    const events: ToldEvent[] = [];
    for (const slice of slices(rows, ROWS_AT_ONCE)) {
      for (const event of readTold(applying, target, slice, rejections)) events.push(event);
      await turn();
    }
    all.push({ target, rows: rows.length, events });
  }
  return all;
}

async function plan({ store }: Applying, read: Read, rejections: Rejections): Promise<Planned> {
  const plan = await planEvents(store, read.target, read.events);
  const { dataset } = read.target;
  for (const [reason, times] of plan.withheld) rejections.count(dataset.name, fieldOfDevice(dataset), reason, times);
  return { ...read, plan };
}

async function execute(tx: WriteTransaction, plans: readonly Planned[]): Promise<Added['datasets']> {
  const datasets: Record<string, Added['datasets'][string]> = {};
  for (const { target, plan, rows } of plans) {
    const { inserted, updated } = await executeEvents(tx, target, plan);
    const before = datasets[target.dataset.name] ?? { read: 0, inserted: 0, updated: 0 };
    datasets[target.dataset.name] = {
      read: before.read + rows,
      inserted: before.inserted + inserted,
      updated: before.updated + updated,
    };
  }
  return datasets;
}
