// What a login of SQL Server may not do, by what the server answers.
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { missingRights } from '../../lib/store/mssql/rights.ts';

const ALL = {
  'CREATE TABLE': 1,
  'ALTER on the schema': 1,
  'CREATE VIEW': 1,
  SELECT: 1,
  INSERT: 1,
  UPDATE: 1,
  DELETE: 1,
};
const server = (row: object) => ({ execute: async () => ({ rows: [{ ...ALL, ...row }] }) });

it('all that there must be are there', async () => {
  expect(await missingRights(server({}), true)).toEqual([]);
});

it.each([
  ['those on data', { INSERT: 0, DELETE: 0 }, false, ['INSERT', 'DELETE']],
  ['those for a migration, where one is due', { 'CREATE TABLE': 0 }, true, ['CREATE TABLE']],
  [
    'none for a migration that is not due',
    { 'CREATE TABLE': 0, 'ALTER on the schema': 0, 'CREATE VIEW': 0 },
    false,
    [],
  ],
  ['none on a table that is not there yet', { SELECT: null, INSERT: null, UPDATE: null, DELETE: null }, true, []],
] as const)('%s', async (_, row, isDue, missing) => {
  expect(await missingRights(server(row), isDue)).toEqual(missing);
});

it('those that are looked for are granted by the script for the DBA: to collectors on rows alone, to reports on views alone', async () => {
  const script = readFileSync(new URL('../../deploy/sqlserver/logins.sql', import.meta.url), 'utf8');
  const granted = [...script.matchAll(/^GRANT (.+?)(?: ON SCHEMA::\[(\w+)\])? TO \[emm_lens_(\w+)\];$/gm)];
  const grantsOf = (role: string) =>
    granted.filter((grant) => grant[3] === role).map(([, rights = '', schema = '']) => `${schema}: ${rights}`);
  const rights = Object.fromEntries(Object.keys(ALL).map((right) => [right, 0]));
  const ofRows = (await missingRights(server(rights), false)).join(', ');
  expect(grantsOf('run')).toEqual([`dbo: ${ofRows}`]);
  expect(grantsOf('migrate')).toEqual([': CREATE TABLE, CREATE VIEW', `dbo: ALTER, ${ofRows}`, 'report: ALTER']);
  expect(grantsOf('report')).toEqual(['report: SELECT']);
  expect(granted).toHaveLength([...script.matchAll(/^ *GRANT /gm)].length);
});
