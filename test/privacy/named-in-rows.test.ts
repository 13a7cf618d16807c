// Whom a record names that belongs to nobody: of enrolment, of a token, of a group.
import { beforeEach, expect, it } from '@jest/globals';
import { catalog } from '../../lib/catalog/index.ts';
import { subjectsNamedIn } from '../../lib/mirror/named-in-rows.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { addDevices, addPerson, daysAgo, subjectOf } from './fixture.ts';

onEachEngine((open) => {
  beforeEach(() => emptyTables(open().store));

  const rowOf = (attributes: object, changed_at = new Date()) => ({
    changed_at,
    name: null,
    attributes: JSON.stringify(attributes),
  });
  async function namedBy(attributes: object, changedAt?: Date): Promise<readonly (string | null)[]> {
    const { store } = open();
    const [named = []] = await subjectsNamedIn(store, catalog.configuration, [rowOf(attributes, changedAt)]);
    const people = await store.db.selectFrom('emm_user').select(['subject_id', 'external_id']).execute();
    return named.map((id) => people.find(({ subject_id }) => subject_id === id)?.external_id ?? null);
  }

  it('is told by UPN and mail address, whatever their case, alone or in a list, by all whom it names', async () => {
    const { store } = open();
    await addPerson(store, 's', 'jane', { mail: 'jane.doe@example.org' });
    await addPerson(store, 's', 'john');
    expect(await namedBy({ userPrincipalName: 'JANE@Example.org' })).toEqual(['jane']);
    expect(await namedBy({ SupportEmail: ['jane.doe@example.org', null, 'john@example.org'] })).toEqual([
      'jane',
      'john',
    ]);
  });

  it('is told by the serial number or IMEI of a device, however the system writes it, and by no placeholder', async () => {
    const { store } = open();
    await addPerson(store, 's', 'jane');
    const of = { user_external_id: 'jane' };
    await addDevices(store, 's', ['d'], { serial_number: 'C02XYZ', imei: '356938035643809', ...of });
    await addDevices(store, 's', ['e'], { serial_number: 'Default string', ...of });
    expect(await namedBy({ serialNumber: 'c02xyz' })).toEqual(['jane']);
    expect(await namedBy({ serialNumber: '35-693803-564380' })).toEqual(['jane']);
    expect(await namedBy({ serialNumber: 'Default string' })).toEqual([]);
  });

  it('is told by a display name that one person has, and by one of two people not at all', async () => {
    const { store } = open();
    for (const name of ['jane', 'janet', 'john']) {
      const display_name = name === 'john' ? 'John Doe' : 'Jane Doe';
      await addPerson(store, 's', name, { display_name });
    }
    expect(await namedBy({ displayName: 'Jane Doe' })).toEqual([]);
    expect(await namedBy({ displayName: 'john doe' })).toEqual(['john']);
    expect(await namedBy({ description: 'The token of John Doe' })).toEqual([]);
  });

  it('is told by nothing that no product calls personal', async () => {
    await addPerson(open().store, 's', 'jane');
    expect(await namedBy({ model: 'jane@example.org' })).toEqual([]);
  });

  it('is whoever had the name when it was written, and never a successor', async () => {
    const { store } = open();
    await addPerson(store, 's', 'leaver', { mail: 'desk@example.org' }, daysAgo(90));
    const leaver = await subjectOf(store, 's', 'leaver');
    await store.write(async (tx) => {
      await tx.lock('people');
      await tx.db
        .updateTable('subject_alias')
        .set({ valid_to: daysAgo(30) })
        .where('subject_id', '=', leaver)
        .execute();
    });
    // The only one who ever had it.
    expect(await namedBy({ userPrincipalName: 'desk@example.org' })).toEqual(['leaver']);
    await addPerson(store, 's', 'successor', { mail: 'desk@example.org' }, daysAgo(10));
    expect(await namedBy({ userPrincipalName: 'desk@example.org' }, daysAgo(60))).toEqual(['leaver']);
    expect(await namedBy({ userPrincipalName: 'desk@example.org' }, daysAgo(1))).toEqual(['successor']);
    expect(await namedBy({ userPrincipalName: 'desk@example.org' }, daysAgo(20))).toEqual([]);
  });
});
