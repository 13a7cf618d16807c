// A collector that sleeps beyond its lease, at each point of a poll where it asks for something, while another takes
// over and reads a newer state. Then it goes on: nothing but the receipt of its own poll may be another one afterwards.
import { describe, expect, it } from '@jest/globals';
import { datasets } from '../../lib/catalog/index.ts';
import { poll } from '../../lib/ingest/poll.ts';
import { expireUnverified } from '../../lib/retention/expire-unverified.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import type { Engine } from '../../lib/store/engine.ts';
import { openEngine, type Store } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { onEachEngine, type TestStore } from '../store/stores.ts';
import { devices, type Script, ScriptedSource, wholePass } from './scripted.ts';

const DAY_MS = 86_400_000;
const SLEEPER = 'sleeper';

const disposable = (engine: Engine) => ({ ...engine, [Symbol.asyncDispose]: engine.close });

/** Calls `asked` before it begins a transaction, reads, or asks for the time: outside of transactions, where no lock is held. */
function watched(engine: Engine, asked: () => Promise<void>): Store {
  return storeOver({
    ...engine,
    begin: () => asked().then(engine.begin),
    execute: (query) => asked().then(() => engine.execute(query)),
    now: () => asked().then(engine.now),
  });
}

/** Every row that is stored, but for receipts of the sleeper's own polls. */
async function everything({ rows }: Store): Promise<Record<string, readonly string[]>> {
  const tables: Record<string, readonly string[]> = {};
  for (const { name } of datasets()) {
    const found = await rows.selectFrom(name).selectAll().execute();
    tables[name] = found
      .filter((row) => row.collector !== SLEEPER)
      .map((row) => JSON.stringify(row))
      .sort();
  }
  return tables;
}

const users = (count: number, name: string): SourceRow[] =>
  Array.from({ length: count }, (_, i) => ({
    external_id: `u${i}`,
    display_name: `${name} ${i}`,
    mail: `u${i}@x.example`,
  }));

/** Users and devices, and the apps of a device; the last of the devices is gone where `gone`. */
const estate = (version: string, gone: boolean): Script =>
  function* () {
    yield* wholePass(users(3, version), 'emm_user');
    yield* wholePass(devices(gone ? 9 : 10, (i) => ({ user_external_id: `u${i % 3}`, os_version: version })));
    yield {
      dataset: 'device_app',
      rows: [{ device_external_id: 'd0', app_id: 'a', title: version, version }],
      scope: [['d0']],
    };
    yield { dataset: 'device_app', complete: { marker: 'test', rows: 1 } };
  };

/** A minute passes, for this lease. */
const runOut = ({ write }: Store, source: string) =>
  write(({ db }) =>
    db
      .updateTable('source_state')
      .set({ lease_until: new Date(0) })
      .where('source', '=', source)
      .execute(),
  );

const isHeld = async ({ db }: Store, source: string, holder: string): Promise<boolean> => {
  const state = db.selectFrom('source_state').select('holder').where('source', '=', source);
  return (await state.executeTakeFirst())?.holder === holder;
};

/** Declares the tests for every so manyth point to sleep at; on a server, which takes its time, fewer. */
export function describeTakeover(every: number): void {
  describe('a collector that sleeps beyond its lease', () => {
    onEachEngine((open: () => TestStore) => {
      const step = () => (open().store.engine === 'sqlite' ? every : Math.max(every, 11));
      it('writes nothing after another took over, wherever in its poll it slept', async () => {
        const { store, database } = open();
        await using engine = disposable(await openEngine({ database }));
        const source = new ScriptedSource(store);
        const more = { nextPollAt: () => source.clock.now() };
        let slept = 0;
        for (let at = 1; ; at += step()) {
          // Yesterday's numbers are not today's: each poll counts its rows.
          source.clock.leap(1);
          await source.poll(estate(`before ${at}`, false), more);
          source.clock.leap(1);
          let asked = 0;
          let stored: Record<string, readonly string[]> | null = null;
          const sleeper = watched(engine, async () => {
            asked += 1;
            if (asked !== at || !(await isHeld(store, source.name, SLEEPER))) return;
            await runOut(store, source.name);
            await source.poll(estate(`other ${at}`, true), more);
            stored = await everything(store);
          });
          const dependencies = source.dependencies(estate(`sleeper ${at}`, false), {
            ...more,
            store: sleeper,
            collector: SLEEPER,
          });
          const receipt = await poll(dependencies);
          if (asked < at) break;
          if (stored === null) continue;
          slept += 1;
          expect([at, await everything(store)]).toEqual([at, stored]);
          if (receipt) expect([at, receipt.outcome]).toEqual([at, expect.stringMatching(/aborted|complete/)]);
        }
        expect(slept).toBeGreaterThan(40 / step());
      });

      it('removes nothing as unverified that another has read in full meanwhile', async () => {
        const { store, database } = open();
        await using engine = disposable(await openEngine({ database }));
        const source = new ScriptedSource(store);
        const script: Script = () => wholePass(devices(5));
        for (let at = 1; ; at += Math.ceil(step() / 3)) {
          await source.poll(script, { clock: { now: () => new Date(Date.now() - 40 * DAY_MS) } });
          let asked = 0;
          let stored: Record<string, readonly string[]> | null = null;
          const sleeper = watched(engine, async () => {
            asked += 1;
            if (asked !== at) return;
            const before = await store.db.selectFrom('device').select('id').where('source', '=', source.name).execute();
            if (before.length === 0) return;
            await runOut(store, source.name);
            await source.poll(script, { clock: { now: () => new Date() } });
            stored = await everything(store);
          });
          await expireUnverified(sleeper, 30, () => false);
          if (asked < at) break;
          if (stored !== null)
            expect([at, (await everything(store)).device]).toEqual([at, Reflect.get(stored, 'device')]);
          await store.write(({ db }) => db.deleteFrom('device').execute());
          await store.write(({ db }) =>
            db.updateTable('source_state').set({ checkpoint: null, passes: null }).execute(),
          );
        }
        expect(await source.rows('device')).toEqual([]);
      });
    });
  });
}
