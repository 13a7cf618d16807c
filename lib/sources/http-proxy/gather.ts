// What lines of one step tell together: numbers of hosts and categories by the day, and what is stored of people.
import type { LogRows, Somebody, SourceRow } from '../contract.ts';
import type { Gathering } from '../logs/format.ts';
import { namesOf } from '../logs/names.ts';
import type { HostRequest } from './read.ts';
import { add, type Counts, counts, Totals, within } from './totals.ts';

export interface Wanted {
  /** Hosts as they are stored. */
  readonly hostOf: (host: string) => string;
  readonly perPerson: boolean;
  readonly requests: boolean;
  readonly countClients: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_HOST = 253;
const LONGEST_CATEGORY = 128;
/** All whom no line names: they count as one. */
const NOBODY = '';
/** Before an address in the place of a name: no name holds it. */
const CLIENT = '\0';

/** Of a host as lines name it, in an hour. */
interface Slot {
  readonly name: string;
  readonly counts: Counts;
  readonly people: Set<number>;
  /** Of each person, where that is wanted. */
  readonly persons: Map<number, Counts>;
}

export class Traffic implements Gathering<HostRequest> {
  readonly #wanted: Wanted;
  readonly #hours = new Map<number, Map<string, Slot>>();
  /** Lines mostly come in order. */
  #last: { readonly hour: number; readonly slots: Map<string, Slot> } = { hour: Number.NaN, slots: new Map() };
  readonly #blocked = new Totals();
  readonly #categories = new Totals();
  readonly #categoriesOf = new Map<number, Map<number, Map<string, Counts>>>();
  readonly #requests: SourceRow[] = [];
  /** People by number: lines name them again and again. */
  readonly #numbers = new Map<string, number>();
  readonly #users: string[] = [];
  readonly #names: ReturnType<typeof namesOf>[] = [];

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  add(request: HostRequest, line: () => string): void {
    const { perPerson, requests, countClients } = this.#wanted;
    const { at, user } = request;
    const slot = this.#slotOf(at - (at % HOUR_MS), request.host);
    add(slot.counts, request);
    const isNamed = user !== null && user !== NOBODY;
    const one = this.#numberOf(
      isNamed ? user : countClients && request.client !== null ? CLIENT + request.client : NOBODY,
    );
    if (perPerson && isNamed) add(within(slot.persons, one, counts), request);
    else slot.people.add(one);
    const day = at - (at % DAY_MS);
    if (request.blocked) this.#blocked.count(day, slot.name, request, one);
    for (const category of request.categories) {
      const name = category.slice(0, LONGEST_CATEGORY);
      this.#categories.count(day, name, request, one);
      if (isNamed)
        add(within(within(within(this.#categoriesOf, day, newPeople), one, newNames), name, counts), request);
    }
    if (requests) this.#requests.push(this.#single(request, slot.name, line()));
  }

  rows(): readonly LogRows[] {
    const { perPerson, requests } = this.#wanted;
    return [
      {
        dataset: 'http_total',
        events: [
          ...this.#totals('host', this.#hostTotals()),
          ...this.#totals('category', this.#categories),
          ...this.#totals('blocked', this.#blocked),
        ],
      },
      { dataset: 'http_category', events: this.#ofCategories() },
      ...(perPerson ? [{ dataset: 'http_traffic', events: this.#ofHosts() } as const] : []),
      ...(requests ? [{ dataset: 'http_request', events: this.#requests } as const] : []),
    ];
  }

  #slotOf(hour: number, host: string): Slot {
    if (this.#last.hour !== hour) this.#last = { hour, slots: within(this.#hours, hour, newSlots) };
    const { slots } = this.#last;
    let slot = slots.get(host);
    if (slot === undefined) {
      const name = this.#wanted.hostOf(host).slice(0, LONGEST_HOST);
      slot = { name, counts: counts(), people: new Set(), persons: new Map() };
      slots.set(host, slot);
    }
    return slot;
  }

  #numberOf(user: string): number {
    const known = this.#numbers.get(user);
    if (known !== undefined) return known;
    this.#numbers.set(user, this.#users.length);
    return this.#users.push(user) - 1;
  }

  #hostTotals(): Totals {
    const totals = new Totals();
    for (const [hour, slots] of this.#hours)
      for (const { name, counts, people, persons } of slots.values())
        totals.merge(hour - (hour % DAY_MS), name, counts, [people, persons]);
    return totals;
  }

  #totals(kind: string, totals: Totals): readonly SourceRow[] {
    const somebody = this.#users.map(somebodyOf);
    return totals.map((name, { people, at, ...counts }) => ({
      kind,
      name,
      occurred_at: new Date(at),
      ...counts,
      people: Array.from(people, (one) => somebody[one] ?? NOBODY),
    }));
  }

  #ofCategories(): readonly SourceRow[] {
    const days = [...this.#categoriesOf.values()];
    return days.flatMap((people) =>
      [...people].flatMap(([one, categories]) =>
        [...categories].map(([category, own]) => ({ category, ...this.#ofPerson(one, own) })),
      ),
    );
  }

  /** Several names of one host, in one hour, are one row. */
  #ofHosts(): readonly SourceRow[] {
    const hours = [...this.#hours.values()];
    return hours.flatMap((slots) =>
      [...slots.values()].flatMap(({ name, persons }) =>
        [...persons].map(([one, own]) => ({ host: name, ...this.#ofPerson(one, own) })),
      ),
    );
  }

  #ofPerson(one: number, { requests, blocked, errors, bytes, at }: Counts): SourceRow {
    const names = this.#names[one] ?? namesOf(this.#users[one] ?? NOBODY);
    this.#names[one] = names;
    const { user_principal_name, mail, domain_account, security_identifier } = names;
    const own = { user_principal_name, mail, domain_account, security_identifier };
    return { ...own, occurred_at: new Date(at), requests, blocked, errors, bytes };
  }

  #single(request: HostRequest, host: string, log_line: string): SourceRow {
    const { at, user, method, status, action, blocked, bytes, ms } = request;
    return {
      ...namesOf(user ?? NOBODY),
      log_line,
      occurred_at: new Date(at),
      host,
      method,
      status,
      action: action === null ? null : action.slice(0, 64),
      is_blocked: blocked,
      bytes,
      duration_ms: ms,
    };
  }
}

const newSlots = (): Map<string, Slot> => new Map();
const newNames = (): Map<string, Counts> => new Map();
const newPeople = (): Map<number, Map<string, Counts>> => new Map();

function somebodyOf(user: string): Somebody {
  if (user.startsWith(CLIENT)) return user;
  const names = namesOf(user);
  return Object.keys(names).length > 0 ? names : user.toLowerCase();
}
