// A schema in the terms of the catalogue: as the SQL files declare it, as a database has it, as the catalogue wants it.
import { CompiledQuery } from 'kysely';
import {
  columnsOf,
  type Dataset,
  datasets,
  type Field,
  isFolded,
  madeColumns,
  waits,
} from '../../lib/catalog/index.ts';
import type { EngineName, Store } from '../../lib/store/index.ts';
import { migrationsFor } from '../../lib/store/migrate.ts';

/** `table.column` to type and nullability, in the engine's own words, lower case: `nvarchar(64) binary not null`. */
export type Columns = Readonly<Record<string, string>>;
/** Name of the index to what it says: `unique device(source, record_key)`. */
export type Indexes = Readonly<Record<string, string>>;
export interface Schema {
  readonly columns: Columns;
  readonly indexes: Indexes;
}

export function schemaOfCatalogue(engine: EngineName, declared = datasets()): Columns {
  const columns: Record<string, string> = {};
  for (const dataset of declared)
    for (const [name, field] of Object.entries(columnsOf(dataset))) {
      columns[`${dataset.name}.${name}`] = wanted(engine, field, isFolded(field) ? 'plain' : 'binary');
      for (const [made, of] of madeColumns(name, field))
        columns[`${dataset.name}.${made}`] = wanted(engine, of, 'binary');
    }
  return columns;
}

/** Text that is compared is collated binary; what is only shown has the database's collation. */
function wanted(engine: EngineName, field: Field, collation: 'plain' | 'binary'): string {
  const null_ = field.nullable ? 'null' : 'not null';
  if (engine === 'sqlite') return `${SQLITE_TYPES[field.kind]} ${null_}`;
  if (field.kind !== 'text') return `${MSSQL_TYPES[field.kind](field)} ${null_}`;
  const compared = field.opaque || (collation === 'binary' && isFolded(field));
  return `nvarchar(${field.length})${compared ? ' binary' : ''} ${null_}`;
}

const SQLITE_TYPES: Record<Field['kind'], string> = {
  text: 'text',
  json: 'text',
  integer: 'integer',
  bigint: 'integer',
  decimal: 'real',
  boolean: 'boolean',
  instant: 'instant',
  binary: 'blob',
};
const MSSQL_TYPES: Record<Exclude<Field['kind'], 'text'>, (field: Field) => string> = {
  json: () => 'nvarchar(max)',
  integer: () => 'int',
  bigint: () => 'bigint',
  decimal: ({ precision }) => `decimal(${precision?.join(',')})`,
  boolean: () => 'bit',
  instant: () => 'datetime2(3)',
  binary: ({ length }) => `varbinary(${length})`,
};

/** As the migrations declare it, our own version table left out; `primary key` counts as not null. */
export function schemaOfFiles(engine: EngineName): Schema {
  const { columns, indexes } = schemaOf(migrationsFor(engine).map(({ sql }) => sql));
  const declared = Object.entries(columns).filter(([column]) => !column.startsWith('schema_version.'));
  return { columns: Object.fromEntries(declared), indexes };
}

export function schemaOf(scripts: readonly string[]): Schema {
  const columns: Record<string, string> = {};
  const indexes: Record<string, string> = {};
  for (const sql of scripts) {
    for (const [, table, body] of sql.matchAll(/^CREATE TABLE ["[](\w+)["\]] \(\n(.*?)\n\)/gms))
      for (const line of String(body).split('\n')) {
        const [, column, declaration] = /^ {2}["[](\w+)["\]] (.+?),?$/.exec(line) ?? [];
        if (column && declaration) columns[`${table}.${column}`] = normalised(declaration);
        const [, name, key] = /CONSTRAINT (pk_\w+) PRIMARY KEY(?: (?:NON)?CLUSTERED)? \((.+)\)/.exec(line) ?? [];
        if (name && key) indexes[name] = `unique ${table}(${key.replace(/["[\]]/g, '')})`;
      }
    for (const [, table, verb, column, declaration] of sql.matchAll(
      /^ALTER TABLE ["[](\w+)["\]] (ADD|ALTER|DROP) (?:COLUMN )?["[](\w+)["\]] ?(.*);$/gm,
    ))
      if (verb === 'DROP') delete columns[`${table}.${column}`];
      else columns[`${table}.${column}`] = normalised(String(declaration));
    for (const [, name = ''] of sql.matchAll(/^DROP INDEX (\w+)/gm)) delete indexes[name];
    for (const [, table, from, to] of sql.matchAll(
      /^ALTER TABLE ["[](\w+)["\]] RENAME COLUMN ["[](\w+)["\]] TO ["[](\w+)["\]];$/gm,
    )) {
      columns[`${table}.${to}`] = columns[`${table}.${from}`] ?? '';
      delete columns[`${table}.${from}`];
    }
    for (const [, unique, name, table, key] of sql.matchAll(
      /^CREATE (UNIQUE )?(?:(?:NON)?CLUSTERED )?INDEX (\w+) ON ["[](\w+)["\]] \((.+?)\)/gm,
    ))
      indexes[String(name)] = `${unique ? 'unique ' : ''}${table}(${String(key).replace(/["[\]]/g, '')})`;
  }
  return { columns, indexes };
}

const normalised = (declaration: string): string => {
  const isNull = !/NOT NULL|PRIMARY KEY/.test(declaration);
  const binary = / COLLATE Latin1_General_100_BIN2/.test(declaration) ? ' binary' : '';
  return `${declaration.split(' ')[0]?.toLowerCase()}${binary} ${isNull ? 'null' : 'not null'}`;
};

/**
 * The indexes that a dataset lives by and does not have: by its key, by its age, and by whom it is told of. A counter has
 * one unique key, and no other index by key.
 */
export function missingIndexes({ name, kind, parent, device, person, counter }: Dataset, schema: Schema): string[] {
  const indexes = Object.values(schema.indexes).flatMap((index) => {
    const [, unique = '', columns] = new RegExp(`^(unique )?${name}\\((.+)\\)$`).exec(index) ?? [];
    return columns === undefined ? [] : [`${unique}${columns}`];
  });
  const wanted = {
    mirror: [parent ? /^unique source, parent_key, record_key$/ : /^unique source, record_key$/],
    event: [
      ...(counter
        ? [/^unique occurred_at, source, record_key$/]
        : [/^unique source, record_key$/, /^(unique )?occurred_at(, id)?$/]),
      ...(device
        ? ['by' in device ? /^owner_source, owner_key, occurred_at$/ : /^source, owner_key, occurred_at$/]
        : []),
      ...(device || person ? [/^subject_id, occurred_at$/] : []),
      ...(waits({ device, person }) ? [/^waits_since$/] : []),
    ],
    internal: [],
  }[kind];
  const missing = wanted.filter((pattern) => !indexes.some((columns) => pattern.test(columns)));
  const surplus = counter ? indexes.filter((columns) => /^(unique )?(source, )?record_key/.test(columns)) : [];
  return [...missing.map(String), ...surplus.map((columns) => `not ${columns}`)];
}

/** As the database itself says it, our own version table left out. */
export async function schemaOfDatabase(store: Store): Promise<Schema> {
  const query = async (sql: string) => {
    const { rows } = await store.rows.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql));
    return rows.filter((row) => row.table !== 'schema_version' && !String(row.table).startsWith('sqlite_'));
  };
  const columns = await query(store.engine === 'sqlite' ? SQLITE_COLUMNS : MSSQL_COLUMNS);
  const parts = await query(store.engine === 'sqlite' ? SQLITE_INDEXES : MSSQL_INDEXES);
  const indexes = new Map<string, Record<string, unknown>[]>();
  for (const part of parts) indexes.set(String(part.name), [...(indexes.get(String(part.name)) ?? []), part]);
  return {
    columns: Object.fromEntries(
      columns.map((c) => [
        `${c.table}.${c.column}`,
        `${String(c.type).toLowerCase().replace('(-1)', '(max)')}${/bin2?$/i.test(String(c.collation)) ? ' binary' : ''} ${Number(c.nullable) === 1 ? 'null' : 'not null'}`,
      ]),
    ),
    indexes: Object.fromEntries(
      [...indexes].map(([name, of]) => [
        name,
        `${Number(of[0]?.is_unique) === 1 ? 'unique ' : ''}${of[0]?.table}(${of.map((part) => part.column).join(', ')})`,
      ]),
    ),
  };
}

const SQLITE_COLUMNS = `SELECT m.name AS "table", c.name AS "column", c.type, NULL AS "collation",
  CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 0 ELSE 1 END AS nullable
  FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`;
// A primary key without a name of its own is told as pk_<table>, as the file calls it.
const SQLITE_INDEXES = `SELECT m.name AS "table", CASE i.origin WHEN 'pk' THEN 'pk_' || m.name ELSE i.name END AS name,
  i."unique" AS is_unique, c.name AS "column"
  FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
  WHERE m.type = 'table' ORDER BY i.name, c.seqno`;
const MSSQL_COLUMNS = `SELECT TABLE_NAME AS [table], COLUMN_NAME AS [column], COLLATION_NAME AS [collation],
  CASE WHEN DATA_TYPE IN ('nvarchar', 'varbinary') THEN CONCAT(DATA_TYPE, '(', CHARACTER_MAXIMUM_LENGTH, ')')
    WHEN DATA_TYPE = 'decimal' THEN CONCAT('decimal(', NUMERIC_PRECISION, ',', NUMERIC_SCALE, ')')
    WHEN DATA_TYPE = 'datetime2' THEN CONCAT(DATA_TYPE, '(', DATETIME_PRECISION, ')') ELSE DATA_TYPE END AS type,
  CASE IS_NULLABLE WHEN 'YES' THEN 1 ELSE 0 END AS nullable FROM INFORMATION_SCHEMA.COLUMNS
  JOIN sys.tables t ON t.name = TABLE_NAME`;
const MSSQL_INDEXES = `SELECT t.name AS [table], i.name AS name, i.is_unique AS is_unique, c.name AS [column]
  FROM sys.indexes i JOIN sys.tables t ON t.object_id = i.object_id
  JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
  JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
  WHERE i.name IS NOT NULL ORDER BY i.name, k.key_ordinal`;
