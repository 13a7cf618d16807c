// How far the files of a source of logs were read, as the database keeps it: a row for each, written with what its lines
// told.
import { FILE_TROUBLES, type LogFile } from '../sources/contract.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { deleteInLists } from '../store/lists.ts';

const HASH_BYTES = 16;

export async function readLogFiles({ db }: Store, source: string): Promise<readonly LogFile[]> {
  const rows = await db.selectFrom('log_file').selectAll().where('source', '=', source).execute();
  return rows.map(({ file, rungs, offset, tail, fields, state, seen, newest_at, seen_at }) => ({
    file: hex(file),
    rungs: hashesIn(rungs),
    offset: Number(offset),
    tail: hex(tail),
    fields,
    state: FILE_TROUBLES.find((trouble) => trouble === state) ?? null,
    seen: seen ?? '',
    newestAt: newest_at,
    seenAt: seen_at,
  }));
}

/** Behind what the lines told, in the same transaction. */
export async function writeLogFiles(
  tx: WriteTransaction,
  source: string,
  files: readonly LogFile[],
  at: Date,
): Promise<void> {
  await deleteInLists(
    files.map(({ file }) => Buffer.from(file, 'hex')),
    (list) => tx.db.deleteFrom('log_file').where('source', '=', source).where('file', 'in', list),
  );
  await tx.insert(
    'log_file',
    files.map(({ file, rungs, offset, tail, fields, state, seen, newestAt }) => ({
      source,
      file: Buffer.from(file, 'hex'),
      rungs: JSON.stringify(rungs.join('')),
      offset,
      tail: Buffer.from(tail, 'hex'),
      fields,
      state,
      seen: seen === '' ? null : seen,
      newest_at: newestAt,
      seen_at: at,
    })),
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** They stand one behind the other. */
function hashesIn(text: string): readonly string[] {
  const all: string = JSON.parse(text);
  const length = 2 * HASH_BYTES;
  return Array.from({ length: Math.floor(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length));
}
