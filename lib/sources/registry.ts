// The products that EMM Lens can read. A new source is a folder and one entry here.
import type { z } from 'zod';
import { directoryConfig } from './active-directory/config.ts';
import { blackberryUemConfig } from './blackberry-uem/config.ts';
import { Collection, type CollectionSwitches, isOfKey } from './collection.ts';
import type { BaseConfig } from './config.ts';
import type { Connector, ConnectorModule, Declaration, PollContext } from './contract.ts';
import { entraSignInsConfig } from './entra-sign-ins/config.ts';
import { exchangeActiveSyncConfig } from './exchange-activesync/config.ts';
import { exchangeExportsConfig } from './exchange-exports/config.ts';
import { exchangeOnlineConfig } from './exchange-online/config.ts';
import { httpProxyConfig } from './http-proxy/config.ts';
import { intuneConfig } from './intune/config.ts';
import { ivantiEpmmConfig } from './ivanti-epmm/config.ts';
import { ivantiNeuronsConfig } from './ivanti-neurons/config.ts';
import { mappedLogConfig } from './log/config.ts';
import { nameOf } from './parameters.ts';
import { sentryConfig } from './sentry/config.ts';
import { workspaceOneConfig } from './workspace-one/config.ts';

/**
 * An `emm` manages devices: its users count for the licence. `events` tells what happened alone, a `report` is downloaded
 * whole, a `log` read in files, as exports are.
 */
export type SourceKind = 'emm' | 'directory' | 'events' | 'report' | 'log';

export interface SourceType<K extends SourceKind = SourceKind> {
  readonly kind: K;
  /** Of the sources file, for checks and for the JSON Schema that editors use. */
  readonly schema: z.ZodType;
  /** The configuration, and what reads a source of it; or the issues of zod. */
  parse(value: unknown): ParsedSource | { readonly issues: readonly z.core.$ZodIssue[] };
  /** What the product can tell and what an operator must know: its tables are loaded when they are asked for, no client. */
  describe(): Promise<ConnectorDeclaration>;
}

export type ConnectorDeclaration = Pick<Declaration<never>, 'facts' | 'entities' | 'leftOut'>;

export interface ParsedSource {
  readonly config: BaseConfig;
  /** What it collects; loads no client either. */
  collection(): Promise<Collection>;
  connect(): Promise<Connector>;
}

interface Folder<K extends SourceKind, C> {
  readonly kind: K;
  readonly schema: z.ZodType<C>;
  readonly tables: () => Promise<{ readonly declaration: Declaration<C> }>;
  readonly code: () => Promise<{ readonly connector: ConnectorModule<C> }>;
}

function sourceType<K extends SourceKind, C extends BaseConfig & CollectionSwitches>(
  folder: Folder<K, C>,
): SourceType<K> {
  const { kind, schema, tables, code } = folder;
  const describe = async (): Promise<Declaration<C>> => (await tables()).declaration;
  return {
    kind,
    schema,
    describe,
    parse(value) {
      // With what stood there: a value of another kind is no missing one.
      const result = schema.safeParse(value, { reportInput: true });
      if (!result.success) return { issues: result.error.issues };
      const config = result.data;
      const collection = async () => collectionOf(await describe(), config);
      const connect = async (): Promise<Connector> => {
        const [{ connector }, declaration] = await Promise.all([code(), describe()]);
        const collection = collectionOf(declaration, config);
        const { mappingVersion } = connector;
        const collecting = { unknownNames: unknownNames(declaration, config), mappingVersion, collection };
        const reader = connector.create(config, collection);
        if (reader.isLog)
          return {
            ...collecting,
            isLog: true,
            poll: (context) => reader.poll(context),
            firstOf: (path) => reader.firstOf(path),
            goesOn: reader.goesOn,
            readPushed: (lines, from) => reader.readPushed(lines, from),
            describe: () => reader.describe(),
          };
        return {
          ...collecting,
          poll: (context: PollContext) => reader.poll(context),
          describe: (context: PollContext) => reader.describe(context),
        };
      };
      return { config, collection, connect };
    },
  };
}

function collectionOf<C extends CollectionSwitches>(declaration: Declaration<C>, config: C): Collection {
  const finer = (declaration.finer ?? []).map(({ isOn, ...setting }) => ({ ...setting, on: isOn(config) }));
  return new Collection(declaration.entitiesFor?.(config) ?? declaration.entities, config, finer);
}

/** Among all that the product has, whatever else is switched off. No row is without its key: it is read all the same. */
function unknownNames({ entities }: ConnectorDeclaration, { include, exclude }: BaseConfig): readonly string[] {
  const all = entities.flatMap((entity) =>
    entity.parameters.map((p) => ({ name: nameOf(p), ofKey: isOfKey(entity, p) })),
  );
  const names = new Set(all.map(({ name }) => name));
  const free = new Set(all.flatMap(({ name, ofKey }) => (ofKey ? [] : [name])));
  return [...include.filter((name) => !names.has(name)), ...exclude.filter((name) => !free.has(name))];
}

const types = {
  intune: sourceType({
    kind: 'emm',
    schema: intuneConfig,
    tables: () => import('./intune/parameters.ts'),
    code: () => import('./intune/index.ts'),
  }),
  'active-directory': sourceType({
    kind: 'directory',
    schema: directoryConfig,
    tables: () => import('./active-directory/parameters.ts'),
    code: () => import('./active-directory/index.ts'),
  }),
  'ivanti-epmm': sourceType({
    kind: 'emm',
    schema: ivantiEpmmConfig,
    tables: () => import('./ivanti-epmm/parameters.ts'),
    code: () => import('./ivanti-epmm/index.ts'),
  }),
  'blackberry-uem': sourceType({
    kind: 'emm',
    schema: blackberryUemConfig,
    tables: () => import('./blackberry-uem/parameters.ts'),
    code: () => import('./blackberry-uem/index.ts'),
  }),
  'ivanti-neurons': sourceType({
    kind: 'emm',
    schema: ivantiNeuronsConfig,
    tables: () => import('./ivanti-neurons/parameters.ts'),
    code: () => import('./ivanti-neurons/index.ts'),
  }),
  'workspace-one': sourceType({
    kind: 'emm',
    schema: workspaceOneConfig,
    tables: () => import('./workspace-one/parameters.ts'),
    code: () => import('./workspace-one/index.ts'),
  }),
  'entra-sign-ins': sourceType({
    kind: 'events',
    schema: entraSignInsConfig,
    tables: () => import('./entra-sign-ins/parameters.ts'),
    code: () => import('./entra-sign-ins/index.ts'),
  }),
  'http-proxy': sourceType({
    kind: 'log',
    schema: httpProxyConfig,
    tables: () => import('./http-proxy/parameters.ts'),
    code: () => import('./http-proxy/index.ts'),
  }),
  sentry: sourceType({
    kind: 'log',
    schema: sentryConfig,
    tables: () => import('./sentry/parameters.ts'),
    code: () => import('./sentry/index.ts'),
  }),
  'exchange-activesync': sourceType({
    kind: 'log',
    schema: exchangeActiveSyncConfig,
    tables: () => import('./exchange-activesync/parameters.ts'),
    code: () => import('./exchange-activesync/index.ts'),
  }),
  log: sourceType({
    kind: 'log',
    schema: mappedLogConfig,
    tables: () => import('./log/parameters.ts'),
    code: () => import('./log/index.ts'),
  }),
  'exchange-online': sourceType({
    kind: 'report',
    schema: exchangeOnlineConfig,
    tables: () => import('./exchange-online/parameters.ts'),
    code: () => import('./exchange-online/index.ts'),
  }),
  'exchange-exports': sourceType({
    kind: 'log',
    schema: exchangeExportsConfig,
    tables: () => import('./exchange-exports/parameters.ts'),
    code: () => import('./exchange-exports/index.ts'),
  }),
} as const;

type Types = typeof types;
export type SourceTypeName = keyof Types;
/** Types that are asked over a network: all but logs. */
export type SystemTypeName = { [T in SourceTypeName]: Types[T] extends SourceType<'log'> ? never : T }[SourceTypeName];
/** Those of them that have lists in pages, and what is gone from them. */
export type MirroredTypeName = {
  [T in SystemTypeName]: Types[T] extends SourceType<'events' | 'report'> ? never : T;
}[SystemTypeName];
export type EmmType = { [T in SourceTypeName]: Types[T] extends SourceType<'emm'> ? T : never }[SourceTypeName];

/** By the `type` that the sources file names. */
export const SOURCE_TYPES: Readonly<Record<string, SourceType>> = types;

/** Types of management systems, in the order of their names. */
export const EMM_TYPES: readonly EmmType[] = Object.keys(types).filter(isEmm).sort();

function isEmm(type: string): type is EmmType {
  return SOURCE_TYPES[type]?.kind === 'emm';
}
