// Files as producers write them: marks, line ends, encodings, compression, and what is no log at all.
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FollowedFiles, L, once } from '../made-up.ts';

const SAMPLES = new URL('./encodings/', import.meta.url).pathname;
const { files: EXPECTED } = JSON.parse(readFileSync(join(SAMPLES, 'expected.json'), 'utf8'));

let files: FollowedFiles;
beforeEach(() => {
  files = new FollowedFiles();
});
afterEach(() => files.remove());

async function read(name: string): Promise<void> {
  copyFileSync(join(SAMPLES, name), files.at(name));
  files.paths = [files.directory];
  await files.read();
  await files.read();
}
const rejected = (): Record<string, number> => files.counts('rejected');

describe('a sample', () => {
  it.each(Object.entries<{ lines?: number; rejected?: Record<string, number> }>(EXPECTED))(
    '%s',
    async (name, expected) => {
      await read(name);
      if (expected.lines !== undefined) expect(files.told).toHaveLength(expected.lines);
      for (const [reason, times] of Object.entries(expected.rejected ?? {}))
        expect([reason, rejected()[reason]]).toEqual([reason, times]);
    },
  );

  it.each([
    ['truncated.log.gz', { truncated: 1 }],
    ['binary.log', { 'not-text': 1 }],
    ['not-gzip.log.gz', { 'not-compressed': 1 }],
    ['input.log', {}],
  ])('%s says what is wrong with it', async (name, problems) => {
    await read(name);
    expect(files.found?.problems).toEqual(problems);
  });

  it('of mixed line ends, a BOM, a byte of Latin-1 and a NUL', async () => {
    await read('input.log');
    expect(files.told).toHaveLength(5);
    expect(files.counts('ignored')).toEqual({ empty: 1 });
  });
});

describe('a text', () => {
  const TEXT = '1 anna\r\n2 j\u00f6rg\n3 \u{1f600}\n';
  it.each<[string, (text: string) => Buffer]>([
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('in %s is the same, written at once or byte by byte', async (_, encoded) => {
    const bytes = encoded(`#Fields: number name\r\n${TEXT}`);
    for (const byte of bytes) {
      files.write('a.log', Buffer.from([byte]));
      await files.read();
    }
    files.write('b.log', encoded(`#Fields: name number\n${TEXT.replace(/(\d+) ([^\r\n]+)/g, '$2 $1')}`));
    await files.read();
    expect(files.told.map(({ name }) => name)).toEqual([
      'anna',
      'j\u00f6rg',
      '\u{1f600}',
      'anna',
      'j\u00f6rg',
      '\u{1f600}',
    ]);
    expect(files.numbers).toEqual([1, 1, 2, 2, 3, 3]);
    expect(rejected()).toEqual({});
  });

  it('in UTF-16 without a mark is read where the source says so', async () => {
    files.write('a.log', Buffer.from(TEXT, 'utf16le'));
    await files.read();
    expect([files.numbers, files.found?.problems]).toEqual([[], { 'not-text': 1 }]);
    files.encoding = 'utf-16le';
    files.settings = 2;
    await files.read();
    expect([files.numbers, files.found?.problems]).toEqual([[1, 2, 3], {}]);
  });

  it('holds characters that are none, and loses no line by them', async () => {
    files.write('a.log', '1 j', Buffer.from([0xf6]), 'rg\n2 a\0b\n', Buffer.from([0xc3]), '\n');
    await files.read();
    expect(files.told.map(({ name }) => name)).toEqual(['j\ufffdrg', 'a\ufffdb']);
    expect(rejected()).toEqual({ format: 1 });
  });
});

describe('a line', () => {
  const long = (n: number, length: number): string => `${n} ${'y'.repeat(length)}\n`;

  it('of 900 kB is read; one over 1 MB is counted and skipped, wherever it ends', async () => {
    files.write('a.log', L(1), long(2, 900_000), long(3, 1_500_000), L(4), '5 ');
    await files.read();
    for (let i = 0; i < 5; i += 1) {
      files.write('a.log', 'z'.repeat(600_000));
      await files.read();
    }
    files.write('a.log', '\n', L(6));
    await files.read();
    expect(files.numbers).toEqual([1, 2, 4, 6]);
    expect(rejected()).toEqual({ 'too-long': 2 });
  });

  it('that is too long is not read again with each poll', async () => {
    files.write('a.log', L(1), 'z'.repeat(3_000_000));
    await files.read();
    expect(files.files.map(({ offset }) => offset)).toEqual([L(1).length + 3_000_000]);
  });

  it('without an end waits; the last one of a whole compressed file does not', async () => {
    files.write('a.log', L(1), L(2, 2, ''));
    files.write('b.log.gz', gzipSync(L(3) + L(4, 4, '')));
    files.write('c.log.zst', zstdCompressSync(L(5) + L(6, 6, '')));
    await files.read();
    expect(files.numbers).toEqual([1, 3, 4, 5, 6]);
    files.write('a.log', '\n');
    await files.read();
    expect(files.numbers).toEqual(once(1, 6));
  });
});

describe('a compressed file', () => {
  it('of several members, and one with padding, is read whole', async () => {
    const padding = Buffer.alloc(40_000);
    files.write('a.log.gz', gzipSync(L(1, 3)), padding, gzipSync(L(4)), Buffer.alloc(8), gzipSync(L(5)), padding);
    files.write('b.log.zst', zstdCompressSync(L(6)), zstdCompressSync(L(7, 8)));
    await files.read();
    expect(files.numbers).toEqual(once(1, 8));
  });

  it('that is cut is read as far as it goes, and on from there when it has grown', async () => {
    const whole = gzipSync(L(1, 2_000), { level: 1 });
    files.write('a.log.gz', whole.subarray(0, whole.length / 2));
    await files.read();
    const half = files.numbers.length;
    expect(half).toBeGreaterThan(500);
    expect(files.found?.problems).toEqual({ truncated: 1 });
    await files.read();
    expect(files.found?.problems).toEqual({ truncated: 1 });
    files.write('a.log.gz', whole.subarray(whole.length / 2));
    await files.read();
    expect(files.numbers).toEqual(once(1, 2_000));
    expect(files.found?.problems).toEqual({});
  });

  it('that is damaged in the middle is read up to there', async () => {
    const whole = gzipSync(L(1, 2_000), { level: 1 });
    whole.fill(0xff, whole.length >> 1, (whole.length >> 1) + 200);
    files.write('a.log.gz', whole);
    await files.read();
    expect(files.numbers.length).toBeGreaterThan(500);
    expect(files.found?.problems).toEqual({ truncated: 1 });
  });
});

describe('columns', () => {
  it('that change in mid-file hold for the lines behind, over polls', async () => {
    files.write('a.log', '#Fields: number name\n1 anna\n#Fields: name number\nanna 2\n');
    await files.read();
    files.write('a.log', 'anna 3\n');
    await files.read();
    files.write('a.log', '#Fields: number name\n4 anna\n');
    await files.read();
    expect(files.numbers).toEqual([1, 2, 3, 4]);
    expect(rejected()).toEqual({});
  });
});
