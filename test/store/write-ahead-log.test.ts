// The write-ahead log of the embedded database: written back beside the event loop, bounded, and gone after a stop.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../lib/mirror/key.ts';
import type { Store } from '../../lib/store/index.ts';
import { openTestStore, type TestStore } from './databases.ts';

const TRANSACTIONS = 60;
const ROWS = 1_000;
/** What is written is some 50 MB with its indexes. */
const A_PART = 24_000_000;

let opened: TestStore | undefined;
afterEach(async () => opened?.remove());

async function write(store: Store, transaction: number): Promise<void> {
  await store.write((tx) =>
    tx.insert(
      'statistic',
      Array.from({ length: ROWS }, (_, i) => ({
        source: 'log',
        record_key: digestOf(`${transaction}/${i}`),
        occurred_at: new Date(),
        day: '2026-11-24',
        metric: 'm'.repeat(60),
        dimension: `${transaction}/${i}`.padEnd(120, '.'),
        value: i,
      })),
    ),
  );
}

describe('the log of the embedded database', () => {
  it('stays small while somebody writes without a pause, and nothing of it is lost or left behind', async () => {
    opened = await openTestStore('sqlite');
    const { store, database } = opened;
    const file = database.slice('sqlite:'.length);
    let longest = 0;
    for (let i = 0; i < TRANSACTIONS; i += 1) {
      await write(store, i);
      longest = Math.max(longest, statSync(`${file}-wal`).size);
    }
    expect(statSync(file).size).toBeGreaterThan(A_PART);

    expect(longest).toBeLessThan(A_PART);
    const { n } = await store.db
      .selectFrom('statistic')
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(TRANSACTIONS * ROWS);
    await store.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('holds nothing of what was deleted once it was emptied, and the file does not either', async () => {
    opened = await openTestStore('sqlite');
    const { store, database } = opened;
    const file = database.slice('sqlite:'.length);
    const salt = Buffer.from('a salt that nobody may know: 32');
    const row = { source: 'log', day: new Date(), occurred_at: new Date(), salt };
    await store.write((tx) => tx.insert('day_salt', [row]));
    await store.write(({ db }) => db.deleteFrom('day_salt').execute());
    const holds = () => [file, `${file}-wal`].map((path) => existsSync(path) && readFileSync(path).includes(salt));
    expect(holds()).toEqual([false, true]);
    await store.emptyLog();
    expect(holds()).toEqual([false, false]);
    await store.write((tx) => tx.insert('day_salt', [row]));
    expect(await store.db.selectFrom('day_salt').select('source').execute()).toHaveLength(1);
  });

  it('is let go of by who closes while it is written back, though nothing else keeps the process', async () => {
    opened = await openTestStore('sqlite');
    const { database } = opened;
    const run = promisify(execFile)(process.execPath, ['test/store/close-while-writing-back.ts', database]);
    expect(await run.catch(({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }))).toEqual({
      stdout: 'closed 5 times',
      stderr: '',
    });
  });
});
