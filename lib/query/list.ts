// Answers one page of a list: opens the cursor, reads, fills in what is derived, and says what was read, about whom.
import type { Dataset } from '../catalog/index.ts';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { AccessRecord, Answer, ApiRequest } from '../http/endpoint.ts';
import { ApiError, invalidRequest } from '../http/problem.ts';
import { subjectsOfEach, usersOfEach } from '../mirror/subjects-of-rows.ts';
import { isPersonal } from '../sources/telling.ts';
import type { Store } from '../store/database.ts';
import { readStoredValue } from '../store/stored-values.ts';
import { UNMADE_KEYS } from '../store/version-key.ts';
import { type AppFilter, demandPurpose } from './app-filter.ts';
import { appVersions } from './app-versions.ts';
import { askedOf } from './asked.ts';
import { declaredAttributes } from './attributes.ts';
import { CSV, csvOf } from './csv.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { fillUsers } from './device-user.ts';
import { devicesOfEvents } from './event-device.ts';
import { daysUntil } from './expiry.ts';
import { type Item, itemOf, nested } from './output.ts';
import { alternativesOf, type Counted, countPages, type DatabaseRow, readPage, type Scope, sortedBy } from './page.ts';
import { CURSOR_ALLOWED, type ListRequest, parseQuery, TOTAL_AT_MOST } from './parse.ts';
import { APP_VERSION, type Resource } from './resource.ts';

export interface Listed {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  /** For those who prefer it; not where it is not exact: then there are more. */
  readonly total?: number;
  readonly totalIsExact?: boolean;
  /** Of rows of devices: how many they are. */
  readonly totalDevices?: number;
}

/** A page, and its record for the access log, none where its rows speak about nobody: there is no way to it alone. */
interface Read {
  readonly listed: Listed;
  readonly access: readonly AccessRecord[];
}

interface Deriving {
  readonly store: Store;
  readonly dataset: Dataset;
  readonly rows: readonly DatabaseRow[];
  readonly now: Date;
  readonly app: AppFilter | null;
}

const idText = (id: number | null | undefined): string | null => (id == null ? null : String(id));

/** What an item has beyond its own columns. */
const DERIVED: Readonly<Record<string, (of: Deriving) => Promise<readonly unknown[]>>> = {
  userId: async ({ store, dataset, rows }) =>
    (await usersOfEach(store, dataset, rows)).map(({ linked }) => idText(linked)),
  deviceId: async ({ store, rows }) => (await devicesOfEvents(store, rows)).map(idText),
  [APP_VERSION]: ({ store, rows, app }) => appVersions(store, app, rows),
  daysToExpiry: async ({ rows, now }) =>
    rows.map(({ expires_at: at }) => (at instanceof Date ? daysUntil(at, now) : null)),
  seconds: async ({ rows }) => rows.map(({ duration_ms: ms }) => (typeof ms === 'number' ? ms / 1000 : null)),
};

/** Reads the page that the request asks for. Throws ApiError 400 on a cursor of another query. */
export async function list(
  dependencies: ApiDependencies,
  parsed: ListRequest,
  scope: Scope = {},
  wantsTotal = false,
): Promise<Read> {
  const { store, auditKey } = dependencies;
  await demandKeys(store, parsed);
  const sought = { ...parsed, asked: await askedOf(dependencies, parsed.resource, parsed.q) };
  const binding = bindingOf(sought, scope);
  const request = atInstant(sought, dependencies.clock.now());
  const position = request.cursor === null ? null : openCursor(auditKey, binding, request.cursor);
  if (request.cursor !== null && !position) throw invalidRequest([{ parameter: 'cursor', detail: CURSOR_ALLOWED }]);
  const { rows, next } = await readPage(store, request, position, scope);
  const { dataset } = request.resource;
  const subjects = await subjectsOfEach(store, dataset, rows);
  const items = await itemsOf(dependencies, request, rows);
  const people = await fillUsers(store, request, rows, items);
  const total = wantsTotal ? await countPages(store, request, scope) : null;
  // A page that shows all has read whom they are about.
  const isMore = total !== null && total.rows !== rows.length;
  const counted = isMore ? await countedSubjects(store, request, scope, total.rows) : [];
  return {
    listed: { items, nextCursor: next && sealCursor(auditKey, binding, next), ...(total !== null && totalOf(total)) },
    access: [
      ...((await isPersonal(dataset))
        ? [accessOf(request, rows.length, [...new Set([...subjects.flat(), ...counted])])]
        : []),
      ...people,
    ],
  };
}

/** A number of few rows speaks about who has them, though the page shows others. */
const NAMED_AT_MOST = 1_000;

async function countedSubjects(store: Store, request: Asking, scope: Scope, total: number): Promise<readonly number[]> {
  if (total > NAMED_AT_MOST) return [];
  const { rows } = await readPage(store, { ...request, limit: NAMED_AT_MOST }, null, scope);
  return (await subjectsOfEach(store, request.resource.dataset, rows)).flat();
}
type Asking = Parameters<typeof readPage>[1];

/** Of what is compared by the keys of versions: rows from before there were any have none until a duty made them. */
async function demandKeys(store: Store, { filters, app }: ListRequest): Promise<void> {
  const isKeyed =
    (app?.versions.length ?? 0) > 0 ||
    filters.some(({ values }) => values.some((value) => value instanceof Uint8Array));
  if (isKeyed && (await readStoredValue(store, UNMADE_KEYS)) !== null)
    throw new ApiError(
      503,
      'preparing',
      'Versions cannot be compared yet.',
      'After the upgrade keys are made for what was stored before, some 10,000 rows a second. Ask again later.',
    );
}

const totalOf = ({ rows, devices }: Counted) => ({
  total: Math.min(rows, TOTAL_AT_MOST),
  totalIsExact: rows <= TOTAL_AT_MOST,
  ...(devices !== undefined && { totalDevices: Math.min(devices, TOTAL_AT_MOST) }),
});

/** Ages as the instants that they mean now; a cursor holds for the ages. */
const atInstant = (request: ListRequest, now: Date): ListRequest => ({
  ...request,
  filters: request.filters.map((filter) =>
    filter.ageMs === undefined ? filter : { ...filter, values: [new Date(now.getTime() - filter.ageMs)] },
  ),
});

/** Rows as their list shows them, with what is derived. */
export async function itemsOf(
  { store, clock }: ApiDependencies,
  { resource, fields, app = null }: Pick<ListRequest, 'resource' | 'fields'> & Partial<Pick<ListRequest, 'app'>>,
  rows: readonly DatabaseRow[],
): Promise<readonly Item[]> {
  const items = rows.map((row) => itemOf(resource, row, fields));
  for (const [name, read] of Object.entries(DERIVED)) {
    if (!resource.derived.has(name) || !fields.includes(name)) continue;
    const values = await read({ store, dataset: resource.dataset, rows, now: clock.now(), app });
    items.forEach((item, index) => {
      item[name] = values[index] ?? null;
    });
  }
  return items;
}

/** The list that the query string asks for, of the whole resource. */
export async function queriedList(
  resource: Resource,
  asked: ApiRequest,
  dependencies: ApiDependencies,
): Promise<Answer> {
  const { query } = asked;
  const request = parseQuery(resource, query, await declaredAttributes(resource, query.keys()));
  demandPurpose(request, asked, dependencies);
  return listAnswer(request, await list(dependencies, request, {}, asked.wantsTotal));
}

/** The answer to a list, as JSON or CSV, with its record for the access log. */
export function listAnswer(request: ListRequest, { listed, access }: Read): Answer {
  const counted: Readonly<Record<string, string>> = listed.totalIsExact
    ? { 'x-total-count': String(listed.total), 'preference-applied': 'count=exact' }
    : {};
  if (request.format === 'json')
    return { body: { ...listed, items: listed.items.map(nested) }, headers: counted, access };
  return {
    body: csvOf(request.fields, listed.items, request.raw),
    contentType: CSV,
    headers: {
      'content-disposition': `attachment; filename="${request.resource.name}.csv"`,
      ...(listed.nextCursor ? { 'x-next-cursor': listed.nextCursor } : {}),
      ...counted,
    },
    access,
  };
}

export function accessOf(request: ListRequest, rowCount: number, subjects: readonly number[]): AccessRecord {
  const filters = new Set([
    ...request.filters.map((filter) => filter.name),
    ...request.attributes.map((filter) => `attributes.${filter.name}`),
    ...(request.app?.names ?? []),
  ]);
  if (request.q !== null) filters.add('q');
  const { resource, fields } = request;
  return { dataset: resource.table, fields, filters: [...filters], sort: sortedBy(request), rowCount, subjects };
}

/** Everything that decides which rows come in which order: a cursor holds for that alone. */
function bindingOf({ resource, filters, attributes, app, q, sort }: ListRequest, scope: Scope): string {
  const within = alternativesOf(scope)
    .flatMap(Object.entries)
    .map(([column, value]) => [column, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value]);
  const compared = filters.map((f) => [f.column, f.operator, f.ageMs ?? f.values]);
  return JSON.stringify([resource.name, within, compared, q, sort, ...(app ? [app] : []), ...attributes]);
}
