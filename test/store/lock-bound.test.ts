// SQL Server locks the whole table once a statement holds 5,000 locks of one index. Nothing else that we can run does.
import { describe, expect, it } from '@jest/globals';
import { boundByLocks } from '../../lib/store/mssql/lock-bound.ts';

const sizes = (kind: 'insert' | 'update', row: readonly unknown[], rows: number): number[] =>
  [...boundByLocks(Array(rows).fill(row), kind)].map((part) => part.length);

describe('a statement of SQL Server', () => {
  it('writes as many rows as have a key and a page each below 5,000 locks, twice where their index changes', () => {
    expect(sizes('insert', [1, 'short'], 5_000)).toEqual([2_400, 2_400, 200]);
    expect(sizes('update', [1, 'short'], 2_400)).toEqual([1_200, 1_200]);
    expect(sizes('insert', [1], 0)).toEqual([]);
  });

  it.each([
    ['text of 40 KB', 'x'.repeat(20_000)],
    ['40 KB of bytes', Buffer.alloc(40_000)],
  ])('writes fewer rows where each fills several pages: %s', (_, wide) => {
    expect(sizes('insert', [1, wide], 1_000)).toEqual([685, 315]);
  });

  it('writes the rows in their order, each once, and one that is too wide alone', () => {
    const rows = [[1], [2, 'x'.repeat(20_000_000)], [3]];
    expect([...boundByLocks(rows, 'insert')]).toEqual([[[1]], [rows[1]], [[3]]]);
  });
});
