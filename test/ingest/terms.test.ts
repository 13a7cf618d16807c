// What the search finds rows by is written and leaves with the rows: nothing of it is missing, and nothing is left.
import { afterEach, describe, expect, it } from '@jest/globals';
import { dropTerms } from '../../lib/mirror/terms.ts';
import { verifyTerms } from '../../lib/mirror/terms-anew.ts';
import { exportPages } from '../../lib/privacy/export.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { areTermsMade } from '../../lib/search/made.ts';
import { classOf } from '../../lib/search/terms.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { readWhole, sourceOf, termsIn } from '../search/polled.ts';
import { emptyTables, writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const NAMES = ['Müller', 'Mueller', 'Meyer-Landrut', 'Groß', 'Gross', 'Łuczak', 'Anna', 'Anna Maria'];
const people = (round: number): SourceRow[] =>
  Array.from({ length: 60 }, (_, i) => ({
    external_id: `p${i}`,
    surname: `von ${NAMES[(i * 7 + round * (i % 3)) % NAMES.length]}`,
    given_name: NAMES[(i + round * (i % 2)) % NAMES.length],
    mail: `${i}@mail.example`,
    user_principal_name: i % 2 ? `${i}@mail.example` : `u${i}@corp.example`,
    phone_number: `+49 151 2000${1000 + i}`,
    attributes: { employeeID: `E${100000 + i * (1 + (round % 2))}` },
  }));
const devices = (round: number): SourceRow[] =>
  Array.from({ length: 30 }, (_, i) => ({
    external_id: `d${i}`,
    device_name: `Phone of ${NAMES[(i + round) % NAMES.length]}`,
    serial_number: `SERIAL${100000 + i}`,
    ownership: 'company',
    os_version: `18.${round}`,
  }));

const textOf = (stored: string): string => stored.split(' ').slice(2).join(' ');

describe('terms of the search', () => {
  onEachEngine((open) => {
    afterEach(() => emptyTables(open().store));

    const areRight = async (): Promise<readonly string[]> => {
      const { stored, made } = await termsIn(open().store);
      expect(stored).toEqual(made);
      return stored;
    };
    const stored = async () => (await termsIn(open().store)).stored.join('\n');

    it('are those of the rows, however these change, and come back as they were', async () => {
      const { store } = open();
      const [directory, emm] = [sourceOf(store), sourceOf(store)];
      const seen: (readonly string[])[] = [];
      for (const round of [0, 1, 2, 0]) {
        await readWhole(directory, 'directory_user', people(round));
        await readWhole(emm, 'emm_user', people(round + 1));
        await readWhole(emm, 'device', devices(round));
        seen.push(await areRight());
      }
      expect(seen[3]).toEqual(seen[0]);
      expect(seen[1]).not.toEqual(seen[0]);
    });

    it('leave with the row, its person and its dataset: nothing is left', async () => {
      const { store } = open();
      const source = sourceOf(store);
      await readWhole(source, 'directory_user', people(0));
      await readWhole(source, 'device', devices(0));
      await readWhole(source, 'directory_user', people(0).slice(2));
      await areRight();
      expect(await stored()).not.toMatch(/ 0 mail example| 1 mail example/);
      expect(await stored()).toMatch(/ 2 mail example/);
      source.entities = source.entities.filter(({ dataset }) => dataset !== 'directory_user');
      await source.poll(() => []);
      await areRight();
      expect(await stored()).toMatch(/serial100000/);
      expect(await stored()).not.toMatch(/mail example/);
    });

    it.each([
      ['mail', ['mail'], /\d+ 0 mail example/],
      ['surname', ['surname'], / von meyerlandrut(\n|$)/],
      ['attributes.employeeID', ['employeeID'], / e100001/],
    ])('of %s leave when it is collected no more, and those of others stay', async (_, exclude, gone) => {
      const { store } = open();
      const source = sourceOf(store);
      await readWhole(source, 'directory_user', people(0));
      expect(await stored()).toMatch(gone);
      source.config = { ...source.config, exclude };
      await source.poll(() => []);
      await areRight();
      expect(await stored()).not.toMatch(gone);
      // A UPN that is the same text.
      expect(await stored()).toMatch(/ 1 mail example/);
      expect(await stored()).toMatch(/ u2 corp example/);
    });

    it('of many rows leave some at a time: one statement would lock the table (test/store/lock-guard.ts)', async () => {
      const { store } = open();
      const owners = Array.from({ length: 500 }, (_, i) => i + 1);
      const terms = owners.flatMap((owner) =>
        Array.from({ length: 10 }, (_, i) => ({ class: classOf('device', 0), term: `term ${i}`, owner })),
      );
      await writeFreely(store, async (tx) => {
        await tx.insert('search_term', terms);
        await dropTerms(tx, 'device', owners);
      });
      expect((await termsIn(store)).stored).toEqual([]);
    });

    it('of numbers leave when these are stored no more, and never hold more than is stored', async () => {
      const { store } = open();
      const source = sourceOf(store, { phoneNumbers: 'full' });
      await readWhole(source, 'directory_user', people(0));
      expect(await stored()).toMatch(/ 4915120001001/);
      for (const phoneNumbers of ['masked', 'off']) {
        source.config = { ...source.config, phoneNumbers };
        await readWhole(source, 'directory_user', people(0));
        await areRight();
        expect(await stored()).not.toMatch(/20001001|001001/);
        expect(/ [0-9a-f]{32}(\n|$)/.test(await stored())).toBe(phoneNumbers === 'masked');
      }
    });

    it('are in the export of the person, and nobody else is by theirs', async () => {
      const { store } = open();
      await readWhole(sourceOf(store), 'directory_user', people(0).slice(0, 4));
      const [one] = await store.db.selectFrom('directory_user').selectAll().where('external_id', '=', 'p1').execute();
      const terms: string[] = [];
      for await (const { dataset, records } of exportPages(store, {
        subjectId: one?.subject_id ?? 0,
        subjectHashes: [],
      }))
        if (dataset === 'search_term') for (const { term } of records) terms.push(String(term));
      const { stored } = await termsIn(store);
      expect(terms.length).toBeGreaterThan(5);
      expect(terms.sort()).toEqual(
        stored
          .filter((text) => text.split(' ')[1] === String(one?.id))
          .map(textOf)
          .sort(),
      );
    });

    it('of rows from before there were any are made by a duty, and until then the columns are asked', async () => {
      const { store } = open();
      const call = clientOf(queryEndpoints, async () => dependenciesOver(store));
      const find = async (q: string) => Object((await call(`search?q=${encodeURIComponent(q)}`)).body).users.length;
      const source = sourceOf(store);
      await readWhole(source, 'directory_user', people(0).slice(0, 3));
      await store.write(({ db }) => db.deleteFrom('search_term').execute());
      expect(await areTermsMade(store)).toBe(false);
      expect([await find('1@mail.ex'), await find('mueller')]).toEqual([1, 0]);
      // One that was read since has its own: each person is told once.
      await readWhole(source, 'directory_user', people(0).slice(0, 4));
      expect(await find('3@mail')).toBe(1);
      expect(await verifyTerms(store, () => true)).toBe(0);
      expect(await areTermsMade(store)).toBe(false);
      expect(await verifyTerms(store)).toBe(0);
      expect(await areTermsMade(store)).toBe(true);
      await areRight();
      expect([await find('1@mail.ex'), await find('mueller')]).toEqual([1, 2]);
    });

    it('that are wrong are mended by that duty', async () => {
      const { store } = open();
      await readWhole(sourceOf(store), 'device', devices(0));
      await verifyTerms(store);
      expect(await verifyTerms(store)).toBe(0);
      await store.write(({ db }) => db.deleteFrom('search_term').where('term', 'like', 'serial10000%').execute());
      await store.write(({ db }) =>
        db.updateTable('search_term').set({ term: 'x' }).where('term', '=', '100011').execute(),
      );
      expect(await verifyTerms(store)).toBe(11);
      await areRight();
    });
  });
});
