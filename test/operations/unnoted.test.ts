// A database that can be read and takes no writes: its volume is full, or another process has locked it. No row tells of the polls that
// fail of it, and all looked well.
import { beforeEach, expect, it } from '@jest/globals';
import { StoreError } from '../../lib/errors.ts';
import { lastRuns } from '../../lib/ingest/last-run.ts';
import { sample } from '../../lib/metrics/text.ts';
import { sourceSamples } from '../../lib/operations/metrics-of-sources.ts';
import { pollNow } from '../../lib/operations/poll-source.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { warningsIn } from '../../lib/operations/warnings.ts';
import { allOf, type Store } from '../../lib/store/index.ts';
import { devices, ScriptedSource, silent, wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf } from './application.ts';

const FULL = new StoreError('The database’s volume is full.', {
  code: 'disk',
  hint: 'Make room on it.',
  transient: false,
});

onEachEngine((open) => {
  beforeEach(() => emptyTables(open().store));
  const { application } = operatorsOf(open);

  it('a source whose polls the database does not take is failing, with the cause, until one is noted again', async () => {
    const { store } = open();
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(2)));
    let isFull = true;
    const full: Store = Object.assign(Object.create(store), {
      write: (...of: Parameters<Store['write']>) => (isFull ? Promise.reject(FULL) : store.write(...of)),
    });
    Object.defineProperty(full, 'writeFailure', { get: () => (isFull ? FULL : null) });
    const app = { ...application(source, () => wholePass(devices(3))), store: full, stores: allOf(full) };
    const [configured] = app.sources;
    if (!configured || !('config' in configured)) throw new Error('no source');
    const status = () => sourceStatus(app, source.name);
    const kinds = async () => (await warningsIn(app, [])).map(({ kind }) => kind);

    expect(await status()).toMatchObject({ state: 'ok' });
    await expect(pollNow(app, configured, silent)).rejects.toBe(FULL);
    expect(await status()).toMatchObject({
      ...{ state: 'failing', lastPoll: { outcome: 'failed', errorCode: 'disk', hint: 'Make room on it.' } },
    });
    const [first] = await warningsIn(app, []);
    expect(first).toEqual({
      ...{ kind: 'database-unwritten', source: null },
      line: 'The last write failed (disk): The database’s volume is full. Make room on it.',
    });
    expect(await sourceSamples(app, await lastRuns(store), new Date())).toContainEqual(
      sample('emmlens_source_state', [source.name, 'failing'], 1),
    );

    isFull = false;
    await pollNow(app, configured, silent);
    expect(await status()).toMatchObject({ state: 'ok', lastPoll: { outcome: 'complete', errorCode: null } });
    expect(await kinds()).not.toContain('database-unwritten');
  });

  it('a poll that another collector noted since is what is told', async () => {
    const source = new ScriptedSource(open().store);
    const app = application(source, () => []);
    app.unnoted.failed(source.name, FULL, new Date(Date.now() - 1_000));
    expect(await sourceStatus(app, source.name)).toMatchObject({ state: 'failing' });
    await source.poll(() => wholePass(devices(2)));
    expect(await sourceStatus(app, source.name)).toMatchObject({ state: 'ok' });
  });
});
