// Polls of a source of logs: what they write beside what its lines tell, and what they do not.
import { utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { L, once } from '../../sources/logs/made-up.ts';
import { KilledSource } from './killed.ts';
import { HOURS, LogSource, onEachWithLogs, SAID } from './made-up.ts';

onEachWithLogs((opened) => {
  let source: LogSource;
  beforeEach(() => {
    source = new LogSource(opened().store);
  });
  afterEach(() => source.remove());

  const runs = () => source.rows('poll_run');

  describe('a poll', () => {
    it('that finds nothing writes no run and says nothing', async () => {
      source.write('a.log', '');
      for (let i = 0; i < 3; i += 1) await source.read();
      expect([await runs(), source.logged]).toEqual([[], []]);
      source.write('a.log', L(1, 3));
      for (let i = 0; i < 3; i += 1) await source.read();
      expect([(await runs()).length, source.logged]).toEqual([1, ['poll ended']]);
    });

    it('adds to the run of the hour what was read, ignored and rejected', async () => {
      source.write('a.log', L(1, 20), '\n', 'x/ping\n', 'strange\n');
      await source.read();
      source.write('a.log', L(21), 'stranger\n', 'x/ping\n');
      expect(await source.poll()).toMatchObject({ outcome: 'complete', rejected: 1 });
      const [run, ...more] = await runs();
      expect(more).toEqual([]);
      expect(JSON.parse(String(run?.lines))).toEqual({
        read: 26,
        ignored: { empty: 1, 'health-probe': 2 },
        rejected: { format: 2 },
        doubted: {},
      });
      expect(JSON.parse(String(run?.datasets))).toMatchObject({
        [SAID.name]: { read: 21, inserted: 21, updated: 0 },
        [HOURS.name]: { read: 2, inserted: 1, updated: 1 },
      });
      expect(run).toMatchObject({ outcome: 'complete', error_code: null, rows_read: 23, rows_written: 23 });
    });

    it('that is killed behind its commit adds nothing twice', async () => {
      const killed = new KilledSource(opened().store, 'behind', 0);
      killed.write('a.log', L(1, 5), 'strange\n');
      await killed.read();
      expect(killed.killed).toBe(1);
      const [run] = await killed.rows('poll_run');
      expect(JSON.parse(String(run?.lines))).toEqual({ read: 6, ignored: {}, rejected: { format: 1 }, doubted: {} });
      killed.remove();
    });

    it('that did not come to its end is told so until one does', async () => {
      source.write('a.log', L(1));
      await source.read();
      expect(await source.poll({ stop: AbortSignal.abort() })).toMatchObject({ outcome: 'aborted' });
      expect(await runs()).toMatchObject([{ outcome: 'complete' }]);
      const connector = { ...source.dependencies().connector, unknownNames: ['misspelt'] };
      expect(await source.poll({ connector })).toMatchObject({
        outcome: 'failed',
        error: { code: 'unknown-parameter' },
      });
      expect(await runs()).toMatchObject([{ outcome: 'failed', error_code: 'unknown-parameter' }]);
      await source.read();
      expect(await runs()).toMatchObject([{ outcome: 'complete', error_code: null }]);
    });
  });

  describe('a single event', () => {
    it('is known by its line: equal lines are two', async () => {
      source.write('a.log', L(1), L(1), L(1));
      await source.read();
      expect((await source.stored()).numbers).toEqual([1, 1, 1]);
    });
  });

  describe('how far files were read', () => {
    it('is not void by a change of what is collected, or of how it is mapped', async () => {
      source.write('a.log', L(1, 5));
      await source.read();
      source.mappingVersion = 2;
      await source.read();
      source.config = { exclude: ['lines'] };
      await source.read();
      expect((await source.stored()).numbers).toEqual(once(1, 5));
    });

    it('stands in the database by content alone', async () => {
      source.write('anna@example.org.log', L(1, 5));
      await source.read();
      const rows = await source.rows('log_file');
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ offset: L(1, 5).length, state: null });
      expect(JSON.stringify([rows, await source.rows('source_state'), await runs()])).not.toContain('example.org');
    });
  });

  describe('what is there to read', () => {
    it('stands with the source, and is written only when it changes', async () => {
      source.write('a.log', L(1, 5));
      source.write('b.log', Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256)));
      await source.read();
      const places = [{ trouble: 'not-text', path: 1, files: 1, since: expect.any(String) }];
      const found = { known: 2, behind: 0, bytesBehind: 0, oldestUnread: null, problems: { 'not-text': 1 }, places };
      const kept = await source.kept();
      expect(kept).toEqual(found);
      await source.read();
      expect(await source.kept()).toEqual(kept);
    });
  });

  describe('the beginning', () => {
    it('is a day before the first poll, however late the later ones come', async () => {
      source.config = { from: undefined };
      const dayMs = 86_400_000;
      source.write('old.log', L(1));
      const at = (days: number): number => (Date.now() + days * dayMs) / 1_000;
      utimesSync(source.at('old.log'), at(-2), at(-2));
      source.write('a.log', L(2));
      await source.read();
      expect((await source.stored()).numbers).toEqual([2]);
      // The collector was down for a week.
      source.clock = { now: () => new Date(Date.now() + 7 * dayMs) };
      source.write('b.log', L(3));
      await source.read();
      expect((await source.stored()).numbers).toEqual([2, 3]);
    });
  });
});
