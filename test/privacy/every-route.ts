// All routes of the bundle, asked as the host does, and whom the access log names for each answer.

import { documentationEndpoints } from '../../lib/http/documentation.ts';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { UnnotedPolls } from '../../lib/ingest/unnoted.ts';
import { isAmong, keyedHash } from '../../lib/keyed-hash.ts';
import { recountApps } from '../../lib/operations/app-counts.ts';
import { sourceEndpoints } from '../../lib/operations/endpoints.ts';
import { licenseEndpoints } from '../../lib/operations/license-endpoints.ts';
import { notificationEndpoints } from '../../lib/operations/notification-endpoints.ts';
import type { OperatorDependencies } from '../../lib/operations/operator.ts';
import { parameterEndpoints } from '../../lib/operations/parameter-endpoints.ts';
import { privacyEndpoints } from '../../lib/operations/privacy-endpoints.ts';
import { rulesEndpoint } from '../../lib/operations/rules-endpoint.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { loadSettings } from '../../lib/settings/index.ts';
import { emmConfig } from '../../lib/sources/config.ts';
import { allOf, type Store } from '../../lib/store/index.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import type { ScriptedSource } from '../ingest/scripted.ts';
import { emptyTables } from '../store/databases.ts';

export const everyEndpoint: Endpoint<OperatorDependencies>[] = [
  ...queryEndpoints,
  ...sourceEndpoints,
  ...privacyEndpoints,
  ...parameterEndpoints,
  rulesEndpoint,
  ...licenseEndpoints,
  ...notificationEndpoints,
  ...documentationEndpoints(() => everyEndpoint),
];

export const gets: readonly Endpoint<OperatorDependencies>[] = everyEndpoint.filter(({ method }) => method === 'GET');

/** Ids of the apps that are counted now. */
export async function countedApps(store: Store): Promise<readonly number[]> {
  await recountApps(store, () => false);
  return (await store.db.selectFrom('app_group').select('id').execute()).map(({ id }) => id);
}

/** Every address that can be read: each list whole, and what has an id or a name for each of these. */
export const targetsOf = (places: Readonly<Record<string, readonly unknown[]>>, q: string): readonly string[] =>
  gets.flatMap(({ route, parameters }) => {
    if (route === 'search') return [`search?q=${q}&limit=50`];
    const query = parameters.some(({ name }) => name === 'limit') ? '?limit=1000' : '';
    const [, of] = /^(\w+)\/\{/.exec(route) ?? [];
    if (of === undefined) return [route + query];
    const those = places[of];
    if (!those) throw new RangeError(`whose ids does ${route} take?`);
    return those.map((place) => route.replace(/\{\w+\}/, String(place)) + query);
  });

export interface Reading {
  readonly status: number;
  readonly text: string;
  /** Whether the access log has a line of it. */
  readonly logged: boolean;
  /** Whether it names this person. */
  readonly names: (subjectId: number | undefined) => boolean;
}

/** Asks one address after the other, of the application with one source. */
export function readerOver(store: Store, source: ScriptedSource, type: string): (target: string) => Promise<Reading> {
  const api = dependenciesOver(store);
  const key = api.auditKey.reference;
  const { settings } = loadSettings({ DATABASE: 'sqlite::memory:', AUDIT_KEY: key, PHONE_KEY: key });
  if (!settings) throw new Error('the settings are wrong');
  const connect = async () => source.dependencies(() => []).connector;
  const collection = async () => (await connect()).collection;
  const sources = [{ name: source.name, type, config: emmConfig.parse({ name: source.name }), collection, connect }];
  const collector = { instance: 'test', lensVersion: '1', hostVersion: '1', sources: [] };
  const none = {
    rules: [],
    fileProblems: [],
    ruleProblems: [],
    unnoted: new UnnotedPolls(),
    problems: [],
    ignored: [],
    keyFiles: [],
    stopping: new AbortController().signal,
  };
  const call = clientOf(everyEndpoint, async () => ({
    ...api,
    application: { settings, store, stores: allOf(store), collector, sources, api, ...none },
  }));
  return async (target) => {
    await emptyTables(store, ['access_log']);
    const { status, text } = await call(target, { headers: { 'x-purpose': PURPOSE } });
    const log = await store.db.selectFrom('access_log').selectAll().execute();
    const names = (subjectId: number | undefined): boolean => {
      const hash = keyedHash(api.auditKey, 'subject', String(subjectId));
      return log.some((row) => row.subject_hash === hash || isAmong(row.subject_hashes ?? Buffer.of(), [hash]));
    };
    return { status, text, logged: log.length > 0, names };
  };
}
