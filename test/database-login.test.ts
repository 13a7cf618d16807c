// A database that refuses the login is asked again as seldom as a source: wrong tries lock accounts there, too.
import { describe, expect, it } from '@jest/globals';
import { DatabaseLogin } from '../lib/database-login.ts';
import { StoreError } from '../lib/errors.ts';

const MINUTE_MS = 60_000;
const BEGAN = Date.UTC(2026, 10, 29);

/** A database with one right password, which notes when it was tried, and a clock that moves by hand. */
class Database {
  readonly tries: number[] = [];
  minutes = 0;
  right = 'right';
  code = 'elogin';
  readonly login = new DatabaseLogin({ now: () => new Date(BEGAN + this.minutes * MINUTE_MS) });

  connect(password: string): Promise<string> {
    return this.login
      .with(password, async () => {
        this.tries.push(this.minutes);
        if (password !== this.right) throw new StoreError('refused', { code: this.code, hint: 'h' });
        return 'connected';
      })
      .catch((error: StoreError) => error.code);
  }
}

describe('a database that refuses the login', () => {
  it('is asked again after 15 minutes, and then after hours, however often it is needed', async () => {
    const database = new Database();
    for (; database.minutes < 12 * 60; database.minutes += 1) expect(await database.connect('wrong')).toBe('elogin');
    expect(database.tries).toEqual([0, 15, 75, 195, 435, 675]);
  });

  it('is asked at once with another password, and never a third time within 30 minutes', async () => {
    const database = new Database();
    for (const password of ['wrong', 'too', 'three', 'right']) await database.connect(password);
    expect(database.tries).toEqual([0, 0]);
    database.minutes = 30;
    expect(await database.connect('right')).toBe('connected');
    expect(await database.connect('right')).toBe('connected');
  });

  it('is no database that is away: that one is asked each time', async () => {
    const database = new Database();
    database.code = 'esocket';
    for (let i = 0; i < 5; i += 1) expect(await database.connect('wrong')).toBe('esocket');
    expect(database.tries).toHaveLength(5);
  });
});
