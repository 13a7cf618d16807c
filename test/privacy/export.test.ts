import { expect, it } from '@jest/globals';
import { keyedHash, keyedHashes, shortHashes } from '../../lib/keyed-hash.ts';
import { exportPages, exportSubject } from '../../lib/privacy/export.ts';
import { SecretReference } from '../../lib/secrets.ts';
import { onEachEngine } from '../store/stores.ts';
import {
  addApp,
  addCalls,
  addChanges,
  addDeviceEvents,
  addDevices,
  addMailbox,
  addMailEvents,
  addPerson,
  addSource,
  daysAgo,
  subjectOf,
} from './fixture.ts';

process.env.TEST_EXPORT_AUDIT_KEY = 'audit-key-of-this-test';
const key = new SecretReference('env:TEST_EXPORT_AUDIT_KEY');

onEachEngine((open) => {
  it('an export holds everything about one person, and nothing about another', async () => {
    const { store } = open();
    await addSource(store, 's');
    for (const name of ['jane', 'john']) {
      await addPerson(store, 's', name, { display_name: `${name} of the test`, mail: `${name}@example.org` });
      await addDevices(store, 's', [`phone-of-${name}`], { user_external_id: name, attributes: '{"colour":"red"}' });
      await addApp(store, 's', `phone-of-${name}`, `app-of-${name}`);
      await addChanges(store, 3, daysAgo(1), { subject_id: await subjectOf(store, 's', name) });
      await addDeviceEvents(store, `phone-of-${name}`, daysAgo(1), { subject_id: await subjectOf(store, 's', name) });
      await addCalls(store, `phone-of-${name}`, daysAgo(1), { subject_id: await subjectOf(store, 's', name) });
      await addMailEvents(store, `phone-of-${name}`, daysAgo(1), { subject_id: await subjectOf(store, 's', name) });
      await addMailbox(store, `phone-of-${name}`, `${name}@EXAMPLE.org`);
      const read = {
        occurred_at: new Date(),
        principal: `reader-of-${name}`,
        operation: 'o',
        dataset: 'device',
        fields: '[]',
        filters: '[]',
        row_count: 1,
      };
      const subject_hash = keyedHash(key, 'subject', String(await subjectOf(store, 's', name)));
      await store.write((tx) => tx.insert('access_log', [{ ...read, subject_hash }]));
    }
    // Of an EMM whose users could not be read: the device itself says whose it is.
    for (const name of ['jane', 'john'])
      await addDevices(store, 's', [`tablet-of-${name}`], { user_external_id: 'gone', mail: `${name}@EXAMPLE.org` });
    await addApp(store, 's', 'tablet-of-jane', 'app-of-jane');
    const subjectId = await subjectOf(store, 's', 'jane');
    const { document = null } = (await exportSubject(store, subjectId, key, { pageSize: 2 })) ?? {};
    expect(Object.fromEntries(Object.entries(document ?? {}).map(([name, records]) => [name, records.length]))).toEqual(
      {
        subject: 1,
        subjectAlias: 2,
        emmUser: 1,
        device: 2,
        deviceApp: 2,
        mailbox: 1,
        mailDevice: 1,
        change: 3,
        location: 1,
        roaming: 1,
        violation: 1,
        dataUsage: 1,
        call: 1,
        message: 1,
        ruleHit: 1,
        pimActivity: 1,
        pimRequest: 1,
        appAccess: 1,
        accessLog: 1,
      },
    );
    expect(document?.device?.[0]).toMatchObject({ externalId: 'phone-of-jane', attributes: { colour: 'red' } });
    expect(document?.location?.[0]).toMatchObject({ deviceExternalId: 'phone-of-jane', latitude: 47.376887 });
    expect(document?.violation?.[0]).toMatchObject({ compliance: 'noncompliant', reasons: ['No PIN'] });
    expect(JSON.stringify(document)).not.toContain('john');
    expect(Object.keys(document?.device?.[0] ?? {})).not.toContain('recordKey');
  });

  it('an export has the readings of the person among others, and of entries that were found to be the same', async () => {
    const { store } = open();
    const read = {
      occurred_at: new Date(),
      operation: 'o',
      dataset: 'device',
      fields: '[]',
      filters: '[]',
      row_count: 9,
    };
    for (const name of ['among', 'former', 'stranger']) await addPerson(store, 's', name);
    const [among = 0, former = 0, stranger = 0] = await Promise.all(
      ['among', 'former', 'stranger'].map((name) => subjectOf(store, 's', name)),
    );
    const naming = (...ids: number[]) => shortHashes(keyedHashes(key, 'subject', ids.map(String)));
    await store.write(async (tx) => {
      await tx.lock('people');
      await tx.db.updateTable('subject').set({ merged_into: among }).where('id', '=', former).execute();
      await tx.insert('access_log', [
        { ...read, principal: 'of both', subject_hashes: naming(stranger, among) },
        { ...read, principal: 'of the former', subject_hashes: naming(former, stranger) },
        { ...read, principal: 'of the former alone', subject_hash: keyedHash(key, 'subject', String(former)) },
        // The hash, but across two.
        {
          ...read,
          principal: 'of others',
          subject_hashes: Buffer.concat([naming(stranger).subarray(4), naming(among), naming(stranger).subarray(0, 4)]),
        },
      ]);
    });
    const { document = null } = (await exportSubject(store, among, key, { pageSize: 1 })) ?? {};
    expect(document?.accessLog?.map(({ principal }) => principal)).toEqual([
      'of both',
      'of the former',
      'of the former alone',
    ]);
    expect(Object.keys(document?.accessLog?.[0] ?? {})).not.toContain('subjectHashes');
  });

  it('an export of a leaver still finds names and events', async () => {
    const { store } = open();
    await addPerson(store, 's', 'leaver');
    const subjectId = await subjectOf(store, 's', 'leaver');
    await addChanges(store, 1, daysAgo(2), { subject_id: subjectId });
    await store.write(({ db }) => db.deleteFrom('emm_user').where('external_id', '=', 'leaver').execute());
    const { document = null } = (await exportSubject(store, subjectId, key)) ?? {};
    expect(Object.keys(document ?? {}).sort()).toEqual(['change', 'subject', 'subjectAlias']);
  });

  it('an export reads in pages, and refuses to gather more than its bound', async () => {
    const { store } = open();
    await addPerson(store, 's', 'busy');
    const subjectId = await subjectOf(store, 's', 'busy');
    await addChanges(store, 25, daysAgo(3), { subject_id: subjectId });
    const sizes: number[] = [];
    for await (const page of exportPages(store, { subjectId, subjectHashes: [], pageSize: 10 }))
      if (page.dataset === 'change') sizes.push(page.records.length);
    expect(sizes).toEqual([10, 10, 5]);
    for (const bound of [{ maxRecords: 20 }, { maxCharacters: 1_000 }])
      await expect(exportSubject(store, subjectId, key, bound)).rejects.toMatchObject({ code: 'export-too-large' });
    expect(await exportSubject(store, 999_999, key)).toBeNull();
  });
});
