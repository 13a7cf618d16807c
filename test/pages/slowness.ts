// A slow machine, where PAGES_SLOW asks for one: each test must wait for what happens, however late that is.
// `cpu=20,answers=1500,only=devices,seed=3`: the pages compute so many times slower, and each answer (or those alone whose question
// has that word) comes up to so many milliseconds late, drawn from the seed.
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { below } from '../../local/fleet/random.ts';

const asked = new Map(
  (process.env.PAGES_SLOW ?? '').split(',').map((part) => [part.split('=')[0], part.split('=')[1]]),
);
const numberOf = (name: string): number => Number(asked.get(name) ?? 0);
const [cpu, most, seed] = [numberOf('cpu'), numberOf('answers'), numberOf('seed')];
const only = asked.get('only') ?? '';

let questions = 0;

/** Half of the time passes before a question is noted, half of it before it is answered. */
export async function holdUp(question: string): Promise<void> {
  if (most === 0 || !question.includes(only)) return;
  questions += 1;
  await delay(below(most / 2, seed, questions));
}

/** Makes a page as slow as was asked for, and as fast as it is where it is told `false`. */
export async function slowness(page: Page): Promise<(isSlow: boolean) => Promise<void>> {
  if (cpu === 0) return async () => {};
  // As long as it lasts: a page whose session ends is fast again.
  const session = await page.context().newCDPSession(page);
  const change = async (isSlow: boolean) => {
    await session.send('Emulation.setCPUThrottlingRate', { rate: isSlow ? cpu : 1 });
  };
  await change(true);
  return change;
}
