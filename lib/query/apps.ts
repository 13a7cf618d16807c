// Apps over all company devices: how many devices have which title in which version, as it was counted last. A statistic
// about people: entries of fewer than five distinct persons are folded into `other`, which must not be smaller than that itself.
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, notFound, type ParameterError } from '../http/problem.ts';
import { idOf, queryErrors } from '../http/request.ts';
import type { Store } from '../store/database.ts';
import { fold } from '../store/fold.ts';
import type { AppFilter } from './app-filter.ts';
import { declaredAttributes } from './attributes.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { foldedGroups } from './floor.ts';
import { appsGrouped } from './installations.ts';
import { type AppPlace, type AppsWanted, type KeptCounts, keptCounts, keptPage } from './kept-apps.ts';
import { list, listAnswer } from './list.ts';
import { askedByApp, CURSOR_ALLOWED, cursorOf, limitOf, parseQuery } from './parse.ts';
import { devices } from './resource.ts';
import { APP_PARAMETERS } from './statistics-schema.ts';
import { parseText } from './values.ts';

type Row = Readonly<Record<string, unknown>>;
interface Wanted extends AppsWanted {
  readonly cursor: string | null;
}

export async function countApps({ query }: ApiRequest, dependencies: ApiDependencies): Promise<Answer> {
  const wanted = parse(query);
  const body = (await keptStatistic(dependencies, wanted)) ?? (await appStatistic(dependencies.store, wanted));
  const filters = [wanted.title === null ? [] : ['title'], wanted.platform === null ? [] : ['platform']].flat();
  const fields = ['title', 'version', 'platform', 'devices'];
  return {
    body,
    // Counts, of five persons at least: of nobody.
    access: [{ dataset: 'device_app', fields, filters, rowCount: body.items.length, subjects: [] }],
  };
}

/** Devices that have one of these groups: an app in one version. */
export async function listAppDevices(asked: ApiRequest, dependencies: ApiDependencies): Promise<Answer> {
  const id = idOf(asked.params);
  const request = parseQuery(devices, asked.query, await declaredAttributes(devices, asked.query.keys()));
  if (request.app) throw invalidRequest([{ parameter: 'app', detail: 'The path says which: leave it out.' }]);
  const group = await dependencies.store.db.selectFrom('app_group').selectAll().where('id', '=', id).executeTakeFirst();
  if (!group) throw notFound('app');
  const { title_key, version_text, platform } = group;
  const versions = version_text === '' ? ['', null] : [version_text];
  const by = versions.flatMap((version_folded): AppFilter['by'][number][] => [
    { title_folded: title_key, version_folded },
    { title_folded: null, app_id: title_key, version_folded },
  ]);
  const app: AppFilter = { by, versions: [], platform, names: ['app'] };
  const byApp = askedByApp(request, app, asked.query.has('fields'));
  return listAnswer(byApp, await list(dependencies, byApp, {}, asked.wantsTotal));
}

function parse(query: URLSearchParams): Wanted {
  const errors: ParameterError[] = [...queryErrors(APP_PARAMETERS, query)];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const text = (name: string, length: number): string | null => {
    const value = query.get(name);
    const parsed = value === null ? null : parseText(value, length);
    if (parsed && 'allowed' in parsed) refuse(name, parsed.allowed);
    return parsed && 'value' in parsed ? parsed.value : null;
  };
  const title = text('title.startsWith', 256);
  const wanted = {
    title: title === null ? null : fold(title, 256),
    platform: text('platform', 16),
    limit: limitOf(query.get('limit') ?? undefined, refuse),
    cursor: cursorOf(query.get('cursor') ?? undefined, refuse),
  };
  if (wanted.title === '') refuse('title.startsWith', 'Text that is not blank.');
  if (errors.length > 0) throw invalidRequest(errors);
  return wanted;
}

/** A page of what is kept; null until it was counted. */
async function keptStatistic({ store, auditKey }: ApiDependencies, wanted: Wanted) {
  const counts = await keptCounts(store);
  if (!counts) return null;
  const { title, platform, cursor } = wanted;
  const binding = JSON.stringify(['apps', title, platform]);
  const after = cursor === null ? null : placeOf(openCursor(auditKey, binding, cursor));
  if (cursor !== null && !after) throw invalidRequest([{ parameter: 'cursor', detail: CURSOR_ALLOWED }]);
  const { rows, next, left } = await keptPage(store, counts, wanted, after);
  const isFiltered = title !== null || platform !== null;
  const rest = isFiltered || !counts.rest ? { groups: 0, devices: 0 } : counts.rest;
  const other = { apps: left.groups + rest.groups, installations: left.devices + rest.devices };
  return {
    items: rows.map((row) => ({
      ...shownOf(row),
      id: String(row.id),
      appId: row.app_id,
      installations: Number(row.installations),
    })),
    other: other.apps === 0 ? null : other,
    nextCursor: next && sealCursor(auditKey, binding, { value: next.devices, identity: [next.id] }),
    countedAt: counts.countedAt,
    totals: isOfFew(counts) ? null : { apps: counts.groups, installations: counts.installations },
  };
}

/** Nothing is listed, and what is left speaks about fewer than five persons: so would what all of it is. */
const isOfFew = ({ groups, told, rest }: KeptCounts): boolean => groups > 0 && told.groups === 0 && rest === null;

function placeOf(position: ReturnType<typeof openCursor>): AppPlace | null {
  const [id] = position?.identity ?? [];
  return typeof position?.value === 'number' && typeof id === 'number' ? { devices: position.value, id } : null;
}

/**
 * The same counted now, until it is kept: the most frequent entries, and what is left. A filter picks among what is told of
 * all: folded anew, what is left of a part would tell of the few that it holds beside an entry that is told anyway.
 */
async function appStatistic(store: Store, { title, platform, limit }: Wanted) {
  const isFiltered = title !== null || platform !== null;
  const { items, rest } = await foldedGroups(store, appsGrouped(store), isFiltered ? MOST_TOLD : limit);
  const told = items.filter(
    ({ row }) =>
      (title === null || (typeof row.title === 'string' && String(row.title_key).startsWith(title))) &&
      (platform === null || row.platform === platform),
  );
  const left = told.slice(limit);
  const installed = left.reduce((sum, { devices }) => sum + devices, 0);
  const ofAll = rest && { apps: rest.groups, installations: rest.devices };
  const ofSome = left.length === 0 ? null : { apps: left.length, installations: installed };
  return {
    items: told
      .slice(0, limit)
      .map(({ row, devices }) => ({ ...shownOf({ ...row, devices }), id: null, appId: null, installations: null })),
    other: isFiltered ? ofSome : ofAll,
    nextCursor: null,
    countedAt: null,
    totals: null,
  };
}

/** Titles and versions that five people have, of which a filter picks. */
const MOST_TOLD = 20_000;

function shownOf(row: Row) {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  // An app without a title is known by its id; mixed in SQL, the two columns' collations would conflict.
  const title = text(row.title) ?? text(row.title_key);
  return { title, version: text(row.version), platform: text(row.platform), devices: Number(row.devices) };
}
