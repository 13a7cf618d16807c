// Bodies of pushes, of whatever bytes: each gives lines, or says that it is too large; nothing is thrown for what it is.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOfBody, MOST_LINES } from '../../lib/sources/logs/pushed/body.ts';
import { runs } from './runs.ts';

const record = fc.dictionary(fc.constantFrom('message', 'log', '__proto__', 'x', ''), fc.jsonValue());
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  record.map((value) => Buffer.from(JSON.stringify(value))),
  fc.constant(Buffer.from(String.raw`{"message":"\ud800\u0000x\n\n"}`)),
  fc
    .constantFrom('[', ']', '{', '"', '\\u0000', '\uD800', '\0', '\uFEFF', '\r\n', '\n')
    .map((text) => Buffer.from(text)),
);
const body = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));

it('give lines without a line end, none of them blank, or counted with a reason', async () => {
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom('json' as const, 'text' as const), async (bytes, kind) => {
      const lines = await linesOfBody(bytes, kind);
      for (const { text, rejected } of lines ?? []) {
        if (rejected !== undefined) continue;
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/\n|\0/);
        expect(text.isWellFormed()).toBe(true);
      }
    }),
    runs(300),
  );
});

it('are no more lines than are known again', async () => {
  expect(await linesOfBody(Buffer.from('x\n'.repeat(MOST_LINES)), 'text')).toHaveLength(MOST_LINES);
  expect(await linesOfBody(Buffer.from('x\n'.repeat(MOST_LINES + 1)), 'text')).toBeNull();
});

it('that are lists are read as lines of records are, whatever one of them is', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`k${i}`, i])));
  const long = JSON.stringify({ message: 'x'.repeat(1_100_000) });
  const plain = Array.from({ length: 30_000 }, (_, i) => JSON.stringify({ message: `a "]}, ${i}\\` }));
  const records = [...plain, deep, '{"message": nothing}', wide, '"one"', long, '{"message":"last"}'];
  const listed = await linesOfBody(Buffer.from(`[ ${records.join(' , ')} ]\r\n`), 'json');
  expect(listed).toEqual(await linesOfBody(Buffer.from(records.join('\n')), 'json'));
  expect(listed?.filter(({ rejected }) => rejected).map(({ rejected }) => rejected)).toEqual(['not-json', 'too-long']);
  expect(await linesOfBody(Buffer.from('[{"message":"a"},\n  {"x":\n 1},{"mess'), 'json')).toEqual([
    { text: 'a' },
    { text: '{"x":  1}' },
    { text: '{"mess', rejected: 'not-json' },
  ]);
});

it('that are lines lose none to a quote that is open at their end', async () => {
  const lines = await linesOfBody(Buffer.from('a,"b\nc\nd,"e"\n'), 'text', () => true);
  expect(lines?.map(({ text }) => text)).toEqual(['a,"b', 'c', 'd,"e"']);
});
