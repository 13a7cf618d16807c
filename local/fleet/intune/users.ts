// /users: the list (by position, opaque token), one user by id or UPN, the count. Accounts that live in Active Directory
// alone are not in Entra.
import type { Estate } from '../estate/estate.ts';
import { inEntra, type Person } from '../estate/person.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { type FilterRules, parseFilter } from './filter.ts';
import {
  badRequest,
  contextUrl,
  nextLink,
  notFound,
  type PropertyTable,
  pageSize,
  projector,
  readToken,
  selected,
  writeToken,
} from './odata.ts';
import { USER_DEFAULTS, userProperties } from './user-properties.ts';

const MAX_PAGE = 999;
const DEFAULT_PAGE = 100;
/** With `signInActivity` the service answers in smaller pages. */
const SIGN_IN_PAGE = 120;

const FILTERS: FilterRules = {
  id: ['eq'],
  accountEnabled: ['eq', 'ne'],
  userPrincipalName: ['eq', 'startswith'],
  mail: ['eq', 'startswith'],
  displayName: ['eq', 'startswith'],
  department: ['eq', 'ne'],
  userType: ['eq'],
  createdDateTime: ['ge', 'le', 'eq'],
};

export class Users {
  readonly #estate: Estate;
  readonly #properties: PropertyTable<Person>;
  readonly #names: ReadonlySet<string>;

  constructor(estate: Estate) {
    this.#estate = estate;
    this.#properties = userProperties(estate);
    // `manager` is a relationship: it comes by $expand, not by $select.
    this.#names = new Set(Object.keys(this.#properties).filter((name) => name !== 'manager'));
  }

  get properties(): PropertyTable<Person> {
    return this.#properties;
  }

  /** The selected property names, `manager` included when it is expanded. */
  selectedNames(exchange: Exchange): string[] {
    const names = selected(exchange, this.#names, USER_DEFAULTS, 'user');
    return exchange.query.get('$expand')?.startsWith('manager') ? [...names, 'manager'] : names;
  }

  list(exchange: Exchange): Answer {
    if (exchange.query.has('$skip')) throw badRequest("'$skip' is not supported by the service.", 'Request_BadRequest');
    const names = this.selectedNames(exchange);
    const top = this.#top(exchange, names);
    const matches = parseFilter<Person>(
      exchange.query.get('$filter'),
      FILTERS,
      (person, name) => this.#properties[name]?.(person) ?? null,
    );
    const token = exchange.query.get('$skiptoken');
    const page: Person[] = [];
    let position = token === null ? 0 : Number(readToken(token).position);
    for (; position < this.#estate.people.length && page.length < top; position++) {
      const person = this.#estate.people[position];
      if (inEntra(person) && (!matches || matches(person))) page.push(person);
    }
    const body: JsonObject = { '@odata.context': contextUrl(exchange, 'users') };
    if (this.#counted(exchange)) body['@odata.count'] = this.#total();
    if (this.#estate.people.slice(position).some(inEntra))
      body['@odata.nextLink'] = nextLink(exchange, writeToken({ position }));
    return { status: 200, json: { ...body, value: page.map(projector(this.#properties, names)) } };
  }

  single(exchange: Exchange, key: string): Answer {
    const person =
      this.#estate.person(key) ??
      this.#estate.people.find((candidate) => candidate?.userPrincipalName.toLowerCase() === key.toLowerCase());
    if (!inEntra(person)) throw notFound('Request_ResourceNotFound');
    const row = projector(this.#properties, this.selectedNames(exchange))(person);
    return { status: 200, json: { '@odata.context': contextUrl(exchange, 'users/$entity'), ...row } };
  }

  count(exchange: Exchange): Answer {
    if (exchange.headers.consistencylevel !== 'eventual')
      throw badRequest('$count is not currently supported.', 'Request_BadRequest');
    return { status: 200, headers: { 'content-type': 'text/plain' }, content: String(this.#total()) };
  }

  #top(exchange: Exchange, names: string[]): number {
    const top = pageSize(exchange, DEFAULT_PAGE);
    if (top > MAX_PAGE)
      throw badRequest(
        `Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`,
        'Request_BadRequest',
      );
    return names.includes('signInActivity') ? Math.min(top, SIGN_IN_PAGE) : top;
  }

  /** An advanced query: `$count=true` without the header is ignored. */
  #counted(exchange: Exchange): boolean {
    return (
      exchange.query.get('$count') === 'true' &&
      exchange.headers.consistencylevel === 'eventual' &&
      !exchange.query.has('$skiptoken')
    );
  }

  #total(): number {
    return this.#estate.people.reduce((sum, person) => sum + (inEntra(person) ? 1 : 0), 0);
  }
}
