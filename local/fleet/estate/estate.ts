// The company: its people and devices, and what happens to them. A function of (seed, epoch, step, tick count) as long
// as no test intervenes. All changes go through the methods here, which number them, as a directory numbers its writes.
import type { SystemTypeName } from '../../../lib/sources/registry.ts';
import { hash } from '../random.ts';
import { createDevice, type Device, type DevicePatch } from './device.ts';
import { typesOf } from './enrolled-in.ts';
import { GROUPS } from './groups.ts';
import { createPerson, inEntra, type Person, type PersonPatch } from './person.ts';

export interface EstateOptions {
  users: number;
  devices: number;
  appsPerDevice: number;
  seed: number;
  /** Milliseconds since 1970 at tick 0. */
  epoch: number;
  /** The management systems that the company runs (default: Intune alone). */
  types?: readonly SystemTypeName[];
  /** Milliseconds that pass in the fleet's own time with each tick. */
  stepMs: number;
  /** Of a company that lives by a clock: ticks in a day of it. */
  ticksADay?: number;
}

export interface Leaver {
  person: Person;
  sequence: number;
  removedAt: number;
}

interface GroupChange {
  sequence: number;
  at: number;
}

/** Changes that Active Directory counts and Graph's delta does not report. */
const DIRECTORY_ONLY: ReadonlySet<string> = new Set(['lastLogonAt', 'lockedAt', 'passwordChangedAt']);

const DEFAULT_TYPES: readonly SystemTypeName[] = ['intune'];

export class Estate {
  readonly options: EstateOptions;
  /** Number of the last change to a person or group. */
  sequence = 0;
  ticks = 0;
  now: number;
  /** By number; undefined where somebody left. */
  readonly people: (Person | undefined)[] = [];
  readonly leavers = new Map<string, Leaver>();
  readonly devices: Device[] = [];
  readonly groupChanges = new Map<string, GroupChange>();
  /** Moves when a device appears, vanishes or is renamed: for caches of the sorted list. */
  deviceListVersion = 0;
  /** Moves with every change to a device. */
  deviceVersion = 0;

  readonly #devicesByType = new Map<SystemTypeName, { version: number; devices: readonly Device[] }>();
  readonly #personById = new Map<string, Person>();
  readonly #aliases = new Set<string>();
  readonly #deviceIndex = new Map<string, number>();
  readonly #removedDevices: Device[] = [];
  #presentPeople = 0;
  #enrolments = 0;

  constructor(options: EstateOptions) {
    this.options = options;
    this.now = options.epoch;
    for (let i = 0; i < options.users; i++) this.addUser();
    for (let i = 0; i < options.devices; i++) this.enrol();
    for (const group of GROUPS) this.#changeGroup(group.name);
  }

  get userCount(): number {
    return this.#presentPeople;
  }

  get deviceCount(): number {
    return this.devices.length;
  }

  person(id: string): Person | undefined {
    return this.#personById.get(id);
  }

  device(id: string): Device | undefined {
    const index = this.#deviceIndex.get(id);
    return index === undefined ? undefined : this.devices[index];
  }

  /** The devices that a management system knows. The list is kept until a device comes or goes. */
  devicesOf(type: SystemTypeName): readonly Device[] {
    const known = this.#devicesByType.get(type);
    if (known?.version === this.deviceListVersion) return known.devices;
    const types = this.options.types ?? DEFAULT_TYPES;
    const devices = types.includes(type) ? this.devices.filter((device) => typesOf(device, types).includes(type)) : [];
    this.#devicesByType.set(type, { version: this.deviceListVersion, devices });
    return devices;
  }

  /** A device by the estate's own id, where that system knows it. */
  deviceOf(type: SystemTypeName, id: string): Device | undefined {
    const device = this.device(id);
    return device && typesOf(device, this.options.types ?? DEFAULT_TYPES).includes(type) ? device : undefined;
  }

  /** The device's user, while that account exists. */
  ownerOf(device: Device): Person | undefined {
    return device.ownerNumber === null ? undefined : this.people[device.ownerNumber];
  }

  managerOf(person: Person): Person | undefined {
    return person.managerNumber === null ? undefined : this.people[person.managerNumber];
  }

  /** Time passes, by a step; what happens in it is told by `life.ts`. */
  advance(): void {
    this.ticks++;
    this.now = this.options.epoch + this.ticks * this.options.stepMs;
  }

  /** Somebody joins; with `inherits`, under the name and mail address of a leaver. */
  addUser(inherits?: Person): Person {
    const number = this.people.length;
    const seed = hash(this.options.seed, 1_000_000 + number);
    const plan = { number, seed, now: this.now, aliasTaken: (alias: string) => this.#aliases.has(alias) };
    const person = createPerson(inherits ? { ...plan, inherits } : plan);
    this.#aliases.add(person.alias);
    this.people.push(person);
    this.#admit(person);
    person.usnCreated = person.usnChanged;
    return person;
  }

  /** Somebody leaves: a tombstone in the directory, `@removed` in Graph, and the devices lose their user. */
  removeUser(id: string): void {
    const person = this.#known(id);
    this.people[person.number] = undefined;
    this.#personById.delete(id);
    this.#presentPeople--;
    person.usnChanged = ++this.sequence;
    person.changedAt = this.now;
    this.leavers.set(id, { person, sequence: this.sequence, removedAt: this.now });
    this.#changeGroupsOf(person);
    this.deviceVersion++;
  }

  /** Brings a leaver back, with the same ids. */
  restoreUser(id: string): void {
    const leaver = this.leavers.get(id);
    if (!leaver) throw new RangeError('nobody with this id has left');
    if (this.people.some((person) => person?.userPrincipalName === leaver.person.userPrincipalName)) {
      throw new RangeError('a successor has the user principal name');
    }
    this.leavers.delete(id);
    this.people[leaver.person.number] = leaver.person;
    leaver.person.propertyChanged.clear();
    this.#admit(leaver.person);
    this.deviceVersion++;
  }

  updateUser(id: string, patch: PersonPatch): void {
    const person = this.#known(id);
    const before = GROUPS.filter((group) => group.includes(person));
    Object.assign(person, patch);
    person.usnChanged = ++this.sequence;
    person.changedAt = this.now;
    for (const property of Object.keys(patch)) person.propertyChanged.set(property, this.sequence);
    if (Object.keys(patch).some((property) => !DIRECTORY_ONLY.has(property))) person.deltaChanged = this.sequence;
    for (const group of GROUPS) {
      if (before.includes(group) !== group.includes(person)) this.#changeGroup(group.name);
    }
    this.deviceVersion++;
  }

  /** A device is enrolled: a new one, or with `hardware` one that was here before, under a new id. */
  enrol(hardware?: Device): Device {
    const number = this.#enrolments++;
    const seed = hardware?.seed ?? hash(this.options.seed, 500_000_000 + number);
    const owner = hardware ? this.ownerOf(hardware) : this.#ownerFor(seed);
    const device = createDevice({
      seed,
      enrolment: this.ticks === 0 ? 0 : number,
      now: this.now,
      appsPerDevice: this.options.appsPerDevice,
      ownerNumber: owner?.number ?? null,
      ownerGivenName: owner?.givenName ?? '',
    });
    this.#list(device);
    return device;
  }

  updateDevice(id: string, patch: DevicePatch): void {
    const device = this.device(id);
    if (!device) throw new RangeError('no device has this id');
    if (patch.name !== undefined) this.deviceListVersion++;
    this.deviceVersion++;
    Object.assign(device, patch);
  }

  removeDevice(id: string): void {
    const index = this.#deviceIndex.get(id);
    const device = index === undefined ? undefined : this.devices[index];
    const last = this.devices.pop();
    if (index === undefined || !device || !last) throw new RangeError('no device has this id');
    // The last one takes the place: the list's order means nothing, and nothing else has to move.
    if (last !== device) {
      this.devices[index] = last;
      this.#deviceIndex.set(last.id, index);
    }
    this.#deviceIndex.delete(id);
    this.deviceListVersion++;
    this.deviceVersion++;
  }

  /** Removes many at once: below 1 a fraction of all, or of those given, from 1 on a count. Answers the ids. `restoreDevices` undoes it. */
  removeDevices(fractionOrCount: number, of: readonly Device[] = this.devices): string[] {
    const wanted = fractionOrCount < 1 ? Math.round(of.length * fractionOrCount) : fractionOrCount;
    const victims = of.slice(0, wanted);
    for (const device of victims) this.removeDevice(device.id);
    this.#removedDevices.push(...victims);
    return victims.map((device) => device.id);
  }

  /** Brings back, under their old ids, what `removeDevices` took. */
  restoreDevices(): void {
    for (const device of this.#removedDevices.splice(0)) this.#list(device);
  }

  #list(device: Device): void {
    this.#deviceIndex.set(device.id, this.devices.length);
    this.devices.push(device);
    this.deviceListVersion++;
    this.deviceVersion++;
  }

  #known(id: string): Person {
    const person = this.#personById.get(id);
    if (!person) throw new RangeError('nobody has this id');
    return person;
  }

  #admit(person: Person): void {
    this.#personById.set(person.id, person);
    this.#presentPeople++;
    person.usnChanged = ++this.sequence;
    person.deltaChanged = this.sequence;
    person.changedAt = this.ticks === 0 ? person.hiredAt : this.now;
    if (this.ticks > 0) this.#changeGroupsOf(person);
  }

  #changeGroup(name: string): void {
    this.groupChanges.set(name, { sequence: ++this.sequence, at: this.now });
  }

  #changeGroupsOf(person: Person): void {
    if (person.origin === 'cloud') return;
    for (const group of GROUPS) if (group.includes(person)) this.#changeGroup(group.name);
  }

  /** 92 of 100 devices have a user, who has an account in Entra. */
  #ownerFor(seed: number): Person | undefined {
    if (this.people.length === 0 || hash(seed, 50) % 100 >= 92) return undefined;
    for (let attempt = 51; attempt < 60; attempt++) {
      const person = this.people[hash(seed, attempt) % this.people.length];
      if (inEntra(person)) return person;
    }
    return undefined;
  }
}
