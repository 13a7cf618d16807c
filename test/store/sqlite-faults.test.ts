// The embedded database when something is wrong with its file, and when another process writes to it.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as eventLoop } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openEngine, openStore } from '../../lib/store/index.ts';
import { holdWriteLock, openElsewhere, removeFolders, temporaryFolder } from './processes.ts';

afterAll(removeFolders);

const newFile = () => join(temporaryFolder(), 'lens.db');

describe('a write lock that another process holds', () => {
  it('is waited for; reads and the event loop go on meanwhile', async () => {
    const path = newFile();
    const store = await openStore({ database: `sqlite:${path}` });
    const other = await holdWriteLock(path);
    let written = false;
    const write = store
      .write((tx) => tx.insert('setting', [{ name: 'waited', value: '1', changed_at: new Date() }]))
      .then(() => {
        written = true;
      });
    for (let turn = 0; turn < 200; turn += 1) {
      await eventLoop();
      expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([]);
    }
    expect(written).toBe(false);
    await other.release();
    await write;
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'waited' }]);
    await store.close();
  });

  it('is waited for by the engine itself, before any transaction is tried again', async () => {
    const path = newFile();
    const engine = await openEngine({ database: `sqlite:${path}` });
    const other = await holdWriteLock(path);
    const beginning = engine.begin();
    for (let turn = 0; turn < 200; turn += 1) await eventLoop();
    await other.release();
    await (await beginning).rollback();
    await engine.close();
  });

  it('is waited for when the schema is to be made', async () => {
    const path = newFile();
    new DatabaseSync(path).close();
    const other = await holdWriteLock(path);
    let opened = false;
    const opening = openStore({ database: `sqlite:${path}` }).then((store) => {
      opened = true;
      return store;
    });
    for (let turn = 0; turn < 200; turn += 1) await eventLoop();
    expect(opened).toBe(false);
    await other.release();
    const store = await opening;
    expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([]);
    await store.close();
  });
});

describe('a file that cannot be used', () => {
  it('is refused by name when it is no database, and left as it is', async () => {
    const path = newFile();
    const content = Buffer.from('The minutes of the last meeting.\n'.repeat(200));
    writeFileSync(path, content);
    await expect(openStore({ database: `sqlite:${path}` })).rejects.toMatchObject({
      name: 'StoreError',
      code: 'corrupt',
    });
    expect(readFileSync(path)).toEqual(content);
  });

  it('is refused by name when it is damaged, and never made anew', async () => {
    const path = newFile();
    await (await openStore({ database: `sqlite:${path}` })).close();
    const damaged = readFileSync(path).fill(0xa5, 100, 4096);
    writeFileSync(path, damaged);
    await expect(openStore({ database: `sqlite:${path}` })).rejects.toMatchObject({
      name: 'StoreError',
      code: 'corrupt',
    });
    expect(readFileSync(path)).toEqual(damaged);
  });

  it('is refused by name when it may only be read, and left as it is', async () => {
    const path = newFile();
    await (await openStore({ database: `sqlite:${path}` })).close();
    const content = readFileSync(path);
    chmodSync(path, 0o444);
    chmodSync(join(path, '..'), 0o555);
    const { code } = await openElsewhere(`sqlite:${path}`, { unprivileged: true });
    expect(['read-only', 'cannot-open']).toContain(code);
    expect(readFileSync(path)).toEqual(content);
  });

  it.each([
    ['a folder', (folder: string) => folder],
    ['below a file', (folder: string) => join(folder, 'file', 'lens.db')],
  ])('is refused by name when its path is %s', async (_, pathIn) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(openStore({ database: `sqlite:${pathIn(folder)}` })).rejects.toMatchObject({
      name: 'StoreError',
      code: 'cannot-open',
      message: expect.not.stringContaining(folder),
    });
  });

  it('gets its folder made where there is none', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    await (await openStore({ database: `sqlite:${join(folder, 'a', 'b', 'lens.db')}` })).close();
    expect(readFileSync(join(folder, 'a', 'b', 'lens.db')).length).toBeGreaterThan(0);
  });
});
