// Applies one step of a poll: rows, children of a page of parents, events, key-only presence, removals by the source's word.
// Each step is one transaction, its checkpoint included; one of very many rows is several, the last one with the checkpoint.
import { setImmediate as turn } from 'node:timers/promises';
import {
  apiName,
  type Counter,
  catalog,
  type Dataset,
  DEFAULT_RETENTION_DAYS,
  datasetNamed,
  type EventDataset,
  eventNamed,
  hashColumns,
  lookupsOf,
  type MirrorName,
} from '../catalog/index.ts';
import type { Clock } from '../clock.ts';
import { StoreError } from '../errors.ts';
import { keyOf } from '../mirror/key.ts';
import type { DeviceKey } from '../mirror/ownership.ts';
import { readByKey } from '../mirror/read.ts';
import { deleteByIds } from '../mirror/remove.ts';
import { deleteOfAny, deleteOfWritten, judgeAnew } from '../mirror/withheld.ts';
import { retentionDaysOf } from '../retention/retention.ts';
import type { Rule } from '../rules/judge.ts';
import type { Collection } from '../sources/collection.ts';
import type { Checkpoint, NaturalKey, PollStep, SourceRow, ToldId } from '../sources/contract.ts';
import { slices } from '../sources/slices.ts';
import type { Store, WriteTransaction, Writing } from '../store/index.ts';
import type { FencedWriter, PollState } from '../store/lease.ts';
import type { AfterRestore } from './after-restore.ts';
import { executeChildren, planChildren } from './apply-children.ts';
import { executeEvents, fieldOfDevice, planEvents, readEvents } from './apply-events.ts';
import { executeRows, planRows } from './apply-rows.ts';
import type { PollDependencies } from './dependencies.ts';
import type { Growth } from './growth.ts';
import type { Target } from './kept-values.ts';
import { ownedRows } from './owned-rows.ts';
import { addPassKeys, dropPassKeys, passOf, type RowsRead, startPass } from './pass.ts';
import type { Readings } from './readings.ts';
import { type Minimisation, Recorder, type Rejections, type RejectReason } from './record.ts';
import type { PollRun } from './run.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';
import type { ToldIds } from './told-ids.ts';

/** What must be known of a source to store events that it tells. */
export interface Telling {
  readonly store: Store;
  readonly source: string;
  readonly clock: Clock;
  readonly readings: Pick<Readings, 'isCollected' | 'collects'>;
  readonly minimisation: Minimisation;
  readonly personalDevices: boolean;
  readonly retention: PollDependencies['retention'];
  readonly rules: readonly Rule[];
}

export interface Applying extends Telling {
  readonly writer: FencedWriter;
  readonly run: PollRun;
  readonly collection: Collection;
  readonly rejections: Rejections;
  readonly readings: Readings;
  readonly believesClock: PollDependencies['believesClock'];
  readonly rowsRead: RowsRead;
  readonly keeping: Target['keeping'];
  readonly growth: Growth;
  readonly toldIds: ToldIds;
  readonly afterRestore: AfterRestore;
}

export function targetOf(applying: Applying, name: MirrorName): Target {
  return {
    name,
    dataset: datasetNamed(name),
    source: applying.writer.lease.source,
    at: applying.clock.now(),
    comparable: applying.readings.comparableOf(applying.collection, name),
    loaded: applying.readings.isLoaded(name),
    personalDevices: applying.personalDevices,
    collects: applying.readings.collects(name),
    keeping: applying.keeping,
  };
}

const next = ({ rowsRead }: Applying, checkpoint: Checkpoint | undefined): Partial<PollState> =>
  checkpoint ? { checkpoint, read: rowsRead.all } : {};

/** All steps but those that end a pass. */
export async function applyStep(
  applying: Applying,
  step: Exclude<PollStep, { complete: unknown } | { unproven: unknown }>,
): Promise<void> {
  const { store, writer, rowsRead } = applying;
  if ('rows' in step) rowsRead.add(step.dataset, step.rows.length);
  if ('pass' in step) {
    // Children are proven page by page, by the scope of each: their pass only begins to count as one.
    if (datasetNamed(step.dataset).parent) {
      rowsRead.begin(step.dataset);
      await writer.advance(next(applying, step.checkpoint));
    } else await startPass(store, writer, step.dataset, applying.clock.now(), next(applying, step.checkpoint));
  } else if ('present' in step) await applyPresent(applying, step.dataset, step.present, step.checkpoint);
  else if ('gone' in step) await applyGone(applying, step.dataset, step.gone, step.checkpoint);
  else if ('events' in step && step.ids)
    await applyEvents(applying, eventNamed(step.dataset), { ...step, whole: false }, step.checkpoint, step.ids);
  else if ('events' in step)
    await inParts(step.events, step.checkpoint, (events, checkpoint) =>
      applyEvents(applying, eventNamed(step.dataset), { events, whole: step.whole ?? false }, checkpoint),
    );
  else if (step.scope) await applyChildren(applying, step.dataset, step.scope, step.rows, step.checkpoint);
  else
    await inParts(step.rows, step.checkpoint, (rows, checkpoint) =>
      applyRows(applying, step.dataset, rows, checkpoint),
    );
}

/** More than a source's page mostly has. They are recorded, compared and written at a time, while everybody else waits. */
export const ROWS_AT_ONCE = 2_000;

/** Part by part: a replayed page finds there what was written of it. */
async function inParts(
  rows: readonly SourceRow[],
  checkpoint: Checkpoint | undefined,
  apply: (rows: readonly SourceRow[], checkpoint?: Checkpoint) => Promise<void>,
): Promise<void> {
  const parts = [...slices(rows, ROWS_AT_ONCE)];
  const last = parts.pop() ?? [];
  for (const part of parts) {
    await apply(part);
    await turn();
  }
  await apply(last, checkpoint);
}

async function applyRows(
  applying: Applying,
  name: MirrorName,
  rows: readonly SourceRow[],
  checkpoint?: Checkpoint,
): Promise<void> {
  const { store, writer, run, growth } = applying;
  const target = targetOf(applying, name);
  const recorder = new Recorder(target.dataset, applying.minimisation, applying.rejections);
  const read = rows.map((row) => recorder.record(row));
  const records = read.flatMap((record) => record ?? []);
  // What cannot be read may be any of those that seem to be gone: the pass proves no absence.
  const pass = read.includes(null) ? unfinishedWithout(writer.pollState, name) : writer.pollState.unfinished;
  const counts = run.count(name);
  counts.read += rows.length;
  if (read.includes(null)) counts.unproven = true;
  const room = async () => (target.loaded ? growth.left(name) : Number.POSITIVE_INFINITY);
  const { plan, owned } = await again(async () => {
    const owned = await ownedRows(store, target, records, applying.minimisation.phoneKey);
    const planned = await planRows(store, target, owned.records, room);
    await deleteOfWritten(store, writer, planned.devices, applying.personalDevices);
    await writer.write(
      async (tx) => {
        await deleteByIds(tx, name, target.source, owned.leaving);
        await executeRows(tx, target, planned);
        const number = pass[name]?.pass;
        if (number !== undefined)
          await addPassKeys(
            tx,
            target.source,
            name,
            number,
            records.map((record) => record.key),
          );
      },
      { ...next(applying, checkpoint), unfinished: pass },
      growth.arrived(name, planned.inserts.length),
    );
    await deleteOfAny(store, writer, planned.devices);
    return { plan: planned, owned };
  });
  await judgeAnew(store, writer, target.dataset, target, owned.devices);
  countWithheld(applying, target.dataset, owned.withheld);
  growth.stored(name, plan.inserts.length, plan.refused);
  applying.rejections.count(
    name,
    target.dataset.key.map(apiName).join(','),
    'more rows than a day may bring',
    plan.refused,
  );
  counts.inserted += plan.inserts.length;
  counts.updated += plan.updates.length;
}

function countWithheld({ rejections }: Applying, dataset: Dataset, withheld: ReadonlyMap<RejectReason, number>): void {
  for (const [reason, times] of withheld) rejections.count(dataset.name, fieldOfDevice(dataset), reason, times);
}

function unfinishedWithout({ unfinished }: PollState, name: MirrorName): PollState['unfinished'] {
  const { [name]: _, ...others } = unfinished;
  return others;
}

async function applyChildren(
  applying: Applying,
  name: MirrorName,
  scope: readonly NaturalKey[],
  rows: readonly SourceRow[],
  checkpoint?: Checkpoint,
): Promise<void> {
  const { store, writer, run, growth } = applying;
  const recorder = new Recorder(datasetNamed(name), applying.minimisation, applying.rejections);
  const target = {
    ...targetOf(applying, name),
    recorder,
    fingerprint: writer.pollState.fingerprint,
  };
  const counts = run.count(name);
  counts.read += rows.length;
  let trustDigests = true;
  const plan = await again(async () => {
    const planned = await planChildren(store, target, scope, rows, trustDigests);
    trustDigests = false;
    if (planned.inserts.length > 0 && target.loaded) await growth.left(name);
    if (planned.compared.length > 0 || checkpoint)
      await writer.write(
        (tx) => executeChildren(tx, target, planned),
        next(applying, checkpoint),
        growth.arrived(name, planned.inserts.length),
      );
    return planned;
  });
  growth.stored(name, plan.inserts.length, 0);
  counts.inserted += plan.inserts.length;
  counts.updated += plan.updates.length;
  counts.removed += plan.deletes.length;
  const ofParent = (target.dataset.parent?.key ?? []).map(apiName).join(',');
  for (const [reason, times] of plan.withheld) applying.rejections.count(name, ofParent, reason, times);
}

async function applyEvents(
  applying: Applying,
  dataset: EventDataset,
  { events: rows, whole }: { readonly events: readonly SourceRow[]; readonly whole: boolean },
  checkpoint?: Checkpoint,
  ids: readonly ToldId[] = [],
): Promise<void> {
  const { store, writer, run, rejections, toldIds } = applying;
  const { name } = dataset;
  const target = eventTarget(applying, dataset);
  const counts = run.count(name);
  counts.read += rows.length;
  const told = readTold(applying, target, rows, rejections);
  const at = await store.now();
  const { inserted, updated, withheld, devices } = await again(async () => {
    const plan = await planEvents(store, target, told);
    const write = async (tx: WriteTransaction) => {
      await toldIds.write(tx, ids, at);
      return executeEvents(tx, target, plan, whole);
    };
    return { ...plan, ...(await writer.write(write, next(applying, checkpoint))) };
  });
  countWithheld(applying, dataset, withheld);
  counts.inserted += inserted;
  counts.updated += updated;
  // Another source may have said meanwhile that one of the devices is a person's.
  await judgeAnew(store, writer, dataset, target, devices);
  await judgeHitsAnew(store, writer, target, devices);
}

/** What rules found in what was told of them. */
export async function judgeHitsAnew(
  store: Store,
  writer: Writing,
  target: EventTarget,
  devices: readonly DeviceKey[],
): Promise<void> {
  if (target.rules.length > 0) await judgeAnew(store, writer, catalog.rule_hit, target, devices);
}

export function eventTarget(
  { source, readings, clock, retention, personalDevices, minimisation, rules }: Telling,
  dataset: EventDataset,
): EventTarget {
  const collects = namesOf(dataset, readings.collects(dataset.name));
  return {
    dataset: { ...dataset, ...(dataset.counter && { counter: collectedOf(dataset.counter, collects) }) },
    collects,
    source,
    at: clock.now(),
    retentionDays: retentionDaysOf(dataset, retention) ?? DEFAULT_RETENTION_DAYS,
    personalDevices,
    secret: minimisation.phoneKey,
    rules: rules.filter(({ on }) => on === dataset.name),
  };
}

/** With the hashes that are made of them. Which of its own devices a source tells of is part of what it tells. */
export function namesOf(dataset: EventDataset, collected: Iterable<string>): ReadonlySet<string> {
  const fields = { ...lookupsOf(dataset), ...dataset.fields };
  const { device } = dataset;
  const own = device && 'field' in device && device.field !== undefined ? [device.field] : [];
  return new Set([...own, ...collected].flatMap((name) => [name, ...hashColumns(fields, name)]));
}

/** What a counter makes of times and people is no less what is collected than what is told. */
function collectedOf({ first, last, distinct, ...counter }: Counter, collects: ReadonlySet<string>): Counter {
  return {
    ...counter,
    ...(first !== undefined && collects.has(first) && { first }),
    ...(last !== undefined && collects.has(last) && { last }),
    ...(distinct && collects.has(distinct.count) && collects.has(distinct.hashes) && { distinct }),
  };
}

/** What is switched off is not stored, whatever a connector sends. */
export function readTold(
  { readings, minimisation }: Telling,
  target: EventTarget,
  rows: readonly SourceRow[],
  rejections: Rejections,
): readonly ToldEvent[] {
  const { name, key, fields } = target.dataset;
  const needed = Object.keys(fields).filter((field) => !fields[field]?.nullable);
  if (readings.isCollected(name) && needed.every((field) => target.collects.has(field)))
    return readEvents(target, rows, minimisation, rejections);
  rejections.count(name, key.map(apiName).join(','), 'not collected', rows.length);
  return [];
}

async function applyPresent(
  applying: Applying,
  name: MirrorName,
  keys: readonly NaturalKey[],
  checkpoint?: Checkpoint,
): Promise<void> {
  const { writer } = applying;
  const pass = passOf(writer.pollState, name);
  await writer.write(
    async (tx) => {
      if (pass !== null) await addPassKeys(tx, writer.lease.source, name, pass, keys.map(keyOf));
    },
    next(applying, checkpoint),
  );
}

/** The source's own word marks them absent; the removal itself is bounded like any other, at the end of the poll. */
async function applyGone(
  applying: Applying,
  name: MirrorName,
  keys: readonly NaturalKey[],
  checkpoint?: Checkpoint,
): Promise<void> {
  const { store, writer } = applying;
  const at = applying.clock.now();
  const { source } = writer.lease;
  const gone = keys.map(keyOf);
  const rows = await readByKey(store, name, source, 'record_key', gone, ['id', 'absent_since']);
  const present = [...new Map(rows.map((row) => [row.id, row])).values()].filter((row) => row.absent_since === null);
  await writer.write(
    async (tx) => {
      await tx.update(
        name,
        present.map(({ id }) => ({ id, absent_since: at })),
      );
      const pass = passOf(writer.pollState, name);
      if (pass !== null) await dropPassKeys(tx, source, name, pass, gone);
    },
    next(applying, checkpoint),
  );
}

/** Plans again where a row was there already that the plan did not know of: another process wrote it. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'duplicate') || attempt >= 3) throw error;
    }
  }
}
