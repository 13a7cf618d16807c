// The products that EMM Lens can read. A new source is a folder and one line here.
import type { z } from 'zod';
import { config as activeDirectory } from './active-directory/config.ts';
import { blackberryUemConfig } from './blackberry-uem/config.ts';
import type { BaseConfig } from './config.ts';
import type { Connector, ConnectorModule } from './contract.ts';
import { intuneConfig } from './intune/config.ts';
import { ivantiEpmmConfig } from './ivanti-epmm/config.ts';
import { ivantiNeuronsConfig } from './ivanti-neurons/config.ts';
import { nameOf } from './parameters.ts';
import { workspaceOneConfig } from './workspace-one/config.ts';

export interface SourceType {
  /** Of the sources file, for checks and for the JSON Schema that editors use. */
  readonly schema: z.ZodType;
  /** The configuration, and the connector over it, its code loaded when it is asked for; or the issues of zod. */
  parse(value: unknown): ParsedSource | { readonly issues: readonly z.core.$ZodIssue[] };
  /** What the product can tell and what an operator must know; its code is loaded when it is asked for. */
  describe(): Promise<ConnectorDeclaration>;
}

export type ConnectorDeclaration = Pick<ConnectorModule<never>, 'facts' | 'entities' | 'leftOut'>;

export interface ParsedSource {
  readonly config: BaseConfig;
  connect(): Promise<Connector>;
}

function sourceType<C extends BaseConfig>(schema: z.ZodType<C>, load: () => Promise<ConnectorModule<C>>): SourceType {
  return {
    schema,
    describe: load,
    parse(value) {
      const result = schema.safeParse(value);
      if (!result.success) return { issues: result.error.issues };
      const config = result.data;
      return { config, connect: async () => connected(await load(), config) };
    },
  };
}

/** Names are looked for among all that the product has, whatever else is switched off. */
function connected<C extends BaseConfig>(module: ConnectorModule<C>, config: C): Connector {
  const names = new Set(module.entities.flatMap(({ parameters }) => parameters.map(nameOf)));
  const unknownNames = [...config.include, ...config.exclude].filter((name) => !names.has(name));
  return Object.assign(module.create(config), { unknownNames });
}

const types = {
  intune: sourceType(intuneConfig, async () => (await import('./intune/index.ts')).intune),
  'active-directory': sourceType(
    activeDirectory,
    async () => (await import('./active-directory/index.ts')).activeDirectory,
  ),
  'ivanti-epmm': sourceType(ivantiEpmmConfig, async () => (await import('./ivanti-epmm/index.ts')).ivantiEpmm),
  'blackberry-uem': sourceType(
    blackberryUemConfig,
    async () => (await import('./blackberry-uem/index.ts')).blackberryUem,
  ),
  'ivanti-neurons': sourceType(
    ivantiNeuronsConfig,
    async () => (await import('./ivanti-neurons/index.ts')).ivantiNeurons,
  ),
  'workspace-one': sourceType(workspaceOneConfig, async () => (await import('./workspace-one/index.ts')).workspaceOne),
} satisfies Readonly<Record<string, SourceType>>;

/** What the sources file may name as `type`. */
export type SourceTypeName = keyof typeof types;

/** By the `type` that the sources file names. */
export const SOURCE_TYPES: Readonly<Record<string, SourceType>> = types;
