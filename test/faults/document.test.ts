import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { faultDocument } from './document.ts';
import { tables } from './tables.ts';

it('docs/faults.md is what `npm run faults` writes', () => {
  const written = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
  expect(written).toBe(faultDocument(tables));
});

it('has the same faults of the HTTP client for every connector that shares them, so that each strikes one of them', () => {
  const names = tables.map(({ faults }) => faults.flatMap(({ ofClient, name }) => (ofClient ? [name] : [])));
  const [first, ...others] = names.filter(({ length }) => length > 0);
  expect(others.length).toBeGreaterThan(0);
  expect(others).toEqual(others.map(() => first));
});

it('shows every fault of a connector by a name of its own, with a remedy and, where there is a code, a hint', () => {
  for (const { faults } of tables) {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.filter(({ remedy }) => remedy === '')).toEqual([]);
    expect(faults.filter(({ outcome }) => (outcome.code === null) !== (outcome.hint === null))).toEqual([]);
  }
});
