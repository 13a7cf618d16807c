// Keys of versions for rows from before there were any: made in batches, also where a collector stops in between.
import { beforeEach, expect, it } from '@jest/globals';
import { makeVersionKeys } from '../../lib/operations/version-keys.ts';
import type { Store } from '../../lib/store/index.ts';
import { readStoredValue } from '../../lib/store/stored-values.ts';
import { UNMADE_KEYS, versionKey } from '../../lib/store/version-key.ts';
import { app, device, insert } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const ROWS = 600;
const versionOf = (n: number): string | null => (n % 7 === 0 ? null : n % 11 === 0 ? 'unknown' : `1.${n % 50}`);

onEachEngine((open) => {
  /** As an earlier version of EMM Lens left them. */
  async function fromBefore(store: Store): Promise<void> {
    const numbers = Array.from({ length: ROWS }, (_, n) => n);
    await insert(store, 'device', [device('d', { os_version: '17.4', security_patch_level: '2026-03-05' })]);
    await insert(
      store,
      'device_app',
      numbers.map((n) => app('d', `app ${n}`, { version: versionOf(n) })),
    );
    await store.write(async ({ rows }) => {
      await rows.updateTable('device').set({ os_version_key: null, security_patch_level_key: null }).execute();
      await rows.updateTable('device_app').set({ version_key: null }).execute();
    });
    await insert(store, 'setting', [{ name: UNMADE_KEYS, value: '{}', changed_at: new Date(0) }]);
  }

  async function expectKeys(store: Store): Promise<void> {
    const [one] = await store.db.selectFrom('device').selectAll().execute();
    expect(one).toMatchObject({
      os_version_key: versionKey('17.4'),
      security_patch_level_key: versionKey('2026-03-05'),
    });
    const apps = await store.rows.selectFrom('device_app').select(['version', 'version_key']).execute();
    const hex = (key: unknown) => (key instanceof Uint8Array ? Buffer.from(key).toString('hex') : null);
    expect(apps.map((row) => hex(row.version_key))).toEqual(
      apps.map((row) => hex(row.version === null ? null : versionKey(String(row.version)))),
    );
  }

  beforeEach(() => emptyTables(open().store, ['device', 'device_app', 'setting']));

  it('are made for every version that can be compared, and then no more', async () => {
    const { store } = open();
    await fromBefore(store);
    expect(await makeVersionKeys(store, () => false)).toBe(true);
    await expectKeys(store);
    expect(await readStoredValue(store, UNMADE_KEYS)).toBeNull();
    expect(await makeVersionKeys(store, () => true)).toBe(true);
  });

  it('go on where they stopped, and lists by them wait until the end', async () => {
    const { store } = open();
    await fromBefore(store);
    const stops = [1, 2, 3, 4, 5, 6, 7, 8];
    for (const batches of stops) {
      const stopped = Array.from({ length: 20 }, (_, asked) => asked >= batches).values();
      const done = await makeVersionKeys(store, () => stopped.next().value ?? true);
      expect((await readStoredValue(store, UNMADE_KEYS)) === null).toBe(done);
      if (done) break;
    }
    await expectKeys(store);
  });

  it('of a row that a poll wrote meanwhile are those of what it wrote', async () => {
    const { store } = open();
    await fromBefore(store);
    const write = store.write.bind(store);
    let isFirst = true;
    const meddled: Store = Object.create(store, {
      write: {
        value: async (work: Parameters<Store['write']>[0]) => {
          if (isFirst) {
            isFirst = false;
            const [row] = await store.db.selectFrom('device').select('id').execute();
            await write((tx) => tx.update('device', [{ id: row?.id, os_version: '18.0' }]));
          }
          return write(work);
        },
      },
    });
    await makeVersionKeys(meddled, () => false);
    const [one] = await store.db.selectFrom('device').selectAll().execute();
    expect(one).toMatchObject({ os_version: '18.0', os_version_key: versionKey('18.0') });
  });
});
