// A database that refuses the login is not asked at each tick and request: wrong tries lock accounts there as well. As for
// sources, but for that it is known to this process alone: where else should it stand?
import { hash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { StoreError } from './errors.ts';
import { nextSignIn, type Refused } from './ingest/sign-in.ts';

/** As lib/store/mssql/errors.ts calls it. */
const REFUSED = 'elogin';
const KEPT = 10;

export class DatabaseLogin {
  readonly #clock: Clock;
  #refused: Refused = { tries: [], secrets: [] };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Connects, or throws what the last refusal threw until another try may be made. `database` holds user and password. */
  async with<T>(database: string, connect: () => Promise<T>): Promise<T> {
    const secret = hash('sha256', database);
    const next = nextSignIn(this.#refused, secret, this.#clock.now(), false);
    if (next) throw waits(next);
    try {
      const connected = await connect();
      this.#refused = { tries: [], secrets: [] };
      return connected;
    } catch (error) {
      if (error instanceof StoreError && error.code === REFUSED) this.#note(secret);
      throw error;
    }
  }

  #note(secret: string): void {
    const { tries, secrets } = this.#refused;
    const tried = [...tries, this.#clock.now().getTime()];
    this.#refused = { tries: tried.slice(-KEPT), secrets: [...new Set([...secrets, secret])].slice(-KEPT) };
  }
}

const waits = (next: Date): StoreError =>
  new StoreError('The database refused the login, and is not asked again yet.', {
    code: REFUSED,
    hint: `Correct user or password in DATABASE. The next try is at ${next.toISOString()}; with another password earlier, but never a third one within 30 minutes.`,
  });
