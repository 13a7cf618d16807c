// Rules are judged where rows are stored: in the same transaction, each row and each sum once.
import { describe, expect, it } from '@jest/globals';
import { catalog, type Dataset, lookupsOf } from '../../lib/catalog/index.ts';
import { linkLateDevices } from '../../lib/mirror/late-devices.ts';
import { linkLateNames } from '../../lib/people/late-names.ts';
import type { Rule } from '../../lib/rules/judge.ts';
import { rulesIn } from '../../lib/settings/index.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ENTITIES, parameter, ScriptedSource, TestClock, wholePass } from './scripted.ts';

const SECRET = 'a test key of thirty-two letters';
const NAMES = ['http_traffic', 'call'] as const;
const entityOf = (dataset: (typeof NAMES)[number], without: readonly string[] = []) => ({
  name: dataset,
  dataset,
  path: 'lines',
  parameters: Object.keys({ ...lookupsOf(catalog[dataset] as Dataset), ...catalog[dataset].fields })
    .filter((name) => !without.includes(name))
    .map((name) => parameter(name)),
});

const rules = (...given: readonly { readonly name: string; readonly [key: string]: unknown }[]): readonly Rule[] => {
  const { rules: read, problems } = rulesIn(given);
  expect(problems).toEqual([]);
  return read;
};
const CASINO = {
  name: 'casino',
  on: 'http_traffic',
  severity: 'medium',
  hosts: ['casino.example'],
  atLeast: { requests: 10 },
};
const PREMIUM = { name: 'premium', on: 'call', severity: 'high', is: { numberKind: ['premium'] } };

const at = new TestClock().now();
const used = (requests: number, more: SourceRow = {}): PollStep => ({
  dataset: 'http_traffic',
  events: [
    { user_principal_name: 'anna@corp.example', host: 'www.casino.example', requests, occurred_at: at, ...more },
  ],
});
const call = (line: string, more: SourceRow = {}): PollStep => ({
  dataset: 'call',
  events: [{ log_line: line, direction: 'outgoing', number_kind: 'premium', occurred_at: at, ...more }],
});

onEachEngine((open) => {
  const source = (config: Record<string, unknown> = {}): ScriptedSource => {
    const made = new ScriptedSource(open().store, config);
    made.entities = [...ENTITIES, ...NAMES.map((name) => entityOf(name))];
    return made;
  };

  describe('a rule', () => {
    it('fires once where a sum reaches what it bounds, whatever is added after that', async () => {
      const proxy = source();
      const more = { rules: rules(CASINO) };
      await proxy.poll(() => [used(9)], more);
      expect(await proxy.rows('rule_hit')).toEqual([]);
      await proxy.poll(() => [used(2)], more);
      await proxy.poll(() => [used(50)], more);
      expect(await proxy.rows('rule_hit')).toMatchObject([
        {
          rule: 'casino',
          severity: 'medium',
          dataset: 'http_traffic',
          period: 'hour',
          matched: '{"host":"www.casino.example"}',
          counts: '{"requests":11}',
        },
      ]);
    });

    it('says nothing of what was counted before it was there, or was another', async () => {
      const proxy = source();
      await proxy.poll(() => [used(30)]);
      await proxy.poll(() => [used(1)], { rules: rules(CASINO) });
      expect(await proxy.rows('rule_hit')).toEqual([]);
      const later = rules(
        { ...CASINO, atLeast: { requests: 20 } },
        { ...CASINO, name: 'more', atLeast: { requests: 40 } },
      );
      await proxy.poll(() => [used(10)], { rules: later });
      expect(await proxy.rows('rule_hit')).toMatchObject([{ rule: 'more', counts: '{"requests":41}' }]);
    });

    it('fires again in its hour once it was changed, where the sum begins to fit what it is now', async () => {
      const proxy = source();
      await proxy.poll(() => [used(11)], { rules: rules(CASINO) });
      // Another severity makes it no other rule.
      await proxy.poll(() => [used(1)], { rules: rules({ ...CASINO, severity: 'high' }) });
      const changed = rules({ ...CASINO, atLeast: { requests: 20 } });
      await proxy.poll(() => [used(5)], { rules: changed });
      expect(await proxy.rows('rule_hit')).toMatchObject([{ counts: '{"requests":11}' }]);
      await proxy.poll(() => [used(5)], { rules: changed });
      await proxy.poll(() => [used(5)], { rules: changed });
      const hits = await proxy.rows('rule_hit');
      expect(hits.map(({ counts }) => counts).sort()).toEqual(['{"requests":11}', '{"requests":22}']);
    });

    it('fires nothing twice for a line that is told again', async () => {
      const telephony = source();
      const more = { rules: rules(PREMIUM) };
      await telephony.poll(() => [call('1'), call('2', { number_kind: 'mobile' })], more);
      await telephony.poll(() => [call('1'), call('3')], more);
      const hits = await telephony.rows('rule_hit');
      expect(hits.map(({ rule, judged_key }) => [rule, Buffer.from(judged_key as Uint8Array).length])).toEqual([
        ['premium', 16],
        ['premium', 16],
      ]);
      const again = rules({ ...PREMIUM, name: 'other' });
      await telephony.poll(() => [call('1')], { rules: again });
      expect(await telephony.rows('rule_hit')).toHaveLength(2);
    });

    it('is stored with what it judged, or neither is', async () => {
      const { store } = open();
      const telephony = source();
      const more = { rules: rules(PREMIUM) };
      await telephony.poll(() => [], more);
      const broken: typeof store = {
        ...store,
        db: store.db,
        rows: store.rows,
        scans: store.scans,
        now: () => store.now(),
        write: (work, options) =>
          store.write(
            (tx) =>
              work({
                ...tx,
                lock: (kind) => tx.lock(kind),
                update: (table, rows) => tx.update(table, rows),
                insert: async (table, rows) => {
                  if (table === catalog.rule_hit && rows.length > 0) throw new RangeError('no room for hits');
                  return tx.insert(table, rows);
                },
              }),
            options,
          ),
      };
      await telephony.poll(() => [call('1')], { ...more, store: broken });
      expect([await telephony.rows('call'), await telephony.rows('rule_hit')]).toEqual([[], []]);
      await telephony.poll(() => [call('1')], more);
      expect([await telephony.rows('call'), await telephony.rows('rule_hit')]).toMatchObject([[{}], [{}]]);
    });
  });

  describe('a hit', () => {
    const person = { external_id: 'u1', user_principal_name: 'anna@corp.example' };

    it('is of whom and of which device its row is, also where that is told later', async () => {
      const telephony = source();
      const emm = source();
      await telephony.poll(
        () => [call('1', { serial_number: emm.name, user_principal_name: `${emm.name}@corp.example` })],
        {
          rules: rules(PREMIUM),
        },
      );
      expect(await telephony.rows('rule_hit')).toMatchObject([{ subject_id: null, owner_key: null, unmanaged: true }]);
      const own = { external_id: 'u1', user_principal_name: `${emm.name}@corp.example` };
      await emm.poll(() => [
        ...wholePass([own], 'emm_user'),
        ...wholePass(devices(1, () => ({ serial_number: emm.name }))),
      ]);
      await linkLateNames(open().store, SECRET);
      await linkLateDevices(open().store, SECRET);
      const [[row], [hit]] = [await telephony.rows('call'), await telephony.rows('rule_hit')];
      const whose = ['subject_id', 'owner_source', 'owner_key', 'name_hash', 'device_hash', 'unmanaged'];
      expect(whose.map((name) => hit?.[name])).toEqual(whose.map((name) => row?.[name]));
      expect([hit?.subject_id, hit?.owner_source]).toEqual([expect.any(Number), emm.name]);
    });

    it('leaves with the device that turns personal', async () => {
      const telephony = source();
      const emm = source();
      const told = (ownership: string) => wholePass(devices(1, () => ({ serial_number: emm.name, ownership })));
      await emm.poll(() => told('company'));
      await telephony.poll(() => [call('1', { serial_number: emm.name })], { rules: rules(PREMIUM) });
      expect(await telephony.rows('rule_hit')).toHaveLength(1);
      await emm.poll(() => told('personal'));
      expect([await telephony.rows('call'), await telephony.rows('rule_hit')]).toEqual([[], []]);
    });

    it('leaves where its source collects less of what was judged, and others stay', async () => {
      const both = source();
      const more = { rules: rules(PREMIUM, CASINO) };
      await both.poll(() => [...wholePass([person], 'emm_user'), call('1'), used(20)], more);
      expect(await both.rows('rule_hit')).toHaveLength(2);
      both.entities = [...ENTITIES, entityOf('call', ['number_kind']), entityOf('http_traffic')];
      await both.poll(() => [], more);
      expect(await both.rows('rule_hit')).toMatchObject([{ rule: 'casino' }]);
      both.entities = ENTITIES;
      await both.poll(() => [], more);
      expect(await both.rows('rule_hit')).toEqual([]);
    });
  });
});
