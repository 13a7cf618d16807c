// The directory's objects, found by base and scope. It holds nothing: it reads the estate each time.
import type { Estate, Leaver } from '../estate/estate.ts';
import { GROUPS, type Group } from '../estate/groups.ts';
import { DEPARTMENTS } from '../estate/names.ts';
import { guidBytes, type Person, sidBytes } from '../estate/person.ts';
import { guid } from '../random.ts';
import type { Controller } from './controller.ts';
import { type AttributeTable, type Entry, type EntryClass, entryClass } from './entry.ts';
import { deletedContainer, fixedEntries } from './fixed-entries.ts';
import {
  CONFIGURATION_DN,
  DELETED_OBJECTS_DN,
  deletedDn,
  departmentDn,
  distinguishedName,
  GROUPS_DN,
  groupDn,
  normalizeDn,
  parentOf,
} from './names.ts';
import { declareAttributes } from './schema.ts';
import { generalizedTime } from './time.ts';
import { tombstoneAttributes, userAttributes } from './user-attributes.ts';

export const SCOPE = { base: 0, one: 1, sub: 2 } as const;

const inDirectory = (person: Person | undefined): person is Person => person !== undefined && person.origin !== 'cloud';
const DELETED = normalizeDn(DELETED_OBJECTS_DN);
const CONFIGURATION = normalizeDn(CONFIGURATION_DN);
const GROUPS_UNIT = normalizeDn(GROUPS_DN);
const UNITS = new Map(DEPARTMENTS.map((department) => [department as string, normalizeDn(departmentDn(department))]));

function groupAttributes(estate: Estate, controller: Controller): AttributeTable<Group> {
  const change = (group: Group) => estate.groupChanges.get(group.name);
  return {
    objectClass: () => ['top', 'group'],
    objectCategory: () => `CN=Group,CN=Schema,${CONFIGURATION_DN}`,
    cn: ({ name }) => name,
    name: ({ name }) => name,
    distinguishedName: groupDn,
    description: ({ description }) => description,
    sAMAccountName: ({ name }) => name,
    groupType: () => '-2147483646',
    objectGUID: ({ rid }) => guidBytes(guid(estate.options.seed, 1200 + rid)),
    objectSid: ({ rid }) => sidBytes(rid),
    instanceType: () => '4',
    member: (group) =>
      estate.people
        .filter(inDirectory)
        .filter((person) => group.includes(person))
        .map(distinguishedName),
    uSNCreated: () => controller.usn(0),
    uSNChanged: (group) => controller.usn(change(group)?.sequence ?? 0),
    whenCreated: () => generalizedTime(estate.options.epoch - 86_400_000),
    whenChanged: (group) => generalizedTime(change(group)?.at ?? estate.options.epoch),
  };
}

export class Tree {
  readonly #estate: Estate;
  readonly #controller: Controller;
  readonly #users: EntryClass<Person>;
  readonly #groups: EntryClass<Group>;
  readonly #tombstones: EntryClass<Person>;

  constructor(estate: Estate, controller: Controller) {
    this.#estate = estate;
    this.#controller = controller;
    this.#users = entryClass(userAttributes(estate, controller));
    this.#groups = entryClass(groupAttributes(estate, controller));
    this.#tombstones = entryClass(tombstoneAttributes(controller));
    for (const type of [this.#users, this.#groups, this.#tombstones]) declareAttributes(type.names);
  }

  /** The object with this name (or `<GUID=...>`), or undefined. */
  find(base: string, showDeleted: boolean, readDeleted: boolean): Entry | undefined {
    const byGuid = /^<GUID=([0-9a-f-]{36})>$/i.exec(base)?.[1]?.toLowerCase();
    if (byGuid !== undefined) {
      const person = this.#estate.people.find((candidate) => inDirectory(candidate) && candidate.objectGuid === byGuid);
      return person && this.#userEntry(person);
    }
    const wanted = normalizeDn(base);
    if (wanted === DELETED)
      return showDeleted ? deletedContainer(this.#estate, this.#controller, readDeleted) : undefined;
    const fixed = fixedEntries(this.#estate, this.#controller).find(({ dn }) => normalizeDn(dn) === wanted);
    return fixed ?? this.#groupNamed(wanted) ?? this.#personNamed(wanted);
  }

  /** All objects in scope, the base included where the scope says so. Tombstones only for those who may see them. */
  *within(base: Entry, scope: number, showDeleted: boolean, readDeleted: boolean): Generator<Entry> {
    const root = normalizeDn(base.dn);
    if (scope !== SCOPE.one) yield base;
    if (scope === SCOPE.base) return;
    const inScope = (parent: string): boolean =>
      parent === root || (scope === SCOPE.sub && parent.endsWith(`,${root}`));
    for (const entry of fixedEntries(this.#estate, this.#controller)) {
      const name = normalizeDn(entry.dn);
      // Configuration is a naming context of its own: a search of the domain does not enter it.
      const otherContext = name.endsWith(CONFIGURATION) !== root.endsWith(CONFIGURATION);
      if (name !== root && !otherContext && inScope(parentOf(name))) yield entry;
    }
    if (inScope(GROUPS_UNIT)) for (const group of GROUPS) yield this.#groupEntry(group);
    yield* this.#peopleWithin(inScope);
    if (showDeleted && readDeleted && (inScope(DELETED) || root === DELETED)) yield* this.#deleted();
  }

  *#peopleWithin(inScope: (parent: string) => boolean): Generator<Entry> {
    const visible = new Set([...UNITS].filter(([, unit]) => inScope(unit)).map(([department]) => department));
    if (visible.size === 0) return;
    for (const person of this.#estate.people) {
      if (inDirectory(person) && this.#controller.knows(person) && visible.has(person.department))
        yield this.#userEntry(person);
    }
  }

  *#deleted(): Generator<Entry> {
    yield deletedContainer(this.#estate, this.#controller, true);
    for (const leaver of this.#estate.leavers.values()) if (inDirectory(leaver.person)) yield this.#tombstone(leaver);
  }

  #userEntry(person: Person): Entry {
    return this.#users.entry(person, distinguishedName, () => this.#estate.people[person.number] === person);
  }

  #groupEntry(group: Group): Entry {
    return this.#groups.entry(group, groupDn, () => true);
  }

  #tombstone({ person }: Leaver): Entry {
    return this.#tombstones.entry(person, deletedDn, () => this.#estate.leavers.has(person.id));
  }

  #groupNamed(wanted: string): Entry | undefined {
    const group = GROUPS.find((candidate) => normalizeDn(groupDn(candidate)) === wanted);
    return group && this.#groupEntry(group);
  }

  /** Common names end with the person's number, which saves a search through everybody. */
  #personNamed(wanted: string): Entry | undefined {
    const number = /^cn=(?:\\.|[^,\\])*\((\d+)\),/.exec(wanted)?.[1];
    const person = number === undefined ? undefined : this.#estate.people[Number(number)];
    return inDirectory(person) && normalizeDn(distinguishedName(person)) === wanted
      ? this.#userEntry(person)
      : undefined;
  }
}
