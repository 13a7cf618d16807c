// What /api/sources says of a source of logs, poll by poll.

import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Application } from '../../../lib/app.ts';
import { lastRuns } from '../../../lib/ingest/last-run.ts';
import { UnnotedPolls } from '../../../lib/ingest/unnoted.ts';
import { sourceEndpoints } from '../../../lib/operations/endpoints.ts';
import { logWarnings } from '../../../lib/operations/log-warnings.ts';
import { runRetention } from '../../../lib/retention/retention.ts';
import { loadSettings } from '../../../lib/settings/index.ts';
import { allOf } from '../../../lib/store/index.ts';
import { clientOf, dependenciesOver } from '../../http/api.ts';
import { judgeOf } from '../../http/contract.ts';
import { L, once } from '../../sources/logs/made-up.ts';
import { silent } from '../scripted.ts';
import { LogSource, onEachWithLogs } from './made-up.ts';

onEachWithLogs((opened) => {
  let source: LogSource;
  beforeEach(() => {
    source = new LogSource(opened().store);
  });
  afterEach(() => source.remove());
  process.env.TEST_LOG_KEY = 'a test key of thirty-two letters';

  function application(): Application {
    const key = 'env:TEST_LOG_KEY';
    const { settings } = loadSettings({ DATABASE: 'sqlite::memory:', AUDIT_KEY: key, PHONE_KEY: key });
    if (!settings) throw new Error('the settings are wrong');
    const { store } = opened();
    const { config, connector } = source.dependencies();
    const of = { config, collection: async () => connector.collection, connect: async () => connector };
    return {
      settings,
      store,
      collector: { instance: 'test', lensVersion: '1', hostVersion: '1', sources: [] },
      sources: [{ name: source.name, type: 'made-up', ...of }],
      stores: allOf(store),
      rules: [],
      fileProblems: [],
      ruleProblems: [],
      unnoted: new UnnotedPolls(),
      problems: [],
      keyFiles: [],
      ignored: [],
      api: dependenciesOver(store),
      stopping: new AbortController().signal,
    };
  }

  /** As the API answers, and as its document says that it does. */
  async function said(): Promise<Record<string, unknown>> {
    const endpoint = sourceEndpoints.find(({ name }) => name === 'source');
    const call = clientOf(sourceEndpoints, async () => {
      const app = application();
      return { ...app.api, application: app };
    });
    const answer = await call(`sources/${source.name}`);
    if (!endpoint) throw new Error('there is no such endpoint');
    judgeOf(sourceEndpoints)(endpoint, answer);
    return Object(answer.body);
  }
  const warned = async (): Promise<readonly string[]> =>
    (await logWarnings(opened().store, await lastRuns(opened().store)))
      .filter((one) => one.source === source.name)
      .map(({ line }) => line);
  const binary = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256));

  describe('its state', () => {
    it('is that of its files, the gravest first, and well again when they are', async () => {
      source.paths = [source.at('one'), source.at('*.log')];
      source.write('a.log', L(1));
      expect((await said()).state).toBe('waiting');
      await source.read();
      expect(await said()).toMatchObject({ state: 'files-missing', files: { problems: { 'files-missing': 1 } } });
      source.write('one', L(2));
      source.write('b.log', 'strange line\n'.repeat(20));
      source.write('c.log', binary);
      await source.read();
      expect(await said()).toMatchObject({
        state: 'unknown-format',
        files: { known: 4, behind: 1, problems: { 'unknown-format': 1, 'not-text': 1 } },
      });
      expect(await warned()).toEqual([
        expect.stringContaining('not-text (1)'),
        expect.stringContaining('unknown-format (1)'),
      ]);
      rmSync(source.at('b.log'));
      await source.read();
      expect((await said()).state).toBe('not-text');
      rmSync(source.at('c.log'));
      await source.read();
      expect(await said()).toMatchObject({ state: 'ok', product: 'Made up', version: 'unknown' });
      expect((await source.stored()).numbers).toEqual(once(1, 2));
    });

    it('tells at which of its paths what is wrong, and since when, however many files it is by now', async () => {
      const began = Date.now();
      const at = (seconds: number) => new Date(began + seconds * 1_000);
      const readAt = async (seconds: number): Promise<unknown> => {
        source.clock = { now: () => at(seconds) };
        await source.read();
        return Object((await said()).files).places;
      };
      const place = (trouble: string, path: number, count: number, seconds: number) => ({
        ...{ trouble, path, files: count, since: at(seconds).toISOString() },
      });
      source.paths = [source.at('*.log'), source.at('away')];
      source.write('a.log', '');
      source.write('b.log', binary);
      expect(await readAt(0)).toEqual([place('not-text', 1, 1, 0), place('files-missing', 2, 1, 0)]);
      source.write('c.log', Buffer.concat([binary, binary]));
      expect(await readAt(1)).toEqual([place('not-text', 1, 2, 0), place('files-missing', 2, 1, 0)]);
      const [first] = await logWarnings(opened().store, await lastRuns(opened().store));
      expect(first).toMatchObject({ trouble: 'files-missing', since: at(0) });
      for (const name of ['b.log', 'c.log']) rmSync(source.at(name));
      expect(await readAt(2)).toEqual([place('files-missing', 2, 1, 0)]);
      source.write('b.log', binary);
      expect(await readAt(3)).toEqual([place('not-text', 1, 1, 3), place('files-missing', 2, 1, 0)]);
    });

    it('is well where nothing was ever written', async () => {
      source.write('a.log', '');
      await source.read();
      expect(await said()).toMatchObject({ state: 'ok', lastPoll: null });
    });

    it('has the lines of the last hour', async () => {
      source.write('a.log', L(1, 20), 'strange\n', 'x/ping\n');
      await source.read();
      const lines = { read: 22, ignored: { 'health-probe': 1 }, rejected: { format: 1 }, doubted: {} };
      expect(await said()).toMatchObject({ state: 'ok', lastPoll: { outcome: 'complete', lines } });
      expect(JSON.stringify(await said())).not.toContain(source.directory);
    });
  });

  it('says how many lines were dated ahead of the clock, and warns of them', async () => {
    source.write('a.log', L(1, 2), '3 early\n4 early\n');
    await source.read();
    expect(await said()).toMatchObject({ state: 'ok', lastPoll: { lines: { read: 4, doubted: { ahead: 2 } } } });
    expect(await warned()).toEqual([expect.stringContaining('2 lines since')]);
  });

  describe('how far files were read', () => {
    const retain = async (RETENTION_OVERRIDES: Record<string, number>): Promise<unknown> => {
      const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES, UNVERIFIED_DAYS: 3_000 };
      await runRetention({ store: opened().store, settings, stopped: () => false, log: silent });
      return (await source.rows('log_file')).length;
    };

    it('is forgotten 30 days after the file is gone, and not before what it told', async () => {
      source.write('a.log', L(1));
      await source.read();
      const seen = (days: number) =>
        opened().store.write(({ db }) =>
          db
            .updateTable('log_file')
            .set({ seen_at: new Date(Date.now() - days * 86_400_000) })
            .where('source', '=', source.name)
            .execute(),
        );
      await seen(29);
      expect(await retain({})).toBe(1);
      await seen(40);
      expect(await retain({ change: 60 })).toBe(1);
      expect(await retain({})).toBe(0);
    });
  });
});
