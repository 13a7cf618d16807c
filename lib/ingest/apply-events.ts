// Applies events that a source tells. Each happening is written once: its key is made of what the source says, so that a
// replayed page finds it there already. Counters are added up. The declaration says of whom they are told, and what is
// stored of whose device.
import { apiName, catalog, type Dataset, type EventDataset, type Fields, lookupsOf, waits } from '../catalog/index.ts';
import type { Seen } from '../counts/add.ts';
import { howMany } from '../counts/people.ts';
import type { Told } from '../counts/rows.ts';
import { hasherOf } from '../keyed-hash.ts';
import { digestOf, keyText } from '../mirror/key.ts';
import { strangeDevice } from '../mirror/late-devices.ts';
import { type DeviceKey, isStored } from '../mirror/ownership.ts';
import { readByKey } from '../mirror/read.ts';
import { minimisePhone } from '../numbers/phone.ts';
import { type Hit, hitsOf } from '../rules/hits.ts';
import type { SourceRow } from '../sources/contract.ts';
import { Unreadable } from '../sources/map.ts';
import { fold } from '../store/fold.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { lockSource } from '../store/lease.ts';
import { addCounts } from './counters.ts';
import { peopleOf, type Salt } from './distinct.ts';
import { type Belonging, ownersOfEvents } from './event-owners.ts';
import { type Minimisation, REASONS, Recorder, type Rejections, type RejectReason } from './record.ts';
import { writeRestated } from './restated.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';
import { WindowSums } from './window-sums.ts';

/** Clocks of devices differ from ours by minutes; what is dated later than that is dated wrongly. */
const AHEAD_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/**
 * The rows that may be stored. One dated after its receipt is stored at its receipt, and counted; what the device itself
 * said stays in its key, and in a field of its own. One older than its retention is counted only.
 */
export function readEvents(
  target: EventTarget,
  rows: readonly SourceRow[],
  minimisation: Minimisation,
  rejections: Rejections,
): readonly ToldEvent[] {
  const { dataset } = target;
  const lookups = lookupsOf(dataset);
  const key = dataset.key.filter((part) => !Object.hasOwn(lookups, part));
  // Whose a counter is is added to its key by what is stored of it, where names can be hashed for that.
  const whose: readonly string[] = dataset.counter && target.secret !== null ? (dataset.person?.by ?? []) : [];
  // Nor is a counter told apart by what is not collected.
  const isPart = (name: string): boolean => !whose.includes(name) && (!dataset.counter || target.collects.has(name));
  const found = dataset.key.filter((part) => Object.hasOwn(lookups, part) && isPart(part));
  const fields = { ...lookups, ...collectedFields(target) };
  const hashed = target.secret === null || found.length === 0 ? digestOf : keyHasher(target.secret);
  const nothing = Object.fromEntries(Object.keys(dataset.fields).map((name) => [name, null]));
  const recorder = new Recorder({ ...dataset, key, fields }, minimisation, rejections, false);
  return rows.flatMap((row) => {
    for (const [name, value] of Object.entries(row.attributes ?? {}))
      if (value !== null && value !== undefined) rejections.count(dataset.name, `attributes.${name}`, 'not stored');
    const told = withDevice(target, withInstant(dataset, row), minimisation.phoneKey);
    const record = recorder.record({ ...told, attributes: {} });
    const occurred_at = record && instantOf(target, row, rejections);
    if (!record || !occurred_at) return [];
    const values = singled(target, { ...nothing, ...record.values }, occurred_at);
    const names = found.map((name) => `${name}=${fold(String(values[name] ?? ''))}`);
    const record_key = names.length > 0 ? hashed([keyText(record.key), ...names].join('\u001f')) : record.key;
    const teller = dataset.restated && { teller_hash: typeof row.teller_hash === 'string' ? row.teller_hash : null };
    return [
      {
        record_key,
        occurred_at,
        values: { ...values, ...teller },
        ...(dataset.counter?.distinct && { people: row.people ?? [] }),
      },
    ];
  });
}

/** What is left out, or switched off, is not even read: a connector need not know of it. */
function collectedFields({ dataset: { fields }, collects }: EventTarget): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => collects.has(name)));
}

/** What is counted has neither a name nor a time of its own. */
function singled(
  { dataset, collects }: EventTarget,
  values: ToldEvent['values'],
  occurredAt: Date,
): ToldEvent['values'] {
  const { singly } = dataset.counter ?? {};
  if (!singly) return values;
  const { field, but, at } = singly;
  const isCounted = values[field] === but;
  const failedAt = isCounted || !collects.has(at) ? null : (values[at] ?? occurredAt);
  return { ...values, [at]: failedAt, ...(isCounted && { log_line: null }) };
}

/** Keyed, so that no list of names tells from a key whose it is. */
function keyHasher(secret: string): (text: string) => Buffer {
  const hash = hasherOf(secret, 'event');
  return (text) => Buffer.from(hash(text), 'hex');
}

/** What happened is named once by a source: as its instant, or as the field that says so. */
function withInstant({ at }: EventDataset, row: SourceRow): SourceRow {
  return at === undefined ? row : { ...row, [at]: row[at] ?? row.occurred_at };
}

/** Who has no devices of its own names one by what any system may have of it: then its keyed hash is the id. */
function withDevice({ dataset: { device }, secret }: EventTarget, row: SourceRow, phoneKey: string | null): SourceRow {
  if (!device || !('by' in device) || device.field === undefined || secret === null) return row;
  if (row[device.field] !== undefined && row[device.field] !== null) return row;
  let unreadable: Unreadable | null = null;
  for (const name of device.by) {
    const told = name === 'phone_number_hash' ? row.phone_number : row[name];
    if (told instanceof Unreadable) unreadable = told;
    if (typeof told !== 'string' || told === '') continue;
    const id = name === 'phone_number_hash' ? minimisePhone(told, 'masked', phoneKey).hashes[0] : fold(told);
    return { ...row, [device.field]: hasherOf(secret, 'device')(strangeDevice(name, id)) };
  }
  return unreadable ? { ...row, [device.field]: unreadable } : row;
}

function instantOf(target: EventTarget, row: SourceRow, rejections: Rejections): Date | null {
  const { dataset, at, retentionDays } = target;
  const told = row.occurred_at ?? (dataset.at === undefined ? null : row[dataset.at]);
  if (!(told instanceof Date) || Number.isNaN(told.getTime())) {
    rejections.count(dataset.name, 'occurredAt', 'missing');
    return null;
  }
  if (told.getTime() > at.getTime() + AHEAD_MS) {
    rejections.count(dataset.name, 'occurredAt', 'dated after its receipt');
    return at;
  }
  if (told.getTime() >= at.getTime() - retentionDays * DAY_MS) return told;
  rejections.count(dataset.name, 'occurredAt', 'older than its retention');
  return null;
}

export interface EventPlan {
  readonly rows: readonly Told[];
  /** Events that may not be stored, by the reason. */
  readonly withheld: ReadonlyMap<RejectReason, number>;
  /** Devices of the rows, where any system may have them. */
  readonly devices: readonly DeviceKey[];
  /** Of days whose people are counted for the first time. */
  readonly salts: readonly Salt[];
}

/** What may be stored, with whom it is told of. Whoever writes devices looks at their events after that, as we do. */
export async function planEvents(store: Store, target: EventTarget, told: readonly ToldEvent[]): Promise<EventPlan> {
  const { dataset, source, personalDevices } = target;
  const owners = await ownersOfEvents(store, target, told);
  const distinct = dataset.counter?.distinct;
  const people = distinct ? await peopleOf(store, target, told) : null;
  const withheld = new Map<RejectReason, number>();
  const devices: DeviceKey[] = [];
  const now = waits(dataset) ? await store.now() : null;
  const since = (columns: Belonging['columns']) =>
    now && { waits_since: (columns.name_hash ?? columns.device_hash ?? null) === null ? null : now };
  const rows = told.flatMap(({ record_key, occurred_at, values }, i) => {
    const { standing = null, absent = false, columns = {} } = owners[i] ?? {};
    if (dataset.device && standing && (absent || !isStored(dataset.device.stored, standing, personalDevices))) {
      withheld.set(REASONS[standing], (withheld.get(REASONS[standing]) ?? 0) + 1);
      return [];
    }
    const { owner_source, owner_key } = columns;
    if (typeof owner_source === 'string' && owner_key instanceof Uint8Array)
      devices.push({ source: owner_source, record_key: owner_key });
    const hashes = people?.hashes[i] ?? null;
    const counted = distinct && hashes ? { [distinct.hashes]: hashes, [distinct.count]: howMany(hashes) } : {};
    return [{ ...values, source, record_key, occurred_at, ...columns, ...since(columns), ...counted }];
  });
  return { rows, withheld, devices, salts: people?.fresh ?? [] };
}

/** Writes what is not there yet, or adds it up, and what rules find in it. */
export async function executeEvents(
  tx: WriteTransaction,
  target: EventTarget,
  { rows, salts }: EventPlan,
  whole = false,
): Promise<{ readonly inserted: number; readonly updated: number }> {
  const { dataset, source, at } = target;
  await tx.insert(
    'day_salt',
    salts.map((salt) => ({ ...salt, source, occurred_at: at })),
  );
  const rules = target.rules.flatMap((rule) => (rule.within === null ? rule : []));
  const sums = new WindowSums(target);
  if (sums.isNeeded) await lockSource(tx, source);
  const hits: Hit[] = [];
  const seen: Seen = (row, before, after) => {
    for (const hit of hitsOf(rules, dataset, row, { before, after })) hits.push(hit);
    sums.seen(row, before, after);
  };
  const written = dataset.counter
    ? await addCounts(tx, dataset, dataset.counter, rows, { whole, seen })
    : dataset.restated
      ? await writeRestated(tx, dataset, source, rows, seen)
      : await insertNew(tx, dataset, source, rows, seen);
  await insertNew(tx, catalog.rule_hit, source, [...hits, ...(await sums.hits(tx))]);
  return written;
}

/** What happened once: a row that is there is known. */
async function insertNew(
  tx: WriteTransaction,
  dataset: Dataset,
  source: string,
  rows: readonly Told[],
  seen?: Seen,
): Promise<{ readonly inserted: number; readonly updated: number }> {
  const distinct = new Map(rows.toReversed().map((row) => [keyText(row.record_key), row]));
  const keys = [...distinct.values()].map((row) => row.record_key);
  for (const { record_key } of await readByKey(tx, dataset.name, source, 'record_key', keys, ['record_key']))
    if (record_key instanceof Uint8Array) distinct.delete(keyText(record_key));
  const fresh = [...distinct.values()].reverse();
  await tx.insert(dataset, fresh);
  for (const row of fresh) seen?.(row, null, row);
  return { inserted: distinct.size, updated: 0 };
}

/** The field that a row is counted under that was not stored for its device. */
export function fieldOfDevice({ device, key }: Dataset): string {
  const names = device && 'by' in device ? device.by : [device?.field ?? key.join(',')];
  return names.map(apiName).join(',');
}
