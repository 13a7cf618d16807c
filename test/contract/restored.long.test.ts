// A backup of a week ago that is restored, of every product: what left there since goes again, and who came is read.
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { markRestored } from '../../lib/operations/restored.ts';
import type { Company } from '../end-to-end/company.ts';
import { listed, lostKeys, nextDay, storedRows, trueRows } from '../faults/stored.ts';
import { contracts } from './products.ts';
import { Reader, requireComplete } from './reader.ts';
import { companyOf, entryOf } from './target.ts';

const WEEK_MS = 7 * 86_400_000;
/** Their lists move while they are read: one pass proves no absence. */
const PASSES = 2;

describe.each(contracts)('of $reads.connector, a backup of a week ago', (target) => {
  const { reads } = target;
  let company: Company;
  let inBackup: ReturnType<typeof storedRows>;
  beforeAll(async () => {
    company = await companyOf(target);
    const reader = await readerOf('lens');
    requireComplete(await reader.poll());
    inBackup = storedRows(reader.file, reads);
    using beside = new DatabaseSync(reader.file);
    beside.exec(`VACUUM INTO '${company.databaseFile('backup')}'`);
    aWeekPasses(company.databaseFile('backup'), reads.connector);
    // It is read on: the source has told what left, and need not tell it again.
    for (let lives = 0; lives < 3; lives++) {
      reads.live(company);
      requireComplete(await reader.poll());
    }
    await reader.close();
  });
  afterAll(() => company?.close());

  const readerOf = (database: string) =>
    Reader.open(company.folder, company.databaseFile(database), entryOf(target, company));
  const polledAgain = async (database: string, restored: (reader: Reader) => unknown) => {
    copyFileSync(company.databaseFile('backup'), company.databaseFile(database));
    const reader = await readerOf(database);
    await restored(reader);
    const held = new Set<number>();
    for (let polls = 0; polls < PASSES; polls++) {
      const { receipt } = await reader.poll();
      for (const counts of Object.values(receipt.datasets)) held.add(counts.held);
    }
    const rows = storedRows(reader.file, reads);
    await reader.close();
    return { rows, held: [...held] };
  };

  it('is as the source is, where npm run restored said so, and nothing waits for an operator', async () => {
    const truth = trueRows(company, reads);
    expect(lostKeys(inBackup, truth).length).toBeGreaterThanOrEqual(3);
    const { rows, held } = await polledAgain('told', ({ store }) => markRestored(store, [reads.connector]));
    expect(held).toEqual([0]);
    expect(listed(rows)).toEqual(listed(truth));
  });

  it('has lost nobody who is there, where nobody said so, and holds what it has not removed', async () => {
    const { rows, held } = await polledAgain('untold', () => {});
    const truth = trueRows(company, reads);
    expect(lostKeys(truth, rows)).toEqual([]);
    const left = lostKeys(rows, truth);
    expect(left.length > 0).toBe(held.some((n) => n > 0));
  });
});

function aWeekPasses(file: string, source: string): void {
  nextDay(file, source);
  using database = new DatabaseSync(file);
  const { passes } = database.prepare('SELECT passes FROM source_state').get() ?? {};
  const then = new Date(Date.now() - WEEK_MS).toISOString();
  const aged = Object.fromEntries(Object.keys(JSON.parse(String(passes))).map((name) => [name, then]));
  database.prepare('UPDATE source_state SET passes = ?').run(JSON.stringify(aged));
}
