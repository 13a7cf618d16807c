// A connector that says what a test tells it to: the pipeline is real, the store is real, only the source is a script.
import { hash, randomUUID } from 'node:crypto';
import type { DatasetName } from '../../lib/catalog/index.ts';
import type { PollDependencies } from '../../lib/ingest/dependencies.ts';
import { poll } from '../../lib/ingest/poll.ts';
import type { PollReceipt } from '../../lib/ingest/run.ts';
import type { Logger } from '../../lib/logger.ts';
import type { HttpClient } from '../../lib/net/http.ts';
import { Collection } from '../../lib/sources/collection.ts';
import { emmConfig, purpose } from '../../lib/sources/config.ts';
import type { Connector, PollContext, PollStep, SourceRow } from '../../lib/sources/contract.ts';
import type { Entity, Parameter } from '../../lib/sources/parameters.ts';
import type { Store } from '../../lib/store/index.ts';

export const parameter = (field: string, more: Partial<Parameter> = {}): Parameter => ({
  wire: field,
  type: 'string',
  class: 'technical',
  profile: 'core',
  field,
  ...more,
});

export const ENTITIES: readonly Entity[] = [
  {
    name: 'user',
    dataset: 'emm_user',
    path: '/users',
    parameters: [
      'external_id',
      'entra_id',
      'object_guid',
      'display_name',
      'user_principal_name',
      'mail',
      'department',
      'phone_number',
    ].map((f) => parameter(f)),
  },
  {
    name: 'entry',
    dataset: 'directory_user',
    path: '/entries',
    parameters: ['external_id', 'object_guid', 'display_name', 'user_principal_name', 'mail'].map((f) => parameter(f)),
  },
  {
    name: 'device',
    dataset: 'device',
    path: '/devices',
    parameters: [
      ...['external_id', 'user_external_id', 'device_name', 'os_version', 'ownership', 'phone_number', 'carrier'].map(
        (f) => parameter(f),
      ),
      { wire: 'joinType', type: 'string', class: 'technical', profile: 'core', tracked: true },
      { wire: 'notes', type: 'string', class: 'content', profile: 'core', tracked: true },
    ],
  },
  {
    name: 'app',
    dataset: 'device_app',
    path: '/apps',
    parameters: ['device_external_id', 'app_id', 'title', 'version'].map((f) => parameter(f)),
  },
];

/** A GUID that a name stands for. */
export const guidOf = (name: string): string =>
  hash('md5', name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const http: HttpClient = {
  json: () => Promise.reject(new TypeError('a scripted source sends nothing')),
  stream: () => Promise.reject(new TypeError('a scripted source sends nothing')),
  usage: { requests: 0, throttled: 0, clockSkewMs: null },
};

export type Script = (context: PollContext) => AsyncGenerator<PollStep, void, void> | Iterable<PollStep>;

/** A clock of its own for each source: instants differ, in order, and tests can leap days ahead. */
export class TestClock {
  #now = Date.UTC(2026, 10, 24, 8);
  now(): Date {
    this.#now += 1;
    return new Date(this.#now);
  }
  leap(days: number): void {
    this.#now += days * 86_400_000;
  }
  /** Without a tick. */
  get last(): Date {
    return new Date(this.#now);
  }
}

const scriptedConfig = emmConfig.extend({ unmanagedIds: purpose.optional() });

export class ScriptedSource {
  readonly name: string;
  clock = new TestClock();
  readonly #store: Store;
  config: Record<string, unknown>;
  entities = ENTITIES;
  mappingVersion = 1;

  constructor(store: Store, config: Record<string, unknown> = {}) {
    this.name = `s-${randomUUID().slice(0, 8)}`;
    this.#store = store;
    this.config = config;
  }

  dependencies(script: Script, more: Partial<PollDependencies> = {}): PollDependencies {
    const config = { ...scriptedConfig.parse({ name: this.name, ...this.config }), type: 'scripted' };
    const connector: Connector = {
      mappingVersion: this.mappingVersion,
      collection: new Collection(this.entities, config),
      async *poll(context) {
        yield* script(context);
      },
      describe: async () => ({ product: 'Scripted', version: '1.0' }),
    };
    return {
      store: this.#store,
      config,
      connector,
      collector: 'test',
      clock: this.clock,
      log: silent,
      http: () => http,
      phoneKey: 'a test key of thirty-two letters',
      retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
      rules: [],
      stop: new AbortController().signal,
      ...more,
    };
  }

  async poll(script: Script, more: Partial<PollDependencies> = {}): Promise<PollReceipt> {
    const receipt = await poll(this.dependencies(script, more));
    if (!receipt) throw new Error('another collector holds the source');
    return receipt;
  }

  /** Rows of this source, in the order of their keys. */
  async rows(dataset: DatasetName): Promise<Record<string, unknown>[]> {
    const rows = await this.#store.rows
      .selectFrom(dataset)
      .selectAll()
      .where('source', '=', this.name)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row }));
  }
}

export const devices = (count: number, more: (i: number) => SourceRow = () => ({})): SourceRow[] =>
  Array.from({ length: count }, (_, i) => ({
    external_id: `d${i}`,
    device_name: `Device ${i}`,
    ownership: 'company',
    ...more(i),
  }));

/** A whole reading of the devices, in pages. */
export function* wholePass(
  rows: readonly SourceRow[],
  dataset: 'device' | 'emm_user' | 'directory_user' = 'device',
  pageSize = 1000,
): Generator<PollStep> {
  yield { dataset, pass: 'start' };
  for (let from = 0; from < rows.length; from += pageSize) yield { dataset, rows: rows.slice(from, from + pageSize) };
  yield { dataset, complete: { marker: 'test', rows: rows.length } };
}
