// What operators ask for and decide: it stands in the journal and in the log, with who and when; and what they are warned of.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { announceCollector } from '../../lib/collector.ts';
import { correlation, within } from '../../lib/correlation.ts';
import { SourceError } from '../../lib/errors.ts';
import { poll } from '../../lib/ingest/poll.ts';
import type { Logger } from '../../lib/logger.ts';
import { sourceEndpoints } from '../../lib/operations/endpoints.ts';
import { startPoll } from '../../lib/operations/poll-source.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import { judgeClock, lookAt } from '../../lib/retention/jump.ts';
import type { Role } from '../../lib/roles.ts';
import type { Checkpoint, PollStep } from '../../lib/sources/contract.ts';
import { endRecording, recordTo, type SpanRecord } from '../../lib/span.ts';
import { acquireLease, releaseLease } from '../../lib/store/lease.ts';
import { NOW } from '../http/api.ts';
import { devices, type Script, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf, WARNED } from './application.ts';

/** The key: the name of who has it is in the journal alone. */
const WHO_IN_THE_LOG = /who=key:[0-9a-f]{16} /;

/** Twenty devices, of which those from `from` to `to` tell no version. */
const versions = (from: number, to: number) => devices(20, (i) => ({ os_version: i >= from && i < to ? null : '18' }));

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

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

  const { application, statusOf, clientFor, held } = operatorsOf(open);
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

  it('tells operators what is wrong with settings, and whoever else has a role how far sources are', async () => {
    const app = { ...application(new ScriptedSource(open().store), () => []), problems: ['file:/run/secrets/x'] };
    const broken = { ...app, sources: [{ name: 'broken', type: 'intune', problems: ['file:/run/secrets/y'] }] };
    const told = async (roles: readonly Role[] | null) => {
      const [sources, one] = ['sources', 'source'].map((name) => sourceEndpoints.find((each) => each.name === name));
      const asked = { query: new URLSearchParams(), params: { name: 'broken' }, body: undefined, principal: 'x' };
      const request = { ...asked, purpose: null, wantsTotal: false, roles };
      const dependencies = { ...broken.api, application: broken };
      return JSON.stringify([await sources?.handle(request, dependencies), await one?.handle(request, dependencies)]);
    };
    for (const roles of [null, ['operator'], ['privacy', 'operator']] as const)
      expect((await told(roles)).match(/secrets\/[xy]/g)).toEqual(['secrets/y', 'secrets/x', 'secrets/y']);
    const others = await told(['service-desk', 'privacy']);
    expect(others).not.toMatch(/secrets|"(?:problems|warnings|warned|database)"/);
    expect(others.match(/"name":"broken"/g)).toHaveLength(2);
  });

  it('tells which collectors share the database, in which version and with which sources', async () => {
    const { store } = open();
    const seen = { instance: 'a', lensVersion: '1.2.3', hostVersion: '4.1', sources: ['intune', 'directory'] };
    await announceCollector(store, seen);
    const { body } = await clientFor(new ScriptedSource(store))('collectors', 'GET');
    expect(body).toEqual({
      items: [{ ...seen, nodeVersion: process.versions.node, startedAt: INSTANT, lastSeenAt: INSTANT }],
    });
  });

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

    it.each(['approve', 'reject'])('has nothing of a decision on less than is held now: %s', async (verdict) => {
      const source = await held();
      const call = clientFor(source);
      const [{ openedAt = '' } = {}] = (await statusOf(source))?.holds ?? [];
      await source.poll(() => wholePass(devices(2)));
      const decide = (seen: string) =>
        call(`sources/${source.name}/deletions/${verdict}?dataset=device&kind=removal&${seen}`);
      for (const seen of [
        'absent=12',
        `absent=12&openedAt=${openedAt}`,
        'absent=18&openedAt=2026-11-30T08:00:00.000Z',
      ]) {
        const { status, body } = await decide(seen);
        expect([status, Object(body).type]).toEqual([409, 'urn:emm-lens:problem:hold-changed']);
      }
      expect((await decide('absent=many&openedAt=then')).body).toMatchObject({
        errors: [{ parameter: 'absent' }, { parameter: 'openedAt' }],
      });
      expect(await open().store.db.selectFrom('operator_journal').selectAll().execute()).toEqual([]);
      expect(await source.rows('device')).toHaveLength(20);
      expect((await statusOf(source))?.holds).toMatchObject([{ state: 'open', absent: 18 }]);
      expect((await decide(`absent=18&openedAt=${openedAt}`)).body).toMatchObject({
        decided: [{ dataset: 'device', absent: 18 }],
      });
    });

    it.each([
      ['removals', devices(8), devices(9).slice(1), 12],
      ['lost values', versions(0, 12), versions(3, 15), 12],
    ] as const)('has nothing of a decision on as many other rows: %s', async (_what, before, after, absent) => {
      const source = new ScriptedSource(open().store);
      for (const rows of [versions(0, 0), before]) await source.poll(() => wholePass(rows));
      const seen = async () => (await statusOf(source))?.holds[0]?.seen;
      const decide = (of: string | undefined) =>
        clientFor(source)(`sources/${source.name}/deletions/reject?absent=${absent}&seen=${of}`);
      const first = await seen();
      await source.poll(() => wholePass(before));
      // The same rows, found again, are what was seen.
      expect(await seen()).toBe(first);
      await source.poll(() => wholePass(after));
      const { status, body } = await decide(first);
      expect([status, Object(body).type]).toEqual([409, 'urn:emm-lens:problem:hold-changed']);
      expect(await open().store.db.selectFrom('operator_journal').selectAll().execute()).toEqual([]);
      expect((await statusOf(source))?.holds).toMatchObject([{ state: 'open', absent }]);
      expect((await decide(await seen())).body).toMatchObject({ decided: [{ dataset: 'device', absent }] });
    });

    it('has a decision on several holds that were seen, in whatever order', async () => {
      const source = new ScriptedSource(open().store);
      for (const rows of [versions(0, 0), versions(0, 14).slice(0, 14)]) await source.poll(() => wholePass(rows));
      const seen = (await statusOf(source))?.holds.map((hold) => hold.seen) ?? [];
      expect(seen).toHaveLength(2);
      const reject = (of: readonly string[]) =>
        clientFor(source)(`sources/${source.name}/deletions/reject?seen=${of.join(',')}`);
      expect((await reject(seen.slice(1))).status).toBe(409);
      expect((await reject(seen.toReversed())).status).toBe(200);
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
      const warnings = () =>
        warningsOf({ store, settings: WARNED, sources: [], ignored: [], collector: { lensVersion: '0.1.0' } }, []);
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

  it('a poll that was asked for is of the trace of who asked, also one that waits in the database', async () => {
    const source = new ScriptedSource(open().store);
    const traces: unknown[] = [];
    const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>();
    const script: Script = async function* () {
      traces.push(correlation());
      yield { dataset: 'device', rows: devices(2), checkpoint: { delta: 'link' } };
      await goesOn;
    };
    const app = application(source, script);
    const [configured] = app.sources;
    if (!configured || !('config' in configured)) throw new RangeError(source.name);
    const [first = '', second = ''] = ['1', '2'].map((digit) => digit.repeat(32));
    const ask = (trace: string, full: boolean) =>
      within({ trace, span: 'a'.repeat(16) }, () => startPoll(app, configured, full, async () => {}));
    await ask(first, false);
    while (traces.length < 1) await new Promise(setImmediate);
    expect(await ask(second, true)).toBe('queued');
    goOn();
    await ended(source, 2);
    const runs = await source.rows('poll_run');
    expect(traces).toEqual(
      [first, second].map((trace, i) => expect.objectContaining({ trace, run: runs[i]?.run, source: source.name })),
    );
  });

  it('a poll is a span within the trace of who asked, with the passes and writes of its datasets in it', async () => {
    const source = new ScriptedSource(open().store);
    const spans: SpanRecord[] = [];
    recordTo({ take: (one) => void spans.push(one), close: async () => {} });
    const trace = '3'.repeat(32);
    await within({ trace, span: 'a'.repeat(16) }, () => source.poll(() => wholePass(devices(3))));
    await source.poll(() => {
      throw new SourceError('Jane Doe', { code: 'http-500', hint: 'Jane Doe' });
    });
    await endRecording();
    const [pass, failed] = ['pass', 'poll'].map((name) => spans.findLast((one) => one.name === name));
    const first = spans.find(({ name }) => name === 'poll');
    expect(first).toMatchObject({
      trace,
      parent: 'a'.repeat(16),
      facts: { source: source.name, outcome: 'complete', rows: 3 },
    });
    expect(pass).toMatchObject({ trace, parent: first?.id, facts: { dataset: 'device', outcome: 'complete' } });
    const written = spans.filter(({ name, parent }) => name === 'write' && parent === first?.id);
    expect(written.map(({ facts }) => Object.keys(facts).sort())).toEqual([['dataset'], ['dataset'], ['dataset']]);
    expect(failed).toMatchObject({ facts: { outcome: 'failed', code: 'http-500' } });
    expect(JSON.stringify(spans)).not.toContain('Jane');
  });

  it('a full poll that is asked for while one ends is begun, since nobody would look for the wish any more', async () => {
    const source = new ScriptedSource(open().store);
    await source.poll(() => wholePass(devices(2)));
    const app = application(source, () => wholePass(devices(2)));
    const [configured] = app.sources;
    if (!configured || !('config' in configured)) throw new RangeError(source.name);
    const lease = await acquireLease(open().store, source.name, 'another');
    if (!lease) throw new RangeError('the source is polled');
    const ends = () => releaseLease(open().store, lease);
    expect(await startPoll(app, configured, true, ends)).toBe('started');
    await ended(source, 2);
  });
});
