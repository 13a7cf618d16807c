import { describe, expect, it } from '@jest/globals';
import { afterPrefix, cleanKey, cleanText, cut, fold, likePrefix } from '../../lib/store/fold.ts';

describe('text for the database', () => {
  it.each([
    ['abc', 'abd'],
    ['a', 'b'],
    ['z\u{10FFFF}', '{'],
    ['퟿', '\uE000'],
    ['a\uFFFF', 'a\u{10000}'],
    ['😀', '😁'],
  ])('after every text that starts with %j comes %j', (prefix, after) => {
    expect(afterPrefix(prefix)).toBe(after);
  });

  it.each(['', '\u{10FFFF}', '\u{10FFFF}\u{10FFFF}'])('after every text that starts with %j comes none', (prefix) => {
    expect(afterPrefix(prefix)).toBeNull();
  });

  it('has every wildcard of either engine escaped in a prefix', () => {
    expect(likePrefix('50%_[a]\\')).toBe('50\\%\\_\\[a]\\\\%');
  });

  it('is folded the same however plain it is, and folding it again changes nothing', () => {
    for (const text of ['Plain', ' Plain ', 'ﬁ', 'İ', 'Ü', 'Ａ', 'a\tb', '\u00a0x', `n${'\0'}ul`, 'lone\uD800']) {
      const slow = text.toWellFormed().replaceAll('\0', '').normalize('NFKC').toLowerCase().trim();
      expect(fold(text)).toBe(slow);
      expect(fold(fold(text))).toBe(slow);
    }
  });

  it('is cleaned of NUL and half pairs, keeps whole ones, and is trimmed only where it is a key', () => {
    expect(cleanText(` a${'\0'}😀\uDC00 `)).toBe(' a😀\uFFFD ');
    expect(cleanKey(` a${'\0'}😀\uDC00 `)).toBe('a😀\uFFFD');
  });

  it('is never cut within a pair', () => {
    expect(cut('a😀', 2)).toBe('a');
    expect(cut('a😀', 3)).toBe('a😀');
    expect(fold('ﬃ', 2)).toBe('ff');
  });
});
