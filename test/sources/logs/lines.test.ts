// However bytes come in blocks, the lines are those of the whole text; each begins where it is said to begin.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENCODINGS, type Encoding, type Line, Lines, LONGEST_LINE_BYTES } from '../../../lib/sources/logs/lines.ts';
import { runs } from '../../fuzz/runs.ts';

function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  const little = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

const UNICODE = ENCODINGS.filter((encoding) => encoding.startsWith('utf-'));

/** Its text; of a line that has bytes they say the same. */
function textOf(line: Line | null): string | null {
  if (line?.bytes) expect(line.bytes.toString('utf8', line.from, line.to).replaceAll('\0', '\uFFFD')).toBe(line.text);
  return line?.text ?? null;
}

type Read = readonly (readonly [line: string | null, offset: number])[];

/** Fed in blocks of these sizes, in turn; taken up again by another reader behind some lines. */
function read(bytes: Buffer, encoding: Encoding, sizes: readonly number[], most = 3): Read {
  const found: [string | null, number][] = [];
  let lines = new Lines(encoding);
  let takenUp = -1;
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    lines.feed(bytes.subarray(at, at + size));
    at = Math.min(bytes.length, at + size);
    while (lines.read(most, (line, offset) => found.push([textOf(line), offset])) === most);
    const { offset, before, within } = lines;
    // Not for ever where nothing of a line's end has come yet.
    if (i % 3 !== 2 || offset === takenUp) continue;
    takenUp = offset;
    lines = new Lines(encoding, offset, before, within);
    at = offset;
  }
  lines.finish((line, offset) => found.push([textOf(line), offset]));
  return found;
}

const text = fc.array(fc.constantFrom('a', 'b ', '\u00e4', '\u{1f600}', '\n', '\n', '\r\n', '\u010a', '\u0a0a'), {
  maxLength: 60,
});

describe('lines', () => {
  it.each(UNICODE)('of %s are the same whatever the blocks are', (encoding) => {
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (parts, sizes) => {
        const whole = parts.join('');
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        const found = read(encoded(whole, encoding), encoding, sizes);
        expect(found.map(([line]) => line)).toEqual(expected.map((line) => line.replace(/\r$/, '')));
        let at = 0;
        for (const [i, [, offset]] of found.entries()) {
          expect(offset).toBe(at);
          at += encoded(`${expected[i]}\n`, encoding).length;
        }
      }),
      runs(200),
    );
  });

  it('of any bytes whatever are read without an error, and hold no character that is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...ENCODINGS), (bytes, encoding) => {
        for (const [line] of read(Buffer.from(bytes), encoding, [7, 2, 31])) {
          expect(line?.isWellFormed()).toBe(true);
          expect(line).not.toMatch(/\0/);
        }
      }),
      runs(200),
    );
  });

  it.each(UNICODE)('of %s that are too long are counted once, and the next one is read', (encoding) => {
    const unit = encoded('x', encoding).length;
    for (const length of [LONGEST_LINE_BYTES / unit, LONGEST_LINE_BYTES / unit + 1, 2_500_001]) {
      const bytes = encoded(`${'x'.repeat(length)}\nnext\n`, encoding);
      const lines = read(bytes, encoding, [300_001]).map(([line]) => (line === null ? null : line.length));
      expect(lines).toEqual([length * unit > LONGEST_LINE_BYTES ? null : length, 4]);
    }
  });

  it('that are too long are not held', () => {
    const lines = new Lines('utf-8');
    for (let i = 0; i < 40; i += 1) {
      lines.feed(Buffer.alloc(262_144, 120));
      lines.read(10, () => {});
      expect(lines.left).toBeLessThanOrEqual(LONGEST_LINE_BYTES);
    }
    expect([lines.left, lines.within]).toEqual([0, true]);
  });

  it('of Windows have its umlauts, and its euro', () => {
    const bytes = Buffer.from([0x47, 0x65, 0x72, 0xe4, 0x74, 0x20, 0x80, 0x0d, 0x0a, 0xfc]);
    expect(read(bytes, 'windows-1252', [3])).toEqual([
      ['Ger\u00e4t \u20ac', 0],
      ['\u00fc', 9],
    ]);
  });
});

describe('records that go on behind a line end', () => {
  /** Within braces. */
  const goesOn = (line: string, within: boolean): boolean => (within || line.includes('{')) && !line.includes('}');
  const records = (text: string, sizes: readonly number[], encoding: Encoding = 'utf-8'): Read => {
    const lines = new Lines(encoding, 0, undefined, false, goesOn);
    const found: [string | null, number][] = [];
    const bytes = encoded(text, encoding);
    for (let at = 0, i = 0; at < bytes.length; i += 1) {
      const size = sizes[i % sizes.length] ?? 1;
      lines.feed(bytes.subarray(at, at + size));
      at += size;
      while (lines.read(2, (line, offset) => found.push([textOf(line), offset])) === 2);
    }
    return found;
  };

  it.each(UNICODE)('of %s are one, whatever the blocks are, and begin where they begin', (encoding) => {
    const unit = encoded('x', encoding).length;
    for (const sizes of [[1], [2, 7], [64]])
      expect(records('a\nb{c\r\nd\ne}f\ng\nh{i', sizes, encoding)).toEqual([
        ['a', 0],
        ['b{c\r\nd\ne}f', 2 * unit],
        ['g', 13 * unit],
      ]);
  });

  it('wait for their end, and are single lines where it does not come within a hundred', () => {
    expect(records(`{${'\n'.repeat(99)}`, [64])).toEqual([]);
    const found = records(`{\n${'a\n'.repeat(101)}`, [64]);
    expect([found.length, found[0]]).toEqual([102, ['{', 0]]);
  });

  it('are looked for in each line no more than twice, however many quotes are open', () => {
    const seen = { lines: 0 };
    const lines = new Lines('utf-8', 0, undefined, false, () => {
      seen.lines += 1;
      return true;
    });
    lines.feed(Buffer.from('{\n'.repeat(1_000)));
    let told = 0;
    while (lines.read(50, () => (told += 1)) === 50);
    expect(told).toBeGreaterThan(890);
    expect(seen.lines).toBeLessThanOrEqual(2_000);
  });

  it('are single lines where the text ends before their quote does', () => {
    const lines = new Lines('utf-8', 0, undefined, false, goesOn);
    const found: (string | null)[] = [];
    const onLine = (line: Line | null): void => void found.push(textOf(line));
    lines.feed(Buffer.from('a\n{b\nc\r\nd{\n\nf'));
    lines.read(10, onLine);
    lines.finish(onLine);
    expect(found).toEqual(['a', '{b', 'c', 'd{', '', 'f']);
    lines.feed(Buffer.from('{g\nh}'));
    lines.finish(onLine);
    expect(found.at(-1)).toBe('{g\nh}');
  });

  it('are those of the whole text, whatever the blocks are', () => {
    const part = fc.constantFrom('{', '}', 'a', '\n', '\n', '\n'.repeat(60));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const all = parts.join('').split('\n').slice(0, -1);
        const expected: string[] = [];
        for (let at = 0; at < all.length; ) {
          const isOpen = goesOn(all[at] ?? '', false);
          const end = isOpen ? all.findIndex((line, i) => i > at && !goesOn(line, true)) : at;
          const last = end >= 0 && end < at + 100 ? end : at;
          if (end < 0 && all.length < at + 100) break;
          expected.push(all.slice(at, last + 1).join('\n'));
          at = last + 1;
        }
        expect(records(parts.join(''), [size]).map(([line]) => line)).toEqual(expected);
      }),
      runs(200),
    );
  });

  it('are no more than a line may be', () => {
    const found = records(`{\n${`${'x'.repeat(60_000)}\n`.repeat(20)}`, [262_144]);
    expect([found.length, found[0]]).toEqual([21, ['{', 0]]);
  });
});
