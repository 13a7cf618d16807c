// What the engines can, as flags beside each other (as Kysely's adapters have them), and the few phrases that follow from
// them. Outside of the store nobody asks which engine it is.
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { EngineName, WriteTransaction } from './database.ts';

interface Capabilities {
  /** `INDEXED BY`: it goes by no statistics, and takes the index of a filter rather than that of the order. */
  readonly walksAsTold: boolean;
  /** `LIMIT n OFFSET m`; otherwise `TOP n`, and `OFFSET m FETCH n`. */
  readonly supportsLimit: boolean;
  /** `RETURNING`; otherwise `OUTPUT inserted`. */
  readonly supportsReturning: boolean;
  /** `instr`; otherwise `charindex`, which goes by the collation: the binary one is exact, and far the fastest. */
  readonly supportsInstr: boolean;
  /** Nobody waits for a connection: there is one to write with, by turns, and reading is done at once. */
  readonly sharesConnections: boolean;
  /** Rows of one deleting transaction. */
  readonly rowsOfADelete: number;
}

const CAPABILITIES: Readonly<Record<EngineName, Capabilities>> = {
  mssql: {
    walksAsTold: false,
    supportsLimit: false,
    supportsReturning: false,
    supportsInstr: false,
    sharesConnections: false,
    rowsOfADelete: 1_000,
  },
  // One writes at a time, and everybody else waits: 250 rows and their four indexes take some 30 ms.
  sqlite: {
    walksAsTold: true,
    supportsLimit: true,
    supportsReturning: true,
    supportsInstr: true,
    sharesConnections: true,
    rowsOfADelete: 250,
  },
};

export const rowsOfADelete = (engine: EngineName): number => CAPABILITIES[engine].rowsOfADelete;

export const sharesConnections = (engine: EngineName): boolean => CAPABILITIES[engine].sharesConnections;

/** Whether a text has this part, character by character. */
export const hasPart = (engine: EngineName, column: string, part: string): RawBuilder<SqlBool> =>
  CAPABILITIES[engine].supportsInstr
    ? sql`instr(${sql.ref(column)}, ${part}) > 0`
    : sql`charindex(${part}, ${sql.ref(column)} collate Latin1_General_100_BIN2) > 0`;

/** The first `n` rows of an ordered query. */
export function firstRows<D, T extends keyof D, O>(
  engine: EngineName,
  query: SelectQueryBuilder<D, T, O>,
  n: number,
): SelectQueryBuilder<D, T, O> {
  return CAPABILITIES[engine].supportsLimit ? query.limit(n) : query.top(n);
}

/** The row at place `n`, counted from 1, of an ordered query: none where there are fewer. */
export function nthRow<D, T extends keyof D, O>(
  engine: EngineName,
  query: SelectQueryBuilder<D, T, O>,
  n: number,
): SelectQueryBuilder<D, T, O> {
  const from = query.offset(n - 1);
  return CAPABILITIES[engine].supportsLimit ? from.limit(1) : from.fetch(1);
}

/** Inserts a few rows; the ids that the database gave them, in no order. */
export async function insertedIds(
  { rows, engine }: WriteTransaction,
  table: string,
  values: readonly Readonly<Record<string, unknown>>[],
): Promise<number[]> {
  const insert = rows.insertInto(table).values(values);
  const inserted = await (CAPABILITIES[engine].supportsReturning
    ? insert.returning('id')
    : insert.output('inserted.id')
  ).execute();
  return inserted.map(({ id }) => Number(id));
}

/** A table to be walked in the order of an index. https://www.sqlite.org/lang_indexedby.html */
export function walkedBy(engine: EngineName, table: string, index: string) {
  const name = sql<Record<string, unknown>>`${sql.table(table)}`;
  if (!CAPABILITIES[engine].walksAsTold) return name.as(table);
  return name.as<string>(sql`${sql.table(table)} indexed by ${sql.ref(index)}`);
}
