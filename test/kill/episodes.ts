// What happens between two cycles of polls, and what the collectors do then. During a cycle nothing changes, so that a
// run that is killed and repeated sees what the unbroken one saw.

import type { Store } from '../../lib/store/index.ts';
import type { Estate } from '../../local/fleet/estate/estate.ts';
import type { Company, SourceEntry } from '../end-to-end/company.ts';
import type { Step } from './child.ts';
import { eventsGrowOld, fullPassesAreDue, hoursPass, passesGrowOld, sourceIsForgotten } from './time.ts';

export interface World {
  readonly company: Company;
  readonly estate: Estate;
  /** A number from 0 to `limit` - 1, by the seed. */
  readonly dice: (limit: number) => number;
  /** Changes both databases. */
  readonly inBoth: (change: (store: Store) => Promise<void>) => Promise<void>;
  /** Another sources file: the collectors are started anew. */
  readonly configure: (...sources: readonly SourceEntry[]) => void;
}

export interface Cycle {
  readonly name: string;
  readonly happens: (world: World) => void | Promise<void>;
  /** Default: both sources are polled. */
  readonly steps?: readonly Step[];
}

const RETENTION: Step = { retention: true };
const INTUNE: Step = { poll: ['intune'] };
const DIRECTORY: Step = { poll: ['directory'] };
const BOTH: Step = { poll: ['intune', 'directory'] };

/** One after the other, the other way round, at once, or one of them. */
export const WAYS_TO_POLL: readonly (readonly Step[])[] = [
  [INTUNE, DIRECTORY],
  [DIRECTORY, INTUNE],
  [BOTH],
  [INTUNE, DIRECTORY],
  [DIRECTORY],
];

type Settings = Readonly<Record<string, unknown>>;

export const configured = (world: World, intune: Settings = {}, directory: Settings = {}): void =>
  world.configure(
    world.company.source('intune', { personalDevices: true, ...intune }),
    world.company.source('active-directory', directory),
  );

/** Less than before, in one way or another: what is left out is purged. */
const LESS: readonly (readonly [Settings, Settings])[] = [
  [{ personalDevices: false }, { phoneNumbers: 'off' }],
  [{ apps: 'off', phoneNumbers: 'off' }, {}],
  [{ exclude: ['osVersion', 'deviceCategoryDisplayName', 'jobTitle'] }, { exclude: ['department', 'title'] }],
];

const life = ({ company, dice }: World): void => {
  for (let ticks = 1 + dice(3); ticks > 0; ticks -= 1) company.fleet.tick();
};

const some = <T>(list: readonly T[], { dice }: World): T | undefined => list[dice(Math.max(1, list.length))];

function comeAndGo(world: World): void {
  const { estate } = world;
  life(world);
  for (let left = 1 + world.dice(2); left > 0; left -= 1) {
    const device = some(estate.devices, world);
    if (device) estate.removeDevice(device.id);
    const person = some(estate.people, world);
    if (person) estate.removeUser(person.id);
    estate.enrol();
    estate.addUser(left === 1 ? person : undefined);
  }
  for (const device of estate.devices.slice(0, 3))
    estate.updateDevice(device.id, { appsRevision: device.appsRevision + 1 });
  const renamed = some(estate.devices, world);
  if (renamed) estate.updateDevice(renamed.id, { name: `Renamed ${estate.sequence}`, osVersion: '99.1' });
}

/** More of everything than may be removed unasked. */
function massRemoval(world: World): readonly string[] {
  const { estate } = world;
  estate.removeDevices(0.4);
  const leavers = estate.people.flatMap((person) => (person?.origin === 'synced' ? [person.id] : [])).slice(0, 9);
  for (const id of leavers) estate.removeUser(id);
  return leavers;
}

function massReturn({ estate }: World, leavers: readonly string[]): void {
  estate.restoreDevices();
  for (const id of leavers) if (estate.leavers.has(id)) estate.restoreUser(id);
}

const decided = (decide: 'approved' | 'rejected'): readonly Step[] => [
  { decide, source: 'intune' },
  { decide, source: 'directory' },
  INTUNE,
  DIRECTORY,
];

/** A mass removal, an operator's word on it, and the return of what had left. */
function removalAnd(decide: 'approved' | 'rejected' | null): readonly Cycle[] {
  let leavers: readonly string[] = [];
  return [
    {
      name: 'a mass removal is held',
      happens: (world) => {
        leavers = massRemoval(world);
      },
      // Both: what is decided next must be held already.
      steps: [INTUNE, DIRECTORY],
    },
    ...(decide ? [{ name: `it is ${decide}`, happens: () => {}, steps: decided(decide) }] : []),
    { name: 'everything returns', happens: (world) => massReturn(world, leavers) },
  ];
}

/** Each is some cycles that belong together. */
export const EPISODES: readonly (() => readonly Cycle[])[] = [
  () => [{ name: 'life goes on', happens: life }],
  () => [{ name: 'people and devices come and go', happens: comeAndGo }],
  () => [
    {
      name: 'delta links and update numbers are void',
      happens: (world) => {
        comeAndGo(world);
        world.company.fleet.systems.intune.delta.invalidateTokens();
        world.company.fleet.systems['active-directory'].controller.failOver();
      },
    },
  ],
  () => [
    {
      name: 'full passes are due',
      happens: (world) => {
        comeAndGo(world);
        return world.inBoth(fullPassesAreDue);
      },
    },
  ],
  () => removalAnd('approved'),
  () => removalAnd('rejected'),
  () => removalAnd(null),
  () => [
    {
      name: 'events are older than they may be kept',
      happens: async (world) => {
        comeAndGo(world);
        await world.inBoth(eventsGrowOld);
        await world.inBoth((store) => hoursPass(store, 25));
      },
      steps: [RETENTION, INTUNE, DIRECTORY],
    },
  ],
  () => [
    {
      name: 'a source is configured no more',
      happens: async (world) => {
        world.configure(world.company.source('intune', { personalDevices: true }));
        await world.inBoth((store) => sourceIsForgotten(store, 'directory'));
        await world.inBoth((store) => hoursPass(store, 25));
      },
      steps: [RETENTION, INTUNE],
    },
    { name: 'it is configured again', happens: (world) => configured(world) },
  ],
  () => [
    {
      name: 'rows are not confirmed any more',
      happens: async (world) => {
        await world.inBoth((store) => passesGrowOld(store, 'intune', ['device', 'emm_user']));
        await world.inBoth((store) => hoursPass(store, 25));
      },
      steps: [RETENTION, INTUNE, DIRECTORY],
    },
  ],
  () => [
    {
      name: 'less may be stored',
      happens: (world) => {
        comeAndGo(world);
        configured(world, ...(some(LESS, world) ?? []));
      },
    },
    { name: 'more may be stored', happens: (world) => configured(world, { phoneNumbers: 'full' }) },
    { name: 'numbers are masked again', happens: (world) => configured(world) },
  ],
];
