// What a sender pushed last: hashes of its lines, which tell that one comes again. Shippers cut what they repeat anew, so
// that no hash of a batch would: docs/decisions/0026-pushed-lines-are-known-by-their-hashes.md.
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import { LineHashes } from './line-hashes.ts';

/** Of a sender that gives itself no name. */
export const UNNAMED = '-';

export interface Sender {
  readonly source: string;
  readonly sender: string;
}

/** Hashes of lines that came together, or of some of them. */
interface Part {
  readonly number: number;
  /** Of its batch; null of one that an older version wrote. */
  readonly token: string | null;
  readonly hashes: LineHashes;
}

/** A sender as its last batch left it. */
export interface Window extends Sender {
  /** Of the last row; 0 where nothing ever came. */
  readonly number: number;
  readonly fields: string | null;
  readonly parts: readonly Part[];
}

/** Lines that are known again, at least. How long is retention's, which doubts a clock that jumped. */
const KEPT_LINES = 200_000;
/** What stands in a row. */
const LINES_A_ROW = 500;
const ROWS_A_READ = 1_000;
/** Lines of all senders that are held: 64 MB of hashes. Those of others are read again when they push. */
const HELD_LINES = 4_000_000;

/** Of this process: rows that were read once are not read again. */
export class LogWindows {
  readonly #held = new Map<string, readonly Part[]>();

  /** As it is committed. */
  async read(store: Store, of: Sender): Promise<Window> {
    const { source, sender } = of;
    const row = await store.db
      .selectFrom('log_sender')
      .select(['number', 'fields'])
      .where('source', '=', source)
      .where('sender', '=', sender)
      .executeTakeFirst();
    const number = Number(row?.number ?? 0);
    const name = JSON.stringify([source, sender]);
    const held = this.#held.get(name) ?? [];
    this.#held.delete(name);
    const parts = lately(await heldWith(store, of, held, number));
    this.#held.set(name, parts);
    this.#drop();
    return { ...of, number, fields: row?.fields == null ? null : JSON.parse(row.fields), parts };
  }

  /** Those that pushed longest ago. */
  #drop(): void {
    let lines = 0;
    for (const [name, parts] of [...this.#held].reverse()) {
      lines += linesIn(parts);
      if (lines > HELD_LINES) this.#held.delete(name);
    }
  }
}

/** What has come since; all where the last row that is held is not there: the sender was forgotten, and began anew. */
async function heldWith(store: Store, of: Sender, held: readonly Part[], upTo: number): Promise<readonly Part[]> {
  const last = held.at(-1);
  if (!last) return readParts(store, of, 0, upTo);
  const [again, ...fresh] = await readParts(store, of, last.number - 1, upTo);
  const isSame = again?.number === last.number && again.token === last.token;
  return isSame ? [...held, ...fresh] : readParts(store, of, 0, upTo);
}

async function readParts(
  { db, engine }: Store,
  { source, sender }: Sender,
  behind: number,
  upTo: number,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (let last = behind; last < upTo; ) {
    const query = db
      .selectFrom('log_window')
      .select(['number', 'batch', 'hashes'])
      .where('source', '=', source)
      .where('sender', '=', sender)
      .where('number', '>', last)
      .where('number', '<=', upTo)
      .orderBy('number');
    const rows = await firstRows(engine, query, ROWS_A_READ).execute();
    for (const { number, batch, hashes } of rows)
      parts.push({ number: Number(number), token: batch, hashes: new LineHashes(hashes) });
    last = rows.length < ROWS_A_READ ? upTo : Number(rows.at(-1)?.number);
  }
  return parts;
}

/** The last lines. */
function lately(parts: readonly Part[]): readonly Part[] {
  let behind = 0;
  const first = parts.findLastIndex(({ hashes }) => {
    const isEnough = behind >= KEPT_LINES;
    behind += hashes.size;
    return isEnough;
  });
  return parts.slice(first + 1);
}

const linesIn = (parts: readonly Part[]): number => parts.reduce((sum, { hashes }) => sum + hashes.size, 0);

/** What a batch adds. */
export interface Batch {
  /** At random: tells its rows from those of any other, also of one with the same lines. */
  readonly token: string;
  readonly hashes: LineHashes;
  readonly fields: string | null;
  readonly counts: Readonly<Record<'accepted' | 'known' | 'ignored' | 'rejected', number>>;
}

/** Whether nothing came of the sender since the window was read; asked under the lock of its source. */
export async function isAsRead({ db }: WriteTransaction, { source, sender, number }: Window): Promise<boolean> {
  const row = await db
    .selectFrom('log_sender')
    .select('number')
    .where('source', '=', source)
    .where('sender', '=', sender)
    .executeTakeFirst();
  return Number(row?.number ?? 0) === number;
}

export async function addToWindow(tx: WriteTransaction, window: Window, batch: Batch, at: Date): Promise<void> {
  const { source, sender } = window;
  const added = [...batch.hashes.inParts(LINES_A_ROW)].map((hashes, i) => ({
    source,
    sender,
    number: window.number + 1 + i,
    occurred_at: at,
    batch: batch.token,
    hashes: hashes.bytes,
  }));
  await tx.insert('log_window', added);
  const [first] = lately([...window.parts, { number: window.number + 1, token: batch.token, hashes: batch.hashes }]);
  if (first)
    await tx.db
      .deleteFrom('log_window')
      .where('source', '=', source)
      .where('sender', '=', sender)
      .where('number', '<', first.number)
      .execute();
  await writeSender(tx, window, batch, window.number + Math.max(1, added.length), at);
}

async function writeSender(
  tx: WriteTransaction,
  { source, sender, number: before }: Window,
  { fields, counts }: Batch,
  number: number,
  at: Date,
): Promise<void> {
  const values = { number, fields: fields === null ? null : JSON.stringify(fields), seen_at: at };
  if (before === 0) await tx.insert('log_sender', [{ source, sender, ...values, ...counts }]);
  else
    await tx.db
      .updateTable('log_sender')
      .set(({ eb }) => ({
        ...values,
        accepted: eb('accepted', '+', counts.accepted),
        known: eb('known', '+', counts.known),
        ignored: eb('ignored', '+', counts.ignored),
        rejected: eb('rejected', '+', counts.rejected),
      }))
      .where('source', '=', source)
      .where('sender', '=', sender)
      .execute();
}

/** After a COMMIT whose answer was lost: whether it was that of this batch. */
export async function isWritten({ db }: Store, { source, sender, number }: Window, { token }: Batch): Promise<boolean> {
  const of = db.selectFrom('log_window').select('batch').where('source', '=', source).where('sender', '=', sender);
  const row = await of.where('number', '=', number + 1).executeTakeFirst();
  return row?.batch === token;
}
