// Many large answers at one time: some are made, the others wait, and whoever waits too long is told to come again.
import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { handlerOf } from '../../lib/http/handler.ts';
import { Room } from '../../lib/http/room.ts';
import { gets } from '../privacy/every-route.ts';

const large = gets.filter(({ characters = 0 }) => characters > 0);

const turns = async (): Promise<void> => {
  for (let i = 0; i < 10; i += 1) await new Promise(setImmediate);
};

/** What is made ends when a test says so. */
class Making {
  readonly begun: string[] = [];
  readonly #impatient = new Set<() => void>();
  readonly #ends = new Map<string, () => void>();
  readonly room = new Room(10, (giveUp) => {
    this.#impatient.add(giveUp);
    return () => void this.#impatient.delete(giveUp);
  });
  make(name: string, characters: number): Promise<string> {
    return this.room.for(characters, async () => {
      this.begun.push(name);
      await new Promise<void>((end) => this.#ends.set(name, end));
      return name;
    });
  }
  end(name: string): void {
    this.#ends.get(name)?.();
  }
  /** Of whoever waits longest. */
  loseThePatience(): void {
    const [giveUp] = this.#impatient;
    giveUp?.();
  }
}

describe('room for large answers', () => {
  it('is had by as many as fit; the others come in their order, and small ones at once', async () => {
    const making = new Making();
    const all = [making.make('a', 6), making.make('b', 6), making.make('c', 3), making.make('small', 0)];
    await turns();
    expect(making.begun).toEqual(['a', 'small']);
    making.end('a');
    await turns();
    expect(making.begun).toEqual(['a', 'small', 'b', 'c']);
    for (const name of making.begun) making.end(name);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'small']);
  });

  it('is refused with 503 where it takes too long, and those behind who fit come in', async () => {
    const making = new Making();
    const first = making.make('a', 6);
    const second = making.make('b', 6).catch((error: unknown) => error);
    const third = making.make('c', 4);
    await turns();
    expect(making.begun).toEqual(['a']);
    making.loseThePatience();
    expect(await second).toMatchObject({ status: 503, code: 'busy' });
    await turns();
    expect(making.begun).toEqual(['a', 'c']);
    for (const name of making.begun) making.end(name);
    await Promise.all([first, third]);
  });

  it('is left by one that fails', async () => {
    const { room } = new Making();
    await expect(room.for(10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await room.for(10, async () => 'room')).toBe('room');
  });

  it('is what lists, searches and exports wait for, and answers with Retry-After', async () => {
    expect(large.map(({ name }) => name)).toEqual(expect.arrayContaining(['listUsers', 'listTraffic', 'user-export']));
    const none = new Room(0, (giveUp) => {
      setImmediate(giveUp);
      return () => {};
    });
    for (const endpoint of large) {
      const request = new HttpRequest({ method: endpoint.method, url: 'https://lens.test/api/x' });
      const application = () => Promise.reject(new TypeError('nothing is read'));
      const context = new InvocationContext({ functionName: endpoint.name, logHandler: () => {} });
      const { status, headers } = (await handlerOf(endpoint, application, none)(request, context)) ?? {};
      expect([endpoint.name, status, Object(headers)['retry-after']]).toEqual([endpoint.name, 503, '5']);
    }
  });
});
