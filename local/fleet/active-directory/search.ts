// One search: base, scope, filter, rights, pages. Cookies belong to a connection and a query; entries that were deleted
// since the first page are left out, so that a page may be short or empty in the middle, and only an empty cookie is the end.
import { createHash, randomBytes } from 'node:crypto';
import { ElementReader } from '../ber.ts';
import { attributeSelector } from './attributes.ts';
import type { Entry } from './entry.ts';
import { entryMessage } from './entry-message.ts';
import type { LdapFaultName } from './faults.ts';
import { readFilter } from './filter.ts';
import {
  type Attribute,
  type Control,
  PAGED_RESULTS,
  pagedResultsControl,
  RESULT,
  type Result,
  referenceMessage,
  type SearchRequest,
} from './message.ts';
import { BASE_DN, CONFIGURATION_DN, normalizeDn } from './names.ts';
import { SCOPE, type Tree } from './tree.ts';

const SHOW_DELETED = ['1.2.840.113556.1.4.417', '1.2.840.113556.1.4.2064'];
const DOMAIN_SCOPE = '1.2.840.113556.1.4.1339';
const KNOWN_CONTROLS: ReadonlySet<string> = new Set([
  PAGED_RESULTS,
  DOMAIN_SCOPE,
  ...SHOW_DELETED,
  '1.2.840.113556.1.4.801',
  '1.2.840.113556.1.4.529',
  '1.2.840.113556.1.4.2065',
]);
/** Windows drops the oldest result set of a connection beyond this. */
const MAX_RESULT_SETS = 10;

export interface Limits {
  maxPageSize: number;
  maxValRange: number;
  /** Whether the account may list CN=Deleted Objects. */
  readDeletedObjects: boolean;
}

interface ResultSet {
  query: string;
  entries: Entry[];
  position: number;
}

/** What a connection keeps between pages. */
export type ResultSets = Map<string, ResultSet>;

export interface SearchAnswer {
  messages: Generator<Buffer>;
  result: Result;
}

export interface PageRequest {
  size: number;
  cookie: Buffer;
}

export function pageRequest(controls: readonly Control[]): PageRequest | undefined {
  const control = controls.find(({ oid }) => oid === PAGED_RESULTS);
  if (!control?.value) return undefined;
  const reader = new ElementReader(control.value).enter();
  return { size: reader.integer(), cookie: Buffer.from(reader.next().value) };
}

const nothing = function* (): Generator<Buffer> {};
const refused = (code: number, message: string, matchedDn = ''): SearchAnswer => ({
  messages: nothing(),
  result: { code, message, matchedDn },
});

/** What a page holds, and where the next one goes on. */
function extent(
  { entries, position }: ResultSet,
  length: number,
  fault: LdapFaultName | undefined,
): { entries: readonly Entry[]; position: number } {
  const page = entries.slice(position, position + length);
  const next = position + page.length;
  switch (fault) {
    case 'empty-page':
      return { entries: [], position };
    case 'no-entries':
      return { entries: [], position: entries.length };
    case 'repeated-page':
      return { entries: entries.slice(Math.max(0, position - length), position), position: next };
    case 'first-page':
      return { entries: entries.slice(0, length), position: next };
    case 'shifted-page': {
      const early = Math.max(0, position - Math.floor(length / 2));
      return { entries: entries.slice(early, early + length), position: next };
    }
    case 'endless-cycle':
      return { entries: page, position: position === 0 ? next : 0 };
    case 'endless-list':
      return { entries: entries.slice(0, length), position };
    case 'doubled-entries': {
      // No page is larger than was asked for.
      const some = page.slice(0, Math.max(1, Math.floor((length - 1) / 2)));
      const twice = some.flatMap((entry) => [entry, entry]);
      return { entries: [...entries.slice(0, 1), ...twice], position: position + some.length };
    }
    default:
      return { entries: page, position: next };
  }
}

function withKey(attributes: Attribute[], fault: LdapFaultName | undefined): Attribute[] {
  if (fault !== 'no-guid' && fault !== 'short-guid') return attributes;
  return attributes.flatMap((attribute) => {
    if (attribute.name !== 'objectGUID') return attribute;
    const values = attribute.values.map((value) => Buffer.from(value).subarray(0, 15));
    return fault === 'no-guid' ? [] : { ...attribute, values };
  });
}

export class Searcher {
  readonly #tree: Tree;
  readonly #limits: Limits;

  constructor(tree: Tree, limits: Limits) {
    this.#tree = tree;
    this.#limits = limits;
  }

  /** Answers a search, its pages as the fault has them. */
  answer(
    id: number,
    request: SearchRequest,
    controls: readonly Control[],
    sets: ResultSets,
    fault: LdapFaultName | undefined,
  ): SearchAnswer {
    const unknown = controls.find(({ oid, critical }) => critical && !KNOWN_CONTROLS.has(oid));
    if (unknown)
      return refused(
        RESULT.unavailableCriticalExtension,
        '00000057: LdapErr: DSID-0C090A7B, comment: Error processing control, data 0, v4563',
      );
    const page = pageRequest(controls);
    const query = createHash('sha256')
      .update(request.filter)
      .update(JSON.stringify([request.base, request.scope, request.attributes]))
      .digest('hex');
    if (!page) return this.#unpaged(id, request, controls, fault);
    return page.cookie.length === 0
      ? this.#firstPage(id, request, controls, sets, page, query, fault)
      : this.#nextPage(id, request, sets, page, query, fault);
  }

  #unpaged(
    id: number,
    request: SearchRequest,
    controls: readonly Control[],
    fault: LdapFaultName | undefined,
  ): SearchAnswer {
    const found = this.#find(request, controls, fault);
    if (!Array.isArray(found)) return found;
    const limit = Math.min(request.sizeLimit || Number.POSITIVE_INFINITY, this.#limits.maxPageSize);
    const result = found.length > limit ? { code: RESULT.sizeLimitExceeded } : { code: RESULT.success };
    return {
      messages: this.#send(id, request, found.slice(0, limit), this.#references(request, controls), fault),
      result,
    };
  }

  #firstPage(
    id: number,
    request: SearchRequest,
    controls: readonly Control[],
    sets: ResultSets,
    page: PageRequest,
    query: string,
    fault: LdapFaultName | undefined,
  ): SearchAnswer {
    const found = this.#find(request, controls, fault);
    if (!Array.isArray(found)) return found;
    return this.#page(
      id,
      request,
      { query, entries: found, position: 0 },
      sets,
      page,
      this.#references(request, controls),
      fault,
    );
  }

  #nextPage(
    id: number,
    request: SearchRequest,
    sets: ResultSets,
    page: PageRequest,
    query: string,
    fault: LdapFaultName | undefined,
  ): SearchAnswer {
    const key = page.cookie.toString('hex');
    const set = sets.get(key);
    if (!set)
      return refused(
        RESULT.unwillingToPerform,
        '00000057: LdapErr: DSID-0C090A7B, comment: Error processing control, data 0, v4563',
      );
    if (set.query !== query)
      return refused(
        RESULT.unavailableCriticalExtension,
        '00000057: LdapErr: DSID-0C0909A6, comment: Error processing control, data 0, v4563',
      );
    sets.delete(key);
    return this.#page(id, request, set, sets, page, [], fault);
  }

  #page(
    id: number,
    request: SearchRequest,
    set: ResultSet,
    sets: ResultSets,
    { size, cookie: former }: PageRequest,
    references: string[],
    fault: LdapFaultName | undefined,
  ): SearchAnswer {
    const length = Math.min(size, this.#limits.maxPageSize);
    const { entries, position } = extent(set, length, fault);
    // A page of size 0 ends the list at the client's wish (RFC 2696 3).
    const endless = fault === 'empty-page' || fault === 'endless-list';
    const more = size > 0 && (endless || position < set.entries.length);
    const cookie = !more ? Buffer.alloc(0) : fault === 'endless-list' && former.length > 0 ? former : randomBytes(16);
    if (more) {
      sets.set(cookie.toString('hex'), { ...set, position });
      const oldest = sets.keys().next().value;
      if (sets.size > MAX_RESULT_SETS && oldest !== undefined) sets.delete(oldest);
    }
    const alive = entries.filter((entry) => entry.exists());
    return {
      messages: this.#send(id, request, alive, references, fault),
      result: { code: RESULT.success, controls: [pagedResultsControl(0, cookie)] },
    };
  }

  *#send(
    id: number,
    request: SearchRequest,
    entries: readonly Entry[],
    references: readonly string[],
    fault?: LdapFaultName,
  ): Generator<Buffer> {
    const select = attributeSelector(request.attributes, request.typesOnly, this.#limits.maxValRange);
    for (const [i, entry] of entries.entries()) {
      const attributes = select(entry);
      const dn = fault === 'other-entry' ? `CN=Somebody else,${BASE_DN}` : entry.dn;
      yield entryMessage(id, dn, i === 0 ? withKey(attributes, fault) : attributes);
      if (fault === 'references') yield referenceMessage(id, `ldap://other.example/${entry.dn}`);
    }
    for (const url of references) yield referenceMessage(id, url);
  }

  #find(
    request: SearchRequest,
    controls: readonly Control[],
    fault: LdapFaultName | undefined,
  ): Entry[] | SearchAnswer {
    const showDeleted = controls.some(({ oid }) => SHOW_DELETED.includes(oid));
    const readDeleted = this.#limits.readDeletedObjects && fault !== 'hidden-tombstones';
    const matches = readFilter(new ElementReader(request.filter));
    const base = this.#tree.find(request.base, showDeleted, readDeleted);
    if (!base) {
      const hidden = normalizeDn(request.base).startsWith('cn=deleted objects,');
      if (hidden) return [];
      return refused(
        RESULT.noSuchObject,
        '0000208D: NameErr: DSID-0310028D, problem 2001 (NO_OBJECT), data 0, best match of:',
        BASE_DN,
      );
    }
    const found: Entry[] = [];
    for (const entry of this.#tree.within(base, request.scope, showDeleted, readDeleted)) {
      // The container of the deleted objects shows itself, without attributes, whatever the filter is.
      if (entry.names.length === 0 || matches(entry) === true) found.push(entry);
    }
    return found;
  }

  /** At the root of the domain, its subordinate naming contexts (RFC 4511 4.5.3). */
  #references(request: SearchRequest, controls: readonly Control[]): string[] {
    if (request.scope !== SCOPE.sub || normalizeDn(request.base) !== normalizeDn(BASE_DN)) return [];
    if (controls.some(({ oid }) => oid === DOMAIN_SCOPE)) return [];
    const host = BASE_DN.replaceAll(/,?DC=/g, '.').slice(1);
    return [
      `ldap://ForestDnsZones.${host}/DC=ForestDnsZones,${BASE_DN}`,
      `ldap://DomainDnsZones.${host}/DC=DomainDnsZones,${BASE_DN}`,
      `ldap://${host}/${CONFIGURATION_DN}`,
    ];
  }
}
