// What operators ask for and decide: it stands in the journal and in the log, with who and when; and what they are warned of.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Application } from '../../lib/app.ts';
import { SourceError } from '../../lib/errors.ts';
import { poll } from '../../lib/ingest/poll.ts';
import type { Logger } from '../../lib/logger.ts';
import { sourceEndpoints } from '../../lib/operations/endpoints.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { judgeClock, lookAt } from '../../lib/retention/jump.ts';
import { loadSettings } from '../../lib/settings/index.ts';
import { emmConfig } from '../../lib/sources/config.ts';
import type { Checkpoint, PollStep } from '../../lib/sources/contract.ts';
import { clientOf, dependenciesOver, NOW } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { devices, type Script, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const WHO = { 'x-ms-client-principal-name': 'olga', 'x-functions-key': 'the-key-of-the-operators' };
const WHO_IN_THE_LOG = /who="?olga key:[0-9a-f]{16}/;

onEachEngine((open) => {
  let said: string[];
  beforeEach(async () => {
    await emptyTables(open().store);
    said = [];
    jest.spyOn(console, 'warn').mockImplementation(() => {});
    jest.spyOn(console, 'log').mockImplementation((line: unknown) => void said.push(String(line)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  process.env.TEST_PHONE_KEY = 'a test key of thirty-two letters';

  /** The application with one source, which polls what `script` tells. */
  function application(source: ScriptedSource, script: Script): Application {
    const { settings } = loadSettings({
      DATABASE: 'sqlite::memory:',
      AUDIT_KEY: 'env:TEST_PHONE_KEY',
      PHONE_KEY: 'env:TEST_PHONE_KEY',
    });
    if (!settings) throw new Error('the settings are wrong');
    const { store } = open();
    const config = emmConfig.parse({ name: source.name });
    const connect = async () => source.dependencies(script).connector;
    const collection = async () => (await connect()).collection;
    const collector = { instance: 'test', lensVersion: '1', hostVersion: '1', sources: [] };
    const api = dependenciesOver(store);
    const sources = [{ name: source.name, type: 'scripted', config, collection, connect }];
    const stopping = new AbortController().signal;
    return { settings, store, collector, sources, fileProblems: [], problems: [], ignored: [], api, stopping };
  }
  const endpoints = [...sourceEndpoints, ...queryEndpoints];
  const judge = judgeOf(endpoints);
  function clientFor(source: ScriptedSource, script: Script = () => wholePass(devices(20))) {
    const app = application(source, script);
    const call = clientOf(endpoints, async () => ({ ...app.api, application: app }));
    return async (route: string, method: 'GET' | 'POST' = 'POST') => {
      const called = await call(route, { method, headers: WHO });
      const endpoint = endpoints.find(
        (one) => one.method === method && one.name === OPERATION[route.split('/').at(-1)?.split('?')[0] ?? ''],
      );
      if (endpoint && called.status < 300) judge(endpoint, called);
      return called;
    };
  }
  const OPERATION: Readonly<Record<string, string>> = {
    poll: 'source-poll',
    approve: 'source-deletions-approve',
    reject: 'source-deletions-reject',
    clock: 'retention-clock',
    'operator-journal': 'listOperatorJournal',
  };
  const held = async (): Promise<ScriptedSource> => {
    const source = new ScriptedSource(open().store);
    await source.poll(() => wholePass(devices(20)));
    await source.poll(() => wholePass(devices(8)));
    return source;
  };
  /** Until the poll that a request began has ended. */
  async function ended(source: ScriptedSource, polls: number): Promise<void> {
    for (;;) {
      const runs = await source.rows('poll_run');
      const [state] = await open()
        .store.db.selectFrom('source_state')
        .selectAll()
        .where('source', '=', source.name)
        .execute();
      if (runs.length === polls && state?.lease_until === null) return;
      await new Promise(setImmediate);
    }
  }

  describe('the journal', () => {
    it.each(['approve', 'reject'])('has who decided on a held removal, when and what: %s', async (verdict) => {
      const source = await held();
      const call = clientFor(source);
      expect((await call(`sources/${source.name}/deletions/${verdict}`)).status).toBe(200);
      const { body } = await call('operator-journal', 'GET');
      expect(Object(body).items).toEqual([
        {
          id: expect.anything(),
          occurredAt: NOW.toISOString(),
          principal: expect.stringMatching(/^olga key:[0-9a-f]{16}$/),
          operation: `source-deletions-${verdict}`,
          source: source.name,
          details: { decided: [{ dataset: 'device', absent: 12 }] },
        },
      ]);
      const line = said.find((text) => text.startsWith('an operator acted'));
      expect(line).toMatch(WHO_IN_THE_LOG);
      expect(line).toContain(`operation=source-deletions-${verdict}`);
      expect(line).toContain(source.name);
      // Who reads it is logged in turn: it tells of people.
      const read = await open().store.db.selectFrom('access_log').select('dataset').execute();
      expect(read).toEqual([{ dataset: 'operator_journal' }]);
    });

    it('has nothing of a decision on nothing', async () => {
      const source = new ScriptedSource(open().store);
      const call = clientFor(source);
      expect((await call(`sources/${source.name}/deletions/approve`)).status).toBe(409);
      expect(await open().store.db.selectFrom('operator_journal').selectAll().execute()).toEqual([]);
    });

    it('has who asked for a poll, and a full one reads everything', async () => {
      const source = new ScriptedSource(open().store);
      const from: (Checkpoint | null)[] = [];
      const call = clientFor(source, function* (context): Generator<PollStep> {
        from.push(context.checkpoint);
        yield* wholePass(devices(2));
        yield { dataset: 'device', rows: [], checkpoint: { delta: 'link' } };
      });
      for (const [i, query] of ['', '', '?full=true', '?full=false'].entries()) {
        expect((await call(`sources/${source.name}/poll${query}`)).body).toEqual({ state: 'started' });
        await ended(source, i + 1);
      }
      expect(from).toEqual([null, { delta: 'link' }, null, { delta: 'link' }]);
      const journal = await open().store.db.selectFrom('operator_journal').selectAll().orderBy('id').execute();
      expect(journal.map(({ operation, details }) => [operation, JSON.parse(details)])).toEqual(
        [false, false, true, false].map((full) => ['source-poll', { full }]),
      );
      expect((await call(`sources/${source.name}/poll?full=yes`)).status).toBe(400);
    });

    it('has who said that the clocks are right, and retention waits no more', async () => {
      const { store } = open();
      const ahead = { now: () => new Date(Date.now() + 40 * 86_400_000) };
      expect(await judgeClock(store, await lookAt(store, ahead))).not.toBeNull();
      const warnings = () => warningsOf({ store, settings: { UNVERIFIED_DAYS: 30 }, ignored: [] }, []);
      expect(await warnings()).toEqual([
        expect.stringMatching(/clock jumped by 40 days.*POST \/api\/retention\/clock/),
      ]);
      expect((await clientFor(new ScriptedSource(store))('retention/clock')).status).toBe(200);
      expect(await warnings()).toEqual([]);
      const [action] = await store.db.selectFrom('operator_journal').selectAll().execute();
      expect(action).toMatchObject({ operation: 'retention-clock', source: null });
    });
  });

  it('a poll on request is refused where two sign-ins were, and the source says when the next one may be', async () => {
    const source = new ScriptedSource(open().store);
    let tries = 0;
    // biome-ignore lint/correctness/useYield: it does not get so far
    const call = clientFor(source, function* (): Generator<PollStep> {
      tries += 1;
      throw new SourceError('', { code: 'auth', hint: '', refusedSignIns: 1 });
    });
    for (let i = 1; i <= 2; i += 1) {
      await call(`sources/${source.name}/poll`);
      await ended(source, i);
    }
    const refused = await call(`sources/${source.name}/poll`);
    expect([refused.status, Object(refused.body).type]).toEqual([409, 'urn:emm-lens:problem:sign-in-refused']);
    expect(tries).toBe(2);
    const status = await sourceStatus(
      application(source, () => []),
      source.name,
    );
    expect(status?.signIn).toEqual({ refusedAt: expect.any(String), tries: 2, nextTryAt: expect.any(String) });
    const { refusedAt = '', nextTryAt = '' } = status?.signIn ?? {};
    expect(Date.parse(nextTryAt) - Date.parse(refusedAt)).toBe(3_600_000);
  });

  describe('a warning', () => {
    const warned: string[] = [];
    const log: Logger = { debug: () => {}, info: () => {}, error: () => {}, warn: (text) => void warned.push(text) };
    // The source's own clock is another one.
    const warnings = async () =>
      (await warningsOf({ store: open().store, settings: { UNVERIFIED_DAYS: 30 }, ignored: [] }, [])).filter(
        (line) => !line.startsWith('No complete pass'),
      );
    beforeEach(() => {
      warned.length = 0;
    });

    it('tells of a removal that is held, with counts and the day when it is carried out', async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(20)));
      await poll(source.dependencies(() => wholePass(devices(8)), { log }));
      const [hold] = await source.rows('deletion_hold');
      const day = new Date(Number(hold?.opened_at) + 14 * 86_400_000).toISOString();
      const line = `12 of 20 rows of device are gone at source ${source.name}: their removal is held, and carried out at ${day}`;
      expect(warned).toEqual([expect.stringContaining(line)]);
      expect(await warnings()).toEqual([expect.stringContaining(line)]);
      const status = await sourceStatus(
        application(source, () => []),
        source.name,
      );
      expect(status?.holds).toMatchObject([{ absent: 12, total: 20, carriedOutAt: day }]);
    });

    it('tells of values that most rows lost, apart from removals, and they are decided on by their kind', async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(20)));
      await poll(source.dependencies(() => wholePass(devices(14, () => ({ device_name: null }))), { log }));
      const [, hold] = await source.rows('deletion_hold');
      const day = new Date(Number(hold?.opened_at) + 14 * 86_400_000).toISOString();
      const line = `14 of 20 rows of device lost deviceName at source ${source.name}: the former values are kept, and removed at ${day}`;
      expect(warned).toContainEqual(expect.stringContaining(line));
      expect(await warnings()).toContainEqual(expect.stringContaining(line));
      const call = clientFor(source);
      const about = { dataset: 'device', absent: 14, kind: 'values', parameters: ['deviceName'] };
      const status = await sourceStatus(
        application(source, () => []),
        source.name,
      );
      expect(status?.state).toBe('held');
      expect(status?.holds).toMatchObject([
        { state: 'open', absent: 6 },
        { ...about, state: 'open', total: 20, carriedOutAt: day },
      ]);
      const { body } = await call(`sources/${source.name}/deletions/approve?kind=values`);
      expect(body).toEqual({ decided: [about], carriedOut: true });
      const names = (await source.rows('device')).map((row) => row.device_name);
      expect([names.length, names.filter((name) => name === null).length]).toEqual([20, 14]);
      const [action] = await open().store.db.selectFrom('operator_journal').selectAll().execute();
      expect(JSON.parse(action?.details ?? '')).toEqual({ decided: [about] });
      expect((await call(`sources/${source.name}/deletions/approve?kind=growth`)).status).toBe(409);
      expect((await call(`sources/${source.name}/deletions/approve?kind=removal`)).body).toMatchObject({
        decided: [{ dataset: 'device', absent: 6 }],
      });
      expect(await source.rows('device')).toHaveLength(14);
      expect((await call(`sources/${source.name}/deletions/approve?kind=everything`)).status).toBe(400);
    });

    it('tells of a first load that finds nobody, until somebody is found', async () => {
      const source = new ScriptedSource(open().store);
      await poll(source.dependencies(() => wholePass([], 'directory_user'), { log }));
      const line = `directory_user of source ${source.name} found nobody`;
      expect(warned).toEqual([expect.stringContaining(line)]);
      expect(await warnings()).toEqual([expect.stringContaining(line)]);
      warned.length = 0;
      await poll(source.dependencies(() => wholePass([{ external_id: 'u' }], 'directory_user'), { log }));
      expect([warned, await warnings()]).toEqual([[], []]);
    });
  });
});
