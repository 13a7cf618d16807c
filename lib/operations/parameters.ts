// Every parameter that a connector declares, as GET /api/parameters lists them: once per configured source of the
// product, with what that source collects and holds; and once where no source of it is configured.
import type { Application, ConfiguredSource } from '../app.ts';
import { datasetNamed, type Field } from '../catalog/index.ts';
import type { ApiDependencies } from '../http/dependencies.ts';
import { type Entity, nameOf, type Parameter } from '../sources/parameters.ts';
import { SOURCE_TYPES } from '../sources/registry.ts';
import { type Counts, countsOf } from './parameter-counts.ts';

export interface ParameterDependencies extends ApiDependencies {
  readonly application: Pick<Application, 'sources'>;
}

export interface ParameterLine {
  readonly product: string;
  readonly source: string | null;
  readonly entity: string;
  readonly dataset: string;
  readonly name: string;
  readonly wire: string;
  readonly field: string | null;
  readonly type: string;
  readonly class: string;
  readonly profile: string;
  readonly switch: string | null;
  readonly unit: string | null;
  readonly description: string | null;
  readonly tracked: boolean;
  readonly collected: boolean;
  readonly rowsWithValue: number;
}

export interface LeftOutLine {
  readonly product: string;
  readonly entity: string;
  readonly wire: string;
  readonly reason: string;
}

/** All of them, with the instant at which the rows were counted. Throws StoreError. */
export async function parameterLines({
  store,
  clock,
  application,
}: ParameterDependencies): Promise<{ readonly lines: readonly ParameterLine[]; readonly countedAt: Date }> {
  const counts = await countsOf(store, clock);
  const sources = application.sources.filter((source): source is ConfiguredSource => 'config' in source);
  const lines: ParameterLine[] = [];
  for (const [product, type] of Object.entries(SOURCE_TYPES)) {
    const { entities } = await type.describe();
    const own = sources.filter((source) => source.type === product);
    const collections = own.length === 0 ? [null] : await Promise.all(own.map(collecting));
    for (const collection of collections)
      for (const line of linesOf(product, entities, collection, counts)) lines.push(line);
  }
  return { lines, countedAt: counts.countedAt };
}

/** Everything that is not read, and why. */
export async function leftOutLines(): Promise<readonly LeftOutLine[]> {
  const lines: LeftOutLine[] = [];
  for (const [product, type] of Object.entries(SOURCE_TYPES))
    for (const { entity, wire, reason } of (await type.describe()).leftOut)
      lines.push({ product, entity, wire, reason });
  return lines;
}

interface Collecting {
  readonly source: string;
  readonly collects: (entity: Entity, parameter: Parameter) => boolean;
}

async function collecting({ name, config, collection }: ConfiguredSource): Promise<Collecting> {
  const { entities } = await collection();
  const collected = new Set(
    entities.flatMap((entity) => entity.parameters.map((parameter) => idOf(entity, parameter))),
  );
  return { source: name, collects: (entity, parameter) => config.enabled && collected.has(idOf(entity, parameter)) };
}

const idOf = (entity: Entity, parameter: Parameter): string =>
  JSON.stringify([entity.name, parameter.wire, nameOf(parameter), parameter.field]);

function linesOf(
  product: string,
  entities: readonly Entity[],
  collecting: Collecting | null,
  counts: Counts,
): ParameterLine[] {
  return entities.flatMap((entity) => {
    const fields: Readonly<Record<string, Field>> = datasetNamed(entity.dataset).fields;
    return entity.parameters.map((parameter) => ({
      product,
      source: collecting?.source ?? null,
      entity: entity.name,
      dataset: entity.dataset,
      name: nameOf(parameter),
      wire: parameter.wire,
      field: parameter.field ?? null,
      type: parameter.type,
      class: parameter.class,
      profile: parameter.profile,
      switch: parameter.switch ?? null,
      unit: parameter.unit ?? fields[parameter.field ?? '']?.unit ?? null,
      description: parameter.description ?? fields[parameter.field ?? '']?.description ?? null,
      tracked: parameter.tracked ?? false,
      collected: collecting?.collects(entity, parameter) ?? false,
      rowsWithValue: collecting
        ? counts.rowsWith(collecting.source, entity.dataset, parameter.field ?? `attributes.${nameOf(parameter)}`)
        : 0,
    }));
  });
}
