import { describe, expect, it } from '@jest/globals';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { movingSource } from './moving-devices.ts';
import { devices, type ScriptedSource, wholePass } from './scripted.ts';

const first = (row: SourceRow, count = 12) => wholePass(devices(count, (i) => (i === 0 ? row : {})));
const ABROAD = {
  home_network: '228-01',
  home_country: 'CH',
  roaming: true,
  current_network: '208-10',
  current_operator: 'SFR',
  current_country: 'FR',
};
const HOME = {
  ...ABROAD,
  roaming: false,
  current_network: '228-01',
  current_operator: 'Swisscom',
  current_country: 'CH',
};

describe('a violation', () => {
  onEachEngine((open) => {
    const told = async (s: ScriptedSource) =>
      (await s.rows('violation')).map((v) => [v.compliance_before, v.compliance, v.compliance_state, v.reasons]);

    it('is told when a device ceases to comply, and when it complies again, with state and reasons', async () => {
      const s = movingSource(open().store);
      await s.poll(() => first({ compliance: 'compliant', compliance_state: 'OK' }));
      const broken = {
        compliance: 'noncompliant',
        compliance_state: 'Blocked',
        compliance_reasons: ['Old OS', 'No PIN'],
      };
      for (const row of [broken, { ...broken, device_name: 'x' }]) await s.poll(() => first(row));
      await s.poll(() => first({ compliance: 'compliant', compliance_state: 'OK' }));
      expect(await told(s)).toEqual([
        ['compliant', 'noncompliant', 'Blocked', '["Old OS","No PIN"]'],
        ['noncompliant', 'compliant', 'OK', null],
      ]);
      const [one] = await s.rows('violation');
      expect(one?.owner_key).toEqual((await s.rows('device'))[0]?.record_key);
      await s.poll(() => first({}));
      expect((await told(s)).at(-1)).toEqual(['compliant', 'unknown', null, null]);
    });

    it('is not told of a first load, but of devices that arrive later and do not comply', async () => {
      const s = movingSource(open().store);
      const fleet = (count: number) =>
        wholePass(devices(count, (i) => ({ compliance: i % 2 === 0 ? 'noncompliant' : 'compliant' })));
      await s.poll(() => fleet(30));
      expect(await told(s)).toEqual([]);
      await s.poll(() => fleet(32));
      expect(await told(s)).toEqual([[null, 'noncompliant', null, null]]);
      // Retention forgets the passes of a mirror that nobody vouches for: what is read then is a first load again.
      await open().store.write(({ db }) =>
        db.updateTable('source_state').set({ passes: '{}' }).where('source', '=', s.name).execute(),
      );
      await s.poll(() => fleet(34));
      expect(await told(s)).toHaveLength(1);
    });

    it('speaks of the person who had the device then', async () => {
      const s = movingSource(open().store);
      const people = wholePass(
        ['anna', 'bert'].map((id) => ({ external_id: id, mail: `${id}@${s.name}` })),
        'emm_user',
      );
      await s.poll(() => [...people, ...first({ compliance: 'compliant', user_external_id: 'anna' })]);
      await s.poll(() => first({ compliance: 'noncompliant', user_external_id: 'anna' }));
      await s.poll(() => first({ compliance: 'noncompliant', user_external_id: 'bert' }));
      const [anna] = await s.rows('emm_user');
      expect(await s.rows('violation')).toMatchObject([{ subject_id: anna?.subject_id }]);
    });

    it('is not told where compliance was not collected both times, and leaves when it is left out', async () => {
      const s = movingSource(open().store, { exclude: ['compliance'] });
      await s.poll(() => first({}));
      s.config = { exclude: [] };
      await s.poll(() => first({ compliance: 'noncompliant' }));
      expect(await told(s)).toEqual([]);
      await s.poll(() => first({ compliance: 'compliant', compliance_state: 'OK' }));
      await s.poll(() => first({ compliance: 'noncompliant', compliance_state: 'No', compliance_reasons: ['why'] }));
      s.config = { exclude: ['compliance_reasons'] };
      await s.poll(() => []);
      expect((await told(s)).at(-1)).toEqual(['compliant', 'noncompliant', 'No', null]);
      s.config = { exclude: ['compliance_reasons', 'compliance_state'] };
      await s.poll(() => []);
      expect((await s.rows('violation')).at(-1)).toMatchObject({
        compliance_state: null,
        compliance_state_folded: null,
      });
      s.config = { exclude: ['compliance'] };
      await s.poll(() => []);
      expect(await told(s)).toEqual([]);
    });
  });
});

describe('a roaming interval', () => {
  onEachEngine((open) => {
    const told = async (s: ScriptedSource) =>
      (await s.rows('roaming')).map((r) => [r.network, r.operator, r.country, r.ended_at === null ? 'open' : 'ended']);

    it('begins when a device is found in a foreign network, and ends when it is found elsewhere', async () => {
      const s = movingSource(open().store);
      await s.poll(() => first(ABROAD));
      await s.poll(() => first({ ...ABROAD, device_name: 'renamed' }));
      expect(await told(s)).toEqual([['208-10', 'SFR', 'FR', 'open']]);
      await s.poll(() =>
        first({ ...ABROAD, current_network: '222-01', current_operator: 'TIM', current_country: 'IT' }),
      );
      await s.poll(() => first(HOME));
      expect(await told(s)).toEqual([
        ['208-10', 'SFR', 'FR', 'ended'],
        ['222-01', 'TIM', 'IT', 'ended'],
      ]);
      const [france, italy] = await s.rows('roaming');
      expect(france).toMatchObject({ home_network: '228-01', device_external_id: 'd0', began_at: france?.occurred_at });
      expect(italy?.began_at).toEqual(france?.ended_at);
      await s.poll(() => first(ABROAD));
      expect(await told(s)).toHaveLength(3);
    });

    it('goes on while nothing is heard of the network, and ends with the device', async () => {
      const s = movingSource(open().store);
      await s.poll(() => first(ABROAD));
      await s.poll(() => first({ device_name: 'silent' }));
      expect(await told(s)).toEqual([['208-10', 'SFR', 'FR', 'open']]);
      await s.poll(() => wholePass(devices(12).slice(1)));
      expect((await s.rows('device')).map((row) => row.external_id)).not.toContain('d0');
      expect(await told(s)).toEqual([['208-10', 'SFR', 'FR', 'ended']]);
    });

    it.each([
      ['countries alone', { home_country: 'CH', current_country: 'FR' }, ['begins']],
      ['the same country', { home_country: 'CH', current_country: 'CH' }, []],
      ['the word of the EMM against the countries', { roaming: false, home_country: 'CH', current_country: 'FR' }, []],
      ['a network without a country', { current_network: '208-10' }, []],
      ['an operator alone', { roaming: true, current_operator: 'SFR' }, ['begins']],
    ])('is judged by %s', async (_, row, begins) => {
      const s = movingSource(open().store);
      await s.poll(() => first(row));
      expect(await told(s)).toHaveLength(begins.length);
    });

    it('is another one where a network without a code has another operator', async () => {
      const s = movingSource(open().store);
      for (const current_operator of ['SFR', 'SFR', 'Orange', null])
        await s.poll(() => first({ roaming: true, current_operator }));
      expect((await told(s)).map(([, operator, , state]) => [operator, state])).toEqual([
        ['SFR', 'ended'],
        ['Orange', 'open'],
      ]);
    });

    it('is told of company devices alone, unless the source says otherwise, and leaves when they turn personal', async () => {
      const s = movingSource(open().store);
      const fleet = (...owners: string[]) =>
        wholePass(devices(3, (i) => ({ ...ABROAD, ownership: owners[i] ?? 'unknown' })));
      await s.poll(() => fleet('company', 'personal'));
      expect(await s.rows('roaming')).toMatchObject([{ device_external_id: 'd0' }]);
      await s.poll(() => fleet('personal', 'personal'));
      expect(await told(s)).toEqual([]);
      s.config = { roaming: true, personalDevices: true };
      await s.poll(() => fleet('personal', 'company'));
      expect(await s.rows('roaming')).toHaveLength(1);
      await s.poll(() => wholePass(devices(3, () => ({ ...ABROAD, device_name: 'x', ownership: 'personal' }))));
      expect(await s.rows('roaming')).toHaveLength(3);
      s.config = { roaming: true };
      await s.poll(() => []);
      expect(await told(s)).toEqual([]);
    });

    it('leaves with the values of its devices when the switch is turned off, and begins anew with it', async () => {
      const s = movingSource(open().store);
      await s.poll(() => first(ABROAD));
      s.config = { roaming: false };
      await s.poll(() => []);
      const nothing = { roaming: null, current_network: null, current_operator: null, current_country: null };
      expect((await s.rows('device'))[0]).toMatchObject({ ...nothing, home_network: '228-01' });
      expect(await told(s)).toEqual([]);
      s.config = { roaming: true };
      await s.poll(() => first(ABROAD));
      expect((await s.rows('device'))[0]).toMatchObject({ roaming: true, current_network: '208-10' });
      expect(await told(s)).toEqual([['208-10', 'SFR', 'FR', 'open']]);
    });
  });
});
