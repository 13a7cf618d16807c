// Devices by an app that they have, and its version: `app=Outlook&appVersion.lt=9.60.4`. What somebody installed can tell
// of health or religion: of company devices alone, and for a purpose.

import { sql } from 'kysely';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { ApiParameter, ApiRequest } from '../http/endpoint.ts';
import { inQuery } from '../http/json-schema.ts';
import { purposeMissing } from '../http/principal.ts';
import type { ParameterError } from '../http/problem.ts';
import { shown } from '../http/request.ts';
import { demandRole } from '../http/roles.ts';
import { INVESTIGATOR } from '../roles.ts';
import { firstRows } from '../store/capabilities.ts';
import type { Store } from '../store/database.ts';
import { cleanText, fold } from '../store/fold.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import { parseText, parseVersion, type RawParameter } from './values.ts';

const OPERATORS = {
  appVersion: '=',
  'appVersion.lt': '<',
  'appVersion.le': '<=',
  'appVersion.gt': '>',
  'appVersion.ge': '>=',
} as const;
type VersionName = keyof typeof OPERATORS;
const isVersionName = (name: string): name is VersionName => Object.hasOwn(OPERATORS, name);

export const APP_FILTERS: readonly string[] = ['app', ...Object.keys(OPERATORS)];
export const isAppFilter = (name: string): boolean => /^app(Version)?(\.|$)/.test(name);

export interface AppFilter {
  /** Columns of `device_app`: rows that have one of these are of the app. */
  readonly by: readonly Readonly<Record<string, string | null>>[];
  readonly versions: readonly { readonly operator: (typeof OPERATORS)[VersionName]; readonly key: Uint8Array }[];
  /** Of the app, or else of its device. */
  readonly platform?: string;
  /** Names of the parameters that ask for it. */
  readonly names: readonly string[];
}

/** None of the parameters repeats another: an app and bounds of its version. Null where there is none, or a mistake. */
export function parseApp(given: readonly RawParameter[], errors: ParameterError[]): AppFilter | null {
  const refuse = (parameter: string, detail: string): null => {
    errors.push({ parameter: shown(parameter), detail });
    return null;
  };
  const found = errors.length;
  const versions = given.flatMap(([name, raw]) => {
    if (name === 'app') return [];
    if (!isVersionName(name)) return refuse(name, `Unknown. Allowed: ${APP_FILTERS.join(', ')}.`) ?? [];
    const parsed = typeof raw === 'string' ? parseVersion(raw) : { allowed: 'One value, not a list.' };
    return 'allowed' in parsed
      ? (refuse(name, parsed.allowed) ?? [])
      : [{ operator: OPERATORS[name], key: parsed.value }];
  });
  const app = given.find(([name]) => name === 'app')?.[1];
  if (app === undefined) return given.length === 0 ? null : refuse('app', 'Missing: the version is that of an app.');
  const named = typeof app === 'string' ? parseText(app, 256) : { allowed: 'One value, not a list.' };
  if ('allowed' in named) return refuse('app', named.allowed);
  if (errors.length > found) return null;
  const by: AppFilter['by'] = [{ title_folded: fold(named.value, 256) }, { app_id: cleanText(named.value).trim() }];
  return { by, versions, names: [...new Set(given.map(([name]) => name.replace(/\..+/, '')))] };
}

/** Who has an app may tell of their health or religion. Throws ApiError 403 without the role for it, 400 without a purpose. */
export function demandPurpose(
  { app }: { readonly app: AppFilter | null },
  { purpose, roles }: Pick<ApiRequest, 'purpose' | 'roles'>,
  { settings }: ApiDependencies,
): void {
  if (app === null) return;
  demandRole({ roles: INVESTIGATOR }, roles && { roles, unread: [] });
  if (purpose === null) throw purposeMissing(settings.purposes);
}

/** Up to so many rows their devices are found first, and sorted; of more the list is walked until a page is full. */
const FEW = 4_000;

/** Whether few rows are of it: counted in the index up to the bound, so that it is neither guessed nor out of date. */
async function isFew(store: Store, app: AppFilter): Promise<boolean> {
  let left = FEW;
  for (const alternative of app.by) {
    const rows = store.rows
      .selectFrom('device_app as a')
      .select(sql.lit(1).as('one'))
      .where((eb) => installed(eb, { ...app, by: [alternative] }));
    const { n } = await store.rows
      .selectFrom(firstRows(store.engine, rows, left + 1).as('some'))
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    left -= Number(n);
    if (left < 0) return false;
  }
  return true;
}

/** The condition that a list of devices has; two texts, so that SQL Server keeps a plan for each. */
export async function appCondition(store: Store, app: AppFilter): Promise<(eb: Builder) => Condition> {
  const few = await isFew(store, app);
  return (eb) => eb.and([eb('device.ownership', '=', 'company'), few ? amongDevicesOf(eb, app) : existsOn(eb, app)]);
}

const existsOn = (eb: Builder, app: AppFilter): Condition =>
  eb.exists(
    eb
      .selectFrom('device_app as a')
      .select(sql.lit(1).as('one'))
      .whereRef('a.source', '=', 'device.source')
      .whereRef('a.parent_key', '=', 'device.record_key')
      .where((inner) => inner.and([installed(inner, app), ...onPlatform(inner, app, 'device')])),
  );

function amongDevicesOf(eb: Builder, app: AppFilter): Condition {
  const [first, ...others] = app.by.map((alternative) =>
    eb
      .selectFrom('device_app as a')
      .innerJoin('device as d', (join) =>
        join.onRef('d.source', '=', 'a.source').onRef('d.record_key', '=', 'a.parent_key'),
      )
      .select('d.id')
      .where((inner) => inner.and([installed(inner, { ...app, by: [alternative] }), ...onPlatform(inner, app, 'd')])),
  );
  if (!first) throw new RangeError('an app is asked for by something');
  return eb(
    'device.id',
    'in',
    others.reduce((union, of) => union.unionAll(of), first),
  );
}

/** Of a `device_app as a`. */
export function installed(eb: Builder, { by, versions }: AppFilter): Condition {
  const alternatives = by.map((columns) =>
    eb.and(
      Object.entries(columns).map(([column, value]) =>
        value === null ? eb(`a.${column}`, 'is', null) : eb(`a.${column}`, '=', value),
      ),
    ),
  );
  return eb.and([eb.or(alternatives), ...versions.map(({ operator, key }) => eb('a.version_key', operator, key))]);
}

export const onPlatform = (eb: Builder, { platform }: AppFilter, device: string): Condition[] =>
  platform === undefined
    ? []
    : [eb(eb.fn.coalesce(eb.ref('a.platform'), eb.ref(`${device}.platform`), sql.lit('')), '=', platform)];

const MEANINGS: Readonly<Record<VersionName, string>> = {
  appVersion: 'is',
  'appVersion.lt': 'is lower than',
  'appVersion.le': 'is at most',
  'appVersion.gt': 'is higher than',
  'appVersion.ge': 'is at least',
};

export const APP_FILTER_PARAMETERS: readonly ApiParameter[] = [
  inQuery(
    'app',
    'Company devices that have an app of this title (case and width do not matter), bundle id or package name (as it is); needs a purpose',
    { type: 'string', minLength: 1, maxLength: 256 },
  ),
  ...Object.entries(MEANINGS).map(
    ([name, meaning]): ApiParameter =>
      inQuery(
        name,
        `With \`app\`: its version ${meaning}, by numeric parts, a pre-release before its release; versions without a number never match`,
        { type: 'string', minLength: 1, maxLength: 64 },
      ),
  ),
];
