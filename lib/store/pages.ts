// Rows some at a time, in an order that tells them apart: they may leave, or change, between two pages.
import type { SelectQueryBuilder } from 'kysely';
import { firstRows } from './capabilities.ts';
import type { EngineName, LooseDatabase } from './database.ts';
import { behind, type Place } from './keyset.ts';

type Query<O> = SelectQueryBuilder<LooseDatabase, string, O>;

/** Of a query without an order of its own; `order` are columns of it. */
export async function* pagesOf<O extends Place>(
  engine: EngineName,
  query: Query<O>,
  order: readonly string[],
  size: number,
): AsyncGenerator<O[], void, void> {
  let ordered = query;
  for (const column of order) ordered = ordered.orderBy(column);
  for (let after: Place | undefined; ; ) {
    const place = after;
    const page = place ? ordered.where((eb) => behind(eb, order, place)) : ordered;
    const rows = await firstRows(engine, page, size).execute();
    if (rows.length > 0) yield rows;
    after = rows.at(-1);
    if (!after || rows.length < size) return;
  }
}
