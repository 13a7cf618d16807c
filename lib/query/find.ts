// Answers a search: a page of people and one of devices, the best first, with what of each answers the question.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { AccessRecord, Answer } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { subjectsOfRows } from '../mirror/subjects-of-rows.ts';
import { type Found, findPage, type Place } from '../search/find.ts';
import { readInLists } from '../store/lists.ts';
import { askedOf } from './asked.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { accessOf, itemsOf, list } from './list.ts';
import type { Item } from './output.ts';
import type { DatabaseRow } from './page.ts';
import { CURSOR_ALLOWED, cursorOf, type ListRequest, limitOf, searchText } from './parse.ts';
import { devices, type Resource, shownFields, users } from './resource.ts';
import { FOUND_LIMIT, FOUND_LIMIT_MAX } from './search-schema.ts';
import { deviceCounts } from './users.ts';
import { equalTo } from './where.ts';

/** Where the next page of a list begins; null where it has ended. */
type Next = Place | null;
interface Searched {
  readonly items: readonly Item[];
  readonly next: Next;
  readonly access: readonly AccessRecord[];
}

/** Parameters as they came; `found` are mistakes that were seen before. Throws ApiError 400. */
export async function find(
  dependencies: ApiDependencies,
  given: Readonly<Partial<Record<string, string>>>,
  found: readonly ParameterError[],
): Promise<Answer> {
  const errors = [...found];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const q = given.q === undefined ? '' : searchText(given.q, refuse);
  const limit = limitOf(given.limit, refuse, FOUND_LIMIT, FOUND_LIMIT_MAX);
  const cursor = cursorOf(given.cursor, refuse);
  if (errors.length > 0) throw invalidRequest(errors);
  const binding = JSON.stringify(['search', q]);
  const [ofUsers, ofDevices] = placesIn(dependencies, binding, cursor);
  const people = await withDeviceCounts(dependencies, await searchIn(dependencies, searchOf(users, q, limit), ofUsers));
  const things = await searchIn(dependencies, searchOf(devices, q, limit), ofDevices);
  const next = people.next || things.next ? JSON.stringify([people.next, things.next]) : null;
  return {
    body: {
      users: people.items,
      devices: things.items,
      cut: { users: people.next !== null, devices: things.next !== null },
      nextCursor: next && sealCursor(dependencies.auditKey, binding, { value: next, identity: [0] }),
    },
    access: [...people.access, ...things.access],
  };
}

/** Undefined at the beginning. */
function placesIn(
  { auditKey }: ApiDependencies,
  binding: string,
  cursor: string | null,
): readonly [Next | undefined, Next | undefined] {
  if (cursor === null) return [undefined, undefined];
  const opened = openCursor(auditKey, binding, cursor);
  if (typeof opened?.value !== 'string') throw invalidRequest([{ parameter: 'cursor', detail: CURSOR_ALLOWED }]);
  const [ofUsers, ofDevices] = JSON.parse(opened.value);
  return [ofUsers, ofDevices];
}

const searchOf = (resource: Resource, q: string, limit: number): ListRequest & { readonly q: string } => ({
  resource,
  q,
  limit,
  filters: [],
  attributes: [],
  app: null,
  sort: resource.sortedBy,
  fields: shownFields(resource),
  cursor: null,
  format: 'json',
  raw: false,
});

async function searchIn(
  dependencies: ApiDependencies,
  request: ReturnType<typeof searchOf>,
  from: Next | undefined,
): Promise<Searched> {
  const { resource, q, limit } = request;
  const asked = await askedOf(dependencies, resource, q);
  if (!asked || from === null) return { items: [], next: null, access: [] };
  const { found, next } = await findPage(dependencies.store, asked.sought, asked.question, from ?? null, limit);
  const byTerms = await shown(dependencies, request, found);
  const room = limit - byTerms.items.length;
  if (!asked.alsoColumns || from || next || room === 0) return { ...byTerms, next };
  // Behind them, on the first page alone, what only the columns find.
  const { listed, access } = await list(dependencies, request);
  const known = new Set(byTerms.items.map(({ id }) => id));
  const others = listed.items.filter(({ id }) => !known.has(id)).slice(0, room);
  const items = [...byTerms.items, ...others.map((item) => ({ ...item, matched: [] }))];
  return { items, next, access: [...byTerms.access, ...access] };
}

/** Devices that answer by themselves are not all that a person who was found has. */
async function withDeviceCounts({ store }: ApiDependencies, { items, access, next }: Searched): Promise<Searched> {
  const counts = await deviceCounts(
    store,
    items.map(({ id }) => Number(id)),
  );
  return {
    items: items.map((item) => ({ ...item, deviceCount: counts.get(Number(item.id)) ?? 0 })),
    access: access.map((record) => ({ ...record, fields: [...record.fields, 'deviceCount'] })),
    next,
  };
}

/** Rows in the order in which they were found. One that has just left is not there. */
async function shown(
  dependencies: ApiDependencies,
  request: ReturnType<typeof searchOf>,
  found: readonly Found[],
): Promise<Pick<Searched, 'items' | 'access'>> {
  const { resource } = request;
  const query = dependencies.store.rows
    .selectFrom<string>(resource.table)
    .selectAll()
    .where((eb) => eb.and(equalTo(eb, resource.only)));
  const ids = found.map(({ id }) => id);
  const rows = await readInLists(ids, (list) => query.where('id', 'in', list));
  const byId = new Map<unknown, DatabaseRow>(rows.map((row) => [row.id, row]));
  const there = found.filter(({ id }) => byId.has(id));
  const inOrder = there.flatMap(({ id }): DatabaseRow | readonly DatabaseRow[] => byId.get(id) ?? []);
  const items = await itemsOf(dependencies, request, inOrder);
  const subjects = await subjectsOfRows(dependencies.store, resource.dataset, inOrder);
  const fields = [...request.fields, 'matched'];
  return {
    items: items.map((item, i) => ({ ...item, matched: there[i]?.matched ?? [] })),
    access: [accessOf({ ...request, fields }, inOrder.length, subjects)],
  };
}
