// Applies the children of a page of parents (the apps of devices). One digest per parent: an equal one touches no row
// at all. Another one reads the parent's keys and hashes, and writes the differences. Children that are gone are marked, and
// removed or held at the end of the poll: page by page nobody would see how many they are.
import { markWritten } from '../counts/app-marks.ts';
import { digestOf, keyOf, keyText, recordKey } from '../mirror/key.ts';
import { deviceText, isStored, ownersOf } from '../mirror/ownership.ts';
import { type Existing, existingOf, readByIds, readByKey } from '../mirror/read.ts';
import { deleteByIds, deleteDigests } from '../mirror/remove.ts';
import type { NaturalKey, SourceRow } from '../sources/contract.ts';
import { Unreadable } from '../sources/map.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { mapInTurns } from '../turns.ts';

import { changedRow, newRow } from './apply-rows.ts';
import type { Differing } from './derived.ts';
import { ATTRIBUTE, type Kept, keepLost, noteKept, type Target } from './kept-values.ts';
import { type MirrorRecord, REASONS, type Recorder, type RejectReason } from './record.ts';

export interface ChildPlan {
  readonly inserts: readonly Readonly<Record<string, unknown>>[];
  readonly updates: readonly Readonly<Record<string, unknown>>[];
  /** Of parents whose children may not be stored. */
  readonly deletes: readonly number[];
  /** Children that are absent from now on, or no more. */
  readonly marks: readonly { readonly id: number; readonly absent_since: Date | null }[];
  readonly digests: readonly { parent_key: Uint8Array; digest: Uint8Array; rows: number }[];
  /** Parents that were compared: whatever digest they had says nothing any more. */
  readonly compared: readonly Uint8Array[];
  readonly kept: readonly Kept[];
  /** Rows that may not be stored, by the reason. */
  readonly withheld: ReadonlyMap<RejectReason, number>;
}

export interface ChildTarget extends Target {
  readonly recorder: Recorder;
  readonly fingerprint: string;
}

interface Parent {
  readonly key: Buffer;
  readonly rows: readonly SourceRow[];
  readonly digest: Buffer | null;
}

export async function planChildren(
  store: Store,
  target: ChildTarget,
  scope: readonly NaturalKey[],
  rows: readonly SourceRow[],
  trustDigests = true,
): Promise<ChildPlan> {
  const withheld = new Map<RejectReason, number>();
  const parents = await allowedParents(store, target, groupByParent(target, scope, rows), withheld);
  const known = trustDigests
    ? await readDigests(
        store,
        target,
        parents.map((p) => p.key),
      )
    : new Map<string, Uint8Array>();
  const differing = parents.filter((p) => {
    const digest = known.get(keyText(p.key));
    return !(p.digest && digest && p.digest.equals(digest));
  });
  if (differing.length === 0)
    return { inserts: [], updates: [], deletes: [], marks: [], digests: [], compared: [], kept: [], withheld };
  const { changed, ...plan } = await compare(target, differing, await readChildren(store, target, differing));
  return { ...plan, ...(await planUpdates(store, target, changed)), withheld };
}

type Changed = Omit<Differing, 'before'>;

/** What a row was before is read only where it may have lost something. */
async function planUpdates(
  store: Store,
  target: ChildTarget,
  changed: readonly Changed[],
): Promise<Pick<ChildPlan, 'updates' | 'kept'>> {
  const collected = target.collects.filter((name) => Object.hasOwn(target.dataset.fields, name));
  const hasAttributes = target.collects.some((name) => name.startsWith(ATTRIBUTE));
  const lacking = hasAttributes
    ? changed
    : changed.filter(({ record }) => collected.some((name) => record.values[name] === null));
  const ids = lacking.map(({ id }) => id);
  const before = new Map((await readByIds(store, target.name, ids)).map((row) => [row.id, row]));
  const { differing, kept } = keepLost(
    target,
    changed.map((row) => ({ ...row, before: before.get(row.id) ?? {} })),
  );
  return { updates: differing.map(({ id, record }) => ({ id, ...changedRow(target, record) })), kept };
}

function groupByParent(target: ChildTarget, scope: readonly NaturalKey[], rows: readonly SourceRow[]): Parent[] {
  const fields = target.dataset.parent?.key ?? [];
  const grouped = new Map<string, { key: Buffer; rows: SourceRow[] }>();
  for (const parent of scope) {
    const key = keyOf(parent);
    grouped.set(keyText(key), { key, rows: [] });
  }
  // Rows of one parent mostly stand together: its key is hashed once.
  let last: { parts: readonly unknown[]; rows: SourceRow[] | undefined } = { parts: [], rows: undefined };
  for (const row of rows) {
    if (!last.rows || fields.some((name, i) => row[name] !== last.parts[i])) {
      const parts = fields.map((name) => row[name]);
      const key = recordKey(parts);
      last = { parts, rows: key ? grouped.get(keyText(key))?.rows : undefined };
    }
    last.rows?.push(row);
  }
  return [...grouped.values()].map(({ key, rows }) => ({ key, rows, digest: digestOfRows(target, rows) }));
}

/** Over the raw values, whatever their order; null where one could not be read, so that it is counted each time. */
function digestOfRows(target: ChildTarget, rows: readonly SourceRow[]): Buffer | null {
  const names = Object.keys(target.dataset.fields);
  const lines: string[] = [];
  for (const row of rows) {
    let line = '';
    for (const name of names) {
      const value = row[name];
      if (typeof value === 'string') line += value;
      else if (value instanceof Unreadable) return null;
      else if (value instanceof Date) line += value.getTime();
      else if (value !== undefined) line += String(value);
      line += '\u001f';
    }
    if (row.attributes) {
      if (Object.values(row.attributes).some((v) => v instanceof Unreadable)) return null;
      line += JSON.stringify(row.attributes);
    }
    lines.push(line);
  }
  return digestOf(`${target.fingerprint}\n${lines.sort().join('\n')}`);
}

/** Parents that the mirror has; those whose children may not be stored get none, and what they were told to have is counted. */
async function allowedParents(
  store: Store,
  target: ChildTarget,
  parents: readonly Parent[],
  withheld: Map<RejectReason, number>,
): Promise<Parent[]> {
  const stored = target.dataset.parent?.stored;
  if (!stored) return [...parents];
  const keyOfParent = ({ key }: Parent) => ({ source: target.source, record_key: key });
  const owners = await ownersOf(store, parents.map(keyOfParent), false);
  return parents.flatMap((parent): (Parent & { withheld?: boolean })[] => {
    const owner = owners.get(deviceText(keyOfParent(parent)));
    if (owner && isStored(stored, owner.standing, target.personalDevices)) return [parent];
    const reason = REASONS[owner?.standing ?? 'stranger'];
    withheld.set(reason, (withheld.get(reason) ?? 0) + parent.rows.length);
    if (!owner) return [];
    return [{ key: parent.key, rows: [], digest: digestOfRows(target, []), withheld: true }];
  });
}

/** Whether the mirror has a digest of what each of these parents was last told to have. */
export async function childrenStored(
  store: Store,
  target: Pick<ChildTarget, 'name' | 'source'>,
  parents: readonly NaturalKey[],
): Promise<readonly boolean[]> {
  const keys = parents.map(keyOf);
  const digests = await readDigests(store, target, keys);
  return keys.map((key) => digests.has(keyText(key)));
}

async function readDigests(
  { db }: Store,
  target: Pick<ChildTarget, 'name' | 'source'>,
  keys: readonly Uint8Array[],
): Promise<Map<string, Uint8Array>> {
  const query = db
    .selectFrom('parent_digest')
    .select(['parent_key', 'digest'])
    .where('source', '=', target.source)
    .where('dataset', '=', target.name);
  const rows = await readInLists(keys, (list) => query.where('parent_key', 'in', list));
  return new Map(rows.map((row) => [keyText(row.parent_key), row.digest]));
}

type Children = Map<string, Map<string, Existing>>;

async function readChildren(store: Store, target: ChildTarget, parents: readonly Parent[]): Promise<Children> {
  const columns = ['id', 'record_key', 'row_hash', 'absent_since', 'parent_key'];
  const children: Children = new Map(parents.map((p) => [keyText(p.key), new Map()]));
  for (const row of await readByKey(
    store,
    target.name,
    target.source,
    'parent_key',
    parents.map((p) => p.key),
    columns,
  )) {
    const child = existingOf(row);
    if (child.parent_key) children.get(keyText(child.parent_key))?.set(keyText(child.record_key), child);
  }
  return children;
}

async function compare(
  target: ChildTarget,
  parents: readonly (Parent & { withheld?: boolean })[],
  children: Children,
): Promise<Omit<ChildPlan, 'updates' | 'kept' | 'withheld'> & { readonly changed: readonly Changed[] }> {
  const plan = {
    inserts: [] as Record<string, unknown>[],
    changed: [] as Changed[],
    deletes: [] as number[],
    marks: [] as ChildPlan['marks'][number][],
    digests: [] as ChildPlan['digests'][number][],
    compared: [] as Uint8Array[],
  };
  for (const parent of parents) {
    plan.compared.push(parent.key);
    const rejectedBefore = target.recorder.rejected;
    const existing = children.get(keyText(parent.key)) ?? new Map<string, Existing>();
    const read = await mapInTurns(parent.rows, (row) => target.recorder.record(row));
    const records = new Map<string, MirrorRecord>();
    for (const record of read) if (record) records.set(keyText(record.key), record);
    for (const [text, record] of records) {
      const known = existing.get(text);
      if (!known) plan.inserts.push(newRow(target, record));
      else if (!record.hash.equals(known.row_hash)) plan.changed.push({ id: known.id, record });
      else if (known.absent_since) plan.marks.push({ id: known.id, absent_since: null });
    }
    // A row whose key could not be read may be any of those that seem to be gone.
    if (read.includes(null)) continue;
    for (const [text, { id, absent_since }] of existing)
      if (records.has(text)) continue;
      else if (parent.withheld) plan.deletes.push(id);
      else if (!absent_since) plan.marks.push({ id, absent_since: target.at });
    // Without a digest the parent is read in full again, and what was rejected is counted again.
    if (parent.digest && target.recorder.rejected === rejectedBefore)
      plan.digests.push({ parent_key: parent.key, digest: parent.digest, rows: records.size });
  }
  return plan;
}

export async function executeChildren(tx: WriteTransaction, target: ChildTarget, plan: ChildPlan): Promise<void> {
  if (target.name === 'device_app') await markWritten(tx, plan.inserts, plan.updates);
  await deleteByIds(tx, target.name, target.source, plan.deletes);
  await tx.update(target.name, plan.updates);
  await tx.update(target.name, plan.marks);
  await noteKept(tx, target, plan.updates, plan.kept);
  await tx.insert(target.name, plan.inserts);
  await deleteDigests(tx, target.name, target.source, plan.compared);
  await tx.insert(
    'parent_digest',
    plan.digests.map((d) => ({ source: target.source, dataset: target.name, ...d })),
  );
}
