// Places in a total order of rows, as conditions that both engines answer by one range of an index: row values are not
// known to SQL Server, and the plain form (`c > @v OR (c = @v AND id > @i)`) scans.
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { LooseDatabase } from './database.ts';

export type Builder = ExpressionBuilder<LooseDatabase, string>;
export type Condition = Expression<SqlBool>;

/** What a row has in the columns of an order, or in some of them; a Date, text, number or key each. */
export type Place = Readonly<Record<string, unknown>>;

/** Rows behind a place: `c >= @v AND (c > @v OR ..)`. */
export function behind(
  eb: Builder,
  [column, ...others]: readonly string[],
  place: Place,
  descending = false,
): Condition {
  if (column === undefined) throw new RangeError('an order has a column');
  const value = place[column];
  const beyond = eb(column, descending ? '<' : '>', value);
  if (others.length === 0) return beyond;
  return eb.and([eb(column, descending ? '<=' : '>=', value), eb.or([beyond, behind(eb, others, place, descending)])]);
}

/** Rows up to a place, and the one there. */
export function upTo(eb: Builder, [column, ...others]: readonly string[], place: Place): Condition {
  if (column === undefined) throw new RangeError('an order has a column');
  const value = place[column];
  if (others.length === 0) return eb(column, '<=', value);
  return eb.and([eb(column, '<=', value), eb.or([eb(column, '<', value), upTo(eb, others, place)])]);
}
