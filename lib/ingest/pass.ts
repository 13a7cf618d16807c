// A pass: one reading of a whole dataset. Each page commits the narrow keys that it read; after the source proved that
// it was whole, the rows whose key is not among them are absent.
import { type Dataset, datasetNamed, identityOf, type MirrorName } from '../catalog/index.ts';
import { keyText } from '../mirror/key.ts';
import { nthRow, type Store, type WriteTransaction } from '../store/index.ts';
import { deleteByKeyRanges } from '../store/key-ranges.ts';
import { type Builder, behind, type Condition, type Place, upTo } from '../store/keyset.ts';
import type { FencedWriter, PollState } from '../store/lease.ts';
import { deleteInLists } from '../store/lists.ts';

/** Rows that one statement may change: with two locks each of the index of absences, below the 5,000 that lock the table. */
const WINDOW = 2_000;

export const passOf = ({ unfinished }: PollState, dataset: MirrorName): number | null =>
  unfinished[dataset]?.pass ?? null;

/** Rows of children handed on since their reading began, over all polls of it: they have no keys of a pass to count. */
export class RowsRead {
  readonly #rows: Map<string, number>;

  constructor(stored: PollState['read']) {
    this.#rows = new Map(Object.entries(stored));
  }

  begin(dataset: MirrorName): void {
    this.#rows.set(dataset, 0);
  }

  /** Of a reading that has no beginning nothing is counted: it has no end. */
  add(dataset: MirrorName, rows: number): void {
    const before = this.#rows.get(dataset);
    if (before !== undefined) this.#rows.set(dataset, before + rows);
  }

  /** Null where the beginning is not known: an earlier version did not count. */
  end(dataset: MirrorName): number | null {
    const rows = this.#rows.get(dataset) ?? null;
    this.#rows.delete(dataset);
    return rows;
  }

  get all(): PollState['read'] {
    return Object.fromEntries(this.#rows);
  }
}

/**
 * Begins a pass, numbered by the transaction that begins it, and forgets an unfinished one: in this order, or a pass
 * could be taken up again whose keys are gone.
 */
export async function startPass(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  at: Date,
  next: Partial<PollState>,
): Promise<void> {
  const begun = { pass: writer.pollState.sequence + 1, startedAt: at.toISOString() };
  await writer.advance({ ...next, unfinished: { ...writer.pollState.unfinished, [dataset]: begun } });
  await deletePassKeys(store, writer, dataset);
}

/** How many rows a pass has found, over all polls of it: one that a list told twice counts once. */
export async function countPassKeys(
  { scans }: Store,
  source: string,
  dataset: MirrorName,
  pass: number,
): Promise<number> {
  const keys = scans
    .selectFrom('pass_key')
    .select('record_key')
    .distinct()
    .where('source', '=', source)
    .where('dataset', '=', dataset)
    .where('pass', '=', pass);
  const { n } = await scans
    .selectFrom(keys.as('found'))
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

export async function addPassKeys(
  tx: WriteTransaction,
  source: string,
  dataset: MirrorName,
  pass: number,
  keys: readonly Uint8Array[],
): Promise<void> {
  const distinct = new Map(keys.map((key) => [keyText(key), key]));
  await tx.insert(
    'pass_key',
    [...distinct.values()].map((record_key) => ({ source, dataset, pass, record_key })),
  );
}

/** What the source said to be gone after it was read: the end of the pass would take it for present. */
export async function dropPassKeys(
  { db }: WriteTransaction,
  source: string,
  dataset: MirrorName,
  pass: number,
  keys: readonly Uint8Array[],
): Promise<void> {
  const all = db.deleteFrom('pass_key').where('source', '=', source).where('dataset', '=', dataset);
  const own = all.where('pass', '=', pass);
  await deleteInLists(keys, (list) => own.where('record_key', 'in', list));
}

/** Marks what the pass did not find, and takes the mark from what it did. Ids go in windows, each its own transaction. */
export async function markAbsences(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  pass: number,
  at: Date,
): Promise<void> {
  const { source } = writer.lease;
  for await (const within of windows(store, datasetNamed(dataset), source)) {
    const inWindow = (absent: boolean) =>
      writer.write(async ({ rows }) => {
        await rows
          .updateTable(dataset)
          .set({ absent_since: absent ? at : null })
          .where('source', '=', source)
          .where('absent_since', absent ? 'is' : 'is not', null)
          .where(within)
          .where(({ exists, not, selectFrom }) => {
            const found = exists(
              selectFrom('pass_key')
                .select('pass_key.pass')
                .where('pass_key.source', '=', source)
                .where('pass_key.dataset', '=', dataset)
                .where('pass_key.pass', '=', pass)
                .whereRef('pass_key.record_key', '=', `${dataset}.record_key`),
            );
            return absent ? not(found) : found;
          })
          .execute();
      });
    await inWindow(true);
    await inWindow(false);
  }
}

/** Ranges of what tells rows apart, with at most so many rows of a source in each. */
export async function* windows(
  { rows, engine }: Store,
  dataset: Dataset,
  source: string,
  size = WINDOW,
): AsyncGenerator<(eb: Builder) => Condition> {
  const columns = identityOf(dataset);
  for (let from: Place | undefined; ; ) {
    const after = from;
    const behindLast = (eb: Builder) => (after ? [behind(eb, columns, after)] : []);
    let query = rows
      .selectFrom(dataset.name)
      .select([...columns])
      .where('source', '=', source)
      .where((eb) => eb.and(behindLast(eb)));
    for (const column of columns) query = query.orderBy(column);
    const last = await nthRow(engine, query, size).executeTakeFirst();
    yield (eb) => eb.and([...behindLast(eb), ...(last ? [upTo(eb, columns, last)] : [])]);
    if (!last) return;
    from = last;
  }
}

/** Keys of finished and forgotten passes. */
export const deletePassKeys = (store: Store, writer: FencedWriter, dataset: MirrorName): Promise<void> =>
  deleteByKeyRanges(store, writer, 'pass_key', dataset);
