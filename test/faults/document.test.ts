import { expect, it } from '@jest/globals';
import { tables } from '../contract/products.ts';
import { faultDocument } from './document.ts';
import { kindOf, struckFirst } from './in-turn.ts';

const page = faultDocument(tables);

/** The row of a fault in the section of a source, or else in that of all sources over HTTPS. */
function rowOf(connector: string, name: string): string | undefined {
  const rowIn = (title: string) => {
    const section = page.split('\n## ').find((text) => text.startsWith(`${title}\n`)) ?? '';
    return section.split('\n').find((line) => line.includes(` | ${name} | `));
  };
  return rowIn(`\`${connector}\``) ?? rowIn('All sources over HTTPS');
}

it('tells of every fault of every source what it ends in and what to do, in the table of all or in its own', () => {
  for (const { target, faults } of tables)
    for (const { name, outcome, remedy } of faults) {
      const { state, code, hint, held } = outcome;
      const told = ` | \`${state}\`${code ? `, \`${code}\`` : ''}${state !== 'held' && held ? `; ${held} held` : ''} | ${hint ?? ''} | `;
      const row = rowOf(target.connector, name) ?? '';
      expect([row.includes(told), row.endsWith(` | ${remedy} |`), name]).toEqual([true, true, name]);
    }
});

it('says what all sources over HTTPS share once', () => {
  const rowsOf = (section: string) =>
    section
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2);
  // All but what is written, which is told by source.
  const toldOf = (row: string) => row.split(' | ').toSpliced(4, 1).join(' | ');
  const [, shared = '', ...own] = page.split('\n## ');
  const once = new Set(rowsOf(shared).map(toldOf));
  expect(once.size).toBeGreaterThan(30);
  expect(own.flatMap(rowsOf).filter((row) => once.has(toldOf(row)))).toEqual([]);
});

it('has a fault of each kind strike in the first tier for each way in which it ends', () => {
  const struck = new Set(tables.flatMap((table) => struckFirst(table).map(kindOf)));
  const kinds = tables.flatMap(({ faults, isLarge, inOwnProcess, hasNoLists }) =>
    isLarge || inOwnProcess || hasNoLists ? [] : faults.map(kindOf),
  );
  expect(kinds.filter((kind) => !struck.has(kind))).toEqual([]);
});

it('shows every fault of a connector by a name of its own, with a remedy and, where there is a code, a hint', () => {
  for (const { faults } of tables) {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.filter(({ remedy }) => remedy === '')).toEqual([]);
    expect(faults.filter(({ outcome }) => (outcome.code === null) !== (outcome.hint === null))).toEqual([]);
  }
});
