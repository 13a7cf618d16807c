// What left at a source between a backup and its restore leaves as it would have left on those days.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decideHolds } from '../../lib/ingest/holds.ts';
import { markRestored } from '../../lib/operations/restored.ts';
import { openStore, type Store } from '../../lib/store/index.ts';
import { writeStoredValue } from '../../lib/store/stored-values.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { removeFolders, temporaryFolder } from '../store/processes.ts';
import { devices, ScriptedSource, silent, wholePass } from './scripted.ts';

const DAY_MS = 86_400_000;

describe('after the restore of a backup', () => {
  let store: Store;
  beforeAll(async () => {
    const database = `sqlite:${temporaryFolder()}/lens.db`;
    await makeMigrated(database);
    store = await openStore({ database });
  });
  afterAll(async () => {
    await store?.close();
    removeFolders();
  });

  const changed = (source: ScriptedSource, columns: { passes?: string; last_seen_at?: Date }) =>
    store.write(({ db }) => db.updateTable('source_state').set(columns).where('source', '=', source.name).execute());
  /** A source that had 100 devices at its last complete pass, so many days ago, and is restored now. */
  const restoredAfter = async (days: number, before: (source: ScriptedSource) => unknown = () => {}) => {
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(100)));
    await before(source);
    await changed(source, { passes: JSON.stringify({ device: new Date(Date.now() - days * DAY_MS + 60_000) }) });
    await markRestored(store, []);
    source.clock.leap(days);
    return source;
  };
  /** How many devices are stored after a pass that finds so many, and how many of those that are missing are held. */
  const passing = async (source: ScriptedSource, found: number, offsetPaged = false) => {
    const receipt = await source.poll(function* () {
      yield { dataset: 'device', pass: 'start' };
      yield { dataset: 'device', rows: devices(found) };
      yield { dataset: 'device', complete: { marker: 'test', rows: found, offsetPaged } };
    });
    return [(await source.rows('device')).length, receipt.datasets.device?.held];
  };

  it.each([
    ['a day, ten percent', 1, 90, [90, 0]],
    ['a day, more', 1, 89, [100, 11]],
    ['three days, as much as three', 3, 70, [70, 0]],
    ['three days, more', 3, 69, [100, 31]],
    ['a month, half', 30, 50, [50, 0]],
    ['a month, more', 30, 49, [100, 51]],
    ['a month, all', 30, 0, [100, 100]],
  ])('of %s: the first complete pass removes or holds', async (_, days, found, expected) => {
    expect(await passing(await restoredAfter(days), found)).toEqual(expected);
  });

  it('takes the first complete pass alone, and counts what it removed towards no later one', async () => {
    const source = await restoredAfter(5);
    expect(await passing(source, 60)).toEqual([60, 0]);
    expect(await passing(source, 56)).toEqual([56, 0]);
    expect(await passing(source, 40)).toEqual([56, 16]);
  });

  it('is over with a first complete pass that needed none of it', async () => {
    const source = await restoredAfter(5);
    expect(await passing(source, 100)).toEqual([100, 0]);
    expect(await passing(source, 60)).toEqual([100, 40]);
  });

  it.each([
    ['ends after a week without a complete pass', -1, [100, 40]],
    ['lasts until then', DAY_MS, [60, 0]],
    ['is none that lasts longer, made by a clock that ran ahead', 8 * DAY_MS, [100, 40]],
  ])('%s', async (_, left, expected) => {
    const source = await restoredAfter(5);
    const allowed = { device: { days: 5, until: Date.now() + left, passes: 1 } };
    await writeStoredValue(store, `restored:${source.name}`, allowed);
    expect(await passing(source, 60)).toEqual(expected);
  });

  it('takes the second pass of a source that is paged by offset, and no third one', async () => {
    const source = await restoredAfter(5, (source) => passing(source, 100, true));
    expect(await passing(source, 60, true)).toEqual([100, 0]);
    expect(await passing(source, 60, true)).toEqual([60, 0]);
    expect(await passing(source, 40, true)).toEqual([60, 0]);
    expect(await passing(source, 40, true)).toEqual([60, 20]);
  });

  it('leaves what was held, or rejected, to an operator, for two weeks from now on', async () => {
    const held = await restoredAfter(20, (source) => passing(source, 60));
    expect(await passing(held, 60)).toEqual([100, 40]);
    const [hold] = await held.rows('deletion_hold');
    expect(Number(hold?.opened_at)).toBeGreaterThan(Date.now() - DAY_MS);
    const rejected = await restoredAfter(20, async (source) => {
      await passing(source, 60);
      await decideHolds(store, source.name, 'rejected');
    });
    expect((await passing(rejected, 40))[0]).toBe(100);
  });

  it('is noticed by a collector that runs on, where nobody told it: the source is read whole, with a warning, once', async () => {
    const source = new ScriptedSource(store);
    const warned: unknown[] = [];
    const from: unknown[] = [];
    const log = { ...silent, warn: (_: string, details?: object) => void warned.push(details) };
    const read = () =>
      source.poll(
        function* ({ checkpoint }) {
          from.push(checkpoint);
          yield { dataset: 'device', rows: [], checkpoint: { link: 'of then' } };
        },
        { log },
      );
    await read();
    await read();
    await store.write(({ db }) =>
      db
        .updateTable('source_state')
        .set(({ eb }) => ({ fence: eb('fence', '-', 1) }))
        .where('source', '=', source.name)
        .execute(),
    );
    await read();
    await read();
    expect(from).toEqual([null, { link: 'of then' }, null, { link: 'of then' }]);
    expect(warned).toEqual([{ source: source.name, code: 'database-went-back' }]);
  });

  it('says of a source that is configured that it was seen, and of others nothing', async () => {
    const [kept, forgotten] = [new ScriptedSource(store), new ScriptedSource(store)];
    const then = new Date(Date.now() - 40 * DAY_MS);
    for (const source of [kept, forgotten]) {
      await source.poll(() => wholePass(devices(1)));
      await changed(source, { last_seen_at: then });
    }
    await markRestored(store, [kept.name]);
    const states = await store.db.selectFrom('source_state').select(['source', 'last_seen_at']).execute();
    const seen = ({ name }: ScriptedSource) => Number(states.find(({ source }) => source === name)?.last_seen_at);
    expect(seen(forgotten)).toBe(then.getTime());
    expect(seen(kept)).toBeGreaterThan(Date.now() - DAY_MS);
  });
});
