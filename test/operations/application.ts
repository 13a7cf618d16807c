// The application with one scripted source, and what operators ask of it.

import type { Application } from '../../lib/app.ts';
import { UnnotedPolls } from '../../lib/ingest/unnoted.ts';
import { sourceEndpoints } from '../../lib/operations/endpoints.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { SecretReference } from '../../lib/secrets.ts';
import { loadSettings } from '../../lib/settings/index.ts';
import { emmConfig } from '../../lib/sources/config.ts';
import { allOf } from '../../lib/store/index.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { devices, type Script, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import type { TestStore } from '../store/databases.ts';

export const endpoints = [...sourceEndpoints, ...queryEndpoints];
export const WHO = { 'x-ms-client-principal-name': 'olga', 'x-functions-key': 'the-key-of-the-operators' };

const TEST_KEY = new SecretReference('env:TEST_PHONE_KEY');
/** What warnings need of the settings. */
export const WARNED = { UNVERIFIED_DAYS: 30, AUDIT_KEY: TEST_KEY, PHONE_KEY: TEST_KEY };

/** Over the store of a test. */
export function operatorsOf(open: () => TestStore) {
  process.env.TEST_PHONE_KEY = 'a test key of thirty-two letters';

  /** The application with one source, which polls what `script` tells. */
  function application(source: ScriptedSource, script: Script, more: Record<string, unknown> = {}): Application {
    const { settings } = loadSettings({
      DATABASE: 'sqlite::memory:',
      AUDIT_KEY: 'env:TEST_PHONE_KEY',
      PHONE_KEY: 'env:TEST_PHONE_KEY',
    });
    if (!settings) throw new Error('the settings are wrong');
    const { store } = open();
    const config = emmConfig.parse({ name: source.name, ...source.config, ...more });
    const connect = async () => source.dependencies(script).connector;
    const collection = async () => (await connect()).collection;
    const collector = { instance: 'test', lensVersion: '1', hostVersion: '1', sources: [] };
    const api = dependenciesOver(store);
    const sources = [{ name: source.name, type: 'scripted', config, collection, connect }];
    const stopping = new AbortController().signal;
    return {
      settings,
      store,
      stores: allOf(store),
      collector,
      sources,
      rules: [],
      fileProblems: [],
      ruleProblems: [],
      unnoted: new UnnotedPolls(),
      problems: [],
      ignored: [],
      keyFiles: [],
      api,
      stopping,
    };
  }
  const statusOf = (source: ScriptedSource, more: Record<string, unknown> = {}) =>
    sourceStatus(
      application(source, () => [], more),
      source.name,
    );
  const judge = judgeOf(endpoints);
  function clientFor(source: ScriptedSource, script: Script = () => wholePass(devices(20))) {
    const app = application(source, script);
    const call = clientOf(endpoints, async () => ({ ...app.api, application: app }));
    return async (route: string, method: 'GET' | 'POST' = 'POST') => {
      const called = await call(route, { method, headers: WHO });
      const endpoint = endpoints.find(
        (one) => one.method === method && one.name === OPERATION[route.split('/').at(-1)?.split('?')[0] ?? ''],
      );
      if (endpoint && called.status < 300) judge(endpoint, called);
      return called;
    };
  }
  const OPERATION: Readonly<Record<string, string>> = {
    sources: 'sources',
    poll: 'source-poll',
    polls: 'source-polls',
    collectors: 'collectors',
    approve: 'source-deletions-approve',
    reject: 'source-deletions-reject',
    clock: 'retention-clock',
    'operator-journal': 'listOperatorJournal',
  };
  const held = async (): Promise<ScriptedSource> => {
    const source = new ScriptedSource(open().store);
    await source.poll(() => wholePass(devices(20)));
    await source.poll(() => wholePass(devices(8)));
    return source;
  };
  return { application, statusOf, clientFor, held };
}
