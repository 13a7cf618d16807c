// The clock of a page, moved by the test alone: however long the machine takes between two lines, nothing falls due meanwhile.
import type { Page } from 'playwright-core';
import { eventually, PATIENCE_MS } from '../end-to-end/collector-process.ts';

const FRAMES = '[requestAnimationFrame, cancelAnimationFrame]';

export class Clock {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Stands still from now on, for timers that begin from now on. */
  static async stop(page: Page): Promise<Clock> {
    await page.evaluate(`globalThis.frames_of_browser = ${FRAMES}`);
    const time = Date.now();
    await page.clock.install({ time });
    // It goes on until it stands: no machine takes as long as this.
    await page.clock.pauseAt(time + 2 * PATIENCE_MS);
    // What is drawn is no matter of time: effects wait for the next frame.
    await page.evaluate(`${FRAMES} = globalThis.frames_of_browser`);
    return new Clock(page);
  }

  /** So much time passes, in a moment. */
  async pass(milliseconds: number): Promise<void> {
    await this.#page.clock.runFor(milliseconds);
  }

  /** Waits until `look` is true, in no time of the page. */
  async until(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
    await eventually(what, async () => {
      // Effects of what was drawn: due at once.
      await this.pass(0);
      return (await look()) || undefined;
    });
  }

  /** Goes on by itself. */
  async go(): Promise<void> {
    await this.#page.clock.resume();
  }
}
