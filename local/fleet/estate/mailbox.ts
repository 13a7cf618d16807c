// The mailbox of a person, as Exchange Server or Exchange Online has it: each person has one, in one of both.
import { below, chance, guid, hash } from '../random.ts';
import { COMPANY } from './names.ts';
import type { Person } from './person.ts';

export interface Mailbox {
  readonly guid: string;
  readonly name: string;
  readonly address: string;
  /** Null of a shared one, which nobody signs in to. */
  readonly person: Person | null;
  readonly online: boolean;
  readonly items: number;
  readonly bytes: number;
  readonly deletedItems: number;
  readonly quota: number;
  readonly createdAt: number;
  readonly lastLogonAt: number | null;
  readonly hasArchive: boolean;
}

const DAY = 86_400_000;
const GIB = 1024 ** 3;

export const SHARED = ['info', 'sales', 'support'] as const;

/** People of the cloud alone have theirs there, and so have most others: the company is on its way. */
export const isOnline = ({ origin, seed }: Person): boolean =>
  origin === 'cloud' || (origin === 'synced' && chance(60, seed, 711));

/** `days` since the company began: a mailbox grows. */
export function mailboxOf(person: Person, days: number): Mailbox {
  const { seed } = person;
  const online = isOnline(person);
  const quota = (online ? 100 : 50) * GIB;
  const items = 200 + below(60_000, seed, 772) + Math.floor(days * 20);
  // Few are nearly full.
  const share = chance(4, seed, 773) ? 0.96 : below(60, seed, 774) / 100;
  const isUnused = chance(5, seed, 775);
  return {
    guid: guid(seed, 770),
    name: person.displayName,
    address: person.mail,
    person,
    online,
    items,
    bytes: Math.floor(quota * share) + items * 100,
    deletedItems: below(2_000, seed, 776),
    quota,
    createdAt: person.hiredAt,
    lastLogonAt: isUnused ? null : person.lastLogonAt,
    hasArchive: chance(20, seed, 777),
  };
}

/** On the company's own servers. */
export function sharedMailboxes(seed: number, now: number): readonly Mailbox[] {
  return SHARED.map((alias, i) => ({
    guid: guid(hash(seed, 780 + i), 770),
    name: alias,
    address: `${alias}@${COMPANY.mailDomain}`,
    person: null,
    online: false,
    items: 5_000 * (i + 1),
    bytes: (i + 1) * GIB,
    deletedItems: 0,
    quota: 50 * GIB,
    createdAt: now - 2_000 * DAY,
    lastLogonAt: now - DAY,
    hasArchive: false,
  }));
}
