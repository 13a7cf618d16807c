// Bodies of pushes, of whatever bytes: each gives lines, or says that it is too large; nothing is thrown for what it is.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SourceError } from '../../lib/errors.ts';
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
      const lines = await linesOfBody(bytes, kind).catch((error: unknown) => {
        if (error instanceof SourceError && error.code === 'too-large') return null;
        throw error;
      });
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

it('are no more lines than are known again, and no deeper than memory allows', async () => {
  expect(await linesOfBody(Buffer.from('x\n'.repeat(MOST_LINES)), 'text')).toHaveLength(MOST_LINES);
  expect(await linesOfBody(Buffer.from('x\n'.repeat(MOST_LINES + 1)), 'text')).toBeNull();
  await expect(linesOfBody(Buffer.from('[['.repeat(100_000)), 'json')).rejects.toMatchObject({ code: 'too-large' });
});
