// Daily numbers of devices add up: they are of one moment, are told at once, and say of how many devices they are.
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Kysely, KyselyPlugin } from 'kysely';
import type { DatasetName } from '../../lib/catalog/index.ts';
import { countDevices } from '../../lib/operations/statistics.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import type { LooseDatabase, Store } from '../../lib/store/index.ts';
import { runs } from '../fuzz/runs.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { device, insert, mirrored } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const AT = new Date('2026-11-24T09:30:00.000Z');
const never = (): boolean => false;
const TABLES = ['device', 'emm_user', 'statistic', 'source_state', 'setting'] satisfies DatasetName[];

interface Row {
  readonly source: string;
  /** Rows of the same number are one device, and of one person. */
  readonly device: number;
  /** What the system says of it: all of it differs. */
  readonly kind?: keyof typeof KINDS;
}

const KINDS = {
  phone: { platform: 'ios', ownership: 'company', compliance: 'compliant', model: 'Phone', os_version: '26' },
  tablet: { platform: 'ipados', ownership: 'personal', compliance: 'noncompliant', model: 'Tablet', os_version: '27' },
} as const;

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));

  beforeEach(() => emptyTables(open().store, TABLES));

  async function estate(rows: readonly Row[]): Promise<void> {
    const { store } = open();
    const sources = [...new Set(rows.map(({ source }) => source))];
    const state = { fence: 0, last_seen_at: AT };
    await insert(
      store,
      'source_state',
      sources.map((source) => ({ source, product: `product of ${source}`, ...state })),
    );
    const people = new Map(rows.map((row) => [`${row.source} ${row.device}`, row]));
    await insert(
      store,
      'emm_user',
      [...people.values()].map((row) =>
        mirrored(row.source, `p${row.device}`, { external_id: `p${row.device}`, subject_id: row.device + 1 }),
      ),
    );
    await insert(
      store,
      'device',
      rows.map(({ source, device: number, kind = 'phone' }, i) =>
        device(`d${i}`, { ...KINDS[kind], user_external_id: `p${number}`, serial_number: `SN-${number}-X` }, source),
      ),
    );
  }

  const of = (source: string, from: number, count: number, kind: Row['kind'] = 'phone'): readonly Row[] =>
    Array.from({ length: count }, (_, i) => ({ source, device: from + i, kind }));

  interface Told {
    readonly items: readonly { readonly source: string; readonly metric: string; readonly value: number }[];
    readonly totals: readonly {
      readonly source: string;
      readonly sources: readonly string[];
      readonly devices: number | null;
    }[];
  }
  const told = async (): Promise<Told> =>
    Object((await call('statistics?limit=1000&fields=source,metric,dimension,value&metric.startsWith=devices.')).body);

  /** Of each metric of all sources together. */
  const sumsIn = ({ items }: Told): Readonly<Record<string, number>> => {
    const groups = Map.groupBy(
      items.filter(({ source }) => source === '*'),
      ({ metric }) => metric,
    );
    return Object.fromEntries(
      [...groups].map(([name, some]) => [name, some.reduce((sum, { value }) => sum + value, 0)]),
    );
  };
  const totalIn = ({ totals }: Told, source = '*') => totals.find((total) => total.source === source)?.devices;

  describe('daily numbers of devices', () => {
    it('are of one moment, and told at once: what leaves while they are counted is in all of them', async () => {
      const { store } = open();
      await estate(of('uem', 0, 12));
      let answers = 0;
      let leavesAt = 0;
      const seen: Readonly<Record<string, number>>[] = [];
      const leaving: KyselyPlugin = {
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          answers += 1;
          const gone = { absent_since: AT };
          if (answers === leavesAt)
            await store.write(({ db }) =>
              db.updateTable('device').set(gone).where('device_name', 'in', ['d0', 'd1', 'd2', 'd3']).execute(),
            );
          return result;
        },
      };
      const watched = (scans: Kysely<LooseDatabase>) => scans.withPlugin(leaving);
      const busy: Store = {
        ...store,
        scans: watched(store.scans),
        copied: (query, work) => store.copied(query, (scans, table) => work(watched(scans), table)),
        write: async (work, options) => {
          const value = await store.write(work, options);
          seen.push(sumsIn(await told()));
          return value;
        },
      };
      await countDevices(busy, AT, never);
      // Among the blocks.
      [leavesAt, answers] = [Math.floor(answers / 2), 0];
      seen.length = 0;
      await countDevices(busy, AT, never);
      expect((await call('devices?limit=1', { headers: { prefer: 'count=exact' } })).body).toMatchObject({
        totalDevices: 12,
      });
      expect(seen.map((sums) => [...new Set(Object.values(sums))])).toEqual(seen.map(() => [12]));
      await countDevices(store, AT, never);
      expect([...new Set(Object.values(sumsIn(await told())))]).toEqual([8]);
      expect(totalIn(await told())).toBe(8);
    });

    it('say of how many devices they are, each once, from which systems, and when', async () => {
      const { store } = open();
      await estate([...of('intune', 0, 12), ...of('uem', 6, 12)]);
      await countDevices(store, AT, never);
      const { body } = await call('statistics?limit=1');
      expect(body).toMatchObject({
        countedAt: AT.toISOString(),
        totals: [
          { source: '*', sources: ['intune', 'uem'], devices: 18 },
          { source: 'intune', sources: ['intune'], devices: 12 },
          { source: 'uem', sources: ['uem'], devices: 12 },
        ],
      });
    });

    it('of devices that five people have and their systems describe in different ways tell how many there are', async () => {
      const { store } = open();
      await estate([...of('intune', 0, 20), ...of('uem', 0, 6, 'tablet'), ...of('uem', 20, 6, 'tablet')]);
      await countDevices(store, AT, never);
      expect(new Set(Object.values(sumsIn(await told())))).toEqual(new Set([32]));
      expect(totalIn(await told())).toBe(26);
    });

    it('tell by their total neither of one device that its systems describe in different ways, nor of one that a system lacks', async () => {
      const { store } = open();
      const phones = of('intune', 0, 20);
      await estate([...phones, ...of('uem', 0, 1, 'tablet'), ...of('uem', 1, 19), ...of('uem', 20, 6, 'tablet')]);
      await countDevices(store, AT, never);
      // Less the 26 that there are it would be that one.
      expect(sumsIn(await told())).toMatchObject({ 'devices.platform': 27, 'devices.compliance': 27 });
      expect(totalIn(await told())).toBe(27);
      await emptyTables(store, TABLES);
      await estate([...phones, ...of('uem', 1, 19, 'tablet'), ...of('uem', 30, 6, 'tablet')]);
      await countDevices(store, AT, never);
      // Of 26 it would be the one that intune alone has.
      expect(totalIn(await told(), 'uem')).toBe(25);
      expect(totalIn(await told())).toBe(45);
    });

    it('have no total of a source whose sum they hide, nor of few people', async () => {
      const { store } = open();
      await estate([...of('intune', 0, 9), ...of('uem', 20, 2)]);
      await countDevices(store, AT, never);
      // Taken from that of all it would tell of the two.
      expect(totalIn(await told(), 'intune')).toBe(null);
      expect(totalIn(await told(), 'uem')).toBeUndefined();
      await emptyTables(store, TABLES);
      await estate(of('uem', 0, 4));
      await countDevices(store, AT, never);
      expect(await told()).toMatchObject({ items: [], totals: [{ source: '*', sources: [], devices: null }] });
    });

    it('differ from their total by devices of five people, or by what they tell anyway, of any company', async () => {
      const { store } = open();
      const held = fc.record({
        source: fc.constantFrom('a', 'a', 'b', 'c'),
        device: fc.nat(40),
        kind: fc.constantFrom<keyof typeof KINDS>('phone', 'phone', 'tablet'),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(held, {
            minLength: 15,
            maxLength: 80,
            selector: ({ source, device: number }) => `${source} ${number}`,
          }),
          async (rows) => {
            await emptyTables(store, TABLES);
            await estate(rows);
            await countDevices(store, AT, never);
            const all = await told();
            const sums = sumsIn(all);
            const total = totalIn(all) ?? null;
            if (total === null || Object.values(sums).includes(total)) return;
            expect(total).toBe(new Set(rows.map((row) => row.device)).size);
            for (const by of ['kind', 'source'] as const) {
              const named = Map.groupBy(rows, (row) => row.device);
              const several = [...named.values()].filter((one) => new Set(one.map((row) => row[by])).size > 1);
              expect(several.length === 0 || several.length >= 5).toBe(true);
            }
            for (const source of new Set(rows.map((row) => row.source))) {
              const its = new Set(rows.flatMap((row) => (row.source === source ? [row.device] : [])));
              const others = new Set(rows.map((row) => row.device).filter((number) => !its.has(number)));
              expect(others.size === 0 || others.size >= 5).toBe(true);
            }
          },
        ),
        runs(store.engine === 'sqlite' ? 15 : 3),
      );
    });
  });
});
