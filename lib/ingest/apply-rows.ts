// Applies rows without a parent (users, devices): compared by key and hash in Node, so that only what differs is
// written. Presence is proven apart, by the keys of the pass.
import type { EventDataset } from '../catalog/index.ts';
import { isCountedOtherwise, markDevices, markDevicesOf, markWritten } from '../counts/app-marks.ts';
import { type HardwareChange, hardwareChange, linkHardware } from '../hardware/link.ts';
import { keyText } from '../mirror/key.ts';
import { lockMirror } from '../mirror/lock.ts';
import { standingOf } from '../mirror/ownership.ts';
import { existingOf, readByIds, readByKey } from '../mirror/read.ts';
import { withSubjects } from '../mirror/subject.ts';
import { type TermsChange, termsChange, writeTerms } from '../mirror/terms.ts';
import type { WrittenDevice } from '../mirror/withheld.ts';
import { beginPeople, endPeople, type PeopleChange, peopleChange } from '../people/subjects.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { appeared, type ChangeEvent, changed } from './changes.ts';
import { addCounts } from './counters.ts';
import { deriveEvents } from './derive.ts';
import type { Derived, Differing, Written } from './derived.ts';
import { type Kept, keepLost, noteKept, type Target } from './kept-values.ts';
import type { MirrorRecord } from './record.ts';
import { withUnanswered } from './unanswered.ts';

export interface RowPlan {
  readonly inserts: readonly Values[];
  readonly updates: readonly Values[];
  /** Rows that are as they were, but were thought absent. */
  readonly returns: readonly Values[];
  readonly changes: readonly ChangeEvent[];
  readonly derived: ReadonlyMap<EventDataset, Derived>;
  /** New and changed devices: what may not be stored of them any more leaves with the page. */
  readonly devices: readonly WrittenDevice[];
  readonly hardware: HardwareChange | null;
  /** Ids of devices that are somebody else's now, or no more of the company: their apps are counted otherwise. */
  readonly movedDevices: readonly number[];
  readonly people: PeopleChange | null;
  readonly terms: TermsChange | null;
  readonly kept: readonly Kept[];
  /** New rows that are beyond what a day may bring. */
  readonly refused: number;
}

type Values = Readonly<Record<string, unknown>>;

/** What a batch changes. Of a key that occurs twice the last row counts. `room`: how many new rows there may be. */
export async function planRows(
  store: Store,
  target: Target,
  records: readonly MirrorRecord[],
  room: () => Promise<number>,
): Promise<RowPlan> {
  const told = new Map(records.map((record) => [keyText(record.key), record]));
  const keys = [...told.values()].map((record) => record.key);
  const columns = ['id', 'record_key', 'row_hash', 'absent_since'];
  const existing = new Map(
    (await readByKey(store, target.name, target.source, 'record_key', keys, columns)).map((row) => {
      const known = existingOf(row);
      return [keyText(known.record_key), known] as const;
    }),
  );
  const latest = await withUnanswered(store, target, told, existing);
  const different = [...latest].flatMap(([text, record]) => {
    const known = existing.get(text);
    return known && !record.hash.equals(known.row_hash) ? [{ id: known.id, record }] : [];
  });
  const before = new Map(
    (
      await readByIds(
        store,
        target.name,
        different.map((d) => d.id),
      )
    ).map((row) => [row.id, row]),
  );
  const { differing, kept } = keepLost(
    target,
    different.map((d) => ({ ...d, before: before.get(d.id) ?? {} })),
  );
  const all = [...latest].filter(([text]) => !existing.has(text)).map(([, record]) => record);
  const fresh = all.length === 0 ? all : all.slice(0, Math.max(0, await room()));
  const returns = [...latest].flatMap(([text, record]) => {
    const known = existing.get(text);
    return known?.absent_since && record.hash.equals(known.row_hash) ? [{ id: known.id, absent_since: null }] : [];
  });
  return {
    ...(await planWritten(store, target, { fresh, differing })),
    returns,
    kept,
    refused: all.length - fresh.length,
  };
}

/** What follows from new and changed rows. */
export async function planWritten(store: Store, target: Target, { fresh, differing }: Written): Promise<RowPlan> {
  return {
    inserts: fresh.map((record) => newRow(target, record)),
    updates: differing.map(({ id, record }) => ({ id, ...changedRow(target, record) })),
    returns: [],
    kept: [],
    refused: 0,
    changes: [
      ...fresh.flatMap((record) => appeared(target, record)),
      ...differing.flatMap(({ before, record }) => changed(target, before, record)),
    ],
    derived: await deriveEvents(store, target, { fresh, differing }),
    devices: target.name === 'device' ? devicesOf(target.source, fresh, differing) : [],
    hardware: hardwareChange(target.name, fresh, differing),
    movedDevices:
      target.name === 'device'
        ? differing.filter(({ before, record }) => isCountedOtherwise(before, record.values)).map(({ id }) => id)
        : [],
    people: peopleChange(target.name, target.source, fresh.length, differing),
    terms: await termsChange(target.name, fresh, differing),
  };
}

const devicesOf = (
  source: string,
  fresh: readonly MirrorRecord[],
  differing: readonly Differing[],
): readonly WrittenDevice[] => {
  const written = ({ key, values: { ownership } }: MirrorRecord, before: WrittenDevice['before']) => ({
    source,
    record_key: key,
    ownership,
    before,
  });
  return [
    ...fresh.map((record) => written(record, 'stranger')),
    ...differing.map(({ before, record }) => written(record, standingOf([before.ownership]))),
  ];
};

export async function executeRows(tx: WriteTransaction, target: Target, plan: RowPlan): Promise<void> {
  if (plan.inserts.length + plan.updates.length + plan.returns.length > 0) await lockMirror(tx, target.name);
  const { rows, unclear } = await beginPeople(tx, plan.people, plan.inserts, target.at);
  await markApps(tx, target, plan);
  await tx.insert(target.name, rows);
  await tx.update(target.name, plan.updates);
  await tx.update(target.name, plan.returns);
  await writeTerms(tx, target.source, plan.terms);
  await noteKept(tx, target, plan.updates, plan.kept);
  await linkHardware(tx, plan.hardware);
  await endPeople(tx, plan.people, unclear, target.at);
  await tx.insert('change', await withSubjects(tx, target.name, target.source, plan.changes));
  for (const [event, { begun, ended }] of plan.derived) {
    await tx.update(event, ended);
    const made = await withSubjects(tx, target.name, target.source, begun);
    if (event.counter) await addCounts(tx, event, event.counter, made);
    else await tx.insert(event, made);
  }
}

/** What the counts of apps depend on. */
async function markApps(tx: WriteTransaction, { name, source }: Target, plan: RowPlan): Promise<void> {
  if (name === 'device_app') await markWritten(tx, plan.inserts, plan.updates);
  if (name === 'device') await markDevices(tx, plan.movedDevices);
  if (name === 'emm_user')
    await markDevicesOf(
      tx,
      source,
      plan.inserts.map((row) => row.external_id),
    );
}

export const newRow = (target: Target, record: MirrorRecord): Record<string, unknown> => {
  const row = changedRow(target, record);
  row.source = target.source;
  row.record_key = record.key;
  if (record.parentKey) row.parent_key = record.parentKey;
  row.first_seen_at = target.at;
  return row;
};

export const changedRow = (target: Target, record: MirrorRecord): Record<string, unknown> => ({
  ...record.values,
  row_hash: record.hash,
  changed_at: target.at,
  absent_since: null,
});
