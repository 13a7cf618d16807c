import { describe, expect, it } from '@jest/globals';
import { keyOf } from '../../lib/mirror/key.ts';
import { verifyPeople } from '../../lib/people/verify.ts';
import { guidOf, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { writeFreely } from '../store/databases.ts';
import { onEachEngine, type TestStore } from '../store/stores.ts';

const AT = new Date('2026-11-24T08:00:00Z');
let serial = 0;

/** As two polls left it that committed side by side: each made a person of its own of one record. */
async function twice(open: () => TestStore, name: object) {
  const { store } = open();
  const [a, b] = [new ScriptedSource(store), new ScriptedSource(store)];
  serial += 1;
  await a.poll(() => wholePass([{ external_id: 'x', display_name: 'Anna', ...name }], 'emm_user'));
  const named = Object.fromEntries(Object.keys(name).map((key) => [key, null]));
  await b.poll(() => wholePass([{ external_id: 'y', ...named, display_name: 'A. Berg' }], 'emm_user'));
  const [row] = await b.rows('emm_user');
  await writeFreely(store, async (tx) => {
    await tx.update('emm_user', [{ id: row?.id, ...name }]);
    await tx.insert(
      'subject_alias',
      Object.entries(name).map(([kind, value]) => ({
        source: b.name,
        dataset: 'emm_user',
        record_key: keyOf(['y']),
        kind,
        value,
        subject_id: row?.subject_id,
        valid_from: AT,
      })),
    );
  });
  const subjects = async () => [...(await a.rows('emm_user')), ...(await b.rows('emm_user'))].map((r) => r.subject_id);
  return { store, subjects, old: Number(row?.subject_id), source: b.name };
}

describe('verification of people', () => {
  onEachEngine((open) => {
    it.each([
      ['a strong id', { entra_id: guidOf('anna') }],
      ['an address that is unique on both sides', { mail: 'anna@verify.example' }],
    ])('joins persons whom %s proves to be one, and says how many records', async (_, name) => {
      const { store, subjects } = await twice(open, name);
      expect(new Set(await subjects()).size).toBe(2);
      expect((await verifyPeople(store)).records).toBe(1);
      expect(new Set(await subjects()).size).toBe(1);
      expect(await verifyPeople(store)).toEqual({ records: 0, events: 0 });
    });

    it('takes along what was told of a person while it became another', async () => {
      const { store, subjects, old, source } = await twice(open, { entra_id: guidOf('late') });
      await verifyPeople(store);
      const key = keyOf([`late-${serial}`]);
      const late = { source, record_key: key, transition: key, occurred_at: AT, dataset: 'emm_user', owner_key: key };
      await store.write((tx) => tx.insert('change', [{ ...late, kind: 'appeared', subject_id: old }]));
      expect((await verifyPeople(store)).events).toBe(1);
      const told = await store.db.selectFrom('change').select('subject_id').where('record_key', '=', key).execute();
      expect(told).toEqual([{ subject_id: (await subjects())[0] }]);
    });

    it('leaves apart whom strong ids prove to be two, though they share an address', async () => {
      const { store } = open();
      const [a, b] = [new ScriptedSource(store), new ScriptedSource(store)];
      const mail = 'shared@verify.example';
      await a.poll(() => wholePass([{ external_id: 'x', mail, entra_id: guidOf('one') }], 'emm_user'));
      await b.poll(() => wholePass([{ external_id: 'y', mail, entra_id: guidOf('two') }], 'emm_user'));
      expect((await verifyPeople(store)).records).toBe(0);
    });
  });
});
