// What operators ask for and decide: it stands in the journal and in the log, with who and when; and what they are warned of.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Application } from '../../lib/app.ts';
import { SourceError } from '../../lib/errors.ts';
import { poll } from '../../lib/ingest/poll.ts';
import type { Logger } from '../../lib/logger.ts';
import { sourceEndpoints } from '../../lib/operations/endpoints.ts';
import { warningCodes } from '../../lib/operations/health.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { judgeClock, lookAt } from '../../lib/retention/jump.ts';
import { loadSettings } from '../../lib/settings/index.ts';
import { emmConfig } from '../../lib/sources/config.ts';
import type { Checkpoint, PollStep } from '../../lib/sources/contract.ts';
import { allOf, type WriteTransaction } from '../../lib/store/index.ts';
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
  function application(source: ScriptedSource, script: Script, more: Record<string, unknown> = {}): Application {
    const { settings } = loadSettings({
      DATABASE: 'sqlite::memory:',
      AUDIT_KEY: 'env:TEST_PHONE_KEY',
      PHONE_KEY: 'env:TEST_PHONE_KEY',
    });
    if (!settings) throw new Error('the settings are wrong');
    const { store } = open();
    const config = emmConfig.parse({ name: source.name, ...source.config, ...more });
    const connect = async () => source.dependencies(script).connector;
    const collection = async () => (await connect()).collection;
    const collector = { instance: 'test', lensVersion: '1', hostVersion: '1', sources: [] };
    const api = dependenciesOver(store);
    const sources = [{ name: source.name, type: 'scripted', config, collection, connect }];
    const stopping = new AbortController().signal;
    return {
      settings,
      store,
      stores: allOf(store),
      collector,
      sources,
      fileProblems: [],
      problems: [],
      ignored: [],
      api,
      stopping,
    };
  }
  const statusOf = (source: ScriptedSource, more: Record<string, unknown> = {}) =>
    sourceStatus(
      application(source, () => [], more),
      source.name,
    );
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
    sources: 'sources',
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
      const warnings = () => warningsOf({ store, settings: { UNVERIFIED_DAYS: 30 }, sources: [], ignored: [] }, []);
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
    const status = await statusOf(source);
    expect(status?.signIn).toEqual({ refusedAt: expect.any(String), tries: 2, nextTryAt: expect.any(String) });
    const { refusedAt = '', nextTryAt = '' } = status?.signIn ?? {};
    expect(Date.parse(nextTryAt) - Date.parse(refusedAt)).toBe(3_600_000);
    // No tick of the timer before that asks anything.
    expect(Date.parse(String(status?.nextPollAt))).toBeGreaterThanOrEqual(Date.parse(nextTryAt));
    const { detail } = Object(refused.body);
    expect(detail).toContain(`${nextTryAt} on by itself`);
    const journal = await open().store.db.selectFrom('operator_journal').selectAll().execute();
    expect(journal).toHaveLength(2);
  });

  it('a corrected secret waits for one time, which the source, the log and the refusal name', async () => {
    process.env.TEST_WRITTEN_SECRET = 'wrong';
    const source = new ScriptedSource(open().store, { proxyCredentials: 'env:TEST_WRITTEN_SECRET' });
    // biome-ignore lint/correctness/useYield: it does not get so far
    const script: Script = function* (): Generator<PollStep> {
      throw new SourceError('', { code: 'auth', hint: '', refusedSignIns: 1 });
    };
    const call = clientFor(source, script);
    for (let i = 1; i <= 2; i += 1) {
      await call(`sources/${source.name}/poll`);
      await ended(source, i);
    }
    process.env.TEST_WRITTEN_SECRET = 'right';
    const nextTryAt = String((await statusOf(source))?.signIn?.nextTryAt);
    const { detail } = Object((await call(`sources/${source.name}/poll`)).body);
    expect(detail.match(/20[0-9T:.-]+Z/g)).toEqual([nextTryAt, nextTryAt]);
    const warn = jest.fn();
    const log: Logger = { debug: () => {}, info: () => {}, error: () => {}, warn };
    expect(await poll(source.dependencies(script, { log }))).toBeNull();
    expect(warn).toHaveBeenCalledWith(expect.anything(), { source: source.name, nextTryAt });
  });

  it('a full poll that is asked for during a poll follows it at once', async () => {
    const source = new ScriptedSource(open().store);
    const from: (Checkpoint | null)[] = [];
    const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>();
    const script: Script = async function* (context) {
      from.push(context.checkpoint);
      yield { dataset: 'device', rows: devices(2), checkpoint: { delta: 'link' } };
      await goesOn;
    };
    const call = clientFor(source, script);
    const ask = async (query = '') => Object((await call(`sources/${source.name}/poll${query}`)).body).state;
    const begun = async (polls: number) => {
      while (from.length < polls) await new Promise(setImmediate);
    };
    expect(await ask()).toBe('started');
    await begun(1);
    expect([await ask(), await ask('?full=true')]).toEqual(['polling', 'queued']);
    goOn();
    // Nobody asks again.
    await ended(source, 2);
    await ask();
    await ended(source, 3);
    expect(from).toEqual([null, null, { delta: 'link' }]);
    const journal = await open().store.db.selectFrom('operator_journal').selectAll().orderBy('id').execute();
    expect(journal.map(({ details }) => JSON.parse(details).full)).toEqual([false, false, true, false]);
  });

  describe('a source', () => {
    it('tells of the poll that came last, though the clock ran ahead at the one before', async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(2)));
      const ahead = new Date(Date.now() + 40 * 86_400_000);
      const write = (change: (tx: WriteTransaction) => Promise<unknown>) => open().store.write(change);
      await write(({ db }) => db.updateTable('poll_run').set({ occurred_at: ahead }).execute());
      await write(({ db }) => db.updateTable('source_state').set({ next_poll_at: ahead }).execute());
      expect(Date.parse(String((await statusOf(source))?.nextPollAt))).toBeLessThanOrEqual(Date.now());
      await source.poll(() => {
        throw new SourceError('', { code: 'http-500', hint: '' });
      });
      expect(await statusOf(source)).toMatchObject({ state: 'failing', lastPoll: { errorCode: 'http-500' } });
    });

    it('is failing where something is held, too: what is worse is told', async () => {
      const source = await held();
      expect((await statusOf(source))?.state).toBe('held');
      await source.poll(() => {
        throw new SourceError('', { code: 'http-500', hint: '' });
      });
      expect(await statusOf(source)).toMatchObject({ state: 'failing', holds: [{ state: 'open' }] });
    });

    it('is answered as the document describes it, each property: counts, proofs, rejected values and what is held', async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(20)));
      await source.poll(() => wholePass(devices(14, () => ({ device_name: null, phone_number: { no: 'number' } }))));
      const { status, body } = await clientFor(source)('sources', 'GET');
      const [told] = Object(body).items;
      expect([status, told.holds.length, told.lastPoll.datasets.device.proof.read]).toEqual([200, 2, 14]);
      expect(told.lastPoll.rejected).toHaveLength(1);
    });

    it('that is not polled tells no time of a next poll', async () => {
      const source = new ScriptedSource(open().store);
      const nextPollAt = () => new Date(Date.now() + 60_000);
      await source.poll(() => wholePass(devices(2)), { nextPollAt });
      expect((await statusOf(source))?.nextPollAt).not.toBeNull();
      expect(await statusOf(source, { enabled: false })).toMatchObject({ state: 'disabled', nextPollAt: null });
      const app = { ...application(source, () => []), sources: [] };
      expect(await sourceStatus(app, source.name)).toMatchObject({ state: 'not-configured', nextPollAt: null });
    });

    it.each(['poll', 'deletions/approve', 'deletions/reject'])(
      'that only the database knows is a conflict, not an unknown one: %s',
      async (what) => {
        const source = await held();
        const app = { ...application(source, () => []), sources: [] };
        const call = clientOf(endpoints, async () => ({ ...app.api, application: app }));
        const answer = async (name: string) => {
          const { status, body } = await call(`sources/${name}/${what}`, { method: 'POST', headers: WHO });
          return [status, Object(body).type];
        };
        expect(await answer(source.name)).toEqual([409, 'urn:emm-lens:problem:not-configured']);
        expect(await answer('nobody')).toEqual([404, expect.anything()]);
      },
    );
  });

  describe('a warning', () => {
    const warned: string[] = [];
    const log: Logger = { debug: () => {}, info: () => {}, error: () => {}, warn: (text) => void warned.push(text) };
    // The source's own clock is another one.
    const warnings = async (isConfigured = true) => {
      const { store } = open();
      const known = await store.db.selectFrom('source_state').select('source as name').execute();
      const sources = isConfigured ? known : [];
      const told = await warningsOf({ store, settings: { UNVERIFIED_DAYS: 30 }, sources, ignored: [] }, []);
      return told.filter((line) => !line.startsWith('No complete pass'));
    };
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
      expect(await warnings(false)).toEqual([]);
      const app = application(source, () => []);
      expect(await warningCodes(app)).toEqual(['removals-held']);
      expect(await warningCodes({ ...app, sources: [] })).toEqual([]);
      expect((await statusOf(source))?.holds).toMatchObject([{ absent: 12, total: 20, carriedOutAt: day }]);
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
      // Nobody can check the filter of a source that is not configured any more.
      expect(await warnings(false)).toEqual([]);
      warned.length = 0;
      await poll(source.dependencies(() => wholePass([{ external_id: 'u' }], 'directory_user'), { log }));
      expect([warned, await warnings()]).toEqual([[], []]);
    });

    it('tells of a place that was given up', async () => {
      const source = new ScriptedSource(open().store);
      source.clock.leap((Date.now() - source.clock.last.getTime()) / 86_400_000);
      await source.poll(() => [{ dataset: 'device', rows: [], checkpoint: { next: 'page 2' } }]);
      // biome-ignore lint/correctness/useYield: it does not get so far
      const dead: Script = function* (): Generator<PollStep> {
        throw new SourceError('', { code: 'http-500', hint: '' });
      };
      for (let i = 0; i < 3; i += 1) await poll(source.dependencies(dead, { log }));
      expect(warned).toContainEqual(expect.stringContaining('failed at the same place'));
      const line = `Polls of source ${source.name} failed again and again at the same place`;
      expect(await warnings()).toEqual([expect.stringContaining(line)]);
    });
  });
});
