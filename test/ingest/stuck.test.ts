// A place at which poll after poll fails, though the source is healthy: it is given up, and its pass begins anew.
import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import type { PollDependencies } from '../../lib/ingest/dependencies.ts';
import { isPollDue } from '../../lib/ingest/due.ts';
import { askFull } from '../../lib/ingest/full.ts';
import type { SourceCode } from '../../lib/source-codes.ts';
import type { Checkpoint, PollStep } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

const dead = (code: SourceCode): SourceError => new SourceError('', { code, hint: '' });

onEachEngine((open) => {
  /** A source whose users are read to the end, and whose devices are read in pages: the link of the second one is dead. */
  class Paged {
    readonly source = new ScriptedSource(open().store);
    /** Checkpoints that polls began with. */
    readonly began: (Checkpoint | null)[] = [];
    code: SourceCode | null = 'http-414';
    round = 0;

    /** Its outcome, and what it began with. */
    async poll(): Promise<{ outcome: string; from: Checkpoint | null }> {
      const { code } = this;
      let from: Checkpoint | null = null;
      this.round += 1;
      const users = { link: `round ${this.round}` };
      const receipt = await this.source.poll(function* (context): Generator<PollStep> {
        from = context.checkpoint;
        yield { dataset: 'emm_user', rows: [], checkpoint: { ...context.checkpoint, users } };
        if (!context.checkpoint?.devices) {
          yield { dataset: 'device', pass: 'start' };
          const checkpoint = { users, devices: { next: 'page 2' } };
          yield { dataset: 'device', rows: devices(2), checkpoint };
        }
        if (code !== null) throw dead(code);
        yield { dataset: 'device', rows: [...devices(4)].slice(2) };
        yield { dataset: 'device', complete: { marker: 'test', rows: 4 }, checkpoint: { users } };
      });
      return { outcome: receipt.outcome, from };
    }
    hour(): void {
      this.source.clock.leap(1 / 24);
    }
  }

  describe('a pass whose next page is dead', () => {
    it.each<SourceCode>(['http-414', 'http-431', 'http-500', 'timeout', 'wrong-shape'])(
      'begins anew after three polls that failed there (%s), and what else was read goes on',
      async (code) => {
        const source = new Paged();
        source.code = code;
        // The first one gets there, and fails there.
        for (let i = 0; i < 4; i += 1) await source.poll();
        source.code = null;
        expect(await source.poll()).toEqual({ outcome: 'complete', from: { users: { link: 'round 4' } } });
        expect(await source.source.rows('device')).toHaveLength(4);
      },
    );

    it('goes on there as long as it did not fail there three times', async () => {
      const source = new Paged();
      for (let i = 0; i < 3; i += 1) await source.poll();
      source.code = null;
      expect((await source.poll()).from).toMatchObject({ devices: { next: 'page 2' } });
      // What was counted is forgotten with a poll that got through.
      source.code = 'http-500';
      for (let i = 0; i < 3; i += 1) await source.poll();
      expect((await source.poll()).from).toMatchObject({ devices: { next: 'page 2' } });
    });

    it('begins anew once an hour at most', async () => {
      const source = new Paged();
      let anew = 0;
      for (let i = 0; i < 24; i += 1) {
        if (!(await source.poll()).from?.devices) anew += 1;
        source.source.clock.leap(5 / 1440);
      }
      // At the beginning, and then in two hours.
      expect(anew).toBe(3);
    });

    it.each<SourceCode>(['refused', 'tls', 'unresolved', 'time-budget'])(
      'goes on there for a day where the source does not answer (%s)',
      async (code) => {
        const source = new Paged();
        await source.poll();
        source.code = code;
        for (let i = 0; i < 20; i += 1) {
          expect((await source.poll()).from).toMatchObject({ devices: { next: 'page 2' } });
          source.hour();
        }
        for (let i = 0; i < 5; i += 1) {
          await source.poll();
          source.hour();
        }
        expect((await source.poll()).from).toMatchObject({ users: {} });
        source.code = null;
        expect((await source.poll()).outcome).toBe('complete');
      },
    );
  });

  it('a checkpoint that is one place is given up whole', async () => {
    const source = new ScriptedSource(open().store);
    const from: (Checkpoint | null)[] = [];
    const poll = (code: SourceCode | null) =>
      source.poll(function* (context) {
        from.push(context.checkpoint);
        if (code !== null) throw dead(code);
        yield { dataset: 'device', rows: [], checkpoint: { usn: '17', ids: ['a'] } };
      });
    await poll(null);
    for (let i = 0; i < 4; i += 1) await poll('ldap-1');
    expect(from).toEqual([null, ...Array(3).fill({ usn: '17', ids: ['a'] }), null]);
  });

  it('a poll that an operator wants to be full begins nowhere, and the next one goes on as before', async () => {
    const source = new ScriptedSource(open().store);
    const from: (Checkpoint | null)[] = [];
    const { store } = open();
    const poll = (during = async () => {}, more: Partial<PollDependencies> = {}) =>
      source.poll(async function* (context) {
        from.push(context.checkpoint);
        await during();
        yield* wholePass(devices(2));
        yield { dataset: 'device', rows: [], checkpoint: { delta: 'link' } };
      }, more);
    // Asked for during a poll that began before.
    const isDue = () => isPollDue(store, source.name, '0 0 3 1 1 *');
    const nextPollAt = () => new Date(Date.now() + 86_400_000);
    await poll(() => askFull(store, source.name), { nextPollAt });
    expect(await isDue()).toBe(true);
    for (let i = 0; i < 2; i += 1) await poll();
    expect(from).toEqual([null, null, { delta: 'link' }]);
  });

  it('a place that would be written with each page, and is larger than a page, is not taken', async () => {
    const source = new ScriptedSource(open().store);
    await source.poll(() => [{ dataset: 'device', rows: devices(1), checkpoint: { next: 'page 2' } }]);
    const checkpoint = { next: 'x'.repeat(1_000_000) };
    const receipt = await source.poll(() => [{ dataset: 'device', rows: devices(2), checkpoint }]);
    expect([receipt.error?.code, await source.rows('device')]).toEqual(['too-large', [expect.anything()]]);
    let from: Checkpoint | null = null;
    await source.poll((context) => {
      from = context.checkpoint;
      return [];
    });
    expect(from).toEqual({ next: 'page 2' });
  });

  it('a place that a version before this one wrote is gone on from', async () => {
    const source = new ScriptedSource(open().store);
    await source.poll(() => [{ dataset: 'device', pass: 'start', checkpoint: { next: 'page 2' } }]);
    await open().store.write(async ({ db }) => {
      const row = await db
        .selectFrom('source_state')
        .select('checkpoint')
        .where('source', '=', source.name)
        .executeTakeFirstOrThrow();
      const { checkpoint: position, unfinished: passes, ...others } = JSON.parse(row.checkpoint ?? '');
      const before = JSON.stringify({ ...others, position, passes });
      await db.updateTable('source_state').set({ checkpoint: before }).where('source', '=', source.name).execute();
    });
    let from: Checkpoint | null = null;
    const receipt = await source.poll(function* (context): Generator<PollStep> {
      from = context.checkpoint;
      yield { dataset: 'device', rows: devices(3) };
      yield { dataset: 'device', complete: { marker: 'test', rows: 3 } };
    });
    expect([from, receipt.outcome]).toEqual([{ next: 'page 2' }, 'complete']);
  });
});
