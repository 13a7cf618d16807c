// Lines that are pushed are stored once and counted once: whatever is sent again, cut anew, lost behind its commit, or
// taken by another collector.
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { LineHashes } from '../../../lib/ingest/line-hashes.ts';
import { addToWindow, LogWindows } from '../../../lib/ingest/log-window.ts';
import { Pushes } from '../../../lib/ingest/push.ts';
import { runRetention } from '../../../lib/retention/retention.ts';
import type { Store } from '../../../lib/store/index.ts';
import { acquireLease } from '../../../lib/store/lease.ts';
import { L, once } from '../../sources/logs/made-up.ts';
import { silent } from '../scripted.ts';
import { dying, type When } from './killed.ts';
import { onEachWithLogs } from './made-up.ts';
import { PushedSource, Shipper } from './pushed.ts';

const DAY = 86_400_000;
const counts = (accepted: number, known = 0, ignored = 0, rejected = 0) => ({ accepted, known, ignored, rejected });

onEachWithLogs((opened) => {
  let source: PushedSource;
  beforeEach(async () => {
    source = await PushedSource.open(opened().store);
  });
  const all = (to: number) => ({ numbers: once(1, to), counted: to });

  describe('a batch', () => {
    it('is stored and counted, each of its lines by what it is', async () => {
      expect(await source.push(`#Fields: number name\n${L(1, 3)}\nx/ping\nstrange\n`)).toEqual(counts(3, 0, 1, 1));
      expect(await source.stored()).toEqual(all(3));
      const [run, ...more] = await source.rows('poll_run');
      expect(more).toEqual([]);
      expect(JSON.parse(String(run?.lines))).toEqual({
        read: 5,
        ignored: { 'health-probe': 1 },
        rejected: { format: 1 },
        doubted: {},
      });
    });

    it('that comes again is known, whole or cut anew, with what has come behind it', async () => {
      await source.push(L(1, 30));
      expect(await source.push(L(1, 30))).toEqual(counts(0, 30));
      expect(await source.push(L(1, 100))).toEqual(counts(70, 30));
      expect(await source.push(L(1, 10))).toEqual(counts(0, 10));
      expect(await source.push(L(11, 101))).toEqual(counts(1, 90));
      expect(await source.stored()).toEqual(all(101));
    });

    it('counts what is ignored and rejected once too', async () => {
      const text = `${L(1)}x/ping\nstrange\n`;
      expect(await source.push(text)).toEqual(counts(1, 0, 1, 1));
      expect(await source.push(text)).toEqual(counts(0, 3));
      expect(JSON.parse(String((await source.rows('poll_run'))[0]?.lines)).read).toBe(3);
    });

    it('has equal lines as often as they stand in it, and once where they come in different ones', async () => {
      expect(await source.push(L(1) + L(1) + L(2))).toEqual(counts(3));
      expect(await source.push(L(1) + L(1) + L(2))).toEqual(counts(0, 3));
      expect(await source.push(L(1) + L(2) + L(1) + L(1))).toEqual(counts(1, 3));
      expect(await source.push(L(2))).toEqual(counts(0, 1));
      expect((await source.stored()).numbers).toEqual([1, 1, 1, 2]);
      expect((await source.stored()).counted).toBe(4);
    });

    it('without a line changes nothing', async () => {
      expect(await source.push('\n\n')).toEqual(counts(0));
      expect(await source.stored()).toEqual({ numbers: [], counted: 0 });
    });
  });

  describe('columns', () => {
    const turned = (n: number) => `user${n} ${n}\n`;

    it('that a sender named hold for its next batches, and for nobody else', async () => {
      await source.push('#Fields: name number\n', { sender: 'a' });
      expect(await source.push(turned(1), { sender: 'a' })).toEqual(counts(1));
      expect(await source.push(turned(2), { sender: 'b' })).toEqual(counts(0, 0, 0, 1));
      // A header that was sent before is no line that is known.
      await source.push(`#Fields: number name\n${L(3)}`, { sender: 'a' });
      expect(await source.push(`#Fields: name number\n${turned(4)}`, { sender: 'a' })).toEqual(counts(1));
      expect((await source.stored()).numbers).toEqual([1, 3, 4]);
    });

    it('stand in the source where senders name none', async () => {
      source.config = { push: { keys: ['env:TEST_PUSH_KEY'], fields: '#Fields: name number' } };
      expect(await source.push(turned(1))).toEqual(counts(1));
    });
  });

  it('equal lines of two senders are two', async () => {
    for (const sender of ['a', 'b']) {
      expect(await source.push(L(1), { sender })).toEqual(counts(1));
      expect(await source.push(L(1), { sender })).toEqual(counts(0, 1));
    }
    expect(await source.stored()).toEqual({ numbers: [1, 1], counted: 2 });
  });

  describe('what is known again', () => {
    const hashes = async () => {
      const rows = await source.rows('log_window');
      return rows.map(({ hashes }) => Buffer.from(hashes as Uint8Array).length / 16);
    };
    const age = (ms: number) =>
      opened().store.write(({ db }) =>
        db
          .updateTable('log_window')
          .set({ occurred_at: new Date(Date.now() - ms) })
          .where('source', '=', source.name)
          .execute(),
      );

    it('is held by the database: another collector knows it too', async () => {
      await source.push(L(1, 700));
      expect(await source.push(L(1, 700), { pushes: new Pushes() })).toEqual(counts(0, 700));
      expect(await hashes()).toEqual([500, 200]);
    });

    it('is that of a day at least, and gone with retention alone, which doubts a clock that jumped', async () => {
      for (const known of [0, 1]) expect(await source.push(L(1))).toEqual(counts(1 - known, known));
      await age(DAY - 60_000);
      expect(await source.push(L(1), { pushes: new Pushes() })).toEqual(counts(0, 1));
      await age(DAY + 60_000);
      expect(await source.push(L(1) + L(2), { pushes: new Pushes() })).toEqual(counts(1, 1));
      expect(await source.stored()).toEqual(all(2));
      expect(await hashes()).toEqual([1, 1]);
      await age(DAY + 60_000);
      const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 3_000 };
      const retain = () => runRetention({ store: opened().store, settings, stopped: () => false, log: silent });
      await retain();
      expect([await hashes(), (await source.rows('log_sender')).length]).toEqual([[], 1]);
      await opened().store.write(({ db }) =>
        db
          .updateTable('log_sender')
          .set({ seen_at: new Date(Date.now() - 31 * DAY) })
          .where('source', '=', source.name)
          .execute(),
      );
      await retain();
      expect(await source.rows('log_sender')).toEqual([]);
      // And begins anew, also where its hashes are held.
      expect(await source.push(L(1) + L(3))).toEqual(counts(2));
      expect(await source.push(L(1) + L(3))).toEqual(counts(0, 2));
      // Its single event is known by its name for as long as it is stored.
      expect(await source.stored()).toEqual({ numbers: [1, 2, 3], counted: 4 });
    });

    it('is that of a sender which was forgotten and began anew, also where older lines of it are held', async () => {
      for (const n of [1, 2]) await source.push(L(n));
      await opened().store.write(async ({ db }) => {
        for (const table of ['log_sender', 'log_window'] as const)
          await db.deleteFrom(table).where('source', '=', source.name).execute();
      });
      const others = new Pushes();
      for (const n of [3, 4, 5]) await source.push(L(n), { pushes: others });
      expect(await source.push(L(3, 5))).toEqual(counts(0, 3));
      expect(await source.push(L(1))).toEqual(counts(1));
    });

    it('is 200,000 lines of a sender, and not many more', async () => {
      const { store } = opened();
      const of = { source: source.name, sender: 'a' };
      const first = LineHashes.of(['0'.repeat(32)]);
      for (const added of [first, ...[1, 2, 3, 4].map(() => new LineHashes(randomBytes(16 * 60_000)))]) {
        const window = await new LogWindows().read(store, of);
        const batch = { token: 'a', hashes: added, fields: null, counts: counts(added.size) };
        await store.write((tx) => addToWindow(tx, window, batch, new Date()));
      }
      const kept = (await hashes()).reduce((sum, n) => sum + n, 0);
      expect(kept).toBeGreaterThanOrEqual(200_000);
      expect(kept).toBeLessThan(200_500);
      const { parts } = await new LogWindows().read(store, of);
      expect(parts.reduce((sum, { hashes }) => sum + hashes.size, 0)).toBe(kept);
    });
  });

  it('a shipper that loses every third answer while lines trickle in has each line stored once', async () => {
    let answers = 0;
    const shipper = new Shipper(async (text) => {
      await source.taken(text);
      answers += 1;
      if (answers % 3 === 0) throw new Error('the answer is lost');
    });
    let logged = 0;
    for (let round = 0; round < 60; round += 1) {
      const more = 1 + ((round * 7) % 5);
      shipper.log(...once(logged + 1, logged + more));
      logged += more;
      await shipper.ship(100);
    }
    while (shipper.waiting > 0) await shipper.ship(7);
    expect(shipper.lost).toBeGreaterThan(15);
    expect(await source.stored()).toEqual(all(logged));
  });

  describe.each<When>(['before', 'behind'])('a collector that is killed %s a commit', (when) => {
    it.each([0, 1, 2, 3])('leaves nothing out and nothing twice, at its commit %i', async (at) => {
      const dies = dying(opened().store, when, at, 'log_window');
      const dead = { store: dies.store, pushes: new Pushes() };
      const next = { store: opened().store, pushes: new Pushes() };
      const shipper = new Shipper((text) => source.taken(text, dies.died() ? next : dead));
      for (let n = 1; n <= 21; n += 3) {
        shipper.log(n, n + 1, n + 2);
        await shipper.ship(2);
        await shipper.ship(100);
      }
      expect([dies.died(), shipper.lost, shipper.waiting]).toEqual([true, 1, 0]);
      expect(await source.stored()).toEqual(all(21));
    });
  });

  it('a batch that takes long by itself is stored, however late it is then', async () => {
    const deadline = new AbortController();
    const meanwhile = async () => deadline.abort();
    expect(await source.push(L(1, 3), { deadline: deadline.signal, meanwhile })).toEqual(counts(3));
    expect(await source.push(L(4), { deadline: deadline.signal })).toBe('busy');
    expect(await source.stored()).toEqual(all(3));
  });

  it('a batch whose commit was rolled back is not taken for one that came meanwhile with its first lines', async () => {
    const { store } = opened();
    let isLost = false;
    const write: Store['write'] = async (work, options) => {
      if (!options?.committed || isLost) return store.write(work, options);
      isLost = true;
      await source.push(L(1, 500), { pushes: new Pushes() });
      expect(await options.committed()).toBe(false);
      return store.write(work, options);
    };
    expect(await source.push(L(1, 600), { store: { ...store, write } })).toEqual(counts(100, 500));
    expect(await source.stored()).toEqual(all(600));
  });

  it('two collectors that take the same lines at once, and one that reads files meanwhile, store each once', async () => {
    source.paths = [source.at('*.log')];
    const others = [new Pushes(), new Pushes()];
    const pushing = others.map(async (pushes, i) => {
      for (let n = 1; n <= 60; n += 10 + i) await source.taken(L(n, Math.min(60, n + 19)), { pushes });
    });
    const reading = (async () => {
      for (let n = 61; n <= 90; n += 5) {
        source.write('a.log', L(n, n + 4));
        await source.read();
        await turn();
      }
    })();
    await Promise.all([...pushing, reading]);
    expect(await source.stored()).toEqual(all(90));
    source.remove();
  });

  describe('others', () => {
    it('that hold the lease, dead or alive, keep no push away', async () => {
      expect(await acquireLease(opened().store, source.name, 'dead')).not.toBeNull();
      expect(await source.push(L(1, 3))).toEqual(counts(3));
      expect(await source.stored()).toEqual(all(3));
    });

    it('that write until it is late are told, and nothing is stored behind it', async () => {
      const { promise: held, resolve: free } = Promise.withResolvers<void>();
      const deadline = new AbortController();
      const writing = opened().store.write(async ({ db }) => {
        const of = db.updateTable('source_state').set({ next_poll_at: new Date() });
        await of.where('source', '=', source.name).execute();
        await held;
      });
      await turn();
      const { store } = opened();
      const write: Store['write'] = (work, options) => {
        const written = store.write(work, options);
        deadline.abort();
        free();
        return written;
      };
      const pushed = source.push(L(1), { deadline: deadline.signal, store: { ...store, write } });
      expect(await pushed).toBe('busy');
      await writing;
      expect(await source.stored()).toEqual({ numbers: [], counted: 0 });
      expect(await source.push(L(1))).toEqual(counts(1));
    });
  });

  describe('what another collector does not collect any more', () => {
    const narrowed = () => {
      const { name, config } = source;
      return Object.assign(new PushedSource(opened().store), { name, config: { ...config, exclude: ['number'] } });
    };

    it('is not stored by a push that began before', async () => {
      await source.push(L(1, 3));
      expect(await source.push(L(4, 6), { meanwhile: () => narrowed().poll() })).toBe('unprepared');
      expect(await source.stored()).toEqual({ numbers: [], counted: 3 });
    });

    it('is not stored while it is purged', async () => {
      await source.push(L(1, 3));
      const { store } = opened();
      const answers: unknown[] = [];
      const write: Store['write'] = async (work, options) => {
        const value = await store.write(work, options);
        if (answers.length < 20) answers.push(await source.push(L(4 + answers.length), { pushes: new Pushes() }));
        return value;
      };
      await narrowed().poll({ store: { ...store, write } });
      expect(answers.at(-1)).toBe('unprepared');
      expect((await source.stored()).numbers).toEqual([]);
    });
  });

  it('waits for the first poll, and for one that knows of what is collected beyond that', async () => {
    const fresh = new PushedSource(opened().store);
    expect(await fresh.push(L(1))).toBe('unprepared');
    await fresh.poll();
    expect(await fresh.push(L(1))).toEqual(counts(1));
    await opened().store.write(({ db }) =>
      db
        .updateTable('source_state')
        .set({ collected: JSON.stringify({ current: {}, comparable: {} }) })
        .where('source', '=', fresh.name)
        .execute(),
    );
    expect(await fresh.push(L(2))).toBe('unprepared');
    await fresh.poll();
    expect(await fresh.push(L(2))).toEqual(counts(1));
  });
});
