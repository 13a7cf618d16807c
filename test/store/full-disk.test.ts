// The embedded database on a disk that is full: told by name, nothing lost, and everything goes on when there is room.
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../lib/store/index.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { mayMount, mountSmallDisk, type SmallDisk } from './disk.ts';
import { removeFolders, temporaryFolder } from './processes.ts';

const full = { name: 'StoreError', code: expect.stringMatching(/^(full|disk)$/), hint: expect.stringMatching(/full/) };

(mayMount() ? describe : describe.skip)('a full disk', () => {
  let disk: SmallDisk;
  let store: Store;
  let database: string;
  beforeAll(() => {
    const mounted = mountSmallDisk(temporaryFolder(), 16);
    if (!mounted) throw new Error('not mounted any more');
    disk = mounted;
    database = `sqlite:${join(disk.folder, 'lens.db')}`;
  });
  afterAll(() => {
    disk.remove();
    removeFolders();
  });
  beforeEach(async () => {
    store = await openStore({ database });
  });
  afterEach(async () => {
    disk.empty();
    await store.close();
  });

  const names = async () =>
    (await store.db.selectFrom('setting').select('name').orderBy('name').execute()).map((row) => row.name);
  const large = (name: string) => ({ name, value: 'x'.repeat(200_000), changed_at: new Date() });

  it('ends a write with a name and a hint, and nothing of it is there; reads go on', async () => {
    await store.write((tx) => tx.insert('setting', [large('before')]));
    disk.fill(300_000);
    const write = () => store.write((tx) => tx.insert('setting', ['a', 'b', 'c'].map(large)));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(write()).rejects.toMatchObject(full);
      expect(await names()).toEqual(['before']);
    }
    expect(store.writeFailure).toMatchObject(full);
    disk.empty();
    await write();
    expect(store.writeFailure).toBeNull();
    expect(await names()).toEqual(['a', 'b', 'before', 'c']);
  });

  it('in the middle of a poll ends it; with room again the next one goes on, and nothing is double', async () => {
    const source = new ScriptedSource(store);
    const read = () =>
      wholePass(
        devices(4_000, (i) => ({ carrier: `Carrier ${'x'.repeat(80)} ${i}` })),
        'device',
        200,
      );
    expect((await source.poll(() => wholePass(devices(10)))).outcome).toBe('complete');
    disk.fill(1_500_000);
    // Where even the receipt has no room, the poll throws what is told otherwise in it.
    const ended = await source.poll(read).catch((error: unknown) => ({ error }));
    expect(ended.error).toMatchObject({ code: full.code, hint: full.hint });
    const halfWay = (await source.rows('device')).length;
    expect(halfWay).toBeGreaterThan(10);
    expect(halfWay).toBeLessThan(4_000);
    disk.empty();
    // The lease of the poll that could not give it back runs out.
    await store.write(({ db }) => db.updateTable('source_state').set({ lease_until: null }).execute());
    const receipt = await source.poll(read);
    expect([receipt.outcome, receipt.error]).toEqual(['complete', null]);
    const rows = await source.rows('device');
    expect(new Set(rows.map((row) => row.external_id)).size).toBe(4_000);
    expect(rows).toHaveLength(4_000);
    const outcomes = (await source.rows('poll_run')).map((run) => run.outcome);
    expect(outcomes).toEqual(['complete', expect.stringMatching(/^(failed|aborted)$/), 'complete']);
  });

  it('is told at the start, and a start with room goes through', async () => {
    await store.close();
    disk.fill(0);
    await expect(openStore({ database })).rejects.toMatchObject({
      name: 'StoreError',
      code: expect.stringMatching(/^(full|disk|cannot-open)$/),
    });
    disk.empty();
    store = await openStore({ database });
    expect((await names()).length).toBeGreaterThan(0);
  });
});
