// What is remembered of files: a row for each, however often it is read in vain, copied or found again.
import { copyFileSync, createWriteStream, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../../../lib/sources/contract.ts';
import { logConfig } from '../../../../lib/sources/logs/config.ts';
import { openContent } from '../../../../lib/sources/logs/files/content.ts';
import { localFiles } from '../../../../lib/sources/logs/files/file-calls.ts';
import type { Gathering } from '../../../../lib/sources/logs/format.ts';
import { logReader } from '../../../../lib/sources/logs/source.ts';
import { silent } from '../../../ingest/scripted.ts';
import { FollowedFiles, L, madeUpLog, once, type Said } from '../made-up.ts';

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
  const [blocks, block] = [256, Buffer.alloc(1_000_000)];
  const { arrayBuffers } = process.memoryUsage();
  const zeros = Readable.from(Array.from({ length: blocks }, () => block));
  await pipeline(zeros, createZstdCompress(), createWriteStream(files.at('a.log.zst')));
  const { handle, content } = await openContent(localFiles, files.at('a.log.zst'));
  let [most, read] = [0, 0];
  for await (const part of content.blocks(0)) {
    read += part.length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - arrayBuffers);
  }
  await handle.close();
  expect(read).toBe(blocks * block.length);
  expect(most).toBeLessThan(read / 2);
});

it('is read from the day before today where a clock that ran ahead said a later one', async () => {
  files.write('a.log', L(1, 3));
  const config = {
    ...logConfig.parse({ name: 'a', purpose: 'Shows a promise.', paths: files.paths }),
    type: 'made-up',
  };
  const gather = (): Gathering<Said> => {
    const events: SourceRow[] = [];
    return { add: ({ number }) => void events.push({ number }), rows: () => [{ dataset: 'location', events }] };
  };
  const reader = logReader(madeUpLog(gather), config, { product: 'Made up', mappingVersion: 1 });
  const numbers: unknown[] = [];
  const checkpoint = { from: new Date(Date.now() + 30 * 86_400_000).toISOString() };
  const context = {
    checkpoint,
    files: [],
    signal: files.stop.signal,
    clock: { now: () => new Date() },
    log: silent,
    toldBefore: async (ids: readonly unknown[]) => ids.map(() => false),
  };
  for await (const { told } of reader.poll(context))
    numbers.push(...told.flatMap(({ events }) => events.map(({ number }) => number)));
  expect(numbers).toEqual([1, 2, 3]);
});
