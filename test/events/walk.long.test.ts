// A made-up event dataset of each kind goes through everything that follows from its declaration.
import { describe, expect, it } from '@jest/globals';
import { apiName, type EventDataset, hasSubject } from '../../lib/catalog/index.ts';
import { countsOf } from '../../lib/operations/parameter-counts.ts';
import { exportPages } from '../../lib/privacy/export.ts';
import { processingRecord } from '../../lib/privacy/processing.ts';
import { type EventList, endpointsOf } from '../../lib/query/event-endpoints.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import type { Store } from '../../lib/store/index.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { silent } from '../ingest/scripted.ts';
import { migrationOf } from '../store/ddl.ts';
import { missingIndexes, schemaOf, schemaOfCatalogue, schemaOfDatabase } from '../store/schema.ts';
import { MADE, onEachMadeUp } from './made-up.ts';
import { DAY, type Estate, type Happening, kindOf, World } from './world.ts';

const each = MADE.map((dataset) => [dataset.name, dataset] as const);
const ofDevices = each.filter(([, { device }]) => device);
const notOfDevices = each.filter(([, { device }]) => !device);

const ESTATE: Estate = { users: ['anna', 'bert'], devices: { d0: { of: 'anna' }, d1: { of: 'bert' }, d2: {} } };

/** What happens with d0 of anna, and with d1 of bert; a day ago for a derived kind, whose time is that of the reading. */
async function happens(world: World, dataset: EventDataset, names = ['x']): Promise<void> {
  if (kindOf(dataset) !== 'derived') {
    const happenings = ['d0', 'd1'].map((device, i) => ({ device, person: ESTATE.users[i] ?? '', number: i }));
    await world.tell(dataset, ...happenings);
    return;
  }
  for (const name of names) await world.load({ ...ESTATE, devices: renamed(name) });
}

const renamed = (name: string): Estate['devices'] => ({
  d0: { of: 'anna', device_name: `d0 ${name}` },
  d1: { of: 'bert', device_name: `d1 ${name}` },
  d2: {},
});

const retain = (store: Store) =>
  runRetention({
    store,
    settings: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 },
    stopped: () => false,
    log: silent,
  });

describe.each(['sqlite', 'mssql'] as const)('the tables of %s', (engine) => {
  it.each(each)('have the key and the indexes that %s lives by', (_, dataset) => {
    const sql = migrationOf(engine, dataset);
    const schema = schemaOf([sql]);
    expect(schema.columns).toEqual(schemaOfCatalogue(engine, [dataset]));
    expect(missingIndexes(dataset, schema)).toEqual([]);
    if (!dataset.counter) return;
    expect(sql).toMatch(engine === 'sqlite' ? /WITHOUT ROWID/ : /PRIMARY KEY CLUSTERED/);
    expect(schema.columns[`${dataset.name}.id`]).toBeUndefined();
  });
});

onEachMadeUp((store) => {
  const loaded = async (config = {}): Promise<World> => {
    const world = new World(store(), config);
    await world.load(ESTATE, world.emm, 40);
    return world;
  };

  it('has their tables as they are declared', async () => {
    const { columns } = await schemaOfDatabase(store());
    expect(columns).toMatchObject(schemaOfCatalogue(store().engine));
  });

  describe('an event', () => {
    it.each(each)('of %s is stored with whom it is told of, and counted', async (name, dataset) => {
      const world = await loaded();
      await happens(world, dataset);
      const rows = await world.rows(dataset);
      const people = hasSubject(dataset) ? [await world.subject('anna'), await world.subject('bert')] : [null, null];
      expect(rows.map((row) => row.subject_id ?? null).sort()).toEqual(people);
      expect(rows.map((row) => Number(row.amount))).toEqual([1, 1]);
      if (dataset.counter) for (const row of rows) expect(Number(row.occurred_at) % 3_600_000).toBe(0);
      if (kindOf(dataset) === 'derived') return;
      const counts = await countsOf({ ...store() }, world.clock);
      expect(counts.rowsWith(world.teller(kindOf(dataset)).name, name, 'amount')).toBe(2);
    });

    it.each(each)(
      'of %s is found in the export of its person, page by page, and in nobody else’s',
      async (name, dataset) => {
        const world = await loaded();
        await happens(world, dataset, ['x', 'y', 'z']);
        if (kindOf(dataset) !== 'derived')
          await world.tell(
            dataset,
            { device: 'd0', person: 'anna', number: 5, hoursAgo: 30 },
            { device: 'd0', person: 'anna', number: 6, hoursAgo: 60 },
          );
        const found = [];
        const subjectId = await world.subject('anna');
        for await (const page of exportPages(store(), { subjectId, subjectHashes: [], pageSize: 2 }))
          if (page.dataset === name) found.push(...page.records);
        const own = (await world.rows(dataset)).filter((row) => row.subject_id === subjectId);
        expect(own.length > 0).toBe(hasSubject(dataset));
        expect(found.map((record) => record.occurredAt).sort()).toEqual(
          own.map((row) => Object(row.occurred_at).toISOString()).sort(),
        );
      },
    );

    it.each(each)('of %s is listed page by page, each once', async (_, dataset) => {
      const world = await loaded();
      const numbers = [0, 1, 2, 3, 4, 5, 6];
      if (kindOf(dataset) === 'derived') await happens(world, dataset, numbers.map(String));
      else
        await world.tell(
          dataset,
          ...numbers.map((number) => ({
            device: `d${number % 2}`,
            person: ESTATE.users[number % 2] ?? '',
            number,
            hoursAgo: number % 3,
          })),
        );
      const rows = await world.rows(dataset);
      const list: EventList = {
        dataset,
        route: 'made',
        ofAll: 'All of them',
        ...(dataset.device ? { ofDevice: 'Of one' } : {}),
      };
      const client = clientOf(endpointsOf([list]), async () => dependenciesOver(store()));
      const source = world.teller(kindOf(dataset)).name;
      for (const sort of ['-occurredAt', 'occurredAt', ...(dataset.counter ? [] : ['id'])]) {
        const items: Record<string, unknown>[] = [];
        for (let cursor = ''; ; ) {
          const target = `made?source=${source}&sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`;
          const { status, body } = await client(target, { headers: { 'x-purpose': PURPOSE } });
          expect([status, body]).toMatchObject([200, {}]);
          items.push(...Object(body).items);
          if (Object(body).nextCursor === null) break;
          cursor = Object(body).nextCursor;
        }
        const shown = (row: Record<string, unknown>): string => `${row.activity} ${row.amount}`;
        expect(items.map(shown).sort()).toEqual(rows.map(shown).sort());
        const times = items.map((item) => String(item.occurredAt));
        if (sort.endsWith('occurredAt'))
          expect(sort === 'occurredAt' ? times : times.toReversed()).toEqual([...times].sort());
      }
      if (!dataset.device) return;
      const [d0] = await world.emm.rows('device');
      const { body } = await client(`devices/${d0?.id}/made`, { headers: { 'x-purpose': PURPOSE } });
      const own = rows.filter((row) => Buffer.from(Object(row.owner_key)).equals(Object(d0).record_key));
      expect(Object(body).items).toHaveLength(own.length);
      expect(own.length).toBeGreaterThan(0);
      expect(Object(body).items[0]).toMatchObject({ deviceId: String(d0?.id) });
    });

    it.each(each)('of %s leaves with its retention, and not before', async (name, dataset) => {
      const world = await loaded();
      if (kindOf(dataset) === 'derived') {
        world.clock.off = -31 * DAY;
        for (const name of ['x', 'y', 'z']) {
          await world.emm.poll(() => world.devices(renamed(name)));
          world.clock.off += 26 * 3_600_000;
        }
        world.clock.off = 0;
      } else {
        world.clock.off = -5 * DAY;
        const old = [0, 1, 2].map(
          (number): Happening => ({ device: 'd0', person: 'anna', number, hoursAgo: 24 * (26 - number) }),
        );
        await world.tell(dataset, ...old);
        world.clock.off = 0;
      }
      const before = await world.rows(dataset);
      const { datasets } = await retain(store());
      const limit = Date.now() - 30 * DAY;
      const kept = before.filter((row) => Number(row.occurred_at) >= limit);
      expect(await world.rows(dataset)).toEqual(kept);
      expect([before.length - kept.length > 0, kept.length > 0]).toEqual([true, true]);
      expect(datasets[name]).toMatchObject({ days: 30, left: 0 });
      expect(datasets[name]?.removed).toBeGreaterThan(0);
    });

    it.each(each.filter(([, { toldBy }]) => toldBy === 'source'))(
      'of %s leaves with the switch of its dataset, and one value with that of its field',
      async (_, dataset) => {
        const world = await loaded();
        const source = world.teller(kindOf(dataset));
        await happens(world, dataset);
        source.config = { location: true, roaming: false };
        await source.poll(() => []);
        const without = await world.rows(dataset);
        expect(without.map(({ detail, detail_folded, amount }) => [detail, detail_folded, Number(amount)])).toEqual([
          [null, null, 1],
          [null, null, 1],
        ]);
        source.config = { location: false, roaming: false };
        await source.poll(() => []);
        expect(await world.rows(dataset)).toEqual([]);
        // Whatever a connector sends all the same is not stored, and counted.
        await happens(world, dataset);
        expect(await world.rows(dataset)).toEqual([]);
        expect(await world.rejected(source)).toEqual([
          [dataset.name, dataset.key.map(apiName).join(','), 'not collected', 2],
        ]);
        source.config = { location: true, roaming: true };
        await happens(world, dataset);
        expect(await world.rows(dataset)).toHaveLength(2);
      },
    );

    it.each(each.filter(([name]) => name.startsWith('made_derived')))(
      'of %s leaves with what it was made of',
      async (_, dataset) => {
        const world = await loaded();
        await happens(world, dataset);
        world.emm.config = { location: true, roaming: true, exclude: ['carrier'] };
        await world.emm.poll(() => []);
        expect((await world.rows(dataset)).map((row) => row.detail)).toEqual([null, null]);
        world.emm.config = { location: true, roaming: true, exclude: ['device_name'] };
        await world.emm.poll(() => []);
        expect(await world.rows(dataset)).toEqual([]);
      },
    );

    it.each(ofDevices)('of %s leaves with the device that turns personal, and no other does', async (_, dataset) => {
      for (const ownership of ['personal', 'unknown']) {
        const world = await loaded();
        await happens(world, dataset);
        const turned = { ...renamed('x'), d0: { of: 'anna', device_name: 'd0 x', ownership } };
        await world.load({ ...ESTATE, devices: turned });
        const rows = await world.rows(dataset);
        expect(rows.map((row) => row.subject_id)).toEqual([await world.subject('bert')]);
      }
    });

    it.each(notOfDevices)('of %s stays when a device turns personal', async (_, dataset) => {
      const world = await loaded();
      await happens(world, dataset);
      await world.load({ ...ESTATE, devices: { ...ESTATE.devices, d0: { of: 'anna', ownership: 'personal' } } });
      expect(await world.rows(dataset)).toHaveLength(2);
    });

    it.each(ofDevices)(
      'of %s leaves when devices are not collected any more, unless strangers may have it',
      async (_, dataset) => {
        const world = await loaded();
        await happens(world, dataset);
        world.emm.entities = world.emm.entities.filter((entity) => entity.dataset !== 'device');
        await world.emm.poll(() => []);
        const rows = await world.rows(dataset);
        expect(rows).toHaveLength(dataset.device?.stored.stranger === 'always' ? 2 : 0);
      },
    );

    it.each(each.filter(([, dataset]) => hasSubject(dataset)))(
      'of %s keeps its person from being forgotten, until it leaves',
      async (_, dataset) => {
        const world = await loaded();
        await happens(world, dataset);
        const anna = await world.subject('anna');
        // Not all users and devices at once: that would be a mass removal.
        const estate = {
          users: Array.from({ length: 20 }, (_, i) => `u${i}`),
          devices: { d1: { device_name: 'd1 x' }, d2: {} },
        };
        await world.load({ ...estate, users: ['anna', ...estate.users] });
        await world.load(estate);
        const known = async () =>
          (await store().db.selectFrom('subject').select(['id', 'present']).where('id', '=', anna).execute()).map(
            (row) => row.present,
          );
        await retain(store());
        expect(await known()).toEqual([false]);
        await store().write(({ rows }) => rows.deleteFrom(dataset.name).where('subject_id', '=', anna).execute());
        await store().write(({ db }) => db.deleteFrom('change').where('subject_id', '=', anna).execute());
        for (const other of MADE)
          if (hasSubject(other))
            await store().write(({ rows }) => rows.deleteFrom(other.name).where('subject_id', '=', anna).execute());
        await retain(store());
        // Her names leave before she does.
        await retain(store());
        expect(await known()).toEqual([]);
      },
    );

    it.each(each)('of %s leaves with a source that nobody has configured any more', async (_, dataset) => {
      const world = await loaded();
      await happens(world, dataset);
      const long = new Date(Date.now() - 31 * DAY);
      await store().write(({ db }) =>
        db
          .updateTable('source_state')
          .set({ last_seen_at: long })
          .where('source', 'in', [world.emm.name, world.log.name])
          .execute(),
      );
      await retain(store());
      expect(await world.rows(dataset)).toEqual([]);
    });

    it.each(each)('of %s stands in the record of processing', async (name, dataset) => {
      const record = await processingRecord({ RETENTION_DAYS: 20, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 14 });
      expect(record.find((entry) => entry.dataset === name)).toMatchObject({
        personal: true,
        retentionDays: 20,
        purpose: dataset.purpose,
        classes: expect.arrayContaining(['usage']),
      });
    });
  });
});
