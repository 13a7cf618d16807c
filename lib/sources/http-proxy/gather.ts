// What lines of one step tell together: numbers of hosts and categories by the day, and what is stored of people.
import type { AliasKind } from '../../catalog/index.ts';
import type { LogRows, Somebody, SourceRow } from '../contract.ts';
import type { Gathering } from '../logs/format.ts';
import { accountOf } from '../logs/formats/account.ts';
import type { HostRequest } from './read.ts';

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

interface Counts {
  requests: number;
  blocked: number;
  errors: number;
  bytes: number;
  /** The newest of them: a row is that of its hour or day, and names are resolved as of then. */
  at: number;
}
interface Total extends Counts {
  readonly people: Set<string>;
}

/** Of a period, by a name. */
class Tally<T> {
  readonly #periods = new Map<number, Map<string, T>>();
  /** Lines mostly come in order. */
  #last: { readonly period: number; readonly names: Map<string, T> } | undefined;
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  of(period: number, name: string): T {
    const names = this.#last?.period === period ? this.#last.names : this.#namesOf(period);
    let value = names.get(name);
    if (value === undefined) {
      value = this.#make();
      names.set(name, value);
    }
    return value;
  }

  #namesOf(period: number): Map<string, T> {
    let names = this.#periods.get(period);
    if (names === undefined) {
      names = new Map();
      this.#periods.set(period, names);
    }
    this.#last = { period, names };
    return names;
  }

  *entries(): Generator<readonly [name: string, value: T], void, void> {
    for (const names of this.#periods.values()) yield* names;
  }
}

const counts = (): Counts => ({ requests: 0, blocked: 0, errors: 0, bytes: 0, at: 0 });
const total = (): Total => ({ ...counts(), people: new Set() });
const byName = (): Map<string, Counts> => new Map();

function add(to: Counts, { at, blocked, error, bytes }: HostRequest): void {
  to.requests += 1;
  if (blocked) to.blocked += 1;
  if (error) to.errors += 1;
  to.bytes += bytes ?? 0;
  if (at > to.at) to.at = at;
}

export class Traffic implements Gathering<HostRequest> {
  readonly #wanted: Wanted;
  readonly #hosts = new Tally(total);
  readonly #categories = new Tally(total);
  readonly #blocked = new Tally(total);
  /** Of each person, by category and by host. */
  readonly #categoriesOf = new Tally(byName);
  readonly #hostsOf = new Tally(byName);
  readonly #requests: SourceRow[] = [];
  readonly #people = new Map<string, Somebody>();

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  add(request: HostRequest, line: () => string): void {
    const { perPerson, requests, countClients } = this.#wanted;
    const { at } = request;
    const host = this.#wanted.hostOf(request.host).slice(0, LONGEST_HOST);
    const user = request.user ?? NOBODY;
    const one = user === NOBODY && countClients && request.client !== null ? `?${request.client}` : user;
    const day = at - (at % DAY_MS);
    count(this.#hosts.of(day, host), request, one);
    if (request.blocked) count(this.#blocked.of(day, host), request, one);
    for (const category of request.categories) {
      const name = category.slice(0, LONGEST_CATEGORY);
      count(this.#categories.of(day, name), request, one);
      if (user !== NOBODY) add(countsIn(this.#categoriesOf.of(day, user), name), request);
    }
    if (perPerson && user !== NOBODY) add(countsIn(this.#hostsOf.of(at - (at % HOUR_MS), user), host), request);
    if (requests) this.#requests.push(this.#single(request, host, line()));
  }

  rows(): readonly LogRows[] {
    const { perPerson, requests } = this.#wanted;
    return [
      {
        dataset: 'http_total',
        events: [
          ...this.#totals('host', this.#hosts),
          ...this.#totals('category', this.#categories),
          ...this.#totals('blocked', this.#blocked),
        ],
      },
      { dataset: 'http_category', events: this.#ofPeople('category', this.#categoriesOf) },
      ...(perPerson ? [{ dataset: 'http_traffic', events: this.#ofPeople('host', this.#hostsOf) } as const] : []),
      ...(requests ? [{ dataset: 'http_request', events: this.#requests } as const] : []),
    ];
  }

  #totals(kind: string, tally: Tally<Total>): readonly SourceRow[] {
    return [...tally.entries()].map(([name, { people, at, ...counts }]) => ({
      kind,
      name,
      occurred_at: new Date(at),
      ...counts,
      people: [...people].map((one) => this.#somebody(one)),
    }));
  }

  #ofPeople(field: 'category' | 'host', tally: Tally<Map<string, Counts>>): readonly SourceRow[] {
    return [...tally.entries()].flatMap(([user, names]) => {
      const own = namesOf(user);
      return [...names].map(([name, { at, ...counts }]) => ({
        ...own,
        [field]: name,
        occurred_at: new Date(at),
        ...counts,
      }));
    });
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

  /** One object for one person, however many rows speak about them. */
  #somebody(one: string): Somebody {
    let somebody = this.#people.get(one);
    if (somebody === undefined) {
      const names = namesOf(one);
      somebody = Object.keys(names).length > 0 ? names : one.toLowerCase();
      this.#people.set(one, somebody);
    }
    return somebody;
  }
}

function count(to: Total, request: HostRequest, one: string): void {
  add(to, request);
  to.people.add(one);
}

function countsIn(names: Map<string, Counts>, name: string): Counts {
  let own = names.get(name);
  if (own === undefined) {
    own = counts();
    names.set(name, own);
  }
  return own;
}

/** By what a directory may know whom a line names. */
function namesOf(user: string): Readonly<Partial<Record<AliasKind, string>>> {
  const account = accountOf(user === NOBODY ? null : user);
  return account !== null && 'upn' in account ? { user_principal_name: account.upn, mail: account.upn } : {};
}
