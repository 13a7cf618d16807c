// Apps over all company devices: how many devices have which title in which version. A statistic about people: entries
// of fewer than five distinct persons are folded into `other`, which must not be smaller than that itself.
import { sql } from 'kysely';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { queryErrors } from '../http/request.ts';
import type { Store } from '../store/database.ts';
import { fold } from '../store/fold.ts';
import { DEVICE, foldedGroups, type Group, PERSON } from './floor.ts';
import { limitOf } from './parse.ts';
import { APP_PARAMETERS } from './statistics-schema.ts';
import { parseText } from './values.ts';

export interface AppGroup {
  readonly title: string | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly devices: number;
  readonly persons: number;
}

export interface AppStatistic {
  readonly items: readonly AppGroup[];
  /** Everything that is not listed, or null where that is nothing, or too few persons to be shown. */
  readonly other: { readonly apps: number; readonly installations: number } | null;
}

interface Wanted {
  readonly title: string | null;
  readonly platform: string | null;
  readonly limit: number;
}

export async function countApps({ query }: ApiRequest, { store }: ApiDependencies): Promise<Answer> {
  const wanted = parse(query);
  const { items, other } = await appStatistic(store, wanted);
  const filters = [wanted.title === null ? [] : ['title'], wanted.platform === null ? [] : ['platform']].flat();
  const fields = ['title', 'version', 'platform', 'devices'];
  return {
    body: { items: items.map(({ persons, ...item }) => item), other },
    // Counts, of five persons at least: of nobody.
    access: [{ dataset: 'device_app', fields, filters, rowCount: items.length, subjects: [] }],
  };
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
  };
  if (wanted.title === '') refuse('title.startsWith', 'Text that is not blank.');
  if (errors.length > 0) throw invalidRequest(errors);
  return wanted;
}

/**
 * The most frequent entries, and what is left. A filter picks among what is told of all: folded anew, what is left of a
 * part would tell of the few that it holds beside an entry that is told anyway.
 */
export async function appStatistic(store: Store, { title, platform, limit }: Wanted): Promise<AppStatistic> {
  const grouping = {
    members: installations(store),
    keys: ['title_key', 'version_key', 'platform'],
    labels: ['title', 'version'],
  };
  const isFiltered = title !== null || platform !== null;
  const { items, rest } = await foldedGroups(store, grouping, isFiltered ? MOST_TOLD : limit);
  if (!isFiltered)
    return { items: items.map(groupOf), other: rest && { apps: rest.groups, installations: rest.devices } };
  const told = items.filter(
    ({ row }) =>
      (title === null || (typeof row.title === 'string' && String(row.title_key).startsWith(title))) &&
      (platform === null || row.platform === platform),
  );
  const left = told.slice(limit);
  const installed = left.reduce((sum, { devices }) => sum + devices, 0);
  return {
    items: told.slice(0, limit).map(groupOf),
    other: left.length === 0 ? null : { apps: left.length, installations: installed },
  };
}

/** Titles and versions that five people have, of which a filter picks. */
const MOST_TOLD = 20_000;

function groupOf({ row, devices, persons }: Group): AppGroup {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  // An app without a title is known by its id; mixed in SQL, the two columns' collations would conflict.
  const title = text(row.title) ?? text(row.title_key);
  return { title, version: text(row.version), platform: text(row.platform), devices, persons };
}

/** Company devices' apps: one row per app on a device, with the keys that it is grouped by, none of them null. */
function installations(store: Store) {
  return store.scans
    .selectFrom('device_app as a')
    .innerJoin('device as d', (join) =>
      join.onRef('d.source', '=', 'a.source').onRef('d.record_key', '=', 'a.parent_key'),
    )
    .leftJoin('emm_user as u', (join) =>
      join.onRef('u.source', '=', 'd.source').onRef('u.external_id', '=', 'd.user_external_id'),
    )
    .select([
      DEVICE.as('device'),
      PERSON.as('person'),
      'a.title as title',
      'a.version as version',
      sql<string>`coalesce(a.title_folded, a.app_id)`.as('title_key'),
      sql<string>`coalesce(a.version_folded, '')`.as('version_key'),
      PLATFORM.as('platform'),
    ])
    .where('d.ownership', '=', 'company');
}

/** Some systems tell none of an app: then it is the device's. */
const PLATFORM = sql<string>`coalesce(a.platform, d.platform, '')`;
