// Applies events that a source tells about devices: positions, data usage. Each is written once: its key is made of what
// the source says, so that a replayed page finds it there already.
import { type Dataset, datasetNamed, type SourceEventName } from '../catalog/index.ts';
import { keyText, recordKey } from '../mirror/key.ts';
import { isAllowed, ownershipOf } from '../mirror/ownership.ts';
import { readByKey } from '../mirror/read.ts';
import { withSubjects } from '../mirror/subject.ts';
import type { SourceRow } from '../sources/contract.ts';
import type { WriteTransaction } from '../store/index.ts';
import { type Minimisation, Recorder, type Rejections } from './record.ts';

export interface EventTarget {
  readonly name: SourceEventName;
  readonly source: string;
  /** When the page was received. */
  readonly at: Date;
  readonly retentionDays: number;
  /** Whether events of personally owned devices, and of unknown ownership, may be stored. */
  readonly personalDevices: boolean;
}

export type EventRow = Readonly<Record<string, unknown>> & {
  readonly record_key: Buffer;
  readonly owner_key: Uint8Array;
  readonly subject_id: number | null;
};

/** Clocks of devices differ from ours by minutes; what is dated later than that is dated wrongly. */
const AHEAD_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/**
 * The rows that may be stored, validated by the catalogue. One dated after its receipt is stored at its receipt, and
 * counted; what the device itself said stays in its key, and in `fixed_at`. One older than its retention is counted only.
 */
export function readEvents(
  target: EventTarget,
  rows: readonly SourceRow[],
  minimisation: Minimisation,
  rejections: Rejections,
): readonly EventRow[] {
  const dataset = datasetNamed(target.name);
  const recorder = new Recorder(dataset, minimisation, rejections);
  const earliest = target.at.getTime() - target.retentionDays * DAY_MS;
  return rows.flatMap((row) => {
    const owner = recordKey([row.device_external_id]);
    const record = recorder.record({ ...withInstant(dataset, row), owner_key: owner, subject_id: null });
    if (!record || !owner) return [];
    const said = row.occurred_at ?? row.fixed_at;
    if (!(said instanceof Date) || Number.isNaN(said.getTime())) {
      rejections.count(target.name, 'occurredAt', 'missing');
      return [];
    }
    const ahead = said.getTime() > target.at.getTime() + AHEAD_MS;
    if (ahead) rejections.count(target.name, 'occurredAt', 'dated after its receipt');
    else if (said.getTime() < earliest) {
      rejections.count(target.name, 'occurredAt', 'older than its retention');
      return [];
    }
    const { attributes: _, ...values } = record.values;
    const occurred_at = ahead ? target.at : said;
    const known = { source: target.source, record_key: record.key, owner_key: owner, subject_id: null };
    return [{ ...values, occurred_at, ...known }];
  });
}

/** A position happened when it was determined: a connector names the instant once. */
const withInstant = (dataset: Dataset, row: SourceRow): SourceRow =>
  Object.hasOwn(dataset.fields, 'fixed_at') ? { ...row, fixed_at: row.fixed_at ?? row.occurred_at } : row;

export interface EventOutcome {
  readonly inserted: number;
  /** Events of devices that the mirror does not have. */
  readonly unknown: number;
}

/** Writes what is not there yet, of devices that the mirror has and whose events may be stored. */
export async function executeEvents(
  tx: WriteTransaction,
  target: EventTarget,
  rows: readonly EventRow[],
): Promise<EventOutcome> {
  const ownership = await ownershipOf(
    tx,
    target.source,
    rows.map((row) => row.owner_key),
  );
  const ofKnown = rows.filter((row) => ownership.has(keyText(row.owner_key)));
  const allowed = ofKnown.filter((row) => isAllowed(ownership.get(keyText(row.owner_key)), target.personalDevices));
  const distinct = new Map(allowed.toReversed().map((row) => [keyText(row.record_key), row]));
  const keys = [...distinct.values()].map((row) => row.record_key);
  for (const { record_key } of await readByKey(tx, target.name, target.source, 'record_key', keys, ['record_key']))
    if (record_key instanceof Uint8Array) distinct.delete(keyText(record_key));
  const fresh = [...distinct.values()].reverse();
  await tx.insert(target.name, await withSubjects(tx, 'device', target.source, fresh));
  return { inserted: fresh.length, unknown: rows.length - ofKnown.length };
}
