// What is made of texts that lines have again and again is that of the very text, whichever was there before.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Remembered } from '../../../lib/sources/logs/remembered.ts';
import { runs } from '../../fuzz/runs.ts';

const text = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'anna@corp.example', '\u00e4', '\u00c3\u00a4', 'x'.repeat(300)),
  fc.string({ maxLength: 6 }),
);

it.each([1, 4, 1_024])('what is made of a text is made of that text, with %d places', (places) => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
      const remembered = new Remembered((told) => `<${told}>`, places);
      const bytes = Buffer.from(texts.join('|'));
      let from = 0;
      for (const one of texts) {
        const to = from + Buffer.byteLength(one);
        expect(remembered.of(bytes, from, to)).toBe(`<${one.replaceAll('\0', '\uFFFD')}>`);
        from = to + 1;
      }
    }),
    runs(300),
  );
});

it('a text that comes again is made once', () => {
  let made = 0;
  const remembered = new Remembered((told) => {
    made += 1;
    return told;
  }, 8);
  const bytes = Buffer.from('anna bert anna');
  const first = remembered.of(bytes, 0, 4);
  expect([remembered.of(bytes, 5, 9), remembered.of(bytes, 10, 14), first]).toEqual(['bert', 'anna', 'anna']);
  // The one that is made at first is that of no text.
  expect(made).toBe(3);
});
