// The catalogue, the SQL files of both engines and the migrated databases agree, each way.
import { describe, expect, it } from '@jest/globals';
import { datasets, foldedColumn, isFolded } from '../../lib/catalog/index.ts';
import { missingIndexes, schemaOfCatalogue, schemaOfDatabase, schemaOfFiles } from './schema.ts';
import { onEachEngine } from './stores.ts';

const sorted = datasets().flatMap((dataset) =>
  Object.entries(dataset.fields).flatMap(([name, field]) =>
    field.sortable || field.searchable
      ? [{ table: dataset.name, column: isFolded(field) ? foldedColumn(name) : name }]
      : [],
  ),
);

const covering = datasets().flatMap(({ name: table, fields, covered = [] }) => {
  const compared = (name: string) => (fields[name] && isFolded(fields[name]) ? foldedColumn(name) : name);
  const sortable = Object.keys(fields).filter((name) => covered.length > 0 && fields[name]?.sortable);
  return sortable.map(compared).map((column) => {
    const others = [...covered.map(compared), 'source'].filter((name) => name !== column);
    return { table, column, columns: [column, 'id', ...others] };
  });
});

describe.each(['sqlite', 'mssql'] as const)('the SQL files of %s', (engine) => {
  const { columns, indexes } = schemaOfFiles(engine);

  it('declare what the catalogue declares, and nothing else', () => {
    expect(columns).toEqual(schemaOfCatalogue(engine));
  });

  it.each(sorted)(
    'have an index that begins with $table ($column), which is sorted or searched by',
    ({ table, column }) => {
      expect(
        Object.values(indexes).filter((index) => new RegExp(`^(unique )?${table}\\(${column}[,)]`).test(index)),
      ).not.toEqual([]);
    },
  );

  it.each(covering)('have an index of $table by $column that has what lists are narrowed by', ({ table, columns }) => {
    expect(Object.values(indexes)).toContainEqual(`${table}(${columns.join(', ')})`);
  });

  it.each(datasets().map((dataset) => [dataset.name, dataset] as const))('index %s as it is read', (_, dataset) => {
    expect(missingIndexes(dataset, { columns, indexes })).toEqual([]);
  });
});

describe('the two engines', () => {
  it('have the same tables and columns, nullable alike', () => {
    const nullable = (columns: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, !type.endsWith('not null')]));
    expect(nullable(schemaOfFiles('mssql').columns)).toEqual(nullable(schemaOfFiles('sqlite').columns));
  });

  it('find rows by the same keys, and refuse the same duplicates', () => {
    // An index of sqlite ends with the id by itself; SQL Server clusters events by instant and id, named as such.
    const keys = (engine: 'sqlite' | 'mssql') =>
      Object.values(schemaOfFiles(engine).indexes)
        .filter((index) => !/^unique \w+\(id\)$/.test(index))
        .map((index) => index.replace(/^unique (\w+)\((.+), id\)$/, '$1($2)'))
        .sort();
    expect(keys('mssql')).toEqual(keys('sqlite'));
  });
});

describe('a migrated database', () => {
  onEachEngine((open) => {
    it('has the columns and indexes of the files', async () => {
      const { columns, indexes } = await schemaOfDatabase(open().store);
      const files = schemaOfFiles(open().store.engine);
      expect(columns).toEqual(files.columns);
      // What they index, not what they are called: an engine may make names of its own.
      expect(Object.values(indexes).sort()).toEqual(Object.values(files.indexes).sort());
    });
  });
});
