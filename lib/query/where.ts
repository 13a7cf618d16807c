// Filters and search as conditions that both engines run and can use an index for.
import { type SqlBool, sql } from 'kysely';
import { foldedColumn } from '../catalog/index.ts';
import { ownersAsked } from '../search/find.ts';
import { afterPrefix, likePrefix } from '../store/fold.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import type { Asked } from './asked.ts';
import type { Filter } from './parse.ts';
import { type Resource, searchedFields } from './resource.ts';
import { toldByNoOther, type Untold } from './unknown-filter.ts';

/** What columns have to have. */
export type Equal = Readonly<Record<string, string | number | boolean | Uint8Array>>;

/** Kysely's own form asks IS TRUE, which SQL Server does not know. */
export const equalTo = (eb: Builder, fixed: Equal): Condition[] =>
  Object.entries(fixed).map(([column, value]) => eb(column, '=', value));

const COMPARISONS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

export function filterCondition(eb: Builder, filter: Filter): Condition {
  const own = filter.keyBehind ? withNames(eb, filter) : comparison(eb, filter.column, filter);
  if (filter.alsoIn === undefined || filter.operator === 'isNull') return own;
  const other = comparison(eb, filter.alsoIn, filter);
  return filter.operator === 'ne' ? eb.and([own, other]) : eb.or([own, other]);
}

/** As the log has a key: there is nothing in it that LIKE takes for more than it is. */
const KEY = /^key:[0-9a-f]{16}$/;

/** A name before a key is what a proxy says of who holds it. */
function withNames(eb: Builder, filter: Filter): Condition {
  const { column, operator, values } = filter;
  const own = comparison(eb, column, filter);
  const named = values
    .filter((value) => typeof value === 'string' && KEY.test(value))
    .map((key) => sql<SqlBool>`${sql.ref(column)} like ${`% ${key}`}`);
  if (operator === 'ne') return eb.and([own, ...named.map((one) => eb.not(one))]);
  return operator === 'eq' || operator === 'in' ? eb.or([own, ...named]) : own;
}

function comparison(eb: Builder, column: string, { operator, values }: Filter): Condition {
  const [value] = values;
  switch (operator) {
    case 'in':
      return eb(column, 'in', values);
    case 'untold':
    case 'untoldByAny':
      return eb.or([...values.map((one) => eb(column, '=', one)), untold(eb, column, operator)]);
    case 'isNull':
      return value === true ? eb(column, 'is', null) : eb(column, 'is not', null);
    case 'startsWith':
      return prefixCondition(eb, column, String(value));
    case 'ne':
      // What is not known is not equal either; SQL alone would leave it out.
      return eb.or([eb(column, '<>', value), eb(column, 'is', null)]);
    default:
      return eb(column, COMPARISONS[operator], value);
  }
}

const untold = (eb: Builder, column: string, operator: Untold['operator']): Condition =>
  operator === 'untold' ? eb(column, 'is', null) : eb.and([eb(column, 'is', null), toldByNoOther(column)]);

/** The range uses the index on both engines, `LIKE` alone does not under a binary collation. */
export function prefixCondition(eb: Builder, column: string, prefix: string): Condition {
  const after = afterPrefix(prefix);
  return eb.and([
    eb(column, '>=', prefix),
    ...(after === null ? [] : [eb(column, '<', after)]),
    sql<SqlBool>`${sql.ref(column)} like ${likePrefix(prefix)} escape '\\'`,
  ]);
}

/** Conditions on the id of a row. */
type Within = (inner: Builder) => readonly Condition[];

/**
 * Terms that answer the question, or any searchable field that starts with `q`: a union of index ranges, because an OR over
 * columns would scan. Engines read these ranges whole, so `within` bounds each of them, too.
 */
export function searchCondition(
  eb: Builder,
  { resource, q, asked }: { readonly resource: Resource; readonly q: string; readonly asked?: Asked | null },
  within: Within,
): Condition {
  const columns = searchedFields(resource).map((listed) =>
    eb
      .selectFrom(resource.table)
      .select('id')
      .where((inner) => inner.and([prefixCondition(inner, foldedColumn(listed.column), q), ...within(inner)])),
  );
  const ranges = [...(asked ? termRanges(eb, asked, within) : []), ...(asked?.alsoColumns === false ? [] : columns)];
  const [first, ...others] = ranges;
  if (!first) return sql<SqlBool>`1 = 0`;
  return eb(
    'id',
    'in',
    others.reduce((union, range) => union.unionAll(range), first),
  );
}

/** Of people by the records that sources have of them. */
const termRanges = (eb: Builder, { sought: { datasets, by }, question }: Asked, within: Within) =>
  datasets.flatMap((dataset) => {
    const owners = ownersAsked(eb, dataset, question);
    if (!owners) return [];
    const found =
      by === 'hardware_id' ? owners : eb.selectFrom(dataset).select(`${by} as id`).where('id', 'in', owners);
    return [
      eb
        .selectFrom(found.as('found'))
        .select('id')
        .where((inner) => inner.and([...within(inner)])),
    ];
  });
