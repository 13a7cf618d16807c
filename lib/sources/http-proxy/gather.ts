// What lines of one step tell together: numbers of hosts and categories by the day, and what is stored of people.
import type { WEB_PARTS, WEB_TOTALS } from '../../catalog/web.ts';
import type { LogRows, Somebody, SourceRow } from '../contract.ts';
import type { Gathering } from '../logs/format.ts';
import { namesOf } from '../logs/names.ts';
import { apart } from '../logs/remembered.ts';
import type { HostRequest } from './read.ts';
import { type Counts, Tally } from './tally.ts';

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

type Kind = (typeof WEB_TOTALS)[number];

/** Of a day. */
interface Total {
  readonly kind: Kind;
  readonly name: string;
  requests: number;
  blocked: number;
  errors: number;
  bytes: number;
  at: number;
  readonly people: Set<number>;
  /** Those of whom something was blocked, or failed; most totals have none. */
  barred: Set<number> | null;
  failing: Set<number> | null;
}

/** Where lines are counted, each person apart: a name in an hour, or on a day. */
type Place = Pick<Total, 'kind' | 'name'> & { readonly ofDay: Total };

type Numbers = Map<string, number>;

export class Traffic implements Gathering<HostRequest> {
  readonly #wanted: Wanted;
  readonly #tally = new Tally();
  readonly #places: Place[] = [];
  readonly #totals = new Map<string, Total>();
  readonly #known: Readonly<Record<Kind, Map<number, Numbers>>> = {
    host: new Map(),
    category: new Map(),
    blocked: new Map(),
  };
  /** Places of hosts as lines name them, in an hour or on a day: lines mostly come in order. */
  #hosts = { begin: Number.NaN, end: Number.NaN, places: new Map<string, number>() };
  readonly #named = new Map<number, Numbers>();
  readonly #requests: SourceRow[] = [];
  /** People by number: lines name them again and again. */
  readonly #numbers: Numbers = new Map();
  readonly #users: string[] = [];

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  get size(): number {
    return this.#tally.size + this.#requests.length;
  }

  add(request: HostRequest, line: () => string): void {
    const { requests, countClients } = this.#wanted;
    const { at, user, client, categories } = request;
    const isNamed = user !== null && user !== NOBODY;
    const one = this.#numberOf(isNamed ? user : countClients && client !== null ? CLIENT + client : NOBODY);
    const host = this.#placeOfHost(request);
    this.#tally.add(host, one, request);
    if (request.blocked) this.#tally.add(this.#placeOf('blocked', DAY_MS, at, this.#nameOf(host)), one, request);
    for (const category of categories)
      this.#tally.add(this.#placeOf('category', DAY_MS, at, category.slice(0, LONGEST_CATEGORY)), one, request);
    if (requests) this.#requests.push(this.#single(request, this.#nameOf(host), line()));
  }

  rows(): readonly LogRows[] {
    const { perPerson, requests } = this.#wanted;
    const names = this.#users.map((user) => (user === NOBODY || user.startsWith(CLIENT) ? null : allNamesOf(user)));
    /** A person's rows stand together: of each part of them few people are looked up. */
    const ofHosts = new Map<number, SourceRow[]>();
    const ofCategories: SourceRow[] = [];
    this.#tally.forEach((number, one, counts) => {
      const place = this.#places[number];
      if (!place) return;
      addTo(place.ofDay, one, counts);
      const own = names[one] ?? null;
      if (own === null) return;
      if (place.kind === 'category') ofCategories.push({ ...own, category: place.name, ...ofCounts(counts) });
      else if (place.kind === 'host' && perPerson)
        within(ofHosts, one, newRows).push({ ...own, host: place.name, ...ofCounts(counts) });
    });
    return [
      { dataset: 'http_total', events: this.#ofAll() },
      { dataset: 'http_category', events: ofCategories },
      ...(perPerson ? [{ dataset: 'http_traffic', events: [...ofHosts.values()].flat() } as const] : []),
      ...(requests ? [{ dataset: 'http_request', events: this.#requests } as const] : []),
    ];
  }

  /** Several names of one host are one place. */
  #placeOfHost({ at, host }: HostRequest): number {
    const length = this.#wanted.perPerson ? HOUR_MS : DAY_MS;
    if (!(at >= this.#hosts.begin && at < this.#hosts.end)) {
      const begin = at - (at % length);
      this.#hosts = { begin, end: begin + length, places: within(this.#named, begin, newNumbers) };
    }
    const known = this.#hosts.places.get(host);
    if (known !== undefined) return known;
    const place = this.#placeOf('host', length, at, this.#wanted.hostOf(host).slice(0, LONGEST_HOST));
    this.#hosts.places.set(apart(host), place);
    return place;
  }

  #placeOf(kind: Kind, length: number, at: number, name: string): number {
    const places = within(this.#known[kind], at - (at % length), newNumbers);
    return within(places, name, () => {
      const key = `${kind} ${Math.floor(at / DAY_MS)} ${name}`;
      const ofDay = within(this.#totals, key, () => ({ kind, name, ...NOTHING, ...nobody() }));
      return this.#places.push({ kind, name, ofDay }) - 1;
    });
  }

  #nameOf(place: number): string {
    return this.#places[place]?.name ?? '';
  }

  #numberOf(told: string): number {
    const known = this.#numbers.get(told);
    if (known !== undefined) return known;
    const user = apart(told);
    this.#numbers.set(user, this.#users.length);
    return this.#users.push(user) - 1;
  }

  #ofAll(): readonly SourceRow[] {
    const somebody = this.#users.map(somebodyOf);
    return [...this.#totals.values()].flatMap((total) =>
      [wholeOf(total), ...partsOf(total)].map(({ at, people, ...row }) => ({
        ...row,
        occurred_at: new Date(at),
        people: Array.from(people, (one) => somebody[one] ?? NOBODY),
      })),
    );
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

const newRows = (): SourceRow[] => [];
const newNumbers = (): Numbers => new Map();

/** The value of a key, made where there is none. */
function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function addTo(total: Total, one: number, counts: Counts): void {
  total.requests += counts.requests;
  total.blocked += counts.blocked;
  total.errors += counts.errors;
  total.bytes += counts.bytes;
  total.at = Math.max(total.at, counts.at);
  total.people.add(one);
  if (counts.blocked > 0) total.barred = (total.barred ?? new Set()).add(one);
  if (counts.errors > 0) total.failing = (total.failing ?? new Set()).add(one);
}

const nobody = () => ({ people: new Set<number>(), barred: null, failing: null });
const wholeOf = ({ barred, failing, ...total }: Total) => total;

/** What of a total was blocked, or failed, speaks of fewer people than the whole: they are counted apart. */
function partsOf({ kind, name, at, blocked, errors, barred, failing }: Total) {
  const part = (of: (typeof WEB_PARTS)[number], requests: number, people: Set<number> | null) =>
    people === null ? [] : [{ kind: of, name, at, ...NO_PART, requests, people }];
  if (kind === 'host') return part('failed', errors, failing);
  if (kind === 'blocked') return [];
  return [...part('category-blocked', blocked, barred), ...part('category-failed', errors, failing)];
}

const NO_PART = { blocked: 0, errors: 0, bytes: 0 };

const ofCounts = ({ at, requests, blocked, errors, bytes }: Counts) => ({
  occurred_at: new Date(at),
  requests,
  blocked,
  errors,
  bytes,
});

const NOTHING: Counts = { requests: 0, blocked: 0, errors: 0, bytes: 0, at: 0 };

/** Each of them, there or not: rows of one form are read twice as fast. */
function allNamesOf(user: string) {
  const { user_principal_name, mail, domain_account, security_identifier } = namesOf(user);
  return { user_principal_name, mail, domain_account, security_identifier };
}

function somebodyOf(user: string): Somebody {
  if (user.startsWith(CLIENT)) return user;
  const names = namesOf(user);
  return Object.keys(names).length > 0 ? names : user.toLowerCase();
}
