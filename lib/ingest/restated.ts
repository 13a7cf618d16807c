// Writes what may be told again with other numbers: days of mobile data, which operators correct, and tell in several rows.
// Rows of one file, or of one batch of pushed lines, are added up; those of a later one take the place of what stood there.
import { columnsOf, type Dataset } from '../catalog/index.ts';
import type { Seen } from '../counts/add.ts';
import type { Told } from '../counts/rows.ts';
import { keyText } from '../mirror/key.ts';
import { readByKey } from '../mirror/read.ts';
import { OWNER } from '../rules/hits.ts';
import type { WriteTransaction } from '../store/index.ts';
import { lockSource } from '../store/lease.ts';

type Values = Readonly<Record<string, unknown>>;

/** Reads, adds and writes under the lock of the source, as polls and pushes may tell of the same day. */
export async function writeRestated(
  tx: WriteTransaction,
  dataset: Dataset,
  source: string,
  told: readonly Told[],
  seen: Seen,
): Promise<{ readonly inserted: number; readonly updated: number }> {
  if (told.length === 0) return { inserted: 0, updated: 0 };
  await lockSource(tx, source);
  const key: readonly string[] = dataset.key;
  const counts = Object.keys(dataset.fields).filter((name) => !key.includes(name));
  const keys = [...new Map(told.map(({ record_key }) => [keyText(record_key), record_key])).values()];
  // Whose it is was found when it was first told, and stays: so a rule tells it of nobody else.
  const kept = ['occurred_at', ...OWNER.filter((column) => Object.hasOwn(columnsOf(dataset), column))];
  const columns = ['id', 'record_key', 'teller_hash', ...kept, ...counts];
  const known = new Map<string, Values>();
  for (const row of await readByKey(tx, dataset.name, source, 'record_key', keys, columns))
    if (row.record_key instanceof Uint8Array) known.set(keyText(row.record_key), row);
  const now = new Map<string, Told>();
  for (const row of told) {
    const place = keyText(row.record_key);
    const before: Values | undefined = now.get(place) ?? known.get(place);
    now.set(place, before ? { ...row, ...counted(counts, before, row) } : row);
  }
  const fresh = [...now].flatMap(([place, row]) => (known.has(place) ? [] : [row]));
  const old = [...now].flatMap(([place, row]) => {
    const before = known.get(place);
    const after = Object.fromEntries([...counts, 'teller_hash'].map((name) => [name, row[name] ?? null]));
    return before ? [{ row, before, after }] : [];
  });
  const other = old.filter(({ before, after }) => counts.some((name) => !isEqual(before[name], after[name])));
  await tx.insert(dataset, fresh);
  await tx.update(
    dataset,
    old.map(({ before, after }) => ({ id: before.id, ...after })),
  );
  for (const row of fresh) seen(row, null, row);
  for (const { row, before, after } of other) {
    const stored = Object.fromEntries(kept.map((column) => [column, before[column] ?? null]));
    seen({ ...row, ...stored }, before, after);
  }
  return { inserted: fresh.length, updated: other.length };
}

/** What a row does not tell stays: voice may stand in another file than data. */
function counted(counts: readonly string[], before: Values, row: Values): Values {
  const isSame = row.teller_hash !== null && row.teller_hash === before.teller_hash;
  return Object.fromEntries(
    counts.map((name) => {
      const [a, b] = [before[name] ?? null, row[name] ?? null];
      if (a === null || b === null) return [name, b ?? a];
      return [name, isSame ? Math.min(Number(a) + Number(b), Number.MAX_SAFE_INTEGER) : b];
    }),
  );
}

const isEqual = (a: unknown, b: unknown): boolean =>
  (a ?? null) === null || (b ?? null) === null ? (a ?? null) === (b ?? null) : Number(a) === Number(b);
