// What left: told by the id that it had while its changes are kept, and found by a former name for the export.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { privacyEndpoints } from '../../lib/operations/privacy-endpoints.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { expireSubjects } from '../../lib/retention/expire-subjects.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { clientOf, PURPOSE } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { devices, guidOf, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf } from './application.ts';

const ASKED = { 'x-purpose': PURPOSE, 'content-type': 'application/json' };
const endpoints = [...queryEndpoints, ...privacyEndpoints];
const user = (name: string, more: SourceRow = {}): SourceRow => ({
  external_id: name,
  display_name: name,
  mail: `${name}@corp.example`,
  object_guid: guidOf(name),
  ...more,
});

onEachEngine((open) => {
  beforeEach(() => emptyTables(open().store));
  const { application } = operatorsOf(open);

  /** A source with three people and as many devices, and a client of the API. */
  async function company() {
    const source = new ScriptedSource(open().store);
    const app = application(source, () => []);
    const call = clientOf(endpoints, async () => ({ ...app.api, application: app }));
    const people = (...rows: SourceRow[]) => source.poll(() => wholePass(rows, 'emm_user'));
    await people(user('anna'), user('bert', { object_guid: null }), user('carl'));
    await source.poll(() => wholePass(devices(3, () => ({ user_external_id: 'anna' }))));
    const ids = Object.fromEntries(
      (await source.rows('emm_user')).map((r) => [String(r.display_name), Number(r.subject_id)]),
    );
    const logged = () => open().store.db.selectFrom('access_log').selectAll().orderBy('id', 'desc').execute();
    const find = async (name: string) => {
      const called = await call('privacy/find-person', {
        method: 'POST',
        headers: ASKED,
        body: JSON.stringify({ name }),
      });
      const endpoint = privacyEndpoints.find((one) => one.name === 'find-person');
      if (endpoint && called.status === 200) judgeOf(privacyEndpoints)(endpoint, called);
      return { status: called.status, ...Object(called.body) };
    };
    return { source, call, people, ids, logged, find };
  }
  const forget = (table: 'change' | 'poll_run') => open().store.write(({ db }) => db.deleteFrom(table).execute());

  describe('a device that its source has no more', () => {
    it('is told by its id, with when and how, until its changes are gone, and that is logged', async () => {
      const { source, call, logged, ids } = await company();
      const [gone] = await source.rows('device');
      await source.poll(() => wholePass(devices(3, () => ({ user_external_id: 'anna' })).slice(1)));
      const [change] = await source.rows('change');
      const at = new Date(Number(change?.occurred_at)).toISOString();
      for (const target of ['', '/apps', '/changes']) {
        const called = await call(`devices/${gone?.id}${target}`, { headers: ASKED });
        expect([called.status, called.body]).toMatchObject([
          410,
          {
            type: 'urn:emm-lens:problem:gone',
            detail: expect.stringContaining(source.name),
            left: { at, how: 'removed' },
          },
        ]);
        const [line] = await logged();
        expect(line).toMatchObject({ dataset: 'change', row_count: 1, purpose: PURPOSE });
        expect(line?.subject_hash).not.toBeNull();
      }
      expect(change?.subject_id).toBe(ids.anna);
      const lines = (await logged()).length;
      await forget('change');
      expect((await call(`devices/${gone?.id}`)).status).toBe(404);
      expect((await call('devices/999999')).status).toBe(404);
      expect(await logged()).toHaveLength(lines);
    });

    it('is no other record with the same id', async () => {
      const { source, call } = await company();
      await source.poll(() => wholePass([user('anna'), user('bert')], 'emm_user'));
      const [change] = await source.rows('change');
      await open().store.write(({ db }) => db.deleteFrom('device').execute());
      expect(change).toMatchObject({ dataset: 'emm_user', kind: 'removed', left_id: expect.any(Number) });
      expect((await call(`devices/${change?.left_id}`)).status).toBe(404);
    });
  });

  describe('a person whom no source knows any more', () => {
    it('is told by the id, with when, and exported as before, until the entry is gone', async () => {
      const { source, call, people, ids, logged } = await company();
      const lastPoll = source.clock.last;
      await people(user('anna'), user('bert'));
      for (const target of ['', '/changes', '/timeline']) {
        const called = await call(`users/${ids.carl}${target}`, { headers: ASKED });
        const { at, ...left } = Object(called.body).left ?? {};
        expect([called.status, left]).toEqual([410, { how: 'removed' }]);
        expect(Date.parse(at)).toBeGreaterThan(lastPoll.getTime());
        expect((await logged())[0]).toMatchObject({ dataset: 'subject', subject_hash: expect.any(String) });
      }
      expect((await call(`users/${ids.carl}/export`, { headers: ASKED })).status).toBe(200);
      await forget('change');
      // Names go a run before the person.
      for (let run = 0; run < 2; run += 1) await expireSubjects(open().store, () => false);
      expect((await call(`users/${ids.carl}`)).status).toBe(404);
    });

    it('and turned out to be another entry is told with the id of that', async () => {
      const { people, call } = await company();
      const directory = new ScriptedSource(open().store);
      await directory.poll(() => wholePass([user('albert')], 'directory_user'));
      await people(user('anna'), user('bert', { object_guid: guidOf('albert') }), user('carl'));
      const merged = open().store.db.selectFrom('subject').selectAll().where('merged_into', 'is not', null);
      const { id, merged_into: into } = await merged.executeTakeFirstOrThrow();
      const { status, body } = await call(`users/${id}`);
      expect([status, body]).toMatchObject([410, { left: { how: 'merged', id: String(into) } }]);
      expect((await call(`users/${into}`)).status).toBe(200);
    });
  });

  describe('the search for a person by a name', () => {
    it('finds who left by a former address, for a purpose, and is logged with whom it found and not the name', async () => {
      const { people, ids, logged, find, call } = await company();
      const of = (name: string) => ({ id: String(ids[name]), kind: 'mail', validFrom: expect.any(String) });
      await people(user('anna', { mail: 'a.new@corp.example' }), user('bert'));
      expect(await find('ANNA@corp.example')).toEqual({
        status: 200,
        cut: false,
        items: [{ ...of('anna'), present: true, displayName: 'anna', validTo: expect.any(String) }],
      });
      expect((await find('a.new@corp.example')).items).toMatchObject([{ ...of('anna'), validTo: null }]);
      expect((await find('carl@corp.example')).items).toMatchObject([{ ...of('carl'), present: false }]);
      const [line] = await logged();
      expect(line).toMatchObject({
        operation: 'find-person',
        dataset: 'subject_alias',
        purpose: PURPOSE,
        row_count: 1,
      });
      expect(line?.subject_hash).not.toBeNull();
      expect(JSON.stringify(line)).not.toContain('corp.example');
      expect((await find('nobody@corp.example')).items).toEqual([]);
      expect((await logged())[0]).toMatchObject({ operation: 'find-person', row_count: 0, subject_hash: null });
      const headers = { 'content-type': 'application/json' };
      expect((await call('privacy/find-person', { method: 'POST', headers, body: '{"name":"a"}' })).status).toBe(400);
    });

    it('finds by a whole display name, however it is folded, whom a source knows now, with how they are called', async () => {
      const { people, ids, logged, find } = await company();
      await people(user('anna'), user('bert', { display_name: 'Björn Ångström' }));
      const of = { id: String(ids.bert), present: true, displayName: 'Björn Ångström' };
      const byName = { ...of, kind: 'display_name', validFrom: null, validTo: null };
      expect((await find('bjorn ANGSTROM')).items).toEqual([byName]);
      expect((await find('bert@corp.example')).items).toMatchObject([{ ...of, kind: 'mail', validTo: null }]);
      // The beginning of one, and who left.
      expect((await find('Björn')).items).toEqual([]);
      expect((await find('carl')).items).toEqual([]);
      await find('Björn Ångström');
      const [line] = await logged();
      expect(line).toMatchObject({ operation: 'find-person', row_count: 1, subject_hash: expect.any(String) });
      expect(JSON.stringify(line)).not.toContain('ngstr');
    });

    it('says that more people may have a display name than it tells, and finds one of them by a stronger name', async () => {
      const { people, find } = await company();
      const namesakes = (count: number) =>
        people(...Array.from({ length: count }, (_, n) => user(`k${n}`, { display_name: 'Kim Lee' })));
      await namesakes(100);
      expect(await find('Kim Lee')).toMatchObject({ cut: false, items: { length: 100 } });
      await namesakes(101);
      expect(await find('Kim Lee')).toMatchObject({ cut: true, items: { length: 100 } });
      expect(await find('k100@corp.example')).toMatchObject({ cut: false, items: { length: 1 } });
    });

    it('tells a successor before who had the address last', async () => {
      const { people, ids, find } = await company();
      await people(user('bert'), user('carl'));
      await people(user('bert'), user('carl', { mail: 'anna@corp.example' }));
      const found = (await find('anna@corp.example')).items.map(({ id, present }: Record<string, unknown>) => [
        id,
        present,
      ]);
      expect(found).toEqual([
        [String(ids.carl), true],
        [String(ids.anna), false],
      ]);
    });

    it('keeps nobody for longer: with the last event that speaks about them their names are gone', async () => {
      const { people, find } = await company();
      await people(user('anna'), user('bert'));
      await find('carl@corp.example');
      await forget('change');
      await expireSubjects(open().store, () => false);
      expect((await find('carl@corp.example')).items).toEqual([]);
    });

    it('wants a name, and nothing else', async () => {
      const { call } = await company();
      for (const body of ['{}', '{"name":""}', '{"name":5}', '{"name":"a","q":"b"}', '[]', 'null'])
        expect([body, (await call('privacy/find-person', { method: 'POST', headers: ASKED, body })).status]).toEqual([
          body,
          400,
        ]);
    });
  });
});
