// What is remembered of files: a row for each, however often it is read in vain, copied or found again.
import { copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openContent } from '../../../../lib/sources/logs/files/content.ts';
import { localFiles } from '../../../../lib/sources/logs/files/file-calls.ts';
import { FollowedFiles, L, once } from '../made-up.ts';

let files: FollowedFiles;
beforeEach(() => {
  files = new FollowedFiles();
});
afterEach(() => files.remove());

/** How many rows there are after each of some polls, before each of which something is done. */
async function rowsAfter(polls: number, before: (poll: number) => void): Promise<readonly number[]> {
  const rows: number[] = [];
  for (let poll = 0; poll < polls; poll += 1) {
    before(poll);
    await files.read();
    rows.push(files.files.length);
  }
  return rows;
}

describe('one row is kept of a file that grows', () => {
  it.each([
    ['and is the log of another product', 'anna\n'.repeat(20)],
    ['and is no text', Buffer.from(Array.from({ length: 512 }, (_, i) => i % 32))],
    ['and has no whole line yet', 'x'],
  ])('%s', async (_, content) => {
    const rows = await rowsAfter(4, () => files.write('a.log', content));
    expect(rows).toEqual([1, 1, 1, 1]);
  });
});

describe('one row is kept of a copy', () => {
  it('that is there, unchanged, and nothing is written of it', async () => {
    files.write('a.log', L(1, 20));
    copyFileSync(files.at('a.log'), files.at('b.log'));
    const rows = await rowsAfter(4, () => {});
    expect(rows.slice(1)).toEqual([2, 2, 2]);
    expect(files.steps.slice(-2).flatMap((step) => step.files)).toEqual([]);
    expect(files.numbers).toEqual(once(1, 20));
  });

  it('that is made anew again and again', async () => {
    files.write('a.log', L(1, 20));
    await files.read();
    const rows = await rowsAfter(5, (poll) => {
      files.write('a.log', L(21 + poll));
      rmSync(files.at('mirror.log'), { force: true });
      copyFileSync(files.at('a.log'), files.at(`new-${poll}`));
      copyFileSync(files.at(`new-${poll}`), files.at('mirror.log'));
    });
    expect(rows.at(-1)).toBeLessThanOrEqual(3);
    expect(files.numbers).toEqual(once(1, 25));
  });

  it('that is shorter than what files are told apart by', async () => {
    const [short, rest] = ['1 a\n2 b\n', L(3, 20)];
    files.write('a.log', short);
    await files.read();
    files.write('a.log', rest);
    files.write('b.log', short);
    await files.read();
    files.write('c.log', short, rest);
    files.write('d.log', short);
    await files.read();
    expect(files.numbers).toEqual(once(1, 20));
  });
});

it('links that lead back to where they stand are followed once', async () => {
  mkdirSync(files.at('deep/er'), { recursive: true });
  files.write('deep/er/a.log', L(1, 5));
  for (const [to, name] of [
    ['.', 'current'],
    ['.', 'latest'],
    ['..', 'deep/up'],
    ['../..', 'deep/er/top'],
  ] as const)
    symlinkSync(to, files.at(name));
  files.paths = [join(files.directory, '**/*.log'), join(files.directory, 'deep/**/a.log')];
  await files.read();
  expect(files.numbers).toEqual(once(1, 5));
  expect(files.found?.problems).toEqual({});
});

it('what a small file becomes is held by the megabyte', async () => {
  const bytes = 256_000_000;
  files.write('a.log.zst', zstdCompressSync(Buffer.alloc(bytes)));
  const { handle, content } = await openContent(localFiles, files.at('a.log.zst'));
  const before = process.memoryUsage.rss();
  let most = 0;
  let read = 0;
  for await (const block of content.blocks(0)) {
    read += block.length;
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  await handle.close();
  expect(read).toBe(bytes);
  expect(most).toBeLessThan(bytes / 2);
});
