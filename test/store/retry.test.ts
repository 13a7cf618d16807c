// Which failures of a transaction are tried again, and how often; what happens when the answer to COMMIT is lost.
import { describe, expect, it, jest } from '@jest/globals';
import type { Store } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { FailingEngine, type Fate, storeError } from './engine.ts';

const TRANSIENT = storeError('sql-1205', true);
const PERMANENT = storeError('sql-547', false);
const LOST = storeError('commit-unknown', false);
const ONE_TRY = ['begin', 'insert', 'commit'];

function storeWith(...fates: Fate[]): { engine: FailingEngine; store: Store } {
  const engine = new FailingEngine(fates);
  return { engine, store: storeOver(engine) };
}

const row = { name: 'a', value: '1', changed_at: new Date() };

describe('a transaction', () => {
  it.each([
    ['to begin', { begin: TRANSIENT }, ['begin', ...ONE_TRY]],
    ['in a statement', { execute: TRANSIENT }, ['begin', 'insert', 'rollback', ...ONE_TRY]],
    ['to commit', { commit: TRANSIENT }, [...ONE_TRY, 'rollback', ...ONE_TRY]],
  ])('that fails %s for the moment is repeated as a whole', async (_, fate, calls) => {
    const { engine, store } = storeWith(fate);
    let works = 0;
    const value = await store.write(async (tx) => {
      works += 1;
      await tx.insert('setting', [row]);
      return works;
    });
    expect(engine.calls).toEqual(calls);
    expect(value).toBe(works);
  });

  it.each([
    ['the database, for good', PERMANENT],
    ['the work itself', new RangeError('no StoreError')],
  ])('that fails by %s is rolled back, not repeated', async (_, error) => {
    const { engine, store } = storeWith({ execute: error });
    await expect(store.write((tx) => tx.insert('setting', [row]))).rejects.toBe(error);
    expect(engine.calls).toEqual(['begin', 'insert', 'rollback']);
  });

  it('is given up after six attempts, with the last error', async () => {
    const { engine, store } = storeWith(...Array.from({ length: 10 }, () => ({ execute: TRANSIENT })));
    await expect(store.write((tx) => tx.insert('setting', [row]))).rejects.toBe(TRANSIENT);
    expect(engine.calls.filter((call) => call === 'begin')).toHaveLength(6);
  });

  it('is given up when its lease must be over, however few attempts that were', async () => {
    const { engine, store } = storeWith(...Array.from({ length: 10 }, () => ({ execute: TRANSIENT })));
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 25_000;
      return now;
    });
    try {
      await expect(store.write((tx) => tx.insert('setting', [row]))).rejects.toBe(TRANSIENT);
    } finally {
      clock.mockRestore();
    }
    expect(engine.calls.filter((call) => call === 'begin')).toHaveLength(3);
  });

  it('that failed for the sake of the database is remembered, until one goes through', async () => {
    const { store } = storeWith({ execute: PERMANENT }, { execute: storeError('duplicate', false) }, {});
    const write = () => store.write((tx) => tx.insert('setting', [row]));
    expect(store.writeFailure).toBeNull();
    await expect(write()).rejects.toBe(PERMANENT);
    expect(store.writeFailure).toBe(PERMANENT);
    await expect(write()).rejects.toMatchObject({ code: 'duplicate' });
    expect(store.writeFailure).toBe(PERMANENT);
    await write();
    expect(store.writeFailure).toBeNull();
  });

  it('writes no rows where there are none', async () => {
    const { engine, store } = storeWith();
    await store.write(async (tx) => {
      await tx.insert('setting', []);
      await tx.update('setting', []);
    });
    expect(engine.calls).toEqual(['begin', 'commit']);
  });
});

describe('a read', () => {
  const reading = (...errors: unknown[]) => {
    const engine = new FailingEngine([], errors);
    return { engine, read: storeOver(engine).db.selectFrom('setting').selectAll().execute() };
  };

  it('that fails for the moment is asked again', async () => {
    const { engine, read } = reading(TRANSIENT, TRANSIENT);
    expect(await read).toEqual([]);
    expect(engine.calls).toEqual(['read', 'read', 'read']);
  });

  it('that fails for good is told at once', async () => {
    const { engine, read } = reading(PERMANENT);
    await expect(read).rejects.toBe(PERMANENT);
    expect(engine.calls).toEqual(['read']);
  });

  it('is given up after six attempts', async () => {
    const { engine, read } = reading(...Array.from({ length: 10 }, () => TRANSIENT));
    await expect(read).rejects.toBe(TRANSIENT);
    expect(engine.calls).toHaveLength(6);
  });
});

describe('a commit whose answer was lost', () => {
  it('is not repeated where it took effect: the value of the work is answered', async () => {
    const { engine, store } = storeWith({ commit: LOST });
    let asked = 0;
    const value = await store.write(
      async (tx) => {
        await tx.insert('setting', [row]);
        return 'computed';
      },
      {
        committed: async () => {
          asked += 1;
          return true;
        },
      },
    );
    expect(value).toBe('computed');
    expect(asked).toBe(1);
    expect(engine.calls).toEqual([...ONE_TRY, 'rollback']);
  });

  it('is not repeated either where the work answers nothing', async () => {
    const { engine, store } = storeWith({ commit: LOST });
    await store.write((tx) => tx.insert('setting', [row]), { committed: async () => true });
    expect(engine.calls).toEqual([...ONE_TRY, 'rollback']);
  });

  it('is repeated where it took no effect', async () => {
    const { engine, store } = storeWith({ commit: LOST });
    await store.write((tx) => tx.insert('setting', [row]), { committed: async () => false });
    expect(engine.calls).toEqual([...ONE_TRY, 'rollback', ...ONE_TRY]);
  });

  it('is thrown where nobody can tell', async () => {
    const { engine, store } = storeWith({ commit: LOST });
    await expect(store.write((tx) => tx.insert('setting', [row]))).rejects.toBe(LOST);
    expect(engine.calls).toEqual([...ONE_TRY, 'rollback']);
  });

  it('is asked about again while the database cannot be reached for the moment', async () => {
    const { engine, store } = storeWith({ commit: LOST });
    let asked = 0;
    await store.write((tx) => tx.insert('setting', [row]), {
      committed: async () => {
        asked += 1;
        if (asked < 3) throw storeError('econnreset', true);
        return true;
      },
    });
    expect(asked).toBe(3);
    expect(engine.calls).toEqual([...ONE_TRY, 'rollback']);
  });

  it('stays unknown where the database cannot be asked at all', async () => {
    const { store } = storeWith({ commit: LOST });
    const committed = async () => {
      throw storeError('elogin', false);
    };
    await expect(store.write((tx) => tx.insert('setting', [row]), { committed })).rejects.toBe(LOST);
  });
});
