// What is said of a source: its state, and warnings, with who has to do what about it.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ofServer, SourceError } from '../../lib/errors.ts';
import { askFull } from '../../lib/ingest/full.ts';
import { lastRuns } from '../../lib/ingest/last-run.ts';
import { poll } from '../../lib/ingest/poll.ts';
import type { Logger } from '../../lib/logger.ts';
import { sample } from '../../lib/metrics/text.ts';
import { warningCodes } from '../../lib/operations/health.ts';
import { sourceSamples } from '../../lib/operations/metrics-of-sources.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import type { PollStep } from '../../lib/sources/contract.ts';
import type { WriteTransaction } from '../../lib/store/index.ts';
import { clientOf } from '../http/api.ts';
import { devices, type Script, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { endpoints, operatorsOf, WARNED, WHO } from './application.ts';

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
  // The source's own clock is another one.
  const warnings = async (isConfigured = true) => {
    const { store } = open();
    const known = await store.db.selectFrom('source_state').select('source as name').execute();
    const sources = isConfigured ? known : [];
    const told = await warningsOf(
      { store, settings: WARNED, sources, ignored: [], collector: { lensVersion: '0.1.0' } },
      [],
    );
    return told.filter((line) => !line.startsWith('No complete pass'));
  };

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
        throw ofServer(new SourceError('', { code: 'http-500', hint: '' }), 'blob.example:443');
      });
      expect(await statusOf(source)).toMatchObject({
        ...{ state: 'failing', lastPoll: { errorCode: 'http-500', errorServer: 'blob.example:443' } },
      });
    });

    it('is failing where something is held, too: what is worse is told', async () => {
      const source = await held();
      expect((await statusOf(source))?.state).toBe('held');
      await source.poll(() => {
        throw new SourceError('', { code: 'http-500', hint: '' });
      });
      expect(await statusOf(source)).toMatchObject({ state: 'failing', holds: [{ state: 'open' }] });
    });

    it('names people whose removal is held by the ids that lists of users have, not by those of its own rows', async () => {
      const source = new ScriptedSource(open().store);
      const people = Array.from({ length: 20 }, (_, i) => ({ external_id: `u${i}`, mail: `u${i}@corp.example` }));
      // Ids of rows and of people differ.
      await source.poll(() => wholePass(people.slice(0, 2), 'emm_user'));
      await source.poll(() => wholePass(people.toReversed(), 'directory_user'));
      await source.poll(() => wholePass(people.slice(0, 4), 'directory_user'));
      const rows = await source.rows('directory_user');
      const gone = rows.flatMap((row) => (row.absent_since === null ? [] : [String(row.subject_id)]));
      const [hold] = (await statusOf(source))?.holds ?? [];
      expect(gone).toHaveLength(16);
      expect(hold?.sampleIds.toSorted()).toEqual(gone.toSorted());
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

    it('in trouble tells it while it is polled, too; one that is well tells that it is polled', async () => {
      const source = new ScriptedSource(open().store);
      const during: unknown[] = [];
      const look: Script = async function* () {
        during.push(await statusOf(source));
        yield* wholePass(devices(2));
      };
      await source.poll(look);
      await source.poll(() => {
        throw new SourceError('', { code: 'http-500', hint: '' });
      });
      await source.poll(look);
      await source.poll(() => [{ dataset: 'device', unproven: 'not-answered' }]);
      await source.poll(look);
      await source.poll(look);
      const runningPoll = { startedAt: expect.any(String) };
      expect(during).toMatchObject([
        { state: 'polling', lastPoll: null, runningPoll },
        { state: 'failing', lastPoll: { outcome: 'failed', errorCode: 'http-500' }, runningPoll },
        { state: 'incomplete', lastPoll: { outcome: 'partial', errorCode: null }, runningPoll },
        { state: 'polling', lastPoll: { outcome: 'complete', rowsRead: 2 }, runningPoll },
      ]);
      expect(await statusOf(source)).toMatchObject({ state: 'ok', runningPoll: null });
    });

    describe('whose poll was cut off', () => {
      const failed: Script = () => {
        throw new SourceError('', { code: 'http-500', hint: '' });
      };
      const unproven: Script = () => [{ dataset: 'device', unproven: 'not-answered' }];
      const stopped = async (source: ScriptedSource) => {
        const stopping = new AbortController();
        const script: Script = async function* () {
          stopping.abort();
          yield* wholePass(devices(2));
        };
        await source.poll(script, { stop: stopping.signal });
      };
      /** It left its run behind. */
      const killed = async (source: ScriptedSource) => {
        await source.poll(() => wholePass(devices(2)));
        const [{ id } = { id: 0 }] = (await source.rows('poll_run')).slice(-1);
        const left = { outcome: 'running', error_code: null, rejected: null } as const;
        await open().store.write(({ db }) =>
          db.updateTable('poll_run').set(left).where('id', '=', Number(id)).execute(),
        );
      };

      it.each([
        ['stopped, as it was: well', stopped, () => wholePass(devices(2)), 'ok'],
        ['stopped, as it was: failing', stopped, failed, 'failing'],
        ['stopped, as it was: incomplete', stopped, unproven, 'incomplete'],
        ['stopped, as it was: new', stopped, null, 'waiting'],
        ['killed, as it was: well', killed, () => wholePass(devices(2)), 'ok'],
        ['killed, as it was: new', killed, null, 'waiting'],
      ] as const)('by a collector that was %s', async (_name, cutOff, before: Script | null, state) => {
        const source = new ScriptedSource(open().store);
        if (before) await source.poll(before);
        await cutOff(source);
        const errorCode = cutOff === killed ? 'collector-ended' : 'stopped';
        const hint = expect.stringContaining('The next poll goes on at the last checkpoint.');
        expect(await statusOf(source)).toMatchObject({
          ...{ state, runningPoll: null, lastPoll: { outcome: 'aborted', errorCode, hint } },
        });
        const metrics = await sourceSamples(
          application(source, () => []),
          await lastRuns(open().store),
          new Date(),
        );
        expect(metrics).toContainEqual(sample('emmlens_source_state', [source.name, state], 1));
        expect(await warnings()).toEqual([]);
      });

      it('keeps what was warned of, and what a source that goes on is in: nothing new is told', async () => {
        const source = new ScriptedSource(open().store);
        const unanswered = devices(20, () => ({ unanswered: ['os_version'] }));
        await source.poll(() => wholePass(unanswered));
        const told = await warnings();
        expect(told).toHaveLength(1);
        await stopped(source);
        expect(await warnings()).toEqual(told);
      });

      it('three times in a row is failing, until a poll ends', async () => {
        const source = new ScriptedSource(open().store);
        await source.poll(() => wholePass(devices(2)));
        const states: unknown[] = [];
        for (let losses = 0; losses < 3; losses += 1) {
          await stopped(source);
          states.push((await statusOf(source))?.state);
        }
        await source.poll(() => wholePass(devices(2)));
        expect([...states, (await statusOf(source))?.state]).toEqual(['ok', 'ok', 'failing', 'ok']);
      });
    });

    it('whose time has passed is due, and so is one that was never polled or that waits for a tick', async () => {
      const source = new ScriptedSource(open().store);
      expect(await statusOf(source)).toMatchObject({ nextPollAt: null, due: true });
      for (const [inMs, due] of [
        [-60_000, true],
        [60_000, false],
      ] as const) {
        await source.poll(() => wholePass(devices(2)), { nextPollAt: () => new Date(Date.now() + inMs) });
        const yearly = { schedule: '0 0 0 1 1 *' };
        expect(await statusOf(source, yearly)).toMatchObject({ nextPollAt: expect.any(String), due });
      }
      await askFull(open().store, source.name);
      expect(await statusOf(source)).toMatchObject({ nextPollAt: null, due: true });
      expect(await statusOf(source, { enabled: false })).toMatchObject({ due: false });
    });

    it('has its polls in a list by pages, in the words of the last one', async () => {
      const [source, other] = [new ScriptedSource(open().store), new ScriptedSource(open().store)];
      await other.poll(() => wholePass(devices(2)));
      for (const rows of [1, 2, 3]) await source.poll(() => wholePass(devices(rows)));
      const call = clientFor(source);
      const first = Object((await call(`sources/${source.name}/polls?limit=2`, 'GET')).body);
      const rest = Object((await call(`sources/${source.name}/polls?limit=2&cursor=${first.nextCursor}`, 'GET')).body);
      expect(rest.nextCursor).toBeNull();
      const items = [...first.items, ...rest.items];
      expect(items.map(({ rowsRead }) => rowsRead)).toEqual([3, 2, 1]);
      const { lines: _, ...last } = { lines: null, ...(await statusOf(source))?.lastPoll };
      expect(first.items[0]).toMatchObject(last);
      expect((await call('sources/nobody/polls', 'GET')).status).toBe(404);
      const bad = await call(`sources/${source.name}/polls?outcome=failed&startedAt.ge=2026-01-01T00:00:00Z`, 'GET');
      expect(bad.body).toEqual({ items: [], nextCursor: null });
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
      expect(await warningCodes({ ...app, sources: [], ruleProblems: ['a'] })).toEqual(['rules-unusable']);
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

    it('tells of parts of rows that were not answered, until a poll answers them', async () => {
      const source = new ScriptedSource(open().store);
      const told = (unanswered: readonly string[]) => () =>
        wholePass(devices(20, (i) => (i < 2 ? { unanswered } : {})));
      await source.poll(told([]));
      expect(await warnings()).toEqual([]);
      await source.poll(told(['os_version', 'carrier']));
      const line = [expect.stringMatching(`source ${source.name} did not answer .*osVersion.* of 2 rows of device`)];
      expect(await warnings()).toEqual(line);
      await source.poll(async function* () {
        expect(await warnings()).toEqual(line);
        yield* told([])();
      });
      expect(await warnings()).toEqual([]);
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
