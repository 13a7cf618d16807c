// The scripts for the DBA name what there is, and change nothing but what logins may do.
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { isDatasetName } from '../../lib/catalog/index.ts';

const folder = new URL('../../deploy/sqlserver/', import.meta.url);
const scripts = globSync('*.sql', { cwd: folder.pathname }).sort();
const guide = readFileSync(new URL('../../docs/sqlserver.md', import.meta.url), 'utf8');
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8').replace(/^--.*$/gm, '');

it.each(scripts)('%s is told of in docs/sqlserver.md, and names tables that there are', (name) => {
  expect(guide).toContain(`deploy/sqlserver/${name}`);
  const tables = [...textOf(name).matchAll(/\[dbo\]\.\[(\w+)\]/g)].map(([, table = '']) => table);
  expect(tables.filter((table) => !isDatasetName(table) && table !== 'backupset')).toEqual([]);
});

it.each(scripts.filter((name) => name !== 'logins.sql'))('%s prints what may be run, and runs none of it', (name) => {
  const run = textOf(name).replace(/'(?:[^']|'')*'/g, "''");
  expect(run).not.toMatch(/\b(?:ALTER|CREATE|DROP|GRANT|TRUNCATE|UPDATE|DELETE|DBCC|BACKUP)\b/);
  expect([...run.matchAll(/\bINSERT INTO (\S+)/g)].filter(([, into]) => !into?.startsWith('@'))).toEqual([]);
});
