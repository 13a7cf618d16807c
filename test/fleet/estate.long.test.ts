import { describe, expect, it } from '@jest/globals';
import { userDeviceGuid } from '../../local/fleet/blackberry-uem/devices.ts';
import { appsOf, type Device, imeiOf } from '../../local/fleet/estate/device.ts';
import { Estate } from '../../local/fleet/estate/estate.ts';
import { liveOneTick } from '../../local/fleet/estate/life.ts';
import type { Person } from '../../local/fleet/estate/person.ts';
import { uuidOf } from '../../local/fleet/ivanti-epmm/answer.ts';
import { userUuidOf } from '../../local/fleet/ivanti-epmm/users.ts';
import { accountIdOf, deviceIdOf } from '../../local/fleet/ivanti-neurons/answer.ts';
import { luhnDigit } from '../../local/fleet/random.ts';
import { deviceNumber, userNumber } from '../../local/fleet/workspace-one/ids.ts';

type IdOf<T> = (item: T) => string | number;

const options = { users: 200, devices: 300, appsPerDevice: 40, seed: 7, epoch: Date.UTC(2026, 10, 24), stepMs: 60_000 };

function estateAfter(ticks: number, seed = 7): Estate {
  const estate = new Estate({ ...options, seed });
  for (let i = 0; i < ticks; i++) liveOneTick(estate);
  return estate;
}

function snapshot(estate: Estate): string {
  const people = estate.people.map((person) => person && { ...person, propertyChanged: [...person.propertyChanged] });
  return JSON.stringify([people, estate.devices, estate.devices.map((device) => appsOf(device).map(({ id }) => id))]);
}

describe('the estate', () => {
  it('is the same for the same seed and tick count', () => {
    expect(snapshot(estateAfter(25))).toBe(snapshot(estateAfter(25)));
    expect(snapshot(estateAfter(25))).not.toBe(snapshot(estateAfter(24)));
    expect(snapshot(estateAfter(0))).not.toBe(snapshot(estateAfter(0, 8)));
  });

  // Seeds with which ids of 32 bits met.
  it.each([7, 20_261_124])('has an id of its own for everybody, in every product (seed %i)', (seed) => {
    const { devices, people } = new Estate({ ...options, users: 70_000, devices: 100_000, seed });
    const present = people.filter((person) => person !== undefined);
    const ofDevice: readonly IdOf<Device>[] = [({ id }) => id, uuidOf, deviceIdOf, deviceNumber, userDeviceGuid];
    for (const idOf of ofDevice) expect(new Set(devices.map(idOf)).size).toBe(devices.length);
    const ofPerson: readonly IdOf<Person>[] = [({ id }) => id, userUuidOf, accountIdOf, userNumber];
    for (const idOf of ofPerson) expect(new Set(present.map(idOf)).size).toBe(present.length);
  });

  it('keeps its counts over a hundred ticks of coming and going', () => {
    const estate = estateAfter(100);
    expect(Math.abs(estate.userCount - options.users)).toBeLessThanOrEqual(2);
    expect(Math.abs(estate.deviceCount - options.devices)).toBeLessThanOrEqual(2);
    const enrolled = new Set(estateAfter(0).devices.map(({ id }) => id));
    expect(estate.devices.filter(({ id }) => !enrolled.has(id)).length).toBeGreaterThan(10);
  });

  it('changes apps, systems, owners and compliance as it lives', () => {
    const before = new Map(estateAfter(0).devices.map((device) => [device.id, device]));
    const kept = estateAfter(60).devices.filter(({ id }) => before.has(id));
    for (const property of ['osVersion', 'compliance', 'ownerNumber', 'appsRevision', 'lastSyncAt', 'name'] as const) {
      expect(kept.filter((device) => before.get(device.id)?.[property] !== device[property]).length).toBeGreaterThan(0);
    }
    const changed = kept.find(({ appsRevision }) => appsRevision > 0);
    const original = changed && before.get(changed.id);
    expect(changed && appsOf(changed)).not.toEqual(original && appsOf(original));
  });

  it('gives every device about the asked number of different apps', () => {
    const inventories = estateAfter(10).devices.map(appsOf);
    const total = inventories.reduce((sum, apps) => sum + apps.length, 0);
    expect(total / inventories.length).toBeGreaterThan(34);
    expect(total / inventories.length).toBeLessThan(46);
    for (const apps of inventories) expect(new Set(apps.map(({ title }) => title)).size).toBe(apps.length);
  });

  it('gives modems an IMEI with a valid check digit', () => {
    const imeis = estateAfter(0)
      .devices.map(imeiOf)
      .filter((imei) => imei !== '');
    expect(imeis.length).toBeGreaterThan(100);
    for (const imei of imeis) expect(luhnDigit(imei.slice(0, 14))).toBe(imei.slice(14));
  });

  it('has people with nasty names, disabled accounts, and devices without a user', () => {
    const estate = estateAfter(0);
    const names = estate.people.map((person) => person?.displayName);
    for (const name of [
      'Berg, Anna',
      'Jörg Müller',
      'Åse Ørsted',
      'İpek Iğdır',
      '李娜',
      'Sam Sparks 🚀',
      'Tess Blank ',
    ])
      expect(names).toContain(name);
    expect(names.some((name) => name?.includes("O'Brien"))).toBe(true);
    expect(estate.people.some((person) => person?.enabled === false)).toBe(true);
    expect(estate.devices.some((device) => estate.ownerOf(device) === undefined)).toBe(true);
    expect(new Set(estate.people.map((person) => person?.origin))).toEqual(new Set(['synced', 'cloud', 'directory']));
  });

  it("gives a leaver's mail address to a successor with other ids", () => {
    const estate = estateAfter(3);
    const [leaver] = estate.leavers.values();
    const successor = estate.people.find((person) => person?.mail === leaver?.person.mail);
    expect(successor).toBeDefined();
    expect(successor?.id).not.toBe(leaver?.person.id);
    expect(successor?.objectGuid).not.toBe(leaver?.person.objectGuid);
  });

  it('gives no id twice', () => {
    const estate = estateAfter(30);
    expect(new Set(estate.devices.map(({ id }) => id)).size).toBe(estate.deviceCount);
    expect(new Set(estate.people.flatMap((person) => person?.id ?? [])).size).toBe(estate.userCount);
  });

  it('obeys a test: removes a fraction or a count, and restores it', () => {
    const estate = estateAfter(0);
    expect(estate.removeDevices(0.5)).toHaveLength(150);
    expect(estate.removeDevices(10)).toHaveLength(10);
    expect(estate.deviceCount).toBe(140);
    estate.restoreDevices();
    expect(estate.deviceCount).toBe(300);
  });
});
