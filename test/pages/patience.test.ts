// What is read of an answer, and what is said where it ends too early.
import { expect, it } from '@jest/globals';
import { textOf, within } from '../../pages/api/patience.ts';

const answer = (pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
const reading = (response: Response, asked = new AbortController().signal) => within(asked, () => textOf(response));

it('is read in the parts that it comes in, though they cut a letter', async () => {
  const parts = [
    [0x4d, 0xc3],
    [0xbc, 0x6c],
  ].map((bytes) => Uint8Array.from(bytes));
  const whole = answer((controller) => {
    const part = parts.shift();
    if (part) controller.enqueue(part);
    else controller.close();
  });
  expect(await reading(whole)).toBe('Mül');
});

it('that began and broke off is told apart from one that never came', async () => {
  let began = false;
  const broken = answer((controller) => {
    if (began) controller.error(new TypeError('network error'));
    else controller.enqueue(Uint8Array.of(0x5b));
    began = true;
  });
  await expect(reading(broken)).rejects.toMatchObject({ reason: 'cut', status: 200 });
  const never = () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(within(new AbortController().signal, never)).rejects.toMatchObject({ reason: 'connection' });
});
