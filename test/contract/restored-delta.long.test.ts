// A backup whose delta token Graph knows no more (410): the pass is begun anew, and only who left is removed, though nobody
// said that the database was restored.
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Company } from '../end-to-end/company.ts';
import { listed, lostKeys, storedRows, trueRows } from '../faults/stored.ts';
import { intuneContract } from './intune.ts';
import { Reader, requireComplete } from './reader.ts';
import { companyOf, entryOf } from './target.ts';

const { reads } = intuneContract;
const USERS = /\/users\/delta$/;

describe.each<[string, { stopAfter?: number }]>([
  ['between two rounds', {}],
  // The pass begins, and has its first page.
  ['in the middle of a pass', { stopAfter: 2 }],
])('a backup of a delta source that was made %s', (_, made) => {
  let company: Company;
  let inBackup: ReturnType<typeof storedRows>;
  const graph = () => company.fleet.systems.intune;
  beforeAll(async () => {
    company = await companyOf(intuneContract);
    const reader = await readerOf('lens');
    requireComplete(await reader.poll());
    if (made.stopAfter !== undefined) {
      startsAnew(reader.file);
      await reader.poll(made);
    }
    inBackup = storedRows(reader.file, reads);
    using beside = new DatabaseSync(reader.file);
    beside.exec(`VACUUM INTO '${company.databaseFile('backup')}'`);
    reads.live(company);
    requireComplete(await reader.poll());
    await reader.close();
  });
  afterAll(() => company?.close());

  const readerOf = (database: string) =>
    Reader.open(company.folder, company.databaseFile(database), entryOf(intuneContract, company));
  /** With what Graph was asked about users, and how it answered. */
  const restored = async (database: string) => {
    copyFileSync(company.databaseFile('backup'), company.databaseFile(database));
    graph().delta.invalidateTokens();
    graph().requests.length = 0;
    return readerOf(database);
  };
  const asked = () =>
    graph().requests.flatMap(({ path, query, status }) => (USERS.test(path) ? [[query, status]] : []));

  it('is read anew from the first page on, and has then who is there and nobody else', async () => {
    const reader = await restored('whole');
    const { receipt } = await reader.poll();
    expect([receipt.outcome, receipt.error]).toEqual(['complete', null]);
    expect(asked().slice(0, 2)).toEqual([
      [expect.stringMatching(/token=/), 410],
      [expect.stringMatching(/^[^=]*select=/), 200],
    ]);
    expect(receipt.datasets.emm_user).toMatchObject({ complete: true, held: 0 });
    const truth = trueRows(company, reads);
    expect(lostKeys(inBackup, truth).length).toBeGreaterThan(0);
    expect(listed(storedRows(reader.file, reads))).toEqual(listed(truth));
    await reader.close();
  });

  it('loses nobody where the new pass is cut, and goes on with it', async () => {
    const reader = await restored('cut');
    // Behind the refused token and the first page.
    graph().faults.set({ fault: 'forbidden', path: USERS, after: 2 });
    const cut = await reader.poll();
    graph().faults.clear();
    expect(cut.receipt.datasets.emm_user).toMatchObject({ complete: false, removed: 0 });
    expect(lostKeys({ emm_user: userRows(inBackup) }, { emm_user: userRows(storedRows(reader.file, reads)) })).toEqual(
      [],
    );
    requireComplete(await reader.poll());
    expect(listed(storedRows(reader.file, reads))).toEqual(listed(trueRows(company, reads)));
    await reader.close();
  });
});

const userRows = (rows: ReturnType<typeof storedRows>) => rows.emm_user ?? new Map<string, string>();

/** The checkpoint is void: the next poll reads all, as a day later. */
function startsAnew(file: string): void {
  using database = new DatabaseSync(file);
  database.exec('UPDATE source_state SET [checkpoint] = NULL');
}
