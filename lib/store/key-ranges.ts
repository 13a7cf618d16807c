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
  const all = store.rows.selectFrom(table).where('source', '=', source).where('dataset', '=', dataset);
  const counted = all.select(({ fn }) => fn.countAll().as('n'));
  // Between source, dataset and key, the clustered index of the keys of passes has the pass.
  const parts = table === 'pass_key' ? counted.select('pass').groupBy('pass') : counted;
  for (const { n, ...part } of await parts.execute()) {
    const steps = Math.min(RANGES, Math.ceil(Number(n) / ROWS_A_STATEMENT));
    for (let step = 1; step <= steps; step += 1)
      await writer.write(({ rows }) => {
        let own = rows.deleteFrom(table).where('source', '=', source).where('dataset', '=', dataset);
        for (const [column, value] of Object.entries(part)) own = own.where(column, '=', value);
        return step === steps ? own.execute() : own.where(KEY[table], '<', boundary(step, steps)).execute();
      });
  }
}

/** The first key after the first `step` of `steps` equal ranges. */
function boundary(step: number, steps: number): Buffer {
  const key = Buffer.alloc(2);
  key.writeUInt16BE(Math.floor((step * RANGES) / steps));
  return key;
}
