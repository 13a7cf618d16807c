// What a login of SQL Server may not do, by what the server answers.
import { expect, it } from '@jest/globals';
import { missingRights } from '../../lib/store/mssql/rights.ts';

const ALL = { 'CREATE TABLE': 1, 'ALTER on the schema': 1, SELECT: 1, INSERT: 1, UPDATE: 1, DELETE: 1 };
const server = (row: object) => ({ execute: async () => ({ rows: [{ ...ALL, ...row }] }) });

it('all that there must be are there', async () => {
  expect(await missingRights(server({}), true)).toEqual([]);
});

it.each([
  ['those on data', { INSERT: 0, DELETE: 0 }, false, ['INSERT', 'DELETE']],
  ['those for a migration, where one is due', { 'CREATE TABLE': 0 }, true, ['CREATE TABLE']],
  ['none for a migration that is not due', { 'CREATE TABLE': 0, 'ALTER on the schema': 0 }, false, []],
  ['none on a table that is not there yet', { SELECT: null, INSERT: null, UPDATE: null, DELETE: null }, true, []],
] as const)('%s', async (_, row, isDue, missing) => {
  expect(await missingRights(server(row), isDue)).toEqual(missing);
});
