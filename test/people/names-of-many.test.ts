// What stands for no name makes nobody one person: placeholders, ids that a source has twice, addresses that many share.
import { describe, expect, it } from '@jest/globals';
import { verifyPeople } from '../../lib/people/verify.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { openEngine, type Store } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { guidOf, parameter, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { writeFreely } from '../store/databases.ts';
import { onEachEngine, type TestStore } from '../store/stores.ts';

const PEOPLE = 12;
let serial = 0;

/** People of a source; each has an address of their own. */
const people = (more: (i: number) => SourceRow): SourceRow[] =>
  Array.from({ length: PEOPLE }, (_, i) => ({
    external_id: `u${i}`,
    display_name: `Person ${i}`,
    mail: `person${i}@many-${serial}.example`,
    ...more(i),
  }));

const sourceOf = (store: Store): ScriptedSource => {
  const source = new ScriptedSource(store);
  source.entities = source.entities.map((entity) => ({
    ...entity,
    parameters: entity.dataset.endsWith('_user')
      ? [...entity.parameters, parameter('security_identifier')]
      : entity.parameters,
  }));
  return source;
};

const subjectsOf = async (source: ScriptedSource, dataset: 'emm_user' | 'directory_user' = 'emm_user') =>
  (await source.rows(dataset)).map((row) => Number(row.subject_id));

/** A directory and a system that know the same people, each with a strong id that it gives to all of them. */
async function loaded({ store }: TestStore, ids: SourceRow) {
  serial += 1;
  const [directory, emm] = [sourceOf(store), sourceOf(store)];
  await directory.poll(() =>
    wholePass(
      people((i) => ({ object_guid: guidOf(`${serial} ${i}`) })),
      'directory_user',
    ),
  );
  await emm.poll(() =>
    wholePass(
      people(() => ids),
      'emm_user',
    ),
  );
  return { directory, emm };
}

describe('a name that many have', () => {
  onEachEngine((open) => {
    const none = [
      ['object_guid', 'N/A'],
      ['object_guid', 'none'],
      ['object_guid', 'S-1-5-21-1-2-3-4'],
      ['object_guid', '00000000-0000-0000-0000-000000000000'],
      ['object_guid', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
      ['object_guid', '12345678-1234-1234-1234-123456789012'],
      ['entra_id', '11111111-1111-1111-1111-111111111111'],
      ['entra_id', 'anna'],
      ['security_identifier', 'S-1-5-18'],
      ['security_identifier', 'S-1-5-21-0-0-0-496'],
      ['user_principal_name', '(none)'],
    ] as const;
    it.each(none)('as %s of one in each of two sources (%s) is no name', async (kind, value) => {
      const [a, b] = [sourceOf(open().store), sourceOf(open().store)];
      for (const source of [a, b])
        await source.poll(() => wholePass([{ external_id: 'x', [kind]: value }], 'emm_user'));
      expect(new Set([...(await subjectsOf(a)), ...(await subjectsOf(b))]).size).toBe(2);
    });

    it.each([
      ...none,
      ['object_guid', guidOf('a placeholder that nobody has listed')] as const,
      ['security_identifier', 'S-1-5-21-1-2-3-500'] as const,
    ])(
      'as %s of all of a source (%s) joins nobody, and does not stand in the way of addresses',
      async (kind, value) => {
        const { directory, emm } = await loaded(open(), { [kind]: value });
        expect(await subjectsOf(emm)).toEqual(await subjectsOf(directory, 'directory_user'));
        expect(new Set(await subjectsOf(emm)).size).toBe(PEOPLE);
        // One who is read alone, and one of another source, are no others.
        const other = sourceOf(open().store);
        await other.poll(() => wholePass([{ external_id: 'x', [kind]: value }], 'emm_user'));
        await emm.poll(() =>
          wholePass([...people(() => ({ [kind]: value })), { external_id: 'y', [kind]: value }], 'emm_user'),
        );
        expect(new Set([...(await subjectsOf(emm)), ...(await subjectsOf(other))]).size).toBe(PEOPLE + 2);
      },
    );

    it('links again when one has it alone', async () => {
      const { directory, emm } = await loaded(open(), {});
      const guid = guidOf(`${serial} 0`);
      const two = people((i) => (i < 2 ? { mail: null, object_guid: guid } : {}));
      await emm.poll(() => wholePass(two, 'emm_user'));
      const persons = await subjectsOf(directory, 'directory_user');
      expect((await subjectsOf(emm)).slice(0, 2).filter((subject) => persons.includes(subject))).toEqual([]);
      await emm.poll(() =>
        wholePass(
          two.map((row, i) => (i === 1 ? { ...row, object_guid: null } : row)),
          'emm_user',
        ),
      );
      expect((await subjectsOf(emm))[0]).toBe(persons[0]);
    });

    it.each(['N/A', guidOf('once unbounded')])(
      'and made them one before it was known for what it is (%s) is undone, without what was told of that one',
      async (value) => {
        const { store } = open();
        serial += 1;
        const emm = sourceOf(store);
        await emm.poll(() =>
          wholePass(
            people((i) => ({ entra_id: guidOf(`${serial} ${i}`) })),
            'emm_user',
          ),
        );
        const rows = await emm.rows('emm_user');
        const one = Number(rows[0]?.subject_id);
        await writeFreely(store, async (tx) => {
          await tx.update(
            'emm_user',
            rows.map(({ id }) => ({ id, subject_id: one, subject_link: 'strong', object_guid: value })),
          );
          await tx.db.updateTable('subject_alias').set({ subject_id: one }).where('source', '=', emm.name).execute();
          await tx.insert(
            'subject_alias',
            rows.map(({ record_key, changed_at }) => ({
              source: emm.name,
              dataset: 'emm_user',
              record_key,
              kind: 'object_guid',
              value: value.toLowerCase(),
              subject_id: one,
              valid_from: changed_at,
            })),
          );
        });
        expect((await verifyPeople(store)).records).toBe(PEOPLE);
        const apart = await subjectsOf(emm);
        expect(new Set(apart).size).toBe(PEOPLE);
        expect(apart).not.toContain(one);
        const left = await store.db.selectFrom('subject').select('present').where('id', '=', one).execute();
        expect(left).toEqual([{ present: false }]);
        expect(await verifyPeople(store)).toEqual({ records: 0, events: 0 });
        // Nobody takes along the ids of all the others.
        const names = store.db.selectFrom('subject_alias').select('id').where('source', '=', emm.name);
        expect((await names.execute()).length).toBeLessThanOrEqual(3 * PEOPLE);
      },
    );

    it('and is told no more does not stand between a person and who they are', async () => {
      serial += 1;
      const [directory, emm] = [sourceOf(open().store), sourceOf(open().store)];
      const object_guid = guidOf(`placeholder ${serial}`);
      for (const without of [0, 5])
        await emm.poll(() =>
          wholePass(
            people((i) => (i < without ? {} : { object_guid })),
            'emm_user',
          ),
        );
      const few = people((i) => ({ object_guid: guidOf(`${serial} ${i}`) })).slice(0, 5);
      await directory.poll(() => wholePass(few, 'directory_user'));
      expect(await subjectsOf(directory, 'directory_user')).toEqual((await subjectsOf(emm)).slice(0, 5));
    });

    it('costs one more of them no more than the first few', async () => {
      let read = 0;
      const engine = await openEngine({ database: open().database });
      const store = storeOver({
        ...engine,
        begin: async () => {
          const transaction = await engine.begin();
          return {
            ...transaction,
            execute: async (query) => {
              const result = await transaction.execute(query);
              read += result.rows.length;
              return result;
            },
          };
        },
      });
      serial += 1;
      const shared = (count: number): SourceRow[] =>
        Array.from({ length: count }, (_, i) => ({
          external_id: `u${i}`,
          user_principal_name: `u${i}@many-${serial}.example`,
          mail: `noreply@many-${serial}.example`,
        }));
      const source = sourceOf(store);
      await source.poll(() => wholePass(shared(200), 'emm_user'));
      read = 0;
      await source.poll(() => wholePass(shared(201), 'emm_user'));
      expect(read).toBeLessThan(50);
      expect(new Set(await subjectsOf(source)).size).toBe(201);
      await store.close();
    });
  });
});
