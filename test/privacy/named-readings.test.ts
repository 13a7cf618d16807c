// Whoever stands in an answer is named in the access log, and nobody else: of every route that can be read.
import { expect, it } from '@jest/globals';
import { ScriptedSource } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { countedApps, readerOver, targetsOf } from './every-route.ts';
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
  addWebEvents,
  daysAgo,
  subjectOf,
} from './fixture.ts';

/** All that is stored of a person has one of these in it, or the person's id. */
const PEOPLE = ['quxada', 'quxbert', 'quxcleo'];

onEachEngine((open) => {
  it('an answer is read of all whom it speaks about', async () => {
    const { store } = open();
    await emptyTables(store);
    const source = new ScriptedSource(store);
    await addSource(store, 's');
    const ids = new Map<string, number>();
    for (const name of PEOPLE) {
      const device = `phone-of-${name}`;
      const place = name === 'quxcleo' ? (['ad', 'directory_user'] as const) : (['s', 'emm_user'] as const);
      await addPerson(store, place[0], name, { display_name: name, mail: `${name}@example.org` }, daysAgo(2), place[1]);
      ids.set(name, await subjectOf(store, place[0], name, place[1]));
      const of = { subject_id: ids.get(name) };
      // One is known to a directory alone, the list of the EMM's users being refused: the device names her.
      const user = name === 'quxcleo' ? { user_principal_name: `${name}@EXAMPLE.org` } : { user_external_id: name };
      await addDevices(store, 's', [device], { ...user, device_name: device });
      await addApp(store, 's', device, `app-of-${name}`);
      await addChanges(store, 2, daysAgo(1), of);
      await addDeviceEvents(store, device, daysAgo(1), of);
      await addMailEvents(store, device, daysAgo(1), of);
      await addCalls(store, device, daysAgo(1), of);
      await addWebEvents(store, daysAgo(1), { subject_id: ids.get(name) });
      await addMailbox(store, device, `${name}@Example.org`);
      const naming = { attributes: JSON.stringify({ appleId: `${name}@example.org` }), first_seen_at: new Date() };
      const row = { source: 's', record_key: Buffer.from(name.padEnd(16)), row_hash: Buffer.alloc(16), ...naming };
      await store.write((tx) =>
        tx.insert('infrastructure', [{ ...row, component: 'token', external_id: name, changed_at: new Date() }]),
      );
    }
    const devices = await store.db.selectFrom('device').select('id').execute();
    const apps = await countedApps(store);
    const places = { users: [...ids.values()], devices: devices.map(({ id }) => id), apps, sources: [source.name] };
    const read = readerOver(store, source, 'scripted');
    const named = new Map<string, readonly string[]>();
    for (const target of targetsOf(places, 'quxb')) {
      const { status, text, names } = await read(target);
      // Of a source that was not polled yet there is no status.
      if (status === 404 && target.startsWith('sources/')) continue;
      expect([target, status]).toEqual([target, 200]);
      const standing = PEOPLE.filter((name) => text.includes(name) || text.includes(`"userId":"${ids.get(name)}"`));
      named.set(target, standing);
      expect([target, PEOPLE.filter((name) => names(ids.get(name)))]).toEqual([target, standing]);
    }
    // They were there to be found.
    const all = [...named]
      .filter(([, people]) => people.length === PEOPLE.length)
      .map(([target]) => target.split('?')[0]);
    expect(all).toEqual([
      'users',
      'devices',
      'mailboxes',
      'mail-devices',
      'locations',
      'roaming',
      'violations',
      'data-usage',
      'calls',
      'messages',
      'traffic',
      'traffic-categories',
      'traffic-requests',
      'activities',
      'app-access',
      'mail-requests',
      'infrastructure',
    ]);
    expect(named.get('search?q=quxb&limit=50')).toEqual(['quxbert']);
    expect([...named.values()].filter((people) => people.length === 1).length).toBeGreaterThan(3 * 8);
  });
});
