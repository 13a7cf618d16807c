import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import { decideHolds, heldLines } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, guidOf, parameter, ScriptedSource, wholePass } from './scripted.ts';

describe('a value that a source tells no more', () => {
  onEachEngine((open) => {
    const full = (i: number): SourceRow => ({
      os_version: '17',
      phone_number: `+49 151 234567${String(i).padStart(2, '0')}`,
      attributes: { joinType: 'cloud', notes: `note ${i}` },
    });
    const loaded = async (count = 20, config = {}) => {
      const source = new ScriptedSource(open().store, config);
      await source.poll(() => wholePass(devices(count, full)));
      return source;
    };
    /** Of the first `lost` rows. */
    const losing = (lost: number, what: SourceRow, count = 20) =>
      devices(count, (i) => ({ ...full(i), ...(i < lost ? what : {}) }));
    const set = async (source: ScriptedSource, column: string) =>
      (await source.rows('device')).filter((row) => row[column] !== null).length;
    const attributes = async (source: ScriptedSource) =>
      (await source.rows('device')).map(({ attributes }) => JSON.parse(String(attributes ?? '{}')));
    const holds = (source: ScriptedSource) => source.rows('deletion_hold');
    const kept = (source: ScriptedSource) => source.rows('device').then(() => keptOf(source.name));
    const keptOf = (name: string) =>
      open().store.db.selectFrom('kept_value').selectAll().where('source', '=', name).execute();
    const changesOf = async (source: ScriptedSource) =>
      (await source.rows('change')).filter(({ parameter }) => parameter !== null);

    it('stays in all rows where most of them lost it at once: it is held, said, and the rest is taken over', async () => {
      const source = await loaded();
      const receipt = await source.poll(() => wholePass(losing(20, { os_version: null, device_name: 'another' })));
      expect(await set(source, 'os_version')).toBe(20);
      expect((await source.rows('device')).every((row) => row.device_name === 'another')).toBe(true);
      expect(receipt).toMatchObject({ outcome: 'complete', datasets: { device: { held: 20 } } });
      expect(await holds(source)).toMatchObject([
        { state: 'open', kind: 'values', parameters: '["os_version"]', absent: 20, total: 20 },
      ]);
      const [line = ''] = await heldLines(open().store, source.name);
      expect(line).toMatch(/20 of 20 rows of device lost osVersion .* removed at 2026-12-08T/);
      expect((await changesOf(source)).map(({ parameter }) => parameter)).not.toContain('osVersion');
    });

    it('leaves as it was approved: of the rows that the hold counted, and of no others', async () => {
      const source = await loaded(100);
      await source.poll(() => wholePass(losing(60, { os_version: null }, 100)));
      await decideHolds(open().store, source.name, 'approved');
      const receipt = await source.poll(() => wholePass(losing(100, { os_version: null }, 100)));
      expect(await set(source, 'os_version')).toBe(40);
      expect(receipt).toMatchObject({ datasets: { device: { held: 40 } } });
      expect(await holds(source)).toMatchObject([
        { state: 'done', absent: 60 },
        { state: 'open', absent: 40 },
      ]);
    });

    it('leaves after 14 days of each row, not of the first ones, and while a row changes otherwise', async () => {
      const source = await loaded(100);
      await source.poll(() => wholePass(losing(60, { os_version: null }, 100)));
      source.clock.leap(7);
      await source.poll(() => wholePass(losing(80, { os_version: null, device_name: 'another' }, 100)));
      source.clock.leap(7);
      await source.poll(() => wholePass(losing(100, { os_version: null, device_name: 'another' }, 100)));
      expect(await set(source, 'os_version')).toBe(40);
      expect(await holds(source)).toMatchObject([{ state: 'open', absent: 40 }]);
      source.clock.leap(7);
      await source.poll(() => wholePass(losing(100, { os_version: null }, 100)));
      expect(await set(source, 'os_version')).toBe(20);
      source.clock.leap(7);
      await source.poll(() => wholePass(losing(100, { os_version: null }, 100)));
      expect(await set(source, 'os_version')).toBe(0);
      expect(await holds(source)).toMatchObject([{ state: 'done' }]);
    });

    it.each([
      ['unreadable', { os_version: new Unreadable('not string') }, 'os_version'],
      ['a number, with its hash', { phone_number: null }, 'phone_number_hash'],
    ])('stays where it is %s', async (_, what, column) => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, what)));
      expect(await set(source, column)).toBe(20);
    });

    it('stays where it is an attribute, others changing', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { attributes: { notes: 'new' } })));
      expect(await attributes(source)).toEqual(Array(20).fill({ joinType: 'cloud', notes: 'new' }));
      expect(await holds(source)).toMatchObject([{ parameters: '["attributes.joinType"]' }]);
      await source.poll(() => wholePass(losing(20, { attributes: undefined })));
      expect(await attributes(source)).toEqual(Array(20).fill({ joinType: 'cloud', notes: 'new' }));
      expect((await holds(source)).map((hold) => hold.parameters)).toEqual([
        '["attributes.joinType"]',
        '["attributes.notes"]',
      ]);
    });

    it('stays in rows of children', async () => {
      const source = await loaded(10);
      const apps = (version: string | null) =>
        source.poll(function* () {
          const of = devices(10).map(({ external_id }) => String(external_id));
          const rows = of.map((id) => ({ device_external_id: id, app_id: 'mail', title: 'Mail', version }));
          yield { dataset: 'device_app', rows, scope: of.map((id) => [id]) };
        });
      const versions = async () => (await source.rows('device_app')).map((row) => row.version);
      await apps('1');
      await apps(null);
      expect(await versions()).toEqual(Array(10).fill('1'));
      expect(await holds(source)).toMatchObject([{ state: 'open', dataset: 'device_app', absent: 10 }]);
      await decideHolds(open().store, source.name, 'approved');
      expect(await carryOutApproved(source.dependencies(() => []))).toBe(true);
      expect(await versions()).toEqual(Array(10).fill(null));
      await apps('2');
      expect(await versions()).toEqual(Array(10).fill('2'));
    });

    it.each([
      ['half of them', 20, 10],
      ['five', 6, 5],
    ])('leaves at the end of the poll where no more than %s lost it', async (_, count, lost) => {
      const source = await loaded(count);
      const receipt = await source.poll(() => wholePass(losing(lost, { os_version: null }, count)));
      expect(await set(source, 'os_version')).toBe(count - lost);
      expect(receipt.datasets.device).toMatchObject({ updated: lost, held: 0 });
      expect(await holds(source)).toEqual([]);
      expect(await kept(source)).toEqual([]);
      expect(await changesOf(source)).toHaveLength(lost);
    });

    it('leaves where few rows had it, though most of them lost it', async () => {
      const source = await loaded(100);
      await source.poll(() => wholePass(devices(100, (i) => ({ ...full(i), ...(i < 8 ? { carrier: 'A' } : {}) }))));
      await source.poll(() => wholePass(devices(100, full)));
      expect(await set(source, 'carrier')).toBe(0);
    });

    it('stays where a part of the rows had it, and most of these lost it', async () => {
      const source = await loaded(40);
      await source.poll(() => wholePass(devices(40, (i) => ({ ...full(i), ...(i < 12 ? { carrier: 'A' } : {}) }))));
      await source.poll(() => wholePass(devices(40, full)));
      expect(await set(source, 'carrier')).toBe(12);
    });

    it('is judged at the end of a pass over several polls, and not by a part of it', async () => {
      const source = await loaded();
      const rows = losing(20, { os_version: null });
      const part = function* (from: number, to: number): Generator<PollStep> {
        if (from === 0) yield { dataset: 'device', pass: 'start', checkpoint: { from } };
        yield { dataset: 'device', rows: rows.slice(from, to), checkpoint: { from: to } };
        if (to < 20) throw new SourceError('The connection was lost.', { code: 'reset', hint: 'None.' });
        yield { dataset: 'device', complete: { marker: 'test', rows: 20 }, checkpoint: { from: 0 } };
      };
      await source.poll(() => part(0, 4));
      await source.poll(() => part(4, 10));
      expect(await holds(source)).toEqual([]);
      await source.poll(() => part(10, 20));
      expect(await set(source, 'os_version')).toBe(20);
      expect(await holds(source)).toMatchObject([{ state: 'open', absent: 20 }]);
    });

    it('leaves once it is approved, without asking the source, with what follows from it', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { os_version: null, phone_number: null })));
      expect(await decideHolds(open().store, source.name, 'approved')).toEqual([
        { dataset: 'device', absent: 20, kind: 'values', parameters: ['osVersion', 'phoneNumber'] },
      ]);
      expect(await carryOutApproved(source.dependencies(() => []))).toBe(true);
      expect([await set(source, 'os_version'), await set(source, 'phone_number_hash')]).toEqual([0, 0]);
      expect(await holds(source)).toMatchObject([{ state: 'done' }]);
      expect(await kept(source)).toEqual([]);
      expect((await changesOf(source)).filter(({ parameter }) => parameter === 'osVersion')).toHaveLength(20);
      const receipt = await source.poll(() => wholePass(losing(20, { os_version: null, phone_number: null })));
      expect(receipt.datasets.device).toMatchObject({ updated: 0, held: 0 });
    });

    it('stays once it is rejected, until the source has it again', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { os_version: null })));
      await decideHolds(open().store, source.name, 'rejected');
      source.clock.leap(40);
      const receipt = await source.poll(() => wholePass(losing(20, { os_version: null })));
      expect([receipt.datasets.device?.held, await set(source, 'os_version')]).toEqual([0, 20]);
      await source.poll(() => wholePass(losing(3, { os_version: null })));
      expect(await set(source, 'os_version')).toBe(17);
      expect(await holds(source)).toMatchObject([{ state: 'recovered' }]);
    });

    it('has no hold any more when it comes back', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { os_version: null })));
      await source.poll(() => wholePass(losing(20, { os_version: '18' })));
      expect(await holds(source)).toMatchObject([{ state: 'recovered' }]);
      expect(await kept(source)).toEqual([]);
      expect((await source.rows('device')).every((row) => row.os_version === '18')).toBe(true);
      expect((await changesOf(source)).every((change) => change.old_value === '17')).toBe(true);
    });

    it('makes the next poll read everything anew while it is held', async () => {
      const source = await loaded();
      const positions: unknown[] = [];
      for (const lost of [20, 20, 0])
        await source.poll(function* ({ checkpoint }) {
          positions.push(checkpoint);
          yield* wholePass(losing(lost, { os_version: null }));
          yield { dataset: 'device', rows: [], checkpoint: { link: 'of the changes' } };
        });
      expect(positions).toEqual([null, null, null]);
    });

    it('leaves after 14 days without an answer, once the clock is believed', async () => {
      const source = await loaded();
      const lose = (more = {}) => source.poll(() => wholePass(losing(20, { os_version: null })), more);
      await lose();
      source.clock.leap(13);
      await lose();
      expect(await set(source, 'os_version')).toBe(20);
      source.clock.leap(2);
      await lose({ believesClock: async () => false });
      expect(await set(source, 'os_version')).toBe(20);
      await lose();
      expect(await set(source, 'os_version')).toBe(0);
      expect(await holds(source)).toMatchObject([{ state: 'done' }]);
    });

    it('leaves at once where it is not collected any more, and nothing is kept of it', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { os_version: null, attributes: undefined })));
      source.config = { exclude: ['os_version', 'joinType'] };
      await source.poll(() => wholePass(losing(20, { os_version: null, attributes: undefined })));
      expect(await set(source, 'os_version')).toBe(0);
      expect(await attributes(source)).toEqual(Array.from({ length: 20 }, (_, i) => ({ notes: `note ${i}` })));
      const names = (await kept(source)).map(({ parameters }) => parameters);
      expect(new Set(names)).toEqual(new Set(['["attributes.notes"]']));
    });

    it('leaves at once where another property told it that is not collected any more, before the source is asked', async () => {
      const source = new ScriptedSource(open().store, { profile: 'extended' });
      source.entities = source.entities.map((entity) => {
        const second = [
          parameter('device_name', { wire: 'friendlyName', profile: 'extended' }),
          { wire: 'nickname', attribute: 'notes', type: 'string', class: 'content', profile: 'extended' } as const,
        ];
        const parameters = [...entity.parameters, ...second];
        return entity.dataset === 'device' ? { ...entity, parameters } : entity;
      });
      const name = (i: number) => (i < 5 ? `Device ${i}` : null);
      const narrow = devices(20, (i) => ({ device_name: name(i), os_version: '17' }));
      const wide = narrow.map((row, i) => ({
        ...row,
        device_name: name(i) ?? `Phone of ${i}`,
        attributes: { notes: 'a nickname' },
      }));
      await source.poll(() => wholePass(wide));
      source.config = { profile: 'core' };
      const refused = new SourceError('busy', { code: 'http-503', hint: 'Wait.' });
      // biome-ignore lint/correctness/useYield: it fails before it tells anything
      await source.poll(function* () {
        throw refused;
      });
      expect(await set(source, 'device_name')).toBe(0);
      await source.poll(() => wholePass(narrow));
      expect(await source.rows('device')).toMatchObject(
        narrow.map(({ device_name, os_version }) => ({ device_name, os_version, attributes: null })),
      );
      expect([await holds(source), await changesOf(source), await kept(source)]).toEqual([[], [], []]);
    });

    it('leaves at once with the switch for phone numbers', async () => {
      const source = await loaded(20, { phoneNumbers: 'full' });
      for (const [phoneNumbers, left] of [
        ['masked', 20],
        ['off', 0],
      ] as const) {
        source.config = { phoneNumbers };
        await source.poll(() => wholePass(losing(0, {})));
        const numbers = (await source.rows('device')).flatMap(({ phone_number }) => phone_number ?? []);
        expect(numbers).toHaveLength(left);
        expect(numbers.every((number) => String(number).includes('*'))).toBe(true);
      }
      expect(await holds(source)).toEqual([]);
    });

    it('leaves at once where it is who owns the device, or the device is a person’s now', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { ownership: null })));
      expect(await set(source, 'ownership')).toBe(0);
      await source.poll(() => wholePass(losing(20, { ownership: 'personal', os_version: null })));
      expect(await set(source, 'os_version')).toBe(0);
      expect(await holds(source)).toEqual([]);
    });

    it('leaves with its row, and nothing is left of it', async () => {
      const source = await loaded();
      await source.poll(() => wholePass(losing(20, { os_version: null })));
      await source.poll(() => wholePass(losing(20, { os_version: null }, 18)));
      expect(await kept(source)).toHaveLength(18);
      await source.poll(() => wholePass([]));
      await decideHolds(open().store, source.name, 'approved');
      await carryOutApproved(source.dependencies(() => []));
      expect([await kept(source), await source.rows('device')]).toEqual([[], []]);
      expect((await holds(source)).map(({ state }) => state)).not.toContain('open');
    });

    it('keeps a name of a person, and so their records together', async () => {
      const source = new ScriptedSource(open().store);
      const people = (mail: boolean) =>
        devices(12).map((_, i) => ({
          external_id: `e${i}`,
          display_name: `Person ${i}`,
          ...(mail ? { mail: `p${i}-${source.name}@x.example` } : {}),
        }));
      const aliases = async () => (await source.rows('subject_alias')).filter((row) => row.valid_to === null);
      await source.poll(() => wholePass(people(true), 'emm_user'));
      const before = (await aliases()).length;
      await source.poll(() => wholePass(people(false), 'emm_user'));
      expect(await aliases()).toHaveLength(before);
      await decideHolds(open().store, source.name, 'approved');
      await carryOutApproved(source.dependencies(() => []));
      expect((await aliases()).length).toBeLessThan(before);
    });

    it('is not kept where the device went to somebody else meanwhile', async () => {
      const source = new ScriptedSource(open().store);
      const read = (first: string, more: SourceRow) =>
        source.poll(() =>
          wholePass(devices(20, (i) => ({ user_external_id: i === 0 ? first : 'b', device_name: null, ...more }))),
        );
      await read('a', { carrier: 'A', phone_number: '+49 151 23456789', attributes: { notes: 'of a' } });
      await read('b', { carrier: null, phone_number: null, attributes: undefined });
      const rows = await source.rows('device');
      expect(
        rows.filter((row) => row.carrier !== null && row.phone_number_hash !== null && row.attributes),
      ).toHaveLength(19);
      expect(rows[0]).toMatchObject({ carrier: null, phone_number: null, phone_number_hash: null, attributes: null });
    });

    it.each([
      ['address', { user_principal_name: 'successor@kept.example' }],
      ['name', { display_name: 'Successor' }],
    ])(
      'is not kept of an account that goes to somebody of another %s: the predecessor is not inherited',
      async (_, as) => {
        const [directory, emm] = [new ScriptedSource(open().store), new ScriptedSource(open().store)];
        const people = (key: string, more: (i: number) => SourceRow) =>
          Array.from({ length: 20 }, (_, i) => ({ external_id: `${key}${i}`, display_name: `P${i}`, ...more(i) }));
        const strong = (i: number) => ({ object_guid: guidOf(`${emm.name} ${i}`) });
        await directory.poll(() => wholePass(people('d', strong), 'directory_user'));
        const upn = (i: number) => ({ user_principal_name: `p${i}-${emm.name}@kept.example` });
        await emm.poll(() =>
          wholePass(
            people('u', (i) => ({ ...upn(i), ...strong(i) })),
            'emm_user',
          ),
        );
        await emm.poll(() =>
          wholePass(
            people('u', (i) => ({ ...upn(i), ...(i === 0 ? as : {}) })),
            'emm_user',
          ),
        );
        const [users, entries] = [await emm.rows('emm_user'), await directory.rows('directory_user')];
        expect(users.map((user) => user.object_guid === null)).toEqual(users.map((_, i) => i === 0));
        expect(users.map((user, i) => user.subject_id === entries[i]?.subject_id)).toEqual(
          users.map((_, i) => i !== 0),
        );
      },
    );
  });
});
