// What a collector looks for every few seconds: polls that others left, and a schema that it may not touch any more.
import { expect, it, jest } from '@jest/globals';
import { leaveDatabase } from '../../lib/app.ts';
import { StoreError } from '../../lib/errors.ts';
import { watch } from '../../lib/operations/watch.ts';
import type { Connector } from '../../lib/sources/contract.ts';
import { acquireLease, announceSource } from '../../lib/store/lease.ts';
import { devices, ScriptedSource, silent, wholePass } from '../ingest/scripted.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf } from './application.ts';

onEachEngine((open) => {
  const { application } = operatorsOf(open);
  const leaseRunsOut = (name: string) =>
    open().store.write(({ db }) =>
      db
        .updateTable('source_state')
        .set({ lease_until: new Date(0) })
        .where('source', '=', name)
        .execute(),
    );
  /** Polled by one that died. */
  async function abandoned(): Promise<ScriptedSource> {
    const { store } = open();
    const source = new ScriptedSource(store);
    await announceSource(store, source.name, 'scripted');
    await acquireLease(store, source.name, 'dead');
    await leaseRunsOut(source.name);
    return source;
  }

  it('a source that another left is begun once, however long it is waited for', async () => {
    const source = await abandoned();
    const { promise: connected, reject } = Promise.withResolvers<Connector>();
    let begun = 0;
    const { promise: begins, resolve } = Promise.withResolvers<void>();
    const connect = (): Promise<Connector> => {
      begun += 1;
      resolve();
      return connected;
    };
    const app = application(source, () => []);
    const waiting = { ...app, sources: app.sources.map((one) => ({ ...one, connect })) };
    for (let ticks = 0; ticks < 3; ticks += 1) {
      await watch(waiting, silent);
      await begins;
    }
    expect(begun).toBe(1);
    const told = Promise.withResolvers<void>();
    const failed = jest.spyOn(console, 'error').mockImplementation(() => told.resolve());
    reject(new TypeError('not connected'));
    await told.promise;
    failed.mockRestore();
  });

  it('a source that another left is polled behind the tick, whose own log takes nothing any more', async () => {
    const source = await abandoned();
    const ended = Promise.withResolvers<void>();
    const hear = (line: unknown): void => {
      if (String(line).startsWith('poll ended')) ended.resolve();
    };
    const printed = jest.spyOn(console, 'log').mockImplementation(hear);
    const said: string[] = [];
    const tell = (line: string): void => {
      said.push(line);
      hear(line);
    };
    await watch(
      application(source, () => wholePass(devices(1))),
      { debug: tell, info: tell, warn: tell, error: tell },
    );
    await ended.promise;
    printed.mockRestore();
    expect(said).toEqual([]);
  });

  it('a source that another took over and gave back meanwhile is not polled once more', async () => {
    const { store } = open();
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(1)));
    await leaseRunsOut(source.name);
    const app = application(source, () => wholePass(devices(2)));
    const connect = async () => {
      await source.poll(() => wholePass(devices(1)));
      return source.dependencies(() => wholePass(devices(2))).connector;
    };
    await watch({ ...app, sources: app.sources.map((one) => ({ ...one, connect })) }, silent);
    // Waits for what runs in the background.
    await leaveDatabase();
    expect(await source.rows('poll_run')).toHaveLength(2);
  });

  it('a database that does not answer is told of once, and when it answers again', async () => {
    const { store } = open();
    const told: string[] = [];
    const tell = (line: string) => void told.push(line.split('\n')[0] ?? '');
    const log = { ...silent, error: tell, info: tell };
    const app = application(new ScriptedSource(store), () => []);
    const lost = new StoreError('The database cannot be reached.', { code: 'connect', hint: 'Start it.' });
    const fails = (): never => {
      throw lost;
    };
    const away = { ...app, store: Object.defineProperty({ ...store }, 'db', { get: fails }) };
    for (const one of [away, away, app, app, away]) await watch(one, log);
    await watch(app, silent);
    const [began, ended] = [expect.stringContaining('the watch failed (connect)'), 'the watch works again.'];
    expect(told).toEqual([began, ended, began]);
  });

  it('a schema that became newer than this version may touch is left, while it runs', async () => {
    const { store } = open();
    const told: string[] = [];
    const log = { ...silent, error: (line: string) => void told.push(line) };
    let left = 0;
    const leave = async () => {
      left += 1;
    };
    const app = application(new ScriptedSource(store), () => []);
    await watch(app, log, leave);
    expect([left, told]).toEqual([0, []]);
    const newer = { version: 9000, needs: 9000, applied_at: new Date() };
    await store.write(({ db }) => db.insertInto('schema_version').values(newer).execute());
    await watch(app, log, leave);
    await store.write(({ db }) => db.deleteFrom('schema_version').where('version', '=', 9000).execute());
    expect([left, told]).toEqual([1, [expect.stringContaining('(schema-newer)')]]);
  });
});
