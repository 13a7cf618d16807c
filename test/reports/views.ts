// The views that reports read, as the migrations make them, and how they are asked on each engine.
import { CompiledQuery } from 'kysely';
import type { EngineName, Store } from '../../lib/store/index.ts';
import { migrationsFor } from '../../lib/store/migrate.ts';
import { statementsOf } from '../../lib/store/statements.ts';
import type { REPORTS } from './declarations.ts';

export type ReportName = keyof typeof REPORTS;
type Row = Readonly<Record<string, unknown>>;

/** Names of views, and of their columns in order, after all migrations. */
export function viewsOf(engine: EngineName): Readonly<Record<string, readonly string[]>> {
  const views: Record<string, readonly string[]> = {};
  for (const statement of migrationsFor(engine).flatMap(({ sql }) => statementsOf(sql))) {
    const [, verb, name = '', columns = ''] =
      /\b(CREATE|DROP) VIEW (?:\[report\]\.\[|"report_)(\w+)["\]](?: \(([^)]+)\) AS)?/.exec(statement) ?? [];
    if (verb === 'CREATE') views[name] = columns.split(', ').map((column) => column.slice(1, -1));
    if (verb === 'DROP') delete views[name];
  }
  return views;
}

/** Written for SQL Server, `report.` before the names of views: on SQLite these begin with it. */
export async function asked(store: Store, query: string): Promise<readonly Row[]> {
  const sql = store.engine === 'sqlite' ? query.replaceAll('report.', 'report_') : query;
  return (await store.rows.executeQuery<Row>(CompiledQuery.raw(sql))).rows;
}

/** Numbers as such, days and instants as text, whatever the engine gives. */
export async function rowsOf(store: Store, name: ReportName, order = ''): Promise<readonly Row[]> {
  const rows = await asked(store, `SELECT * FROM report.${name}${order && ` ORDER BY ${order}`}`);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(column, value)])),
  );
}

function plain(column: string, value: unknown): unknown {
  if (value !== null && (column === 'day' || column === 'oldest_left'))
    return (value instanceof Date ? value.toISOString() : String(value)).slice(0, 10);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
