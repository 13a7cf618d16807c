// What happened around one person, over all events that speak about people, the latest first. Off unless a setting says
// otherwise: all together tell more of somebody than each list does. Each event is as its own list shows it.
import { apiName } from '../catalog/index.ts';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { conflict, invalidRequest, type ParameterError } from '../http/problem.ts';
import { idOf, queryErrors } from '../http/request.ts';
import { openCursor, type Position, sealCursor } from './cursor.ts';
import { itemsOf } from './list.ts';
import { type DatabaseRow, positionOf, readPage } from './page.ts';
import { CURSOR_ALLOWED, cursorOf, type Filter, type ListRequest, limitOf } from './parse.ts';
import { type Resource, shownFields } from './resource.ts';
import { TIMELINE_PARAMETERS, timelineKinds } from './timeline-parameters.ts';
import { presentSubject } from './users.ts';
import { type Operator, parseInstant } from './values.ts';

interface Wanted {
  readonly kinds: readonly Resource[];
  readonly from: Date | null;
  readonly to: Date | null;
  readonly limit: number;
  readonly cursor: string | null;
}

/** Where a page ended: in the list of a kind. Of one instant kinds are in the order of the catalogue. */
interface Place extends Position {
  readonly kind: string;
}

interface Found {
  readonly request: ListRequest;
  readonly row: DatabaseRow;
}

/** A page of it. Throws ApiError 409 where it is off, and 404 where there is no such person. */
export async function showTimeline({ params, query }: ApiRequest, dependencies: ApiDependencies): Promise<Answer> {
  if (!dependencies.settings.timeline)
    throw conflict('timeline-off', 'The timeline of a person is off.', 'The setting PERSON_TIMELINE turns it on.');
  const id = idOf(params);
  const wanted = parse(query);
  await presentSubject(dependencies.store, id);
  const { kinds, from, to, limit, cursor } = wanted;
  const binding = JSON.stringify(['timeline', id, from, to, kinds.map(({ table }) => table)]);
  const found: Found[] = [];
  let isMore = false;
  for (const [request, position] of requestsFor(
    wanted,
    cursor === null ? null : placeIn(dependencies, binding, cursor),
  )) {
    const { rows, next } = await readPage(dependencies.store, request, position, { subject_id: id });
    for (const row of rows) found.push({ request, row });
    isMore ||= next !== null;
  }
  // Stable: what happened at once stays in the order in which it was read.
  found.sort((a, b) => timeOf(b.row) - timeOf(a.row));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = (isMore || found.length > limit) && last ? sealed(dependencies, binding, last) : null;
  const filters = [...query.keys()].filter((name) => ['kinds', 'from', 'to'].includes(name));
  return {
    body: { items: await shown(dependencies, page), nextCursor },
    // That nothing of a kind happened is said of them as well.
    access: kinds.map((kind) => ({
      dataset: kind.table,
      fields: shownFields(kind),
      filters,
      sort: `-${apiName(kind.sortedBy.column)}`,
      rowCount: page.filter(({ request }) => request.resource === kind).length,
      subjects: [id],
    })),
  };
}

function parse(query: URLSearchParams): Wanted {
  const errors: ParameterError[] = [...queryErrors(TIMELINE_PARAMETERS, query)];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const instantOf = (name: string): Date | null => {
    const text = query.get(name);
    const parsed = text === null ? null : parseInstant(text);
    if (parsed && 'allowed' in parsed) refuse(name, parsed.allowed);
    return parsed && 'value' in parsed ? parsed.value : null;
  };
  const all = timelineKinds();
  const names = query.get('kinds')?.split(',') ?? all.map(({ table }) => table);
  if (new Set(names).size !== names.length || names.some((name) => !all.some(({ table }) => table === name)))
    refuse('kinds', `Names, each once, separated by commas, of: ${all.map(({ table }) => table).join(', ')}.`);
  const wanted = {
    kinds: all.filter(({ table }) => names.includes(table)),
    from: instantOf('from'),
    to: instantOf('to'),
    limit: limitOf(query.get('limit') ?? undefined, refuse),
    cursor: cursorOf(query.get('cursor') ?? undefined, refuse),
  };
  if (errors.length > 0) throw invalidRequest(errors);
  return wanted;
}

/** What is asked of the list of each kind, and the place in it behind which to begin. */
function requestsFor(
  { kinds, from, to, limit }: Wanted,
  after: Place | null,
): readonly (readonly [ListRequest, Position | null])[] {
  const last = kinds.findIndex(({ table }) => table === after?.kind);
  return kinds.map((resource, index) => {
    const isLast = index === last;
    const bound = after === null || isLast ? null : new Date(Number(after.value));
    const filters = [
      ...timeFilter('ge', from),
      ...timeFilter('lt', to),
      // Kinds before the one where the page ended have told all of that instant.
      ...timeFilter(index < last ? 'lt' : 'le', bound),
    ];
    const request: ListRequest = {
      resource,
      filters,
      attributes: [],
      app: null,
      q: null,
      sort: resource.sortedBy,
      fields: shownFields(resource),
      limit,
      cursor: null,
      format: 'json',
      raw: false,
    };
    return [request, isLast ? after : null];
  });
}

const timeFilter = (operator: Operator, at: Date | null): readonly Filter[] =>
  at === null ? [] : [{ name: 'occurredAt', column: 'occurred_at', operator, values: [at] }];

const timeOf = ({ occurred_at: at }: DatabaseRow): number => (at instanceof Date ? at.getTime() : 0);

function placeIn({ auditKey }: ApiDependencies, binding: string, cursor: string): Place {
  const opened = openCursor(auditKey, binding, cursor);
  if (!opened) throw invalidRequest([{ parameter: 'cursor', detail: CURSOR_ALLOWED }]);
  const [kind, ...identity] = opened.identity;
  return { value: opened.value, identity, kind: String(kind) };
}

function sealed({ auditKey }: ApiDependencies, binding: string, { request, row }: Found): string {
  const { value, identity } = positionOf(row, request);
  return sealCursor(auditKey, binding, { value, identity: [request.resource.table, ...identity] });
}

async function shown(dependencies: ApiDependencies, page: readonly Found[]) {
  const records = new Map<DatabaseRow, object>();
  for (const [request, found] of Map.groupBy(page, ({ request }) => request)) {
    const items = await itemsOf(
      dependencies,
      request,
      found.map(({ row }) => row),
    );
    found.forEach(({ row }, i) => void records.set(row, items[i] ?? {}));
  }
  return page.map(({ request, row }) => ({ dataset: request.resource.table, record: records.get(row) }));
}
