// The users of the tenant: people with an account in the cloud directory, and the accounts that the devices of nobody
// belong to: UEM has no device without a user.
import type { Device } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { COMPANY, officeNumber, siteOf } from '../estate/names.ts';
import { accountName, inEntra, type Person } from '../estate/person.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, digits, guid, hash } from '../random.ts';
import { instant, recordOf } from './answers.ts';
import { exchanged } from './ids.ts';

export interface Account {
  readonly guid: string;
  readonly username: string;
  /** Undefined for an account that holds spare devices. */
  readonly person: Person | undefined;
  readonly number: number;
}

const DEVICES_PER_POOL = 100;

export class Users {
  readonly #estate: Estate;
  readonly #pools: readonly Account[];
  #sorted: { sequence: number; accounts: readonly Account[] } = { sequence: -1, accounts: [] };
  #owned: { version: number; devices: ReadonlyMap<string, readonly Device[]> } = { version: -1, devices: new Map() };

  constructor(estate: Estate) {
    this.#estate = estate;
    this.#pools = poolsOf(estate.options);
  }

  /** In the order of their names. */
  get accounts(): readonly Account[] {
    const { sequence } = this.#estate;
    if (this.#sorted.sequence === sequence) return this.#sorted.accounts;
    const people = this.#estate.people.flatMap((person) => (inEntra(person) ? [accountOf(person)] : []));
    const accounts = [...people, ...this.#pools].sort((a, b) => (a.username < b.username ? -1 : 1));
    this.#sorted = { sequence, accounts };
    return accounts;
  }

  /** Undefined where nobody has this guid. */
  account(userGuid: string): Account | undefined {
    const person = this.#estate.person(exchanged(userGuid));
    return inEntra(person) ? accountOf(person) : this.#pools.find((pool) => pool.guid === userGuid);
  }

  /** The user that a device belongs to. */
  ownerOf(device: Device): Account {
    const person = this.#estate.ownerOf(device);
    if (inEntra(person)) return accountOf(person);
    const pool = this.#pools[hash(device.seed, 320) % this.#pools.length];
    if (!pool) throw new RangeError('no account holds spare devices');
    return pool;
  }

  devicesOf(account: Account): readonly Device[] {
    const { deviceVersion } = this.#estate;
    if (this.#owned.version !== deviceVersion) {
      const devices = Map.groupBy(this.#estate.devicesOf('blackberry-uem'), (device) => this.ownerOf(device).guid);
      this.#owned = { version: deviceVersion, devices };
    }
    return this.#owned.devices.get(account.guid) ?? [];
  }
}

function poolsOf({ devices, seed }: Estate['options']): readonly Account[] {
  return Array.from({ length: 1 + Math.floor(devices / DEVICES_PER_POOL) }, (_, number) => ({
    guid: guid(seed, 3000 + number),
    username: `spare-devices-${String(number + 1).padStart(3, '0')}`,
    person: undefined,
    number,
  }));
}

const accountOf = (person: Person): Account => ({
  guid: exchanged(person.id),
  username: person.origin === 'synced' ? accountName(person) : person.alias,
  person,
  number: person.number,
});

/** To the second, the hundredth or the millisecond: fractions vary. */
const created = ({ hiredAt, seed }: Person): string => instant(hiredAt - (hiredAt % 10 ** (hash(seed, 321) % 4)));

/** As `GET /users` lists it. */
export function userRecord({ guid: id, username, person, number }: Account, api: string): JsonObject {
  const links = ['groups', 'profiles'].map((rel) => ({ rel, href: `${api}/users/${id}/${rel}` }));
  if (!person)
    return recordOf({
      links,
      guid: id,
      username,
      displayName: `Spare devices ${number + 1}`,
      created: '2024-02-01T09:46:08Z',
    });
  const { seed } = person;
  const site = siteOf(seed);
  return recordOf({
    links,
    guid: id,
    username,
    displayName: person.displayName,
    ecoid: `AV${Buffer.from(person.objectGuid.replaceAll('-', ''), 'hex').toString('base64')}`,
    firstName: person.givenName,
    lastName: person.surname,
    emailAddress: person.mail,
    directoryId: person.origin === 'synced' ? person.objectGuid.replaceAll('-', '') : undefined,
    created: created(person),
    company: COMPANY.name,
    title: person.jobTitle,
    department: person.department,
    officePhoneNumber: officeNumber(site, seed, 322),
    homePhoneNumber: chance(20, seed, 323) ? officeNumber(site, seed, 324) : undefined,
    mobilePhoneNumber: person.mobilePhone,
    streetAddress: site.street,
    poBox: chance(15, seed, 325) ? digits(4, seed, 326) : undefined,
    city: site.city,
    state: site.state,
    postalCode: site.postalCode,
    country: site.country,
    admin: person.number === 0 || chance(2, seed, 327) ? 'true' : undefined,
  });
}
