// What is wrong with files is counted, by its kind alone; when it is mended they are read, and nothing was lost.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FollowedFiles, L, once } from '../made-up.ts';

let files: FollowedFiles;
beforeEach(() => {
  files = new FollowedFiles();
});
afterEach(() => files.remove());

const problems = async (): Promise<unknown> => {
  await files.read();
  return files.found?.problems;
};

/** Root reads everything: another user does the reading. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const { seteuid, geteuid } = process;
  if (geteuid?.() !== 0 || !seteuid) return work();
  seteuid(65_534);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}

describe('what may not be read', () => {
  it('is counted, and read when it may be', async () => {
    chmodSync(files.directory, 0o755);
    files.write('a.log', L(1, 5));
    files.write('b.log', L(6));
    chmodSync(files.at('a.log'), 0o000);
    expect(await asNobody(problems)).toEqual({ permission: 1 });
    expect(files.numbers).toEqual([6]);
    expect(files.found).toMatchObject({ known: 2, behind: 1, bytesBehind: L(1, 5).length });
    // To the millisecond, rounded or cut.
    const ago = Date.parse(files.found?.oldestUnread ?? '') - statSync(files.at('a.log')).mtimeMs;
    expect(Math.abs(ago)).toBeLessThan(1);
    chmodSync(files.at('a.log'), 0o644);
    expect(await asNobody(problems)).toEqual({});
    expect(files.numbers).toEqual(once(1, 6));
    expect(files.found).toEqual({ known: 2, behind: 0, bytesBehind: 0, oldestUnread: null, problems: {}, places: [] });
  });

  it('may be a directory', async () => {
    chmodSync(files.directory, 0o755);
    mkdirSync(files.at('server'));
    files.write('server/a.log', L(1));
    files.paths = [files.at('server'), files.at('away')];
    chmodSync(files.at('server'), 0o000);
    expect(await asNobody(problems)).toEqual({ permission: 1, 'files-missing': 1 });
    expect(files.found?.places).toEqual([
      { trouble: 'permission', path: 1, files: 1 },
      { trouble: 'files-missing', path: 2, files: 1 },
    ]);
    files.paths = [files.at('server')];
    chmodSync(files.at('server'), 0o755);
    expect(await asNobody(problems)).toEqual({});
    expect(files.numbers).toEqual([1]);
  });
});

it('a name that is no UTF-8 is counted: nothing can be opened by it', async () => {
  writeFileSync(Buffer.concat([Buffer.from(files.at('caf')), Buffer.from([0xe9]), Buffer.from('.log')]), L(1));
  files.write('a.log', L(2));
  expect(await problems()).toEqual({ 'files-missing': 1 });
  expect(files.numbers).toEqual([2]);
});

describe('a share that vanishes', () => {
  it('is missing, directory by directory; back again it is read on from its place', async () => {
    files.paths = [files.at('one'), files.at('*/two/*.log')];
    mkdirSync(files.at('one'));
    mkdirSync(files.at('x/two'), { recursive: true });
    files.write('one/a.log', L(1, 2));
    files.write('x/two/b.log', L(3, 4));
    expect(await problems()).toEqual({});
    renameSync(files.at('one'), files.at('away'));
    expect(await problems()).toEqual({ 'files-missing': 1 });
    rmSync(files.at('x/two'), { recursive: true });
    expect(await problems()).toEqual({ 'files-missing': 2 });
    files.write('away/a.log', L(5));
    renameSync(files.at('away'), files.at('one'));
    expect(await problems()).toEqual({ 'files-missing': 1 });
    expect(files.numbers).toEqual(once(1, 5));
  });
});

describe('what is no log of this product', () => {
  it('is told of and not read; when the source reads it otherwise, no line of it is lost', async () => {
    const other = Array.from({ length: 40 }, (_, i) => `anna ${i + 1}\n`).join('');
    files.write('a.log', other);
    files.write('b.log', L(41));
    expect(await problems()).toEqual({ 'unknown-format': 1 });
    files.write('a.log', 'anna 42\n');
    expect(await problems()).toEqual({ 'unknown-format': 1 });
    expect(files.numbers).toEqual([41]);
    expect(files.counts('rejected')).toEqual({});
    files.settings = 'another format';
    expect(await problems()).toEqual({ 'unknown-format': 1 });
    rmSync(files.at('a.log'));
    files.write('a.log', '#Fields: name number\n', other);
    expect(await problems()).toEqual({});
    expect(files.numbers).toEqual(once(1, 41));
  });

  it('is read from its beginning when the source reads it otherwise, however few lines it has', async () => {
    files.write('a.log', 'anna\n'.repeat(3));
    files.write('b.log', L(1, 3));
    files.write('c.log', '#Fields: other columns\n');
    for (const settings of ['one format', 'one format', 'another format', 'another format']) {
      files.settings = settings;
      await files.read();
    }
    expect(files.counts('rejected')).toEqual({ format: 6 });
    files.write('a.log', L(4));
    await files.read();
    files.settings = 'a third';
    await files.read();
    expect([files.numbers, files.counts('rejected')]).toEqual([once(1, 4), { format: 6 }]);
  });

  it('is not told of a log of this product that begins with a few lines of another', async () => {
    files.write('a.log', 'anna\n'.repeat(30), L(1));
    files.write('b.log', 'ben\n'.repeat(3));
    expect(await problems()).toEqual({});
    expect(files.counts('rejected')).toEqual({ format: 33 });
    files.write('b.log', 'ben\n'.repeat(8));
    expect(await problems()).toEqual({ 'unknown-format': 1 });
    files.write('b.log', L(2));
    expect(await problems()).toEqual({});
    expect([files.numbers, files.counts('rejected')]).toEqual([[1, 2], { format: 41 }]);
  });

  it('or no text is left alone, and looked at again only when it changes', async () => {
    files.write('a.log', Buffer.from(Array.from({ length: 4_096 }, (_, i) => i % 256)));
    expect(await problems()).toEqual({ 'not-text': 1 });
    const steps = files.steps.length;
    expect(await problems()).toEqual({ 'not-text': 1 });
    expect(files.steps.slice(steps).flatMap((step) => step.files)).toEqual([]);
    expect(files.numbers).toEqual([]);
  });
});

describe('a file', () => {
  it('that was last written before the beginning is not opened, whatever is in it', async () => {
    files.write('old.log', L(1, 2));
    utimesSync(files.at('old.log'), 1_000, 1_000);
    files.write('a.log', L(3));
    files.from = new Date(2_000_000);
    expect(await problems()).toEqual({});
    expect([files.numbers, files.found?.known]).toEqual([[3], 1]);
  });

  it('that shrinks while it is read is another one from there on', async () => {
    // More than one block: the writer cuts it behind the first, and begins anew.
    files.write('a.log', L(1, 10_000));
    let cut = false;
    files.onLine = (number) => {
      if (number !== 100 || cut) return;
      cut = true;
      copyFileSync(files.at('a.log'), files.at('a.log.1'));
      truncateSync(files.at('a.log'), 0);
      files.write('a.log', L(10_001, 19_000));
    };
    await files.read();
    await files.read();
    expect(files.numbers).toEqual(once(1, 19_000));
  });

  it('whose times go backwards is read like any other; its newest time is kept', async () => {
    files.write('a.log', L(5), L(3), L(9), L(1));
    await files.read();
    expect(files.numbers).toEqual([1, 3, 5, 9]);
    expect(files.files.map(({ newestAt }) => newestAt?.getTime())).toEqual([9]);
  });

  it('that is as it was is not written about, but once a day', async () => {
    files.write('a.log', L(1));
    for (let i = 0; i < 3; i += 1) await files.read();
    expect(files.steps.filter((step) => step.files.length > 0)).toHaveLength(1);
    files.now += 86_400_001;
    await files.read();
    expect(files.steps.filter((step) => step.files.length > 0)).toHaveLength(2);
  });
});

describe('paths', () => {
  it('are directories, files and globs; hidden files are none', async () => {
    for (const [i, name] of [
      'a/x.log',
      'a/y.txt',
      'a/.z.log',
      'a/b/c/u_ex1.log',
      'a/b/u_ex2.log',
      'a/b/other.log',
    ].entries()) {
      mkdirSync(files.at(name.replace(/\/[^/]*$/, '')), { recursive: true });
      files.write(name, L(i + 1));
    }
    const found = async (...paths: readonly string[]): Promise<readonly number[]> => {
      files.paths = paths.map((path) => files.at(path));
      [files.files, files.told.length] = [[], 0];
      await files.read();
      return files.numbers;
    };
    expect(await found('a')).toEqual([1, 2]);
    expect(await found('a/y.txt', 'a/y.*')).toEqual([2]);
    expect(await found('a/*.log')).toEqual([1]);
    expect(await found('a/.*')).toEqual([3]);
    expect(await found('a/**/u_ex?.log')).toEqual([4, 5]);
    expect(await found('a/*/u_ex[!1].log')).toEqual([5]);
    expect(await found('a/**')).toEqual([1, 2, 4, 5, 6]);
    expect(await found('none/*.log')).toEqual([]);
  });
});

describe('what is told of files', () => {
  it('names none of them', async () => {
    files.write('anna@example.org.log', L(1));
    await files.read();
    expect(JSON.stringify([files.steps, files.files])).not.toContain('example.org');
    expect(readFileSync(files.at('anna@example.org.log'), 'utf8')).toBe(L(1));
  });
});
