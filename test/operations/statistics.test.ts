// Daily numbers of devices: of distinct devices, never about few people, the same however often they are taken.
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areDevicesRead } from '../../lib/operations/devices-read.ts';
import { countDevices } from '../../lib/operations/statistics.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { type Metric, rowsOf } from '../../pages/estate/counted.ts';
import { filterQuery } from '../../pages/estate/filters.ts';
import { runs } from '../fuzz/runs.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { app, device, insert, mirrored } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { differencesOfFew, type Held } from './subtraction.ts';

const AT = new Date('2026-11-24T09:30:00.000Z');
const never = (): boolean => false;

interface Told {
  readonly source: 'intune' | 'uem';
  /** Hardware: two rows of the same number are one device. */
  readonly device: number;
  readonly person: number | null;
  readonly platform: string | null;
}

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));

  beforeEach(() => emptyTables(open().store, ['device', 'device_app', 'emm_user', 'statistic', 'source_state']));

  it('of the first day wait for devices, and for every source that is read for the first time', async () => {
    const { store } = open();
    const read = () => areDevicesRead(store);
    const told: boolean[] = [await read()];
    await estate([{ source: 'intune', device: 1, person: 1, platform: 'ios' }]);
    told.push(await read());
    const state = (values: { last_success_at?: Date; lease_until: Date }) =>
      store.write(({ db }) => db.updateTable('source_state').set(values).where('source', '=', 'uem').execute());
    const later = new Date(Date.now() + 86_400_000);
    await state({ lease_until: later });
    told.push(await read());
    await state({ last_success_at: new Date(), lease_until: later });
    told.push(await read());
    expect(told).toEqual([false, true, false, true]);
  });

  async function estate(rows: readonly Told[], more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { store } = open();
    const now = new Date();
    await store.write(async (tx) => {
      const state = { fence: 0, last_seen_at: now };
      await tx.insert('source_state', [
        { source: 'intune', product: 'intune', ...state },
        { source: 'uem', product: 'blackberry-uem', ...state },
      ]);
    });
    const people = new Map(
      rows.flatMap(({ source, person }) => (person === null ? [] : [[`${source}/${person}`, { source, person }]])),
    );
    await insert(
      store,
      'emm_user',
      [...people.values()].map(({ source, person }) =>
        mirrored(source, `p${person}`, { external_id: `p${person}`, subject_id: person }),
      ),
    );
    const shared = new Set(rows.map((row) => row.device).filter((n, i, all) => all.indexOf(n) !== i));
    await insert(
      store,
      'device',
      rows.map((row, i) =>
        device(
          `d${i}`,
          {
            platform: row.platform,
            user_external_id: row.person === null ? null : `p${row.person}`,
            serial_number: shared.has(row.device) ? `S${row.device}` : null,
            ...more,
          },
          row.source,
        ),
      ),
    );
  }
  const upTo = (n: number, row: (i: number) => Partial<Told> = () => ({})): Told[] =>
    Array.from({ length: n }, (_, i) => ({ source: 'intune', device: i, person: i + 1, platform: 'ios', ...row(i) }));
  const counted = async (query: string): Promise<Record<string, number>> => {
    const { body } = await call(`statistics?limit=1000&${query}`);
    return Object.fromEntries(
      Object(body).items.map((i: { dimension: string; value: number }) => [i.dimension, i.value]),
    );
  };

  describe('statistics of devices', () => {
    it('are a series that the API tells, of each source and of all, by many things', async () => {
      const { store } = open();
      await estate(
        [...upTo(6), ...upTo(5, (i) => ({ source: 'uem', device: 20 + i, person: 20 + i, platform: 'android' }))],
        { model: 'Phone 1', os_version: '26.1', home_country: 'DE', roaming: true },
      );
      await countDevices(store, AT, never);
      const { body } = await call(
        'statistics?metric=devices.platform&source=*&fields=day,metric,dimension,value&sort=id',
      );
      expect(Object(body).countedAt).toBe(AT.toISOString());
      expect(Object(body).items).toEqual(
        expect.arrayContaining([
          { day: '2026-11-24', metric: 'devices.platform', dimension: 'ios', value: 6 },
          { day: '2026-11-24', metric: 'devices.platform', dimension: 'android', value: 5 },
        ]),
      );
      expect(await counted('metric=devices.platform&source=uem')).toEqual({ android: 5 });
      expect(await counted('metric=devices.osVersion&source=*')).toEqual({ 'ios 26.1': 6, 'android 26.1': 5 });
      expect(await counted('metric=devices.model&source=*')).toEqual({ 'Phone 1': 11 });
      expect(await counted('metric=devices.ownership&source=*')).toEqual({ company: 11 });
      expect(await counted('metric=devices.compliance&source=*')).toEqual({ unknown: 11 });
      expect(await counted('metric=devices.product')).toEqual({ intune: 6, 'blackberry-uem': 5 });
      expect(await counted('metric=devices.homeCountry&source=*')).toEqual({ DE: 11 });
      expect(await counted('metric=devices.roaming&source=*')).toEqual({ roaming: 11 });
      // Nobody tells it.
      expect(await counted('metric=devices.currentCountry')).toEqual({});
    });

    it('lead, each of them, to a list of exactly as many devices', async () => {
      const { store } = open();
      await estate(
        [
          ...upTo(12),
          ...upTo(6, () => ({ source: 'uem' })),
          ...upTo(6, (i) => ({ source: 'uem', device: 20 + i, person: 20 + i, platform: 'android' })),
        ],
        { model: 'Phone 1', os_version: '26.1', compliance: 'compliant', home_country: 'DE', roaming: true },
      );
      const nothing = { model: null, os_version: null, compliance: null, ownership: null, roaming: null };
      const set = (values: object, source: string, names: readonly string[]) =>
        store.write(async ({ db }) => {
          const rows = db.updateTable('device').set(values).where('source', '=', source);
          await rows.where('device_name', 'in', names).execute();
        });
      const named = (from: number, count: number) => Array.from({ length: count }, (_, i) => `d${from + i}`);
      // One system tells nothing where the other one tells all, and says itself that it does not know.
      await set({ ...nothing, model_folded: null, os_version_folded: null }, 'uem', named(12, 12));
      await set({ compliance: 'unknown', ownership: 'unknown', home_country: null }, 'intune', named(0, 6));
      await countDevices(store, AT, never);
      const { body } = await call('statistics?limit=1000&fields=source,metric,dimension,value&metric.ne=rows');
      const told: { source: string; metric: Metric; dimension: string; value: number }[] = Object(body).items;
      const lists: unknown[] = [];
      for (const { source, metric, dimension, value } of told) {
        const rows = rowsOf(metric, dimension, ['ios', 'android']);
        if (rows === null) continue;
        const filters = filterQuery(new URLSearchParams({ ...rows, ...(source === '*' ? {} : { source }) }));
        const listed = await call(`devices?limit=1&${new URLSearchParams(filters)}`, {
          headers: { prefer: 'count=exact' },
        });
        lists.push([source, metric, dimension, value, Object(listed.body).totalDevices]);
      }
      expect(lists).toEqual(lists.map((list) => [...Object(list).slice(0, 4), Object(list)[3]]));
      const unknown = lists
        .filter((list) => Object(list)[2].endsWith('unknown'))
        .map((list) => Object(list).slice(0, 4));
      expect(unknown).toEqual(
        expect.arrayContaining([
          ['*', 'devices.compliance', 'unknown', 12],
          ['uem', 'devices.compliance', 'unknown', 12],
          ['*', 'devices.ownership', 'unknown', 12],
          ['*', 'devices.model', 'unknown', 6],
          ['*', 'devices.osVersion', 'android unknown', 6],
        ]),
      );
    });

    it('count a device that two systems know once, and whoever has it', async () => {
      const { store } = open();
      await estate([...upTo(5), ...upTo(5, () => ({ source: 'uem', person: null }))]);
      await countDevices(store, AT, never);
      expect(await counted('metric=devices.platform&source=*')).toEqual({ ios: 5 });
      expect(await counted('metric=devices.product')).toEqual({ intune: 5, 'blackberry-uem': 5 });
    });

    it('tell nothing of four people, though two systems know their devices and one of them no user', async () => {
      const { store } = open();
      await estate([...upTo(4), ...upTo(4, () => ({ source: 'uem', person: null }))]);
      await countDevices(store, AT, never);
      expect(await counted('metric.startsWith=devices.')).toEqual({});
      const apps = [0, 1, 2, 3].map((i) => app(`d${i}`, 'mail'));
      await insert(store, 'device_app', apps);
      expect((await call('apps')).body).toMatchObject({ items: [], other: null });
    });

    it('of one source hide a group of which another has few, that nothing is told by what is left of all', async () => {
      const { store } = open();
      const from = (n: number, count: number, source: Told['source'], platform: string): readonly Told[] =>
        Array.from({ length: count }, (_, i) => ({ source, device: n + i, person: n + i, platform }));
      await estate([
        ...from(100, 8, 'intune', 'ios'),
        ...from(200, 6, 'intune', 'android'),
        ...from(300, 7, 'intune', 'macos'),
        ...from(400, 9, 'uem', 'ios'),
        ...from(500, 1, 'uem', 'android'),
      ]);
      await countDevices(store, AT, never);
      expect(await counted('metric=devices.platform&source=*')).toEqual({ ios: 17, android: 7, macos: 7 });
      // Its one android goes along with its ios, and that of intune may not be taken from the sum.
      expect(await counted('metric=devices.platform&source=uem')).toEqual({ other: 10 });
      expect(await counted('metric=devices.platform&source=intune')).toEqual({ ios: 8, other: 13 });
    });

    it('of a day are the same when they are taken again, and follow what changed until then', async () => {
      const { store } = open();
      await estate(upTo(7));
      await countDevices(store, AT, never);
      const rows = () =>
        store.db.selectFrom('statistic').select(['source', 'record_key', 'value']).orderBy('id').execute();
      const before = await rows();
      await countDevices(store, new Date(AT.getTime() + 60_000), never);
      expect(await rows()).toEqual(before);
      await store.write(({ db }) => db.updateTable('device').set({ platform: 'ipados' }).execute());
      await countDevices(store, new Date(AT.getTime() + 120_000), never);
      expect(await counted('metric=devices.platform&source=*')).toEqual({ ipados: 7 });
      await countDevices(store, new Date(AT.getTime() + 86_400_000), never);
      const { body } = await call('statistics?metric=devices.platform&source=*&fields=day');
      expect(Object(body).items).toEqual([{ day: '2026-11-25' }, { day: '2026-11-24' }]);
    });

    it('say of all sources what the plain model says, and of each one the same or less, of any estate', async () => {
      const { store } = open();
      const told = fc.record({
        source: fc.constantFrom('intune', 'uem'),
        device: fc.nat(25),
        person: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 5 }),
        platform: fc.constantFrom('ios', 'ios', 'ios', 'android', 'android', 'windows', 'macos', 'other', null),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(told, { maxLength: 40, selector: ({ source, device: n }) => `${source}${n}` }),
          async (rows) => {
            await emptyTables(store, ['device', 'emm_user', 'statistic', 'source_state']);
            await estate(rows);
            await countDevices(store, AT, never);
            expect(await counted('metric=devices.platform&source=*')).toEqual(plain(rows, '*'));
            for (const source of ['intune', 'uem']) {
              const { other: _, ...most } = plain(rows, source);
              const { other, ...named } = await counted(`metric=devices.platform&source=${source}`);
              expect(most).toMatchObject(named);
              if (other !== undefined)
                expect(sumOf(named) + other).toBe(rows.filter((row) => row.source === source).length);
            }
          },
        ),
        runs(store.engine === 'sqlite' ? 10 : 4),
      );
    });

    it('leave nothing of fewer than five people when what is told of parts is taken from what is told of the whole', async () => {
      const { store } = open();
      const held = fc.record({
        source: fc.constantFrom('a', 'a', 'b', 'b', 'c'),
        person: fc.integer({ min: 1, max: 40 }),
        platform: fc.constantFrom('ios', 'ios', 'ios', 'android', 'android', 'macos', 'windows'),
        version: fc.constantFrom(1, 1, 1, 2, 2, 3),
        kind: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c'),
        // Of a few models there are some on another platform.
        strays: fc.constantFrom(...Array<boolean>(12).fill(false), true),
      });
      const companies = store.engine === 'sqlite' ? 15 : 3;
      let numbers = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(held, { minLength: 20, maxLength: 110 }), async (told) => {
          const rows: readonly Held[] = told.map(({ version, kind, strays, ...row }) => ({
            ...row,
            osVersion: `${row.platform} ${version}`,
            model: `${strays ? 'ios' : row.platform} ${kind}`,
          }));
          await emptyTables(store, ['device', 'emm_user', 'statistic', 'source_state']);
          const state = { fence: 0, last_seen_at: AT };
          await insert(
            store,
            'source_state',
            ['a', 'b', 'c'].map((source) => ({ source, product: source, ...state })),
          );
          const people = new Map(rows.map((row) => [`${row.source}/${row.person}`, row]));
          await insert(
            store,
            'emm_user',
            [...people.values()].map(({ source, person }) =>
              mirrored(source, `p${person}`, { external_id: `p${person}`, subject_id: person }),
            ),
          );
          await insert(
            store,
            'device',
            rows.map(({ source, person, platform, osVersion, model }, i) =>
              device(
                `d${i}`,
                { platform, model, os_version: osVersion.split(' ')[1], user_external_id: `p${person}` },
                source,
              ),
            ),
          );
          await countDevices(store, AT, never);
          const names = await store.db.selectFrom('statistic').select(['source', 'metric', 'dimension']).execute();
          numbers += names.length;
          const byPlace = Map.groupBy(names, ({ source, metric }) => `${source} ${metric}`);
          const found = differencesOfFew(
            rows,
            (source, metric) => new Set((byPlace.get(`${source} ${metric}`) ?? []).map(({ dimension }) => dimension)),
          );
          expect(found).toEqual([]);
        }),
        { ...runs<[Company]>(companies), endOnFailure: true, examples: [[RARE]] },
      );
      expect(numbers).toBeGreaterThan(10 * companies);
    });
  });
});

interface Row extends Pick<Held, 'source' | 'person' | 'platform'> {
  readonly version: number;
  readonly kind: string;
  readonly strays: boolean;
}
type Company = Row[];

/** A rare platform of one source takes along one that another source would tell. */
const RARE: Company = [
  { source: 'a', platform: 'ios', people: 10 },
  { source: 'a', platform: 'macos', people: 7 },
  { source: 'b', platform: 'ios', people: 12 },
  { source: 'b', platform: 'windows', people: 3 },
].flatMap(({ source, platform, people }, from) =>
  Array.from({ length: people }, (_, i) => ({
    ...{ source, platform, person: from * 20 + i + 1 },
    ...{ version: 1, kind: 'a', strays: false },
  })),
);

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, n) => all + n, 0);

interface PlainGroup {
  readonly name: string;
  readonly devices: Set<number>;
  readonly persons: Set<number>;
}

/** Groups of a source, in the order in which the answer ranks them. */
function groupsOf(all: readonly Told[], source: string): readonly PlainGroup[] {
  const personOf = (row: Told): number => {
    if (row.person !== null) return row.person;
    const others = all.filter((other) => other.device === row.device).flatMap(({ person }) => person ?? []);
    return others.length > 0 ? Math.max(...others) : -1 - row.device;
  };
  const toldElsewhere = ({ platform, device: number }: Told): boolean =>
    platform === null && all.some((other) => other.device === number && other.platform !== null);
  const groups = new Map<string, PlainGroup>();
  for (const row of all) {
    if (source === '*' ? toldElsewhere(row) : row.source !== source) continue;
    const name = row.platform ?? 'unknown';
    const group = groups.get(name) ?? { name, devices: new Set(), persons: new Set() };
    groups.set(name, group);
    group.devices.add(row.device);
    group.persons.add(personOf(row));
  }
  return [...groups.values()].sort((x, y) => y.devices.size - x.devices.size || (x.name < y.name ? -1 : 1));
}

/** The floor: what is shown, and what is left. */
function foldedOf(groups: readonly PlainGroup[]): { shown: PlainGroup[]; folded: PlainGroup[] } {
  const shown = groups.filter(({ persons }) => persons.size >= 5);
  const folded = groups.filter(({ persons }) => persons.size < 5);
  if (folded.length > 0 && new Set(folded.flatMap(({ persons }) => [...persons])).size < 5) {
    const last = shown.pop();
    if (!last) return { shown: [], folded: [] };
    folded.push(last);
  }
  return { shown, folded };
}

/** With what a source may not show, since the other one hides the few that it has of it. */
function plain(all: readonly Told[], source: string): Record<string, number> {
  const { shown, folded } = foldedOf(groupsOf(all, source));
  const other = source === '*' ? [] : groupsOf(all, source === 'intune' ? 'uem' : 'intune');
  const isSmall = ({ name }: PlainGroup): boolean =>
    other.some((group) => group.name === name && group.persons.size < 5);
  const telling = shown.filter((group) => !isSmall(group));
  const left = [...folded, ...shown.filter(isSmall)];
  if (left.length === 1) left.push(...telling.splice(-1));
  const counts: Record<string, number> = {};
  for (const { name, devices } of telling) counts[name] = devices.size;
  if (left.length > 1) for (const { devices } of left) counts.other = (counts.other ?? 0) + devices.size;
  return counts;
}
