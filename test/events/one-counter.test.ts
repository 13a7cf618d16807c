// Of an hour, a device, a person and what was done there is one row, in whatever order a log tells of it and other systems
// tell whose device and whose name it was.
import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../lib/catalog/index.ts';
import { verifyPeople } from '../../lib/people/verify.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { ENTITIES, guidOf, parameter, wholePass } from '../ingest/scripted.ts';
import { COUNTERS, entityOf, onEachMadeUp, told } from './made-up.ts';
import { World } from './world.ts';

const { pim_activity } = catalog;

/** All orders of these. */
const orders = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item) => orders(items.filter((other) => other !== item)).map((order) => [item, ...order]));

onEachMadeUp((store) => {
  const companyOf = (world: World) => {
    world.log.entities = [...world.log.entities, entityOf(pim_activity)];
    const directory = world.another();
    directory.entities = ENTITIES.filter(({ dataset }) => dataset === 'directory_user').map((entity) => ({
      ...entity,
      parameters: [...entity.parameters, parameter('domain_account')],
    }));
    return directory;
  };
  /** The same for all that is told: another hour may begin meanwhile. */
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
  const line = (world: World, names: SourceRow): SourceRow => ({
    occurred_at: hour,
    activity: 'sync',
    class: 'mail',
    eas_device_id: world.serial('d0'),
    requests: 1,
    ...names,
  });
  const account = (world: World) => `corp\\${world.emm.name}-anna`;

  const steps = {
    system: (world: World) => world.load({ users: ['anna'], devices: { d0: { of: 'anna' } } }, world.emm),
    directory: async (world: World, directory: ReturnType<typeof companyOf>) => {
      const entry = { external_id: 'a', user_principal_name: world.upn('anna'), domain_account: account(world) };
      await directory.poll(() => wholePass([entry], 'directory_user'));
    },
    address: (world: World) =>
      world.log.poll(() => [
        told(pim_activity, line(world, { user_principal_name: world.upn('anna') })),
        told(pim_activity, line(world, {})),
      ]),
    account: (world: World) =>
      world.log.poll(() => [told(pim_activity, line(world, { domain_account: account(world).toUpperCase() }))]),
  } as const;
  type Step = keyof typeof steps;
  const names = Object.keys(steps) as readonly Step[];

  describe('a counter', () => {
    it.each(orders(names).map((order) => [order.join(', '), order] as const))('is one after %s', async (_, order) => {
      const world = new World(store());
      const directory = companyOf(world);
      for (const step of [...order, 'address', 'account'] as const) await steps[step](world, directory);
      expect(await world.rows(pim_activity, world.log.name)).toMatchObject([
        {
          requests: 6,
          subject_id: await world.subject('anna'),
          name_hash: null,
          owner_source: world.emm.name,
          device_hash: null,
          unmanaged: false,
        },
      ]);
    });

    it('is one of two people who prove to be the same, and goes on as one', async () => {
      const world = new World(store());
      const [one, other] = [world.another(), world.another()];
      const user = (id: string, more: SourceRow) => wholePass([{ external_id: id, ...more }], 'emm_user');
      const tell = () => world.tell(COUNTERS.person, { person: 'anna' }, { person: 'anna.b' });
      await one.poll(() => user('a', { user_principal_name: world.upn('anna') }));
      await other.poll(() =>
        user('b', { user_principal_name: world.upn('anna.b'), object_guid: guidOf(world.emm.name) }),
      );
      await tell();
      expect(await world.rows(COUNTERS.person)).toHaveLength(2);
      await one.poll(() => user('a', { user_principal_name: world.upn('anna'), object_guid: guidOf(world.emm.name) }));
      await tell();
      const anna = (await one.rows('emm_user'))[0]?.subject_id;
      expect(await world.rows(COUNTERS.person)).toMatchObject([{ subject_id: anna, amount: 4 }]);
    });

    it('that was being written for somebody who proved to be another is added to theirs by the daily verification', async () => {
      const world = new World(store());
      await world.load({ users: ['anna', 'bert'], devices: {} }, world.emm);
      await world.tell(COUNTERS.person, { person: 'anna' }, { person: 'bert' });
      const [anna, bert] = [await world.subject('anna'), await world.subject('bert')];
      await store().write(async (tx) => {
        await tx.lock('people');
        await tx.db.updateTable('subject').set({ merged_into: anna }).where('id', '=', bert).execute();
      });
      await verifyPeople(store());
      expect(await world.rows(COUNTERS.person)).toMatchObject([{ subject_id: anna, amount: 2 }]);
    });

    it('is another of whoever has the name since, and of another device', async () => {
      const world = new World(store());
      const directory = companyOf(world);
      for (const step of ['system', 'directory', 'address'] as const) await steps[step](world, directory);
      const other = { ...line(world, { user_principal_name: world.upn('anna') }), eas_device_id: world.serial('d1') };
      await world.log.poll(() => [told(pim_activity, other, line(world, { user_principal_name: world.upn('bert') }))]);
      expect((await world.rows(pim_activity, world.log.name)).map(({ requests }) => requests).sort()).toEqual([
        1, 1, 2,
      ]);
    });
  });
});
