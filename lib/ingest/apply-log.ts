// Applies what lines of logs told, in all datasets, in one transaction with the counts of the lines: of a poll with how far
// the files were read, of a push with the hashes of its lines. Whatever is killed, lost or done again: a line counts once.
import { setImmediate as turn } from 'node:timers/promises';
import { eventNamed } from '../catalog/index.ts';
import { judgeAnew } from '../mirror/withheld.ts';
import type { LineCounts, LogRows, LogStep } from '../sources/contract.ts';
import { slices } from '../sources/slices.ts';
import type { WriteTransaction, Writing } from '../store/index.ts';
import { lockSource, type StateChange } from '../store/lease.ts';
import { type Applying, again, eventTarget, judgeHitsAnew, ROWS_AT_ONCE, readTold, type Telling } from './apply.ts';
import { type EventPlan, executeEvents, fieldOfDevice, planEvents } from './apply-events.ts';
import { type Added, addToHour, type Hour } from './hour.ts';
import { writeLogFiles } from './log-files.ts';
import { Rejections } from './record.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';

export interface LogLines {
  readonly told: readonly LogRows[];
  readonly lines: LineCounts;
  /** Is written in the same transaction, and commits with it. */
  also(tx: WriteTransaction, at: Date): Promise<void>;
}

/** A step of a poll. Throws LeaseLost, StoreError, ToldMeanwhile: then nothing of it was written. */
export async function applyLog(applying: Applying, hour: Hour, step: LogStep, state: StateChange): Promise<void> {
  const { source, writer, run, toldIds } = applying;
  const next = step.checkpoint ? { checkpoint: step.checkpoint } : {};
  const ids = step.ids ?? [];
  const adding: Writing = {
    write: (work) =>
      writer.write(
        async (tx) => {
          // Before it is looked for what a push has told meanwhile.
          if (ids.length > 0) await lockSource(tx, source);
          return work(tx);
        },
        next,
        state,
      ),
  };
  const also = async (tx: WriteTransaction, at: Date): Promise<void> => {
    await writeLogFiles(tx, source, step.files, at);
    await toldIds.write(tx, ids, at);
  };
  const { datasets, rejections } = await applyLines(applying, hour, { ...step, also }, { adding, deleting: writer });
  applying.rejections.add(rejections);
  for (const [name, { read, inserted, updated }] of Object.entries(datasets)) {
    const counts = run.count(name);
    counts.read += read;
    counts.inserted += inserted;
    counts.updated += updated;
  }
}

export interface LineWriting {
  readonly adding: Writing;
  readonly deleting: Writing;
}

export async function applyLines(
  telling: Telling,
  hour: Hour,
  { told, lines, also }: LogLines,
  { adding, deleting }: LineWriting,
): Promise<Written> {
  const { store } = telling;
  const unreadable = new Rejections();
  const read = await readAll(telling, told, unreadable);
  const at = await store.now();
  const { plans, written } = await again(async () => {
    const plans: Planned[] = [];
    const rejections = new Rejections();
    rejections.add(unreadable);
    for (const one of read) {
      plans.push(await plan(telling, one, rejections));
      await turn();
    }
    const written = await adding.write(async (tx) => {
      const datasets = await execute(tx, plans);
      await also(tx, at);
      const added = { datasets, rejections, lines, outcome: 'complete' } as const;
      if (lines.read > 0 || Object.keys(lines.rejected).length > 0) await addToHour(tx, hour, at, added);
      return { datasets, rejections };
    });
    return { plans, written };
  });
  // Another source may have said meanwhile that one of the devices is a person's.
  for (const { target, plan } of plans) {
    await judgeAnew(store, deleting, target.dataset, target, plan.devices);
    await judgeHitsAnew(store, deleting, target, plan.devices);
  }
  return written;
}

interface Written {
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

/** In parts: others are served in between, and no more than one is held in all its forms. People are counted of all at once. */
async function readAll(telling: Telling, told: readonly LogRows[], rejections: Rejections): Promise<readonly Read[]> {
  const all: Read[] = [];
  for (const { dataset, events: rows } of told) {
    const target = eventTarget(telling, eventNamed(dataset));
    const parts: Read[] = [];
    for (const slice of slices(rows, ROWS_AT_ONCE)) {
      parts.push({ target, rows: slice.length, events: readTold(telling, target, slice, rejections) });
      await turn();
    }
    if (parts.length > 0 && !target.dataset.counter?.distinct) for (const part of parts) all.push(part);
    else all.push({ target, rows: rows.length, events: parts.flatMap(({ events }) => events) });
  }
  return all;
}

async function plan({ store }: Telling, read: Read, rejections: Rejections): Promise<Planned> {
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
