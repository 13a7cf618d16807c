// Parts of a row that were asked for and not answered are no word about their values: what is stored of them is put back
// into what was read, before anything is compared.
import { keyText } from '../mirror/key.ts';
import { type Existing, readByIds } from '../mirror/read.ts';
import type { Store } from '../store/index.ts';
import { attributesOf } from './changes.ts';
import { ATTRIBUTE, changedHands, type Target, withValues } from './kept-values.ts';
import { hashOf, type MirrorRecord } from './record.ts';

/** The records, those that lack a part with what is stored of it. */
export async function withUnanswered(
  store: Store,
  target: Target,
  records: ReadonlyMap<string, MirrorRecord>,
  existing: ReadonlyMap<string, Existing>,
): Promise<ReadonlyMap<string, MirrorRecord>> {
  const lacking = [...records.values()].flatMap((record) => {
    const known = record.unanswered.length > 0 ? existing.get(keyText(record.key)) : undefined;
    return known ? [{ id: known.id, record }] : [];
  });
  if (lacking.length === 0) return records;
  const ids = lacking.map(({ id }) => id);
  const stored = new Map((await readByIds(store, target.name, ids)).map((row) => [row.id, row]));
  const completed = new Map(records);
  for (const { id, record } of lacking) {
    const before = stored.get(id);
    if (before) completed.set(keyText(record.key), completedBy(target, id, record, before));
  }
  return completed;
}

function completedBy(
  target: Target,
  id: number,
  record: MirrorRecord,
  before: Readonly<Record<string, unknown>>,
): MirrorRecord {
  const { dataset, collects } = target;
  // Nothing is put back of what is somebody else's now, or nobody's any more, or owned otherwise.
  const isOther = [dataset.user, 'ownership'].some(
    (name) => name && (before[name] ?? null) !== (record.values[name] ?? null),
  );
  if (isOther || changedHands(dataset, before, record.values)) return record;
  const had = attributesOf(before.attributes);
  const names = record.unanswered.filter((name) => {
    const value = name.startsWith(ATTRIBUTE) ? had[name.slice(ATTRIBUTE.length)] : before[name];
    return collects.includes(name) && value !== null && value !== undefined;
  });
  const { values } = withValues(target, { id, before, record }, names, before).record;
  return { ...record, values, hash: hashOf(dataset, values) };
}
