// Rules that sum up what somebody does within a window: what is stored is added up, whatever came when, and told once.
import { describe, expect, it } from '@jest/globals';
import { catalog, type Dataset, lookupsOf } from '../../lib/catalog/index.ts';
import type { Rule } from '../../lib/rules/judge.ts';
import { rulesIn } from '../../lib/settings/index.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { below } from '../../local/fleet/random.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ENTITIES, parameter, ScriptedSource, TestClock, wholePass } from './scripted.ts';

const NAMES = ['http_traffic', 'call', 'data_usage', 'app_access'] as const;
const entityOf = (dataset: (typeof NAMES)[number]) => ({
  name: dataset,
  dataset,
  path: 'lines',
  parameters: Object.keys({ ...lookupsOf(catalog[dataset] as Dataset), ...catalog[dataset].fields }).map((name) =>
    parameter(name),
  ),
});

const PURPOSE = 'Finds what is abused.';
type Given = { readonly name: string; readonly [key: string]: unknown };
const rules = (...given: readonly Given[]): { readonly rules: readonly Rule[] } => {
  const read = rulesIn(given.map((rule) => ({ severity: 'medium', purpose: PURPOSE, ...rule })));
  expect(read.problems).toEqual([]);
  return read;
};
const PREMIUM = {
  name: 'premium',
  on: 'call',
  within: 'day',
  is: { direction: ['outgoing'], numberKind: ['premium'] },
  atLeast: { count: 3 },
};

const HOUR = 3_600_000;
const NOW = new TestClock().now().getTime();
const call = (line: string, hoursAgo = 0, more: SourceRow = {}): SourceRow => ({
  log_line: line,
  direction: 'outgoing',
  number_kind: 'premium',
  user_principal_name: 'anna@corp.example',
  occurred_at: new Date(NOW - hoursAgo * HOUR),
  ...more,
});
const calls = (...events: readonly SourceRow[]): PollStep => ({ dataset: 'call', events });
const surfed = (host: string, hoursAgo: number, bytes: number): SourceRow => ({
  user_principal_name: 'anna@corp.example',
  host,
  requests: 1,
  bytes,
  occurred_at: new Date(NOW - hoursAgo * HOUR),
});
const web = (...events: readonly SourceRow[]): PollStep => ({ dataset: 'http_traffic', events });

const SECONDS = 'duration_seconds';
const placeOf = ({ user_principal_name: who, occurred_at: at }: SourceRow): string =>
  `${who} ${at instanceof Date ? at.toISOString().slice(0, 10) : ''}`;

onEachEngine((open) => {
  const source = (): ScriptedSource => {
    const made = new ScriptedSource(open().store);
    made.entities = [...ENTITIES, ...NAMES.map(entityOf)];
    return made;
  };
  const hits = async (of: ScriptedSource) =>
    (await of.rows('rule_hit')).map(({ rule, period, counts }) => [rule, period, counts]);

  describe('a sum of a person', () => {
    it('fires once where single rows of its window reach what it bounds, and is told of the last of them', async () => {
      const telephony = source();
      const more = rules(PREMIUM);
      await telephony.poll(() => [calls(call('1', 5), call('2', 4), call('3', 3, { number_kind: 'mobile' }))], more);
      expect(await hits(telephony)).toEqual([]);
      await telephony.poll(() => [calls(call('2', 4), call('4', 1))], more);
      await telephony.poll(() => [calls(call('5'), call('6'), call('7'), call('8'))], more);
      expect(await telephony.rows('rule_hit')).toMatchObject([
        {
          rule: 'premium',
          dataset: 'call',
          period: 'day',
          occurred_at: new Date(NOW - HOUR),
          matched: '{"direction":"outgoing","numberKind":"premium"}',
          counts: '{"count":3}',
        },
      ]);
    });

    it('counts lines that come late, to the window in which they happened', async () => {
      const telephony = source();
      const more = rules(PREMIUM);
      await telephony.poll(() => [calls(call('1', 30), call('2', 29), call('3'), call('4'))], more);
      expect(await hits(telephony)).toEqual([]);
      await telephony.poll(() => [calls(call('5', 28))], more);
      expect((await telephony.rows('rule_hit')).map(({ occurred_at }) => occurred_at)).toEqual([
        new Date(NOW - 28 * HOUR),
      ]);
    });

    it('is of one person, and of one source', async () => {
      const [one, other] = [source(), source()];
      const more = rules(PREMIUM);
      const bert = { user_principal_name: 'bert@corp.example' };
      await one.poll(() => [calls(call('1'), call('2'), call('3', 0, bert), call('4', 0, bert))], more);
      await other.poll(() => [calls(call('1'), call('2'))], more);
      expect([await hits(one), await hits(other)]).toEqual([[], []]);
    });

    it('goes on where the person is found out', async () => {
      const telephony = source();
      const emm = source();
      const upn = { user_principal_name: `${emm.name}@corp.example` };
      const more = rules(PREMIUM);
      await telephony.poll(() => [calls(call('1', 1, upn), call('2', 1, upn), call('3', 1, upn))], more);
      await emm.poll(() => wholePass([{ external_id: 'u1', ...upn }], 'emm_user'));
      await telephony.poll(() => [calls(call('4', 0, upn))], more);
      expect(await hits(telephony)).toHaveLength(1);
      await telephony.poll(() => [calls(call('5', 30, upn), call('6', 30, upn), call('7', 30, upn))], more);
      const subjects = (await telephony.rows('rule_hit')).map(({ subject_id }) => subject_id);
      expect(subjects).toEqual([expect.any(Number), expect.any(Number)]);
    });

    it('adds up hours and hosts, and numbers that no integer holds', async () => {
      const proxy = source();
      const share = { name: 'share', on: 'http_traffic', hosts: ['share.example'], atLeast: { bytes: 1000 } };
      const more = rules(
        { ...share, within: 'day' },
        { ...share, name: 'often', within: 'week', atLeast: { count: 3 } },
        { ...share, name: 'hour', within: 'hour' },
      );
      const anna = wholePass([{ external_id: 'u1', user_principal_name: 'anna@corp.example' }], 'emm_user');
      const first = web(surfed('a.share.example', 3, 600), surfed('other.example', 3, 9000));
      await proxy.poll(() => [...anna, first], more);
      expect(await hits(proxy)).toEqual([]);
      await proxy.poll(() => [web(surfed('b.share.example', 1, 500))], more);
      await proxy.poll(() => [web(surfed('a.share.example', 3, 1))], more);
      expect(await hits(proxy)).toEqual([
        ['share', 'day', '{"bytes":1100}'],
        ['often', 'week', '{"count":3}'],
      ]);
      const most = Number.MAX_SAFE_INTEGER;
      await proxy.poll(
        () => [web(...Array.from({ length: 1_100 }, (_, i) => surfed(`${i}.share.example`, 2, most)))],
        rules({ name: 'much', on: 'http_traffic', within: 'day', atLeast: { bytes: most } }),
      );
      expect((await hits(proxy)).at(-1)).toEqual(['much', 'day', expect.stringContaining('{"bytes":99079')]);
    });

    it('counts failures, which are single rows, with what is counted', async () => {
      const entra = source();
      const more = rules({
        name: 'guessed',
        on: 'app_access',
        within: 'hour',
        is: { result: ['failure'] },
        atLeast: { count: 4 },
      });
      const failed = (line: number, result = 'failure'): SourceRow => ({
        log_line: String(line),
        app_id: `app-${line}`,
        kind: 'sign-in',
        result,
        requests: 1,
        user_principal_name: 'anna@corp.example',
        occurred_at: new Date(NOW),
      });
      await entra.poll(() => [{ dataset: 'app_access', events: [1, 2, 3].map((line) => failed(line)) }], more);
      await entra.poll(() => [{ dataset: 'app_access', events: [failed(9, 'success'), failed(2)] }], more);
      expect(await entra.rows('rule_hit')).toHaveLength(1);
    });
  });

  it('is right whatever comes late, again, in parts, or of whom', async () => {
    const telephony = source();
    let rolled = 0;
    const dice = (limit: number): number => {
      rolled += 1;
      return below(limit, 1, rolled);
    };
    const told = new Map<string, SourceRow>();
    const expected = new Map<string, string>();
    const sumOf = (place: string, seconds: number): number =>
      [...told.values()].filter((row) => placeOf(row) === place).reduce((sum, row) => sum + Number(row[SECONDS]), 0) -
      seconds;
    for (let batch = 0; batch < 60; batch += 1) {
      // The rule is changed: it looks at what comes from then on, and fires again.
      const least = 300 + 100 * Math.floor(batch / 20);
      const rows = Array.from({ length: 1 + dice(8) }, () => {
        const [line, who] = [dice(300), dice(3)];
        const more = { user_principal_name: `p${who}@corp.example`, [SECONDS]: dice(100) };
        return told.get(String(line)) ?? call(String(line), dice(72), more);
      });
      const fresh = new Map(rows.flatMap((row) => (told.has(String(row.log_line)) ? [] : [[row.log_line, row]])));
      for (const [line, row] of fresh) told.set(String(line), row);
      for (const [place, added] of Map.groupBy(fresh.values(), placeOf)) {
        const seconds = added.reduce((sum, row) => sum + Number(row[SECONDS]), 0);
        if (sumOf(place, seconds) < least && sumOf(place, 0) >= least)
          expected.set(`${least} ${place}`, JSON.stringify({ durationSeconds: sumOf(place, 0) }));
      }
      await telephony.poll(
        () => [calls(...rows)],
        rules({ name: 'talks', on: 'call', within: 'day', atLeast: { durationSeconds: least } }),
      );
    }
    expect((await hits(telephony)).map(([, , counts]) => counts).sort()).toEqual([...expected.values()].sort());
    expect(expected.size).toBeGreaterThan(4);
  });

  describe('a sum of a device', () => {
    it('is made where nobody is known, over a month that is kept', async () => {
      const emm = source();
      const used = (day: number, bytes: number): PollStep => ({
        dataset: 'data_usage',
        events: [
          {
            device_external_id: 'd0',
            day: `2026-11-${day}`,
            home_bytes: bytes,
            occurred_at: new Date(`2026-11-${day}T00:00:00Z`),
          },
        ],
      });
      const more = {
        ...rules({ name: 'volume', on: 'data_usage', within: 'month', atLeast: { homeBytes: 100 } }),
        retention: { RETENTION_DAYS: 31, RETENTION_OVERRIDES: {} },
      };
      await emm.poll(() => [...wholePass(devices(2)), used(10, 60), used(11, 30)], more);
      expect(await hits(emm)).toEqual([]);
      await emm.poll(() => [used(20, 60), used(21, 60)], more);
      expect(await hits(emm)).toEqual([['volume', 'month', '{"homeBytes":150}']]);
    });
  });

  it('of a device follows its day as it is told again: rows of one file add up, another file takes their place', async () => {
    const operator = source();
    const more = rules({ name: 'volume', on: 'data_usage', within: 'month', atLeast: { homeBytes: 100 } });
    const occurred_at = new Date('2026-11-10T00:00:00Z');
    const day = (teller_hash: string | null, home_bytes: number | null, roaming_bytes: number | null = null) => ({
      dataset: 'data_usage' as const,
      events: [{ device_external_id: 'd0', day: '2026-11-10', occurred_at, teller_hash, home_bytes, roaming_bytes }],
    });
    await operator.poll(() => [...wholePass(devices(1))], more);
    const told = async (...steps: readonly PollStep[]) => {
      await operator.poll(() => steps, more);
      const rows = await operator.rows('data_usage');
      return rows.map((row) => [row.home_bytes, row.roaming_bytes].map((n) => (n === null ? null : Number(n))));
    };
    expect(await told(day('a', 60), day('a', 30))).toEqual([[90, null]]);
    // It grew.
    expect(await told(day('a', 5, 7))).toEqual([[95, 7]]);
    expect(await told(day('b', 40))).toEqual([[40, 7]]);
    expect(await told(day('b', 40), day('c', 50, 1), day('c', 3))).toEqual([[53, 1]]);
    // Whoever tells sums tells them whole.
    expect(await told(day(null, 70), day(null, 70))).toEqual([[70, 1]]);
    expect(await hits(operator)).toEqual([]);
    expect(await told(day('d', 70), day('d', 40))).toEqual([[110, 1]]);
    expect(await hits(operator)).toEqual([['volume', 'month', '{"homeBytes":110}']]);
    expect(await told(day('e', 110))).toEqual([[110, 1]]);
    expect(await hits(operator)).toHaveLength(1);
  });

  it('of a device stays its own where another has its serial number when the day is told again', async () => {
    const [emm, operator] = [source(), source()];
    const more = rules(
      { name: 'volume', on: 'data_usage', within: 'month', atLeast: { homeBytes: 100 } },
      { name: 'day', on: 'data_usage', atLeast: { homeBytes: 100 } },
    );
    const pass = (a: string, b: string) =>
      wholePass([a, b].map((serial_number, i) => ({ external_id: `e${i}`, ownership: 'company', serial_number })));
    const day = (teller_hash: string, home_bytes: number): PollStep => ({
      dataset: 'data_usage',
      events: [
        {
          ...{ device_external_id: 'sim', serial_number: emm.name, teller_hash, home_bytes },
          ...{ day: '2026-11-10', occurred_at: new Date('2026-11-10T00:00:00Z') },
        },
      ],
    });
    await emm.poll(() => pass(emm.name, `${emm.name}-b`));
    await operator.poll(() => [day('a', 60)], more);
    await emm.poll(() => pass(`${emm.name}-a`, emm.name));
    await operator.poll(() => [day('b', 120)], more);
    const [used] = await operator.rows('data_usage');
    const owners = (await operator.rows('rule_hit')).map(({ rule, owner_key }) => [rule, owner_key]);
    expect(used?.owner_key).not.toBeNull();
    expect(owners.sort()).toEqual([
      ['day', used?.owner_key],
      ['volume', used?.owner_key],
    ]);
  });

  it('of a device is without what people did on it', async () => {
    const telephony = source();
    const emm = source();
    const serial = { serial_number: emm.name };
    const person = { user_principal_name: `${emm.name}@corp.example` };
    const nobody = { ...serial, user_principal_name: null };
    await emm.poll(() => [
      ...wholePass([{ external_id: 'u1', ...person }], 'emm_user'),
      ...wholePass(devices(1, () => serial)),
    ]);
    const own = { ...serial, ...person };
    const first = calls(call('1', 0, own), call('2', 0, own), call('3', 0, nobody), call('4', 0, nobody));
    await telephony.poll(() => [first], rules(PREMIUM));
    expect(await hits(telephony)).toEqual([]);
    await telephony.poll(() => [calls(call('5', 0, nobody))], rules(PREMIUM));
    expect(await telephony.rows('rule_hit')).toMatchObject([{ subject_id: null, owner_source: emm.name }]);
  });

  describe('a window', () => {
    it('of which a part is not kept any more is not judged', async () => {
      const telephony = source();
      const more = {
        ...rules({ ...PREMIUM, within: 'month' }),
        retention: { RETENTION_DAYS: 23, RETENTION_OVERRIDES: {} },
      };
      await telephony.poll(() => [calls(call('1'), call('2'), call('3'))], more);
      expect(await hits(telephony)).toEqual([]);
      await telephony.poll(() => [calls(call('4'), call('5'), call('6'))], rules({ ...PREMIUM, name: 'again' }));
      expect(await hits(telephony)).toEqual([]);
    });
  });

  describe('a rule that is new, or was changed', () => {
    it('says nothing of a window that fits it already', async () => {
      const telephony = source();
      await telephony.poll(() => [calls(call('1'), call('2'), call('3'), call('4'))]);
      await telephony.poll(
        () => [calls(call('5'))],
        rules(PREMIUM, { ...PREMIUM, name: 'more', atLeast: { count: 6 } }),
      );
      expect(await hits(telephony)).toEqual([]);
      await telephony.poll(
        () => [calls(call('6'))],
        rules(PREMIUM, { ...PREMIUM, name: 'more', atLeast: { count: 4 } }),
      );
      expect(await hits(telephony)).toEqual([]);
      await telephony.poll(
        () => [calls(call('7'))],
        rules(PREMIUM, { ...PREMIUM, name: 'more', atLeast: { count: 7 } }),
      );
      await telephony.poll(
        () => [calls(call('8'))],
        rules(PREMIUM, { ...PREMIUM, name: 'more', atLeast: { count: 8 } }),
      );
      expect(await hits(telephony)).toEqual([
        ['more', 'day', '{"count":7}'],
        ['more', 'day', '{"count":8}'],
      ]);
    });
  });
});
