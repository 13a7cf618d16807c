// One person of the company, as the directories know them. What can change is stored; all else follows from the seed.
import { chance, digits, guid, hash, hex, pick } from '../random.ts';
import { COMPANY, DEPARTMENTS, type FullName, mobileNumber, personName, siteOf, spelled, TITLES } from './names.ts';

/** Where the account lives: in Active Directory and Entra, in Entra alone, or in Active Directory alone. */
export type Origin = 'synced' | 'cloud' | 'directory';

/** What a user's record may change to. */
export interface PersonPatch {
  givenName?: string;
  surname?: string;
  displayName?: string;
  userPrincipalName?: string;
  mail?: string;
  department?: string;
  jobTitle?: string;
  mobilePhone?: string;
  enabled?: boolean;
  managerNumber?: number | null;
  lastLogonAt?: number;
  lockedAt?: number | null;
  passwordChangedAt?: number;
}

export interface Person extends Required<PersonPatch> {
  /** Position in the estate; never given to anybody else. */
  readonly number: number;
  readonly seed: number;
  /** Entra object id. */
  readonly id: string;
  readonly origin: Origin;
  /** Active Directory objectGUID in its text form. */
  readonly objectGuid: string;
  readonly alias: string;
  readonly hiredAt: number;
  usnCreated: number;
  /** The estate's sequence at the last change that Active Directory counts. */
  usnChanged: number;
  /** The estate's sequence at the last change that Graph's delta reports. */
  deltaChanged: number;
  changedAt: number;
  /** For each property, the sequence of its last change. */
  propertyChanged: Map<string, number>;
}

export interface PersonPlan {
  number: number;
  seed: number;
  now: number;
  /** A leaver's name and alias, taken over by a successor. */
  inherits?: Person;
  /** Says whether somebody has this alias already. */
  aliasTaken: (alias: string) => boolean;
}

const DAY = 86_400_000;

function originOf(number: number, seed: number): Origin {
  if (number < 12 || chance(94, seed, 10)) return 'synced';
  return chance(60, seed, 11) ? 'cloud' : 'directory';
}

function chooseAlias(name: FullName, plan: PersonPlan): string {
  const base = name.alias ?? `${spelled(name.givenName)}.${spelled(name.surname)}`;
  let alias = base;
  for (let n = 2; plan.aliasTaken(alias); n++) alias = `${base}${n}`;
  return alias;
}

export function createPerson(plan: PersonPlan): Person {
  const { number, seed, now, inherits } = plan;
  const name = inherits ?? personName(number, seed);
  const alias = inherits?.alias ?? chooseAlias(name, plan);
  const address = inherits?.mail ?? `${alias}@${COMPANY.mailDomain}`;
  const department = DEPARTMENTS[hash(seed, 12) % DEPARTMENTS.length] ?? DEPARTMENTS[0];
  const hiredAt = now - (30 + (hash(seed, 13) % 3650)) * DAY;
  return {
    number,
    seed,
    id: guid(seed, 14),
    origin: inherits ? 'synced' : originOf(number, seed),
    objectGuid: guid(seed, 15),
    alias,
    hiredAt,
    givenName: name.givenName,
    surname: name.surname,
    displayName: name.displayName ?? `${name.givenName} ${name.surname}`,
    userPrincipalName: address,
    mail: address,
    department,
    jobTitle: `${department} ${pick(TITLES, seed, 16)}`,
    mobilePhone: chance(85, seed, 17) ? mobileNumber(siteOf(seed), seed, 18) : '',
    enabled: number < 12 || !chance(4, seed, 19),
    managerNumber: number === 0 ? null : Math.floor((number - 1) / 8),
    lastLogonAt: now - (hash(seed, 20) % 20) * DAY - (hash(seed, 21) % DAY),
    lockedAt: chance(0.5, seed, 22) ? now - (hash(seed, 23) % DAY) : null,
    passwordChangedAt: now - (hash(seed, 24) % 180) * DAY,
    usnCreated: 0,
    usnChanged: 0,
    deltaChanged: 0,
    changedAt: hiredAt,
    propertyChanged: new Map(),
  };
}

/** The pre-Windows 2000 logon name: at most 20 characters, so it carries the number to stay unique. */
export function accountName(person: Person): string {
  return `${person.alias.replace(/[^a-z0-9]/g, '').slice(0, 12)}${person.number}`;
}

export function employeeId(person: Person): string {
  return `E${String(100_000 + person.number)}`;
}

export function roomOf(person: Person): string {
  const site = siteOf(person.seed);
  return `${site.city} ${1 + (hash(person.seed, 25) % 5)}.${digits(2, person.seed, 26)}`;
}

/** The same in Active Directory (`extensionAttribute1` to 15) and in Entra. */
export function extensionAttribute(person: Person, index: number): string | null {
  if (index === 1) return `CC-${digits(4, person.seed, 201)}`;
  if (index === 2) return pick(['Office', 'Field', 'Home'], person.seed, 202);
  return chance(5, person.seed, 200 + index) ? hex(8, person.seed, 200 + index) : null;
}

/** Primary address first, in upper-case scheme; then aliases and the SIP address. */
export function proxyAddresses(person: Person): string[] {
  return [
    `SMTP:${person.mail}`,
    `smtp:${person.alias}@${COMPANY.netbios.toLowerCase()}.${COMPANY.mailDomain}`,
    `sip:${person.userPrincipalName}`,
  ];
}

/** 16 bytes as Active Directory stores a GUID: the first three groups little-endian (MS-DTYP 2.3.4). */
export function guidBytes(text: string): Buffer {
  const plain = Buffer.from(text.replaceAll('-', ''), 'hex');
  plain.subarray(0, 4).reverse();
  plain.subarray(4, 6).reverse();
  plain.subarray(6, 8).reverse();
  return plain;
}

/** In the cloud, and so in the management systems: not in the directory alone. */
export const inEntra = (person: Person | undefined): person is Person =>
  person !== undefined && person.origin !== 'directory';

const DOMAIN_IDENTIFIER = [21, 3_623_811_015, 3_361_044_348, 30_300_820] as const;

/** Relative identifiers start at 1,000 in a domain; groups and built-in accounts have the lower ones. */
export function relativeId(person: Person): number {
  return 10_000 + person.number;
}

export function sidText(rid: number): string {
  return `S-1-5-${DOMAIN_IDENTIFIER.join('-')}-${rid}`;
}

/** A SID in its binary form (MS-DTYP 2.4.2.2). */
export function sidBytes(rid: number): Buffer {
  const parts = [...DOMAIN_IDENTIFIER, rid];
  const bytes = Buffer.alloc(8 + parts.length * 4);
  bytes[0] = 1;
  bytes[1] = parts.length;
  bytes[7] = 5;
  parts.forEach((part, i) => {
    bytes.writeUInt32LE(part, 8 + i * 4);
  });
  return bytes;
}
