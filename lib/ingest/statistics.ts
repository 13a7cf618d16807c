// Numbers over time, without persons: rows per source and dataset, one value a day, taken at the end of a poll.
import { type MirrorName, mirrors } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { digestOf } from './key.ts';

/** Writes today's numbers of the source; a later poll of the day brings them up to date. */
export async function countRows(store: Store, source: string, at: Date): Promise<void> {
  const day = at.toISOString().slice(0, 10);
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
  await store.write(async (tx) => {
    await tx.db
      .deleteFrom('statistic')
      .where('source', '=', source)
      .where('metric', '=', 'rows')
      .where('day', '=', day)
      .execute();
    await tx.insert('statistic', rows);
  });
}
