// Numbers over time, without persons: rows per source and dataset, one value a day, taken at the end of its first poll.
import { type MirrorName, mirrors } from '../catalog/index.ts';
import { digestOf } from '../mirror/key.ts';
import type { Store } from '../store/index.ts';
import { type Lease, writeFenced } from '../store/lease.ts';

/** Writes the day's numbers of the source, unless they are there: counting a large mirror is not free. Throws LeaseLost. */
export async function countRows(store: Store, lease: Lease, at: Date): Promise<void> {
  const { source } = lease;
  const day = at.toISOString().slice(0, 10);
  const known = await store.db
    .selectFrom('statistic')
    .select('id')
    .where('source', '=', source)
    .where('metric', '=', 'rows')
    .where('day', '=', day)
    .executeTakeFirst();
  if (known) return;
  const counted = await Promise.all(
    mirrors.map(async ({ name }) => {
      const [row] = await store.rows
        .selectFrom(name as MirrorName)
        .where('source', '=', source)
        .select(({ fn }) => fn.countAll().as('n'))
        .execute();
      return { dimension: name, value: Number(row?.n ?? 0) };
    }),
  );
  const rows = counted
    .filter(({ value }) => value > 0)
    .map(({ dimension, value }) => ({
      source,
      record_key: digestOf(`rows\u001f${dimension}\u001f${day}`),
      occurred_at: new Date(day),
      day,
      metric: 'rows',
      dimension,
      value,
    }));
  await writeFenced(store, lease, (tx) => tx.insert('statistic', rows));
}
