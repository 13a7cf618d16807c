// Deletes the bookkeeping of a source that is as large as its records, by ranges of its keys: they are hashes, so that
// equal ranges hold about equally many rows, and no statement comes near the 5,000 locks that lock the table.
import type { MirrorName } from '../catalog/index.ts';
import type { Store } from './database.ts';
import type { FencedWriter } from './lease.ts';

const ROWS_A_STATEMENT = 4_000;
/** Ranges differ in the first two bytes of the key. */
const RANGES = 65_536;
const KEY = { pass_key: 'record_key', parent_digest: 'parent_key' } as const;

/** Each range is a fenced transaction of its own. Throws LeaseLost. */
export async function deleteByKeyRanges(
  store: Store,
  writer: FencedWriter,
  table: keyof typeof KEY,
  dataset: MirrorName,
): Promise<void> {
  const { source } = writer.lease;
  const { n } = await store.rows
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as('n'))
    .where('source', '=', source)
    .where('dataset', '=', dataset)
    .executeTakeFirstOrThrow();
  const steps = Math.min(RANGES, Math.ceil(Number(n) / ROWS_A_STATEMENT));
  for (let step = 1; step <= steps; step += 1)
    await writer.write(({ rows }) => {
      const all = rows.deleteFrom(table).where('source', '=', source).where('dataset', '=', dataset);
      return step === steps ? all.execute() : all.where(KEY[table], '<', boundary(step, steps)).execute();
    });
}

/** The first key after the first `step` of `steps` equal ranges. */
function boundary(step: number, steps: number): Buffer {
  const key = Buffer.alloc(2);
  key.writeUInt16BE(Math.floor((step * RANGES) / steps));
  return key;
}
