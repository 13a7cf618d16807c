// The migration of a dataset as its declaration asks for it, for datasets that only tests have. Ours are written by hand,
// since DBAs read them.
import { columnsOf, type Dataset, waits } from '../../lib/catalog/index.ts';
import type { EngineName } from '../../lib/store/index.ts';
import { schemaOfCatalogue } from './schema.ts';

export function migrationOf(engine: EngineName, dataset: Dataset): string {
  const { name, device, person, counter } = dataset;
  const quote = (column: string): string => (engine === 'mssql' ? `[${column}]` : `"${column}"`);
  const list = (columns: readonly string[]): string => columns.map(quote).join(', ');
  const index = (kind: string, label: string, ...columns: string[]): string =>
    `CREATE ${kind}INDEX ${label} ON ${quote(name)} (${list(columns)});`;
  const lines = Object.entries(schemaOfCatalogue(engine, [dataset])).map(([column, type]) => {
    const own = column.slice(name.length + 1);
    return `  ${quote(own)} ${own === 'id' ? IDENTITY[engine] : typeText(type)}`;
  });
  const key = ['occurred_at', 'source', 'record_key'];
  if (counter)
    lines.push(`  CONSTRAINT pk_${name} PRIMARY KEY${engine === 'mssql' ? ' CLUSTERED' : ''} (${list(key)})`);
  else if (engine === 'mssql') lines.push(`  CONSTRAINT pk_${name} PRIMARY KEY NONCLUSTERED ([id])`);
  const ofRows =
    engine === 'mssql'
      ? index('UNIQUE CLUSTERED ', `cx_${name}`, 'occurred_at', 'id')
      : index('', `cx_${name}`, 'occurred_at');
  const owner = Object.hasOwn(columnsOf(dataset), 'owner_source') ? 'owner_source' : 'source';
  return [
    `CREATE TABLE ${quote(name)} (\n${lines.join(',\n')}\n)${counter && engine === 'sqlite' ? ' WITHOUT ROWID' : ''};`,
    ...(counter ? [] : [ofRows, index('UNIQUE ', `ux_${name}_record_key`, 'source', 'record_key')]),
    ...(device ? [index('', `ix_${name}_owner`, owner, 'owner_key', 'occurred_at')] : []),
    ...(device || person ? [index('', `ix_${name}_subject`, 'subject_id', 'occurred_at')] : []),
    ...(waits(dataset) ? [index('', `ix_${name}_waits_since`, 'waits_since')] : []),
    '',
  ].join('\n');
}

const IDENTITY = { sqlite: 'INTEGER PRIMARY KEY AUTOINCREMENT', mssql: 'bigint IDENTITY(1,1) NOT NULL' } as const;

/** `nvarchar(64) binary not null`, as a migration writes it. */
const typeText = (type: string): string =>
  type
    .replace(' binary', ' COLLATE Latin1_General_100_BIN2')
    .replace(' not null', ' NOT NULL')
    .replace(' null', ' NULL');
