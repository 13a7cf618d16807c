import { describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { movingSource, position, positions } from '../ingest/moving-devices.ts';
import { guidOf, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { count } from '../privacy/fixture.ts';
import { onEachEngine } from '../store/stores.ts';

// Each test has names of its own: the database is shared, and people are linked over all sources.
let serial = 0;
const names = () => {
  serial += 1;
  return {
    guid: guidOf(`guid-${serial}`),
    other: guidOf(`other-${serial}`),
    upn: `anna${serial}@corp.example`,
    mail: `berg${serial}@corp.example`,
  };
};

describe('subjects', () => {
  onEachEngine((open) => {
    const source = () => new ScriptedSource(open().store);
    const directory = (s: ScriptedSource, ...rows: SourceRow[]) =>
      s.poll(() => wholePass([...rows, ...filler(s)], 'directory_user'));
    const emm = (s: ScriptedSource, ...rows: SourceRow[]) =>
      s.poll(() => wholePass([...rows, ...filler(s)], 'emm_user'));
    // Enough others that one leaver is no mass removal.
    const filler = (s: ScriptedSource): SourceRow[] =>
      Array.from({ length: 8 }, (_, i) => ({ external_id: `filler-${s.name}-${i}` }));
    const view = async (s: ScriptedSource, dataset: 'directory_user' | 'emm_user', id: string) => {
      const row = (await s.rows(dataset)).find((r) => r.external_id === id);
      return row ? { subject: Number(row.subject_id), link: row.subject_link } : null;
    };
    const subject = (id: number) =>
      open().store.db.selectFrom('subject').selectAll().where('id', '=', id).executeTakeFirst();

    it('are one for the directory and the EMM that share a strong id, and keep the views apart', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await emm(intune, { external_id: 'e1', object_guid: n.guid, display_name: 'A. Berg', department: 'Sales' });
      await directory(ad, { external_id: 'd1', object_guid: n.guid.toUpperCase(), display_name: 'Anna Berg' });
      const [there, here] = [await view(ad, 'directory_user', 'd1'), await view(intune, 'emm_user', 'e1')];
      expect(there).toEqual({ subject: here?.subject, link: 'strong' });
      expect(await subject(here?.subject ?? 0)).toMatchObject({
        present: true,
        display_name: 'Anna Berg',
        department: 'Sales',
        sources: 2,
      });
      expect(await intune.rows('emm_user')).toContainEqual(expect.objectContaining({ display_name: 'A. Berg' }));
    });

    it('are linked by a UPN while it is unique on both sides, and no longer', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid, user_principal_name: n.upn });
      await emm(intune, { external_id: 'e1', user_principal_name: n.upn.toUpperCase() });
      expect((await view(intune, 'emm_user', 'e1'))?.link).toBe('weak');
      expect((await view(intune, 'emm_user', 'e1'))?.subject).toBe((await view(ad, 'directory_user', 'd1'))?.subject);
      await emm(
        intune,
        { external_id: 'e1', user_principal_name: n.upn },
        { external_id: 'e2', user_principal_name: n.upn },
      );
      const subjects = [
        await view(ad, 'directory_user', 'd1'),
        await view(intune, 'emm_user', 'e1'),
        await view(intune, 'emm_user', 'e2'),
      ];
      expect(new Set(subjects.map((s) => s?.subject)).size).toBe(3);
    });

    it('of a leaver are not inherited by the successor who gets the mail address', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid, mail: n.mail });
      await emm(intune, { external_id: 'e1', mail: n.mail });
      const leaver = await view(intune, 'emm_user', 'e1');
      await directory(ad, { external_id: 'd2', object_guid: n.other, mail: n.mail });
      const successor = await view(ad, 'directory_user', 'd2');
      expect(await view(ad, 'directory_user', 'd1')).toBeNull();
      expect(successor?.subject).not.toBe(leaver?.subject);
      // The leaver's account in the EMM is not the successor's, though both have the address now.
      expect((await view(intune, 'emm_user', 'e1'))?.subject).not.toBe(successor?.subject);
    });

    it('part when a strong id proves that one address was two persons', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid, user_principal_name: n.upn });
      await emm(intune, { external_id: 'e1', user_principal_name: n.upn });
      expect((await view(intune, 'emm_user', 'e1'))?.link).toBe('weak');
      await emm(intune, { external_id: 'e1', user_principal_name: n.upn, object_guid: n.other });
      expect((await view(intune, 'emm_user', 'e1'))?.link).toBe('own');
      expect((await view(intune, 'emm_user', 'e1'))?.subject).not.toBe(
        (await view(ad, 'directory_user', 'd1'))?.subject,
      );
    });

    it('find back to the same person when a name is unique again', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid, mail: n.mail });
      await emm(intune, { external_id: 'e1', mail: n.mail });
      await directory(
        ad,
        { external_id: 'd1', object_guid: n.guid, mail: n.mail },
        { external_id: 'd2', object_guid: n.other, mail: n.mail },
      );
      expect((await view(intune, 'emm_user', 'e1'))?.link).toBe('own');
      await directory(
        ad,
        { external_id: 'd1', object_guid: n.guid, mail: n.mail },
        { external_id: 'd2', object_guid: n.other },
      );
      expect((await view(intune, 'emm_user', 'e1'))?.subject).toBe((await view(ad, 'directory_user', 'd1'))?.subject);
    });

    it('that a strong id proves to be one bring their changes together', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid });
      await emm(intune, { external_id: 'e1', entra_id: n.other });
      await emm(intune, { external_id: 'e1', entra_id: n.other, display_name: 'Anna' });
      await emm(intune, { external_id: 'e1', entra_id: n.other, display_name: 'Anna', object_guid: n.guid });
      const subject = (await view(ad, 'directory_user', 'd1'))?.subject;
      expect(await view(intune, 'emm_user', 'e1')).toEqual({ subject, link: 'strong' });
      expect(await intune.rows('change')).toMatchObject([{ parameter: 'displayName', subject_id: subject }]);
    });

    it('that a strong id proves to be one bring together what is told of their devices', async () => {
      const [ad, intune, n] = [source(), movingSource(open().store), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid });
      await emm(intune, { external_id: 'e1', entra_id: n.other });
      const phone = (more: SourceRow) =>
        intune.poll(() => [
          ...wholePass([{ external_id: 'p1', user_external_id: 'e1', ownership: 'company', roaming: true, ...more }]),
          positions(position(intune, 'p1', 1)),
        ]);
      await phone({ compliance: 'compliant' });
      await phone({ compliance: 'noncompliant' });
      // More than one statement may change (test/store/lock-guard.ts).
      await intune.poll(() => [positions(...Array.from({ length: 5_000 }, (_, i) => position(intune, 'p1', i / 100)))]);
      const before = (await view(intune, 'emm_user', 'e1'))?.subject;
      expect(await count(open().store, 'location', { subject_id: before })).toBeGreaterThan(5_000);
      await emm(intune, { external_id: 'e1', entra_id: n.other, object_guid: n.guid });
      const subject_id = (await view(ad, 'directory_user', 'd1'))?.subject;
      expect(subject_id).not.toBe(before);
      for (const dataset of ['location', 'roaming', 'violation'] as const)
        expect((await intune.rows(dataset)).map((row) => [dataset, row.subject_id])).toContainEqual([
          dataset,
          subject_id,
        ]);
      expect(await count(open().store, 'location', { subject_id: before })).toBe(0);
    });

    it('are one person each where a record has no name at all, and leave with it', async () => {
      const ad = source();
      await directory(ad, { external_id: 'nameless', display_name: 'Scanner' });
      const before = await view(ad, 'directory_user', 'nameless');
      await directory(ad, { external_id: 'nameless', display_name: 'Scanner 2' });
      expect(await view(ad, 'directory_user', 'nameless')).toEqual(before);
      expect(await subject(before?.subject ?? 0)).toMatchObject({ present: true, display_name: 'Scanner 2' });
      await directory(ad);
      expect(await subject(before?.subject ?? 0)).toMatchObject({ present: false, display_name: null });
    });

    it('stay for a source that has them under the same key as the one that they leave', async () => {
      const [first, second, n] = [source(), source(), names()];
      for (const s of [first, second]) await emm(s, { external_id: n.guid, entra_id: n.guid, display_name: 'Anna' });
      await emm(first);
      const { subject: id } = (await view(second, 'emm_user', n.guid)) ?? { subject: 0 };
      expect(await subject(id)).toMatchObject({ present: true, display_name: 'Anna', sources: 1 });
    });

    it('lose their names with the last view, and keep their aliases, ended', async () => {
      const [ad, n] = [source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid, mail: n.mail, display_name: 'Anna Berg' });
      const before = await view(ad, 'directory_user', 'd1');
      await directory(ad);
      expect(await subject(before?.subject ?? 0)).toMatchObject({
        present: false,
        display_name: null,
        mail: null,
        mail_folded: null,
        sources: 0,
      });
      const aliases = await open()
        .store.db.selectFrom('subject_alias')
        .selectAll()
        .where('subject_id', '=', before?.subject ?? 0)
        .execute();
      expect(aliases.map((alias) => alias.kind).sort()).toEqual(['mail', 'object_guid']);
      expect(aliases.every((alias) => alias.valid_to !== null)).toBe(true);
    });

    it('show and keep no name that is switched off, before the source is asked again', async () => {
      const [ad, intune, n] = [source(), source(), names()];
      await directory(ad, { external_id: 'd1', mail: n.mail, display_name: 'Anna Berg' });
      await emm(intune, { external_id: 'e1', mail: n.mail });
      const before = await view(ad, 'directory_user', 'd1');
      expect((await view(intune, 'emm_user', 'e1'))?.subject).toBe(before?.subject);
      ad.config = { exclude: ['mail', 'display_name'] };
      await ad.poll(() => []);
      expect(await subject(before?.subject ?? 0)).toMatchObject({ display_name: null, mail: null });
      expect((await view(intune, 'emm_user', 'e1'))?.subject).not.toBe(before?.subject);
      const kept = open().store.db.selectFrom('subject_alias').select('value').where('source', '=', ad.name);
      expect(await kept.where('kind', '=', 'mail').execute()).toEqual([]);
    });

    it('remember a former name with its time, and follow a new one', async () => {
      const [ad, n] = [source(), names()];
      await directory(ad, { external_id: 'd1', object_guid: n.guid, user_principal_name: n.upn });
      const before = await view(ad, 'directory_user', 'd1');
      await directory(ad, {
        external_id: 'd1',
        object_guid: n.guid,
        user_principal_name: n.mail,
        display_name: 'Anna Berg',
      });
      expect((await view(ad, 'directory_user', 'd1'))?.subject).toBe(before?.subject);
      const aliases = await open()
        .store.db.selectFrom('subject_alias')
        .select(['value', 'valid_to'])
        .where('subject_id', '=', before?.subject ?? 0)
        .where('kind', '=', 'user_principal_name')
        .orderBy('id')
        .execute();
      expect(aliases.map((alias) => [alias.value, alias.valid_to === null])).toEqual([
        [n.upn, false],
        [n.mail, true],
      ]);
    });

    it('stand in the change events that speak about them', async () => {
      const [intune, n] = [source(), names()];
      const device = (os: string): SourceRow[] => [
        { external_id: 'x1', user_external_id: 'e1', ownership: 'company', os_version: os },
      ];
      await emm(intune, { external_id: 'e1', entra_id: n.guid });
      await intune.poll(() => wholePass(device('17')));
      await intune.poll(() => wholePass(device('18')));
      expect(await intune.rows('change')).toMatchObject([
        { parameter: 'osVersion', subject_id: (await view(intune, 'emm_user', 'e1'))?.subject },
      ]);
    });
  });
});
