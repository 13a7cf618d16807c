// Room for answers that may be large: each is bounded by itself, and many side by side would end the process. Whoever finds
// none waits, first come, first served, and is told to come again where that takes too long.
import { ApiError } from './problem.ts';

/** Of all answers that are made at one time: an export, and four pages beside it. */
const MOST_CHARACTERS = 96_000_000;
const PATIENCE_MS = 20_000;

/** Calls `giveUp` after a while, unless it is called itself. */
type Patience = (giveUp: () => void) => () => void;

const someSeconds: Patience = (giveUp) => {
  const timer = setTimeout(giveUp, PATIENCE_MS).unref();
  return () => clearTimeout(timer);
};

interface Waiting {
  readonly characters: number;
  enter(): void;
}

export class Room {
  readonly #patience: Patience;
  readonly #waiting: Waiting[] = [];
  #left: number;

  constructor(most = MOST_CHARACTERS, patience = someSeconds) {
    this.#left = most;
    this.#patience = patience;
  }

  /** Does `work` when there is room for so many characters. Throws ApiError 503 where none is found in time. */
  async for<T>(characters: number, work: () => Promise<T>): Promise<T> {
    if (characters === 0) return work();
    if (this.#waiting.length > 0 || this.#left < characters) await this.#turn(characters);
    else this.#left -= characters;
    try {
      return await work();
    } finally {
      this.#left += characters;
      this.#letIn();
    }
  }

  #turn(characters: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopWaiting = this.#patience(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        // A large one may have stood before others that fit.
        this.#letIn();
        reject(busy());
      });
      const waiting: Waiting = {
        characters,
        enter: () => {
          stopWaiting();
          resolve();
        },
      };
      this.#waiting.push(waiting);
    });
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next && next.characters <= this.#left; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#left -= next.characters;
      next.enter();
    }
  }
}

const busy = (): ApiError =>
  new ApiError(
    503,
    'busy',
    'Too many large answers are made at this moment.',
    'Ask again after the seconds of Retry-After; smaller pages (`limit`), or `fields` without `attributes`, leave room for others.',
  );

/** Of the process, whose memory it is. */
export const answers = new Room();
