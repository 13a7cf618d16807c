// Warnings by kind and source: what tells operators of them goes by these, the API and the log by the lines.
import { expect, it } from '@jest/globals';
import { fullWish } from '../../lib/ingest/full.ts';
import { HASH_KEYS, type HashKeys, noteKeys } from '../../lib/key-checks.ts';
import { markRekeyed } from '../../lib/operations/restored.ts';
import { warningsIn, warningsOf, warningTold } from '../../lib/operations/warnings.ts';
import { RECEIPT } from '../../lib/retention/receipt.ts';
import { unverified } from '../../lib/retention/unverified.ts';
import { SecretReference } from '../../lib/secrets.ts';
import { DECLARATIONS } from '../../lib/settings/index.ts';
import type { Fact } from '../../lib/store/index.ts';
import { writeStoredValue } from '../../lib/store/stored-values.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf } from './application.ts';

onEachEngine((open) => {
  const { application } = operatorsOf(open);

  it('each warning says its kind and its source, and the lines are the same', async () => {
    const { store } = open();
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(20)));
    await source.poll(() => wholePass(devices(8)));
    const app = { ...application(source, () => []), ignored: ['LICENSE is no setting.'] };
    const facts: readonly Fact[] = [
      { name: 'READ_COMMITTED_SNAPSHOT', value: 'off', advice: 'A DBA runs: a statement' },
      { name: 'encryption', value: 'off', advice: 'A DBA runs: another one' },
    ];
    const warnings = await warningsIn(app, facts);
    expect(warnings.map(({ kind, source: about }) => [kind, about])).toEqual([
      ['setting-ignored', null],
      ['hold-opened', source.name],
      // The scripted source tells a time of its own, which lies back.
      ['source-stale', source.name],
      ['database-posture', null],
    ]);
    expect(await warningsOf(app, facts)).toEqual(warnings.map(({ line }) => line));
    expect(warnings.map(warningTold)[1]).toEqual({
      ...{ kind: 'hold-opened', source: source.name, about: 'device/removal', text: warnings[1]?.line },
      since: warnings[1]?.since?.toISOString(),
    });
    expect(warnings.map(warningTold)[0]).toMatchObject({ about: null, since: null });
    const left = await warningsIn({ ...app, sources: [] }, facts);
    expect(left.map(({ kind }) => kind)).toEqual(['setting-ignored', 'source-stale', 'database-posture']);
  });

  it('tells of sources that refuse the sign-in, logs that are stale, retention that is behind, and collectors that were lost', async () => {
    const { store } = open();
    await emptyTables(store);
    const now = await store.now();
    const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
    const source = new ScriptedSource(store);
    const app = application(source, () => []);
    const kinds = async (thresholds = {}) =>
      (await warningsIn(app, [], undefined, thresholds)).map(({ kind, about }) => [kind, about ?? null]);
    const state = { source: source.name, product: 'x', fence: 1, last_seen_at: now, files: '{"problems":{}}' };
    await store.write((tx) => tx.insert('source_state', [{ ...state, last_success_at: ago(5) }]));
    await writeStoredValue(store, RECEIPT, { endedAt: ago(20), waitingSources: 0, datasets: { call: { left: 0 } } });
    expect(await kinds()).toEqual([]);
    expect(await kinds({ staleDays: 4 / 24 })).toEqual([['source-stale', null]]);
    const refused = JSON.stringify({ tries: [now.getTime()], secrets: [] });
    await store.write(({ db }) => db.updateTable('source_state').set({ sign_in: refused }).execute());
    await writeStoredValue(store, RECEIPT, { endedAt: ago(20), waitingSources: 0, datasets: { call: { left: 3 } } });
    const collector = { host_version: '4', node_version: '24', lens_version: '1', sources: '[]' };
    const lost = { ...collector, instance: 'lost', started_at: ago(9), last_seen_at: ago(1) };
    await store.write((tx) => tx.insert('collector', [lost]));
    const all = [
      ['sign-in-refused', null],
      ['retention-behind', null],
      ['collector-lost', 'lost'],
    ];
    expect(await kinds()).toEqual(all);
    // One that is switched off is not asked any more.
    const off = app.sources.map((one) =>
      'config' in one ? { ...one, config: { ...one.config, enabled: false } } : one,
    );
    const left = await warningsIn({ ...app, sources: off }, []);
    expect(left.map(({ kind }) => kind)).toEqual(['retention-behind', 'collector-lost']);
    await writeStoredValue(store, RECEIPT, { endedAt: ago(51), waitingSources: 0, datasets: {} });
    expect(await kinds()).toEqual(all);
  });

  it('tells of each key of hashes that is not the one of before, until it is back, or was changed on purpose', async () => {
    const { store } = open();
    await emptyTables(store);
    const app = application(new ScriptedSource(store), () => []);
    const told = async (settings: HashKeys) =>
      (await warningsIn({ ...app, settings: { ...app.settings, ...settings } }, [])).map(({ kind, about }) => [
        kind,
        about,
      ]);
    process.env.OTHER_KEY = 'another key of thirty-three letters';
    const [first, other] = [app.settings.PHONE_KEY, new SecretReference('env:OTHER_KEY')];
    const keys = { AUDIT_KEY: first, PHONE_KEY: first };
    await noteKeys(store, { ...keys, AUDIT_KEY: new SecretReference('env:NO_SUCH_KEY') });
    // What could not be read at first is noted as soon as it can.
    await noteKeys(store, keys);
    await noteKeys(store, { AUDIT_KEY: other, PHONE_KEY: other });
    expect(await told(keys)).toEqual([]);
    expect(await told({ ...keys, PHONE_KEY: other })).toEqual([['key-changed', 'PHONE_KEY']]);
    expect(await told({ ...keys, AUDIT_KEY: other })).toEqual([['key-changed', 'AUDIT_KEY']]);
    expect(await told({ ...keys, AUDIT_KEY: new SecretReference('env:NO_SUCH_KEY') })).toEqual([]);
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(1)));
    expect(await markRekeyed(store, { ...keys, PHONE_KEY: other })).toEqual([source.name]);
    expect(await fullWish(store, source.name)).not.toBeNull();
    expect((await told({ ...keys, PHONE_KEY: other })).filter(([kind]) => kind === 'key-changed')).toEqual([]);
    expect((await told(keys)).filter(([kind]) => kind === 'key-changed')).toEqual([['key-changed', 'PHONE_KEY']]);
    const values = (await store.db.selectFrom('setting').select('value').execute()).map(({ value }) => value);
    expect(values.join()).not.toMatch(/letters/);
  });

  it('every setting that is a key of hashes has a check', () => {
    const hashes = Object.entries(DECLARATIONS).filter(([, { description }]) =>
      description.startsWith('Key of the hashes'),
    );
    expect(HASH_KEYS).toEqual(hashes.map(([name]) => name));
  });

  it('asks no table of rows that a young pass confirmed: it looks every minute', async () => {
    const { store } = open();
    await emptyTables(store);
    const source = new ScriptedSource(store);
    await source.poll(() => wholePass(devices(20)));
    const passes = JSON.stringify({ device: await store.now(), emm_user: await store.now() });
    await store.write(({ db }) => db.updateTable('source_state').set({ passes }).execute());
    const asked: string[] = [];
    const select = (table: string) => {
      asked.push(table);
      return store.rows.selectFrom(table);
    };
    const rows = new Proxy(store.rows, {
      get: (real, name) => (name === 'selectFrom' ? select : Reflect.get(real, name)),
    });
    expect(await unverified({ ...store, rows }, 30, await store.now())).toEqual([]);
    expect(asked).not.toContain('device');
  });
});
