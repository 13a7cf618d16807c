// How many people a row is told of that names none of them. Each is a hash with a salt of the day, which is dropped soon
// after it, and with the row: two rows of one person have nothing in common. A row keeps the least of its hashes, which
// say how many there are. https://doi.org/10.1145/1055558.1055567 (k minimum values)
import { Buffer } from 'node:buffer';
import { hash, randomBytes } from 'node:crypto';
import type { AliasKind, Dataset } from '../catalog/index.ts';
import { hashIn, leastHashes, type Way } from '../counts/people.ts';
import { periodOf } from '../counts/rows.ts';
import type { Alias } from '../people/link.ts';
import { subjectsNamed } from '../people/named.ts';
import type { Somebody } from '../sources/contract.ts';
import { fold } from '../store/fold.ts';
import type { Store } from '../store/index.ts';
import type { EventTarget, ToldEvent } from './told-event.ts';

export interface Salt {
  readonly day: Date;
  readonly salt: Uint8Array;
}

/** Hashes of the people of each event, in their order, and salts of days that had none yet: to be written with them. */
export async function peopleOf(
  store: Store,
  { dataset, source }: EventTarget,
  events: readonly ToldEvent[],
): Promise<{ readonly hashes: readonly (Uint8Array | null)[]; readonly fresh: readonly Salt[] }> {
  const days = new Map(events.map(({ occurred_at }) => dayOf(occurred_at)).map((day) => [day.getTime(), day]));
  const { salts, fresh } = await saltsOf(store, dataset, source, [...days.values()]);
  const tokens = await tokensOf(store, events);
  const hashes = events.map(({ record_key, occurred_at, people = [] }) => {
    const salt = salts.get(dayOf(occurred_at).getTime());
    if (salt === undefined) return null;
    const prefix = Buffer.concat([salt, record_key]).toString('latin1');
    const own = new Map(people.map((one) => tokens.get(one) ?? NOBODY).map((token) => [token.way + token.text, token]));
    return leastHashes(
      Array.from(own.values(), ({ way, text }) => hashIn(way, hash('sha256', `${prefix}${way}=${text}`, 'buffer'))),
    );
  });
  return { hashes, fresh };
}

const dayOf = (at: Date): Date => periodOf({ per: 'day' }, at);

/** None where it was dropped: of a day that was counted already nobody can be told apart any more. */
async function saltsOf(
  store: Store,
  { name }: Dataset,
  source: string,
  days: readonly Date[],
): Promise<{ readonly salts: ReadonlyMap<number, Uint8Array>; readonly fresh: readonly Salt[] }> {
  const salts = new Map<number, Uint8Array>();
  const fresh: Salt[] = [];
  for (const day of days) {
    const known = await store.db
      .selectFrom('day_salt')
      .select('salt')
      .where('source', '=', source)
      .where('day', '=', day)
      .executeTakeFirst();
    const isCounted = async () =>
      await store.rows
        .selectFrom(name)
        .select('source')
        .where('occurred_at', '=', day)
        .where('source', '=', source)
        .executeTakeFirst();
    if (known) salts.set(day.getTime(), known.salt);
    else if (!(await isCounted())) {
      const salt = randomBytes(32);
      salts.set(day.getTime(), salt);
      fresh.push({ day, salt });
    }
  }
  return { salts, fresh };
}

interface Token {
  readonly way: Way;
  readonly text: string;
}

/** All whom no line names are one: it may be any of those who are told in another way. */
const NOBODY: Token = { way: 'client', text: '' };

/** One person is one, whatever name a line has: by the subject where the name is known, else by the name. */
async function tokensOf(store: Store, events: readonly ToldEvent[]): Promise<ReadonlyMap<Somebody, Token>> {
  const at = new Map<Somebody, Date>();
  for (const { people = [], occurred_at } of events) for (const one of people) at.set(one, occurred_at);
  const all = [...at].map(([one, at]) => {
    const names = Object.entries(typeof one === 'string' ? {} : one).map(([kind, value]) => ({
      kind: kind as AliasKind,
      value: fold(String(value), 320),
    }));
    return { one, names, at };
  });
  const subjects = await subjectsNamed(store, all);
  return new Map(
    all.map(({ one, names: [name] }, i) => {
      const subject = subjects[i] ?? null;
      if (subject !== null) return [one, { way: 'person', text: String(subject) }];
      return [one, name ? tokenOf(name) : { way: 'client', text: typeof one === 'string' ? one : '' }];
    }),
  );
}

/** Without its domain: NTLM, Kerberos and a name that is typed write the same account in three ways, one in none. */
function tokenOf({ kind, value }: Alias): Token {
  if (kind === 'domain_account') return { way: 'account', text: value.slice(value.lastIndexOf('\\') + 1) };
  if (kind === 'user_principal_name' || kind === 'mail') return { way: 'address', text: value.split('@')[0] ?? value };
  return { way: 'sid', text: value };
}
