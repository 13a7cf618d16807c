import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { LeaseLost } from '../../lib/errors.ts';
import type { PollDependencies } from '../../lib/ingest/dependencies.ts';
import { areLost, isOneTooMany } from '../../lib/ingest/losses.ts';
import { poll } from '../../lib/ingest/poll.ts';
import { lossOf } from '../../lib/ingest/run.ts';
import type { PollStep } from '../../lib/sources/contract.ts';
import type { Store } from '../../lib/store/index.ts';
import {
  abandonedSources,
  acquireLease,
  announceSource,
  FencedWriter,
  parsePollState,
  releaseLease,
  renewLease,
} from '../../lib/store/lease.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

/** Ends a lease as time would: a paused holder does not notice. */
const runOut = ({ db }: Store, source: string) =>
  db
    .updateTable('source_state')
    .set({ lease_until: new Date(0) })
    .where('source', '=', source);

describe('the lease', () => {
  onEachEngine((open) => {
    let serial = 0;
    const announced = async () => {
      serial += 1;
      const name = `lease-${serial}`;
      await announceSource(open().store, name, 'scripted');
      return name;
    };
    const expire = (source: string) =>
      open().store.write(({ db }) => runOut({ ...open().store, db }, source).execute());

    it('goes to one of many who ask at once', async () => {
      const source = await announced();
      const leases = await Promise.all(
        Array.from({ length: 8 }, (_, i) => acquireLease(open().store, source, `collector-${i}`)),
      );
      expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    });

    it('is free again when it is given back, and when it ran out', async () => {
      const source = await announced();
      const first = await acquireLease(open().store, source, 'a');
      if (!first) throw new Error('not free');
      expect(await acquireLease(open().store, source, 'b')).toBeNull();
      await releaseLease(open().store, first);
      const second = await acquireLease(open().store, source, 'b');
      expect(second?.fence).toBe(first.fence + 1);
      await expire(source);
      expect((await acquireLease(open().store, source, 'c'))?.fence).toBe(first.fence + 2);
    });

    it('is free where a clock gave it out that ran ahead', async () => {
      const source = await announced();
      const now = async () => new Date(Date.now() + 40 * 86_400_000);
      const ahead: Store = { ...open().store, write: (work) => open().store.write((tx) => work({ ...tx, now })) };
      await acquireLease(ahead, source, 'a');
      expect(await acquireLease(open().store, source, 'b')).not.toBeNull();
      expect(await acquireLease(open().store, source, 'c')).toBeNull();
    });

    it('is as long as ever where it, or its renewal, was waited for half a minute', async () => {
      const source = await announced();
      const now = async () => new Date((await open().store.now()).getTime() - 30_000);
      const blocked: Store = { ...open().store, now };
      const lease = await acquireLease(blocked, source, 'a');
      if (!lease) throw new Error('not free');
      expect(await acquireLease(open().store, source, 'b')).toBeNull();
      await renewLease(blocked, lease);
      expect(await acquireLease(open().store, source, 'b')).toBeNull();
    });

    it('lets a holder who was paused beyond it write nothing', async () => {
      const source = await announced();
      const paused = await acquireLease(open().store, source, 'a');
      if (!paused) throw new Error('not free');
      const writer = new FencedWriter(open().store, paused, parsePollState(null));
      await expire(source);
      await acquireLease(open().store, source, 'b');
      const write = writer.write((tx) =>
        tx.insert('setting', [{ name: `late-${source}`, value: '1', changed_at: new Date() }]),
      );
      await expect(write).rejects.toBeInstanceOf(LeaseLost);
      expect(
        await open().store.db.selectFrom('setting').selectAll().where('name', '=', `late-${source}`).execute(),
      ).toEqual([]);
      await expect(renewLease(open().store, paused)).rejects.toBeInstanceOf(LeaseLost);
    });

    it('makes a second poll of the same source stand back', async () => {
      const source = new ScriptedSource(open().store);
      const { promise: held, resolve } = Promise.withResolvers<void>();
      const first = source.poll(async function* (): AsyncGenerator<PollStep, void, void> {
        yield { dataset: 'device', pass: 'start' };
        await held;
      });
      while ((await source.rows('poll_run')).length === 0) await delay(5);
      expect(await poll(source.dependencies(() => wholePass(devices(3))))).toBeNull();
      resolve();
      expect((await first).outcome).toBe('complete');
    });

    it('ends a poll that lost it, and its rows stay out', async () => {
      const source = new ScriptedSource(open().store);
      const receipt = await source.poll(async function* (): AsyncGenerator<PollStep, void, void> {
        yield { dataset: 'device', rows: devices(1) };
        await expire(source.name);
        await acquireLease(open().store, source.name, 'another');
        yield { dataset: 'device', rows: devices(2) };
      });
      expect(receipt).toMatchObject({ outcome: 'aborted', error: { code: 'lease-lost' } });
      expect(await source.rows('device')).toHaveLength(1);
    });

    it('that nobody gave back is found when it has run out, within 20 seconds, but that of a log', async () => {
      const [given, held, log] = [await announced(), await announced(), await announced()];
      const lease = await acquireLease(open().store, given, 'a');
      if (!lease) throw new Error('not free');
      await releaseLease(open().store, lease);
      await acquireLease(open().store, held, 'a');
      await acquireLease(open().store, log, 'a');
      await open().store.write(({ db }) =>
        db.updateTable('source_state').set({ files: '{}' }).where('source', '=', log).execute(),
      );
      expect(await abandonedSources(open().store)).not.toEqual(expect.arrayContaining([given, held]));
      const later = { db: open().store.db, now: async () => new Date((await open().store.now()).getTime() + 20_001) };
      const found = await abandonedSources(later);
      expect(found.filter((source) => [given, held, log].includes(source))).toEqual([held]);
    });

    it('of a poll that is stopped is found at once, and is no loss; that of one that ended is not found', async () => {
      const { store } = open();
      const source = new ScriptedSource(store);
      const stopping = new AbortController();
      const script = async function* (): AsyncGenerator<PollStep, void, void> {
        yield { dataset: 'device', rows: devices(1) };
        stopping.abort();
        yield { dataset: 'device', rows: devices(2) };
      };
      expect(await source.poll(script, { stop: stopping.signal })).toMatchObject({ error: { code: 'stopped' } });
      expect(await abandonedSources(store)).toContain(source.name);
      await source.poll(() => wholePass(devices(2)));
      expect(await abandonedSources(store)).not.toContain(source.name);
      const runs = store.db.selectFrom('poll_run').select('error_code').where('source', '=', source.name);
      expect(await runs.orderBy('id').execute()).toEqual([{ error_code: 'stopped' }, { error_code: null }]);
    });

    it('that was lost is gone on with twice, and told with the third time', async () => {
      const source = new ScriptedSource(open().store);
      const told: (readonly [boolean, boolean])[] = [];
      for (let losses = 0; losses <= 3; losses += 1) {
        told.push([await isOneTooMany(open().store, source.name), await areLost(open().store, source.name)]);
        await source.poll(() => wholePass(devices(1)));
        await open().store.write(({ db }) =>
          db
            .updateTable('poll_run')
            .set({ outcome: 'aborted', error_code: losses % 2 ? 'lease-lost' : 'collector-ended' })
            .where('source', '=', source.name)
            .execute(),
        );
      }
      await source.poll(() => wholePass(devices(1)));
      told.push([await isOneTooMany(open().store, source.name), await areLost(open().store, source.name)]);
      expect(told).toEqual([
        [false, false],
        [false, false],
        [true, false],
        [true, true],
        [false, false],
      ]);
    });

    it('that several found to have run out is taken over by one, and by none where that one died of it, or ended', async () => {
      const source = new ScriptedSource(open().store);
      const polls = (more: Partial<PollDependencies> = {}) =>
        poll(source.dependencies(() => wholePass(devices(1)), more));
      await polls();
      const takenOver = async () => {
        await expire(source.name);
        await acquireLease(open().store, source.name, 'dies', lossOf(source.name));
      };
      expect(await polls({ takesOver: true })).toBeNull();
      await takenOver();
      await takenOver();
      // Both takers look here; the second one's turn comes when the first is dead.
      expect(await isOneTooMany(open().store, source.name)).toBe(false);
      await takenOver();
      await expire(source.name);
      expect(await polls({ takesOver: true })).toBeNull();
      expect(await polls()).toMatchObject({ outcome: 'complete' });
    });

    it('of collectors that were killed before they wrote a run is counted as a loss each time', async () => {
      const source = new ScriptedSource(open().store);
      /** Announces the source, takes the lease, and is dead. */
      const dies = async () => {
        let left = 2;
        const write: Store['write'] = (work) => {
          left -= 1;
          return left < 0 ? Promise.reject(new TypeError('dead')) : open().store.write(work);
        };
        const dead = poll(source.dependencies(() => [], { store: { ...open().store, write }, collector: 'dead' }));
        await expect(dead).rejects.toThrow('dead');
        await expire(source.name);
      };
      await source.poll(() => wholePass(devices(1)));
      const told: boolean[] = [];
      for (let deaths = 1; deaths <= 3; deaths += 1) {
        await dies();
        told.push(await isOneTooMany(open().store, source.name));
      }
      await source.poll(() => []);
      expect(told).toEqual([false, false, true]);
      const runs = await source.rows('poll_run');
      expect(runs.map(({ outcome, collector }) => [outcome, collector])).toEqual([
        ['complete', 'test'],
        ...Array.from({ length: 3 }, () => ['aborted', 'dead']),
        ['complete', 'test'],
      ]);
    });

    it('of a collector that was killed leaves a run that is told as aborted', async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(1)));
      await open().store.write(({ db }) =>
        db.updateTable('poll_run').set({ outcome: 'running' }).where('source', '=', source.name).execute(),
      );
      await source.poll(() => wholePass(devices(1)));
      expect((await source.rows('poll_run')).map((run) => run.outcome)).toEqual(['aborted', 'complete']);
    });
  });
});
