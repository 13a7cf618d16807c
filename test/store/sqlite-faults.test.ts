// The embedded database when something is wrong with its file, and when another process writes to it.
import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as eventLoop } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../lib/mirror/key.ts';
import { openEngine, openStore } from '../../lib/store/index.ts';
import { openSqlite } from '../../lib/store/sqlite/engine.ts';
import { storeOver } from '../../lib/store/store.ts';
import { holdWriteLock, openElsewhere, removeFolders, temporaryFolder } from './processes.ts';

afterAll(removeFolders);

const newFile = () => join(temporaryFolder(), 'lens.db');
const setting = (name: string) => ({ name, value: '1', changed_at: new Date() });
const statistics = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    source: 's',
    record_key: digestOf(`k${i}`),
    occurred_at: new Date(),
    day: '2026-11-24',
    metric: 'm',
    dimension: String(i),
    value: i,
  }));

/** File and log as a process leaves them that is killed: everything since the first migration is in the log. */
async function killedDatabase(): Promise<string> {
  const path = newFile();
  const left = newFile();
  const store = await openStore({ database: `sqlite:${path}` });
  await store.write((tx) => tx.insert('setting', [setting('in the log')]));
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, left + suffix);
  await store.close();
  return left;
}

describe('a folder that does not exist', () => {
  it('is told, and not made: a volume may be missing', async () => {
    const folder = join(temporaryFolder(), 'volume');
    await expect(openEngine({ database: `sqlite:${folder}/lens.db` })).rejects.toMatchObject({
      code: 'cannot-open',
      hint: expect.stringContaining('volume'),
    });
    expect(existsSync(folder)).toBe(false);
  });
});

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

  it('that stays is told after a bounded wait, once; nothing is lost, and the next write goes through', async () => {
    const path = newFile();
    await (await openStore({ database: `sqlite:${path}` })).close();
    const store = storeOver(await openSqlite(path, { busyForAtMostMs: 150 }));
    const other = await holdWriteLock(path);
    const writes = ['a', 'b', 'c'].map((name) => store.write((tx) => tx.insert('setting', [setting(name)])));
    const busy = { code: 'locked', transient: false, hint: expect.stringMatching(/Another process/) };
    for (const write of await Promise.allSettled(writes))
      expect(write).toMatchObject({ status: 'rejected', reason: busy });
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([]);
    expect(store.writeFailure?.code).toBe('locked');
    await other.release();
    await store.write((tx) => tx.insert('setting', [setting('d')]));
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'd' }]);
    expect(store.writeFailure).toBeNull();
    await store.close();
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
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it.each<[string, (content: Buffer) => Buffer]>([
    ['in its header', (content) => content.fill(0xa5, 100, 4096)],
    [
      'in a page in the middle',
      (content) => content.fill(0xa5, pageInTheMiddle(content), pageInTheMiddle(content) + 4096),
    ],
    ['by being cut off', (content) => content.subarray(0, pageInTheMiddle(content) + 100)],
  ])('is refused by name when it is damaged %s, and never made anew', async (_, damage) => {
    const path = newFile();
    const store = await openStore({ database: `sqlite:${path}` });
    await store.write((tx) => tx.insert('statistic', statistics(500)));
    await store.close();
    const damaged = damage(readFileSync(path));
    writeFileSync(path, damaged);
    for (let start = 0; start < 3; start += 1)
      await expect(openStore({ database: `sqlite:${path}` })).rejects.toMatchObject({
        name: 'StoreError',
        code: 'corrupt',
        hint: expect.stringMatching(/restore a backup/i),
      });
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it.each<[string, (path: string) => void]>([
    ['empty', (path) => writeFileSync(path, '')],
    ['gone', (path) => rmSync(path)],
  ])('is refused by name when it is %s and its log is still there, and the log is kept', async (_, remove) => {
    const path = await killedDatabase();
    const log = readFileSync(`${path}-wal`);
    remove(path);
    await expect(openStore({ database: `sqlite:${path}` })).rejects.toMatchObject({
      name: 'StoreError',
      code: 'corrupt',
    });
    expect(readFileSync(`${path}-wal`).equals(log)).toBe(true);
    expect(existsSync(path) && readFileSync(path).length).toBeFalsy();
  });

  it('is not taken for a new one when its log is gone: what the log held is lost, and no more', async () => {
    const path = await killedDatabase();
    rmSync(`${path}-wal`);
    expect(await openElsewhere(`sqlite:${path}`)).toEqual({ applied: [] });
  });

  it.each([
    ['itself and its folder', 0o444, 0o555],
    ['its folder, where the log has to be', 0o644, 0o555],
    ['itself', 0o444, 0o755],
  ])('is refused by name when %s may only be read, and left as it is', async (_, fileMode, folderMode) => {
    const path = newFile();
    await (await openStore({ database: `sqlite:${path}` })).close();
    const content = readFileSync(path);
    chmodSync(path, fileMode);
    chmodSync(join(path, '..'), folderMode);
    const { code } = await openElsewhere(`sqlite:${path}`, { unprivileged: true });
    expect(['read-only', 'cannot-open']).toContain(code);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('refuses the first write by name when its format says that it may only be read', async () => {
    const path = newFile();
    await (await openStore({ database: `sqlite:${path}` })).close();
    // https://sqlite.org/fileformat.html#file_format_version_numbers
    writeFileSync(path, readFileSync(path).fill(3, 18, 19));
    const store = await openStore({ database: `sqlite:${path}` });
    const write = store.write((tx) => tx.insert('setting', [setting('refused')]));
    await expect(write).rejects.toMatchObject({ name: 'StoreError', code: 'read-only' });
    await store.close();
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
});

describe('a file that is lost while it is in use', () => {
  it.each<[string, (path: string) => void]>([
    ['removed', () => {}],
    ['replaced', (path) => writeFileSync(path, 'another')],
  ])('by being %s: nothing is written into nowhere; put back, it goes on', async (_, replace) => {
    const path = newFile();
    const store = await openStore({ database: `sqlite:${path}` });
    renameSync(path, `${path}.away`);
    replace(path);
    const gone = { name: 'StoreError', code: 'file-gone', hint: expect.stringMatching(/put the file or a backup/) };
    await expect(store.write((tx) => tx.insert('setting', [setting('nowhere')]))).rejects.toMatchObject(gone);
    await expect(store.db.selectFrom('setting').selectAll().execute()).rejects.toMatchObject(gone);
    await expect(store.scans.selectFrom('setting').selectAll().execute()).rejects.toMatchObject(gone);
    if (existsSync(path)) expect(readFileSync(path, 'utf8')).toBe('another');
    renameSync(`${path}.away`, path);
    await store.write((tx) => tx.insert('setting', [setting('back')]));
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'back' }]);
    await store.close();
  });

  it('by damage: the first sign of it ends all use, reads included, until a restart', async () => {
    const path = newFile();
    const first = await openStore({ database: `sqlite:${path}` });
    await first.write((tx) => tx.insert('statistic', statistics(3_000)));
    await first.close();
    const store = await openStore({ database: `sqlite:${path}` });
    await store.write((tx) => tx.insert('setting', [setting('before')]));
    writeFileSync(path, readFileSync(path).fill(0xa5, 4096 * 2), { flag: 'r+' });
    const corrupt = { name: 'StoreError', code: 'corrupt' };
    // Whoever meets it first tells the others: here it is the thread of the scans.
    const scanned = store.scans.selectFrom('statistic').select('value').where('source', '=', 's').execute();
    await expect(scanned).rejects.toMatchObject(corrupt);
    const everything = store.write(({ db }) => db.deleteFrom('statistic').where('source', '=', 's').execute());
    await expect(everything).rejects.toMatchObject(corrupt);
    const damaged = readFileSync(path);
    await expect(store.db.selectFrom('setting').selectAll().execute()).rejects.toMatchObject(corrupt);
    await expect(store.write((tx) => tx.insert('setting', [setting('after')]))).rejects.toMatchObject(corrupt);
    expect(readFileSync(path).equals(damaged)).toBe(true);
    await store.close();
  });
});

const pageInTheMiddle = (content: Buffer): number => Math.floor(content.length / 2 / 4096) * 4096;
