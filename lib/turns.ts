// Turns of the event loop: whoever does something long lets others be served in between.
import { setImmediate as eventLoop } from 'node:timers/promises';

/** What nobody notices that waits. */
const TURN_MS = 5;
/** Between two looks at the clock. */
const ITEMS_AT_ONCE = 50;

export class Turns {
  #last = performance.now();

  /** Waits for a turn of the event loop where the last one is some milliseconds ago. */
  async givenWhenDue(): Promise<void> {
    if (performance.now() - this.#last < TURN_MS) return;
    await eventLoop();
    this.#last = performance.now();
  }
}

/** As `items.map(map)`, in turns. */
export async function mapInTurns<T, R>(items: readonly T[], map: (item: T, index: number) => R): Promise<R[]> {
  const turns = new Turns();
  const mapped: R[] = [];
  for (const item of items) {
    if (mapped.length % ITEMS_AT_ONCE === 0) await turns.givenWhenDue();
    mapped.push(map(item, mapped.length));
  }
  return mapped;
}
