// What one tick does: a little of everything that happens in a company, in proportion to its size, chosen by seed and
// tick number alone. Counts stay about where they were. Every eighth tick somebody leaves whose mail address is given
// to a successor two ticks later, because that is where collectors mix people up. A company that lives by a clock loses no
// more in a day than collectors believe: a little at a time, and the first of it soon, for whoever looks on.
import { below, chance, hash, pick } from '../random.ts';
import type { Device, DevicePatch } from './device.ts';
import type { Estate } from './estate.ts';
import { OS_VERSIONS } from './models.ts';
import { DEPARTMENTS, mobileNumber, siteOf, TITLES } from './names.ts';
import { inEntra, type Person, type PersonPatch } from './person.ts';

const SYNCING = 0.05;
const CHANGING = 0.01;
const APP_CHANGES = 0.02;
const COMING_AND_GOING = 0.001;
const PEOPLE_CHANGING = 0.002;

/** Of those there are, in a day of the clock: how many leave, or change hands, and how many apps come, go, or are new ones. */
const LEAVING_A_DAY = 0.01;
const APPS_A_DAY = 1;
/** Apart, where there are few. */
const MOST_TICKS_APART = 30;

const share = (count: number, of: number): number => (count === 0 ? 0 : Math.max(1, Math.round(count * of)));

/** How many of those of a day a tick brings; of a company that lives by no clock `each`. */
function ofTick({ ticks, options: { ticksADay } }: Estate, each: number, aDay: number): number {
  if (ticksADay === undefined) return each;
  const left = Math.floor(aDay) % ticksADay;
  const apart = Math.min(MOST_TICKS_APART, Math.floor(ticksADay / Math.max(1, left)));
  const ofDay = ticks % ticksADay;
  const isOne = ofDay % apart === apart - 1 && ofDay < apart * left;
  return Math.floor(aDay / ticksADay) + Number(isOne);
}

function nextVersion(device: Device): string {
  const versions = OS_VERSIONS[device.platform];
  return versions[Math.min(versions.indexOf(device.osVersion) + 1, versions.length - 1)] ?? device.osVersion;
}

function deviceChange(estate: Estate, device: Device, dice: number): DevicePatch {
  switch (dice % 6) {
    case 0:
    case 1:
      return { osVersion: nextVersion(device), lastSyncAt: estate.now };
    case 2:
      // By the service, without a check-in: lastSyncDateTime does not move.
      return { compliance: device.compliance === 'compliant' ? 'noncompliant' : 'compliant' };
    case 3:
      return estate.options.ticksADay === undefined ? handedOver(estate, dice) : { lastSyncAt: estate.now };
    case 4:
      return {
        freeStorage: Math.floor(device.model.storage * (0.05 + below(80, dice, 2) / 100)),
        lastSyncAt: estate.now,
      };
    default:
      return { name: `${device.name.replace(/ \(\d+\)$/, '')} (${1 + below(9, dice, 3)})` };
  }
}

function handedOver(estate: Estate, dice: number): DevicePatch {
  const owner = estate.people[hash(dice, 1) % Math.max(1, estate.people.length)];
  return inEntra(owner) ? { ownerNumber: owner.number } : { ownerNumber: null };
}

function personChange(estate: Estate, person: Person, dice: number): PersonPatch {
  switch (dice % 5) {
    case 0:
      return {
        department: pick(DEPARTMENTS, dice, 1),
        managerNumber: person.number < 9 ? person.managerNumber : below(8, dice, 2),
      };
    case 1:
      return { jobTitle: `${person.department} ${pick(TITLES, dice, 3)}` };
    case 2:
      return { mobilePhone: mobileNumber(siteOf(person.seed), dice, 4) };
    case 3:
      return { passwordChangedAt: estate.now };
    default:
      return { lastLogonAt: estate.now };
  }
}

function somebody(estate: Estate, seed: number): Person | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const person = estate.people[hash(seed, attempt) % Math.max(1, estate.people.length)];
    if (person) return person;
  }
  return undefined;
}

function devicesLive(estate: Estate, seed: number): void {
  const some = (count: number, salt: number, act: (device: Device, dice: number) => void): void => {
    for (let i = 0; i < count; i++) {
      const dice = hash(hash(seed, salt), i);
      const device = estate.devices[hash(dice, 77) % Math.max(1, estate.devices.length)];
      if (device) act(device, dice);
    }
  };
  const size = estate.devices.length;
  some(share(size, SYNCING), 1, (device, dice) => {
    estate.updateDevice(device.id, { lastSyncAt: estate.now - below(estate.options.stepMs, dice, 1) });
  });
  some(share(size, CHANGING), 2, (device, dice) => estate.updateDevice(device.id, deviceChange(estate, device, dice)));
  some(ofTick(estate, share(size, APP_CHANGES), size * APPS_A_DAY), 3, (device) => {
    estate.updateDevice(device.id, { appsRevision: device.appsRevision + 1, lastSyncAt: estate.now });
  });
  some(ofTick(estate, 0, size * LEAVING_A_DAY), 5, (device, dice) => {
    estate.updateDevice(device.id, handedOver(estate, dice));
  });
  comeAndGo(estate, size, some);
}

function comeAndGo(
  estate: Estate,
  size: number,
  some: (count: number, salt: number, act: (device: Device, dice: number) => void) => void,
): void {
  // Fewer than planned: only arrivals. So the count stays within a step of where it began.
  if (size >= estate.options.devices) {
    some(ofTick(estate, share(size, COMING_AND_GOING), size * LEAVING_A_DAY), 4, (device, dice) => {
      estate.removeDevice(device.id);
      if (chance(30, dice, 5)) estate.enrol(device);
    });
  } else {
    for (let i = 0; i < share(estate.options.devices, COMING_AND_GOING); i++) estate.enrol();
  }
}

function peopleLive(estate: Estate, seed: number): void {
  for (let i = 0; i < share(estate.userCount, PEOPLE_CHANGING); i++) {
    const dice = hash(hash(seed, 10), i);
    const person = somebody(estate, dice);
    if (person) estate.updateUser(person.id, personChange(estate, person, dice));
  }
  const { ticksADay, users } = estate.options;
  const phase = estate.ticks % 4;
  const joining = ticksADay === undefined ? 1 : users - estate.userCount;
  for (let i = 0; phase === 3 && i < joining; i += 1)
    estate.addUser(i === 0 && estate.ticks % 8 === 3 ? [...estate.leavers.values()].at(-1)?.person : undefined);
  const leaving = ofTick(estate, phase === 1 && estate.userCount > 1 ? 1 : 0, users * LEAVING_A_DAY);
  for (let i = 0; i < leaving; i += 1) {
    const leaver = somebody(estate, hash(seed, 11 + i));
    if (leaver) estate.removeUser(leaver.id);
  }
}

/** One step of life. */
export function liveOneTick(estate: Estate): void {
  estate.advance();
  const seed = hash(estate.options.seed, 2_000_000_000 + estate.ticks);
  devicesLive(estate, seed);
  if (estate.options.users > 0) peopleLive(estate, seed);
}
