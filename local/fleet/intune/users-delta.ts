// /users/delta: a first round of all users, then rounds of what changed since. Tokens are opaque, live seven days, and
// carry the $select. The service chooses page sizes, sends an empty page now and then, and repeats items: so does this.
import type { Estate, Leaver } from '../estate/estate.ts';
import { inEntra, type Person } from '../estate/person.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { badRequest, contextUrl, GraphError, projector, readToken, writeToken } from './odata.ts';
import { BEHIND, createdWithin, OUTSIDE_DIRECTORY } from './user-properties.ts';
import type { Users } from './users.ts';

const TOKEN_LIFE = 7 * 86_400_000;
/** A removed user can be restored for 30 days: `changed`; then it is `deleted` for good. */
const RESTORABLE = 30 * 86_400_000;
const EVERY_EMPTY_PAGE = 5;
const UNSUPPORTED = ['$top', '$expand', '$orderby', '$search', '$count'];

interface Cursor {
  /** What the client knew when the round began; -1: nothing, a first round. */
  since: number;
  /** The estate's sequence when the round began. */
  until: number;
  /** Position in the first round, sequence in later ones. */
  after: number;
  page: number;
  select: string;
  minimal: boolean;
  issuedAt: number;
}

interface Item {
  order: number;
  row: JsonObject;
}

export class UsersDelta {
  readonly #estate: Estate;
  readonly #users: Users;
  readonly #clock: () => number;
  /** Chosen by the service, not by the client. */
  pageSize = 200;
  #invalidBefore = 0;
  #generation = 0;

  constructor(estate: Estate, users: Users, clock: () => number) {
    this.#estate = estate;
    this.#users = users;
    this.#clock = clock;
  }

  /** Makes all tokens given out so far useless: 410 Gone. */
  invalidateTokens(): void {
    this.#invalidBefore = ++this.#generation;
  }

  answer(exchange: Exchange): Answer {
    const refused = UNSUPPORTED.find((option) => exchange.query.has(option));
    if (refused)
      throw badRequest(
        `The query parameter '${refused}' is not supported for delta queries.`,
        'Request_UnsupportedQuery',
      );
    const cursor = this.#cursor(exchange);
    const names = this.#names(exchange, cursor.select);
    const items = cursor.since < 0 ? this.#everybody(cursor, names) : this.#changes(cursor, names);
    return this.#page(exchange, cursor, items);
  }

  #cursor(exchange: Exchange): Cursor {
    const { sequence } = this.#estate;
    const token = exchange.query.get('$skiptoken') ?? exchange.query.get('$deltatoken');
    const select = exchange.query.get('$select') ?? '';
    const minimal = String(exchange.headers.prefer ?? '').includes('return=minimal');
    const fresh = { until: sequence, after: -1, page: 0, select, minimal, issuedAt: this.#clock() };
    if (token === null || token === '') return { ...fresh, since: -1 };
    // Starts from now: no user is listed.
    if (token === 'latest') return { ...fresh, since: sequence, after: sequence };
    return { ...this.#known(exchange, token), minimal };
  }

  #known(exchange: Exchange, token: string): Omit<Cursor, 'minimal'> {
    const { since, until, after, page, select, issuedAt, generation } = readToken(token);
    if (Number(issuedAt) + TOKEN_LIFE < this.#clock() || Number(generation) < this.#invalidBefore) {
      const query = select ? `?$select=${encodeURIComponent(String(select))}&$deltatoken=` : '?$deltatoken=';
      const location = `${exchange.origin}${exchange.path}${query}`;
      throw new GraphError(
        410,
        'syncStateNotFound',
        'The sync state generation is not found; continuing will require a full synchronization.',
        { location },
      );
    }
    const numbers = { since: Number(since), after: Number(after), page: Number(page), issuedAt: Number(issuedAt) };
    const latest = exchange.query.has('$deltatoken') ? this.#estate.sequence : Number(until);
    return { ...numbers, until: latest, select: String(select) };
  }

  #names(exchange: Exchange, select: string): string[] {
    const query = new URLSearchParams(select ? { $select: select } : {});
    const names = this.#users.selectedNames({ ...exchange, query });
    const outside = names.find((name) => OUTSIDE_DIRECTORY.has(name));
    if (outside) throw new GraphError(501, 'NotImplemented', `The property '${outside}' cannot be tracked.`);
    return names;
  }

  *#everybody(cursor: Cursor, names: string[]): Generator<Item> {
    const project = projector(this.#users.properties, names);
    for (let position = cursor.after + 1; position < this.#estate.people.length; position++) {
      const person = this.#estate.people[position];
      if (inEntra(person) && person.usnCreated <= cursor.until) yield { order: position, row: project(person) };
    }
  }

  #changes(cursor: Cursor, names: string[]): Item[] {
    const from = Math.max(cursor.since, cursor.after);
    const within = (sequence: number): boolean => sequence > from && sequence <= cursor.until;
    const changed = this.#estate.people.filter(inEntra).filter((person) => within(person.deltaChanged));
    const gone = [...this.#estate.leavers.values()].filter(
      ({ person, sequence }) => inEntra(person) && within(sequence),
    );
    const items = [
      ...changed.map((person) => ({ order: person.deltaChanged, row: this.#changedRow(person, cursor, names) })),
      ...gone.map((leaver) => ({ order: leaver.sequence, row: this.#removedRow(leaver) })),
    ];
    return items.sort((a, b) => a.order - b.order);
  }

  #changedRow(person: Person, cursor: Cursor, names: string[]): JsonObject {
    const all = !cursor.minimal || createdWithin(person, cursor.since);
    const kept = all
      ? names
      : names.filter((name) => name === 'id' || (person.propertyChanged.get(BEHIND[name] ?? '') ?? 0) > cursor.since);
    return projector(this.#users.properties, kept)(person);
  }

  #removedRow({ person, removedAt }: Leaver): JsonObject {
    const reason = this.#estate.now - removedAt > RESTORABLE ? 'deleted' : 'changed';
    return { id: person.id, '@removed': { reason } };
  }

  #page(exchange: Exchange, cursor: Cursor, items: Iterable<Item>): Answer {
    const context = { '@odata.context': contextUrl(exchange, 'users(id,displayName)/$delta') };
    const link = (name: string, next: Omit<Cursor, 'minimal'>): string => {
      const token = writeToken({ ...next, issuedAt: this.#clock(), generation: this.#generation });
      return `${exchange.origin}${exchange.path}?${name}=${token}`;
    };
    const { minimal: _, ...next } = cursor;
    if (cursor.page % EVERY_EMPTY_PAGE === EVERY_EMPTY_PAGE - 2) {
      return {
        status: 200,
        json: { ...context, '@odata.nextLink': link('$skiptoken', { ...next, page: cursor.page + 1 }), value: [] },
      };
    }
    const page: Item[] = [];
    let more = false;
    for (const item of items) {
      more = page.length === this.pageSize;
      if (more) break;
      page.push(item);
    }
    // Replays: the last item of every third page comes once more.
    const last = page.at(-1);
    const value = page.map(({ row }) => row);
    if (last && cursor.page % 3 === 2) value.push(last.row);
    const onward: JsonObject = more
      ? {
          '@odata.nextLink': link('$skiptoken', { ...next, after: last?.order ?? cursor.after, page: cursor.page + 1 }),
        }
      : { '@odata.deltaLink': link('$deltatoken', { ...next, since: cursor.until, after: -1, page: 0 }) };
    return { status: 200, json: { ...context, ...onward, value } };
  }
}
