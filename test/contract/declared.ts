// What a connector declares and what a source collects of it, by the names under which it is stored.
import type { Connector } from '../../lib/sources/contract.ts';
import { type Entity, nameOf, type Parameter } from '../../lib/sources/parameters.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';

const namesIn = (entities: readonly Entity[], dataset: string): ReadonlySet<string> =>
  new Set(
    entities
      .filter((entity) => entity.dataset === dataset)
      .flatMap(({ parameters }) => parameters.map((p) => p.field ?? `attributes.${nameOf(p)}`)),
  );

export async function entitiesOf(type: string): Promise<readonly Entity[]> {
  const known = SOURCE_TYPES[type];
  if (!known) throw new RangeError(`no connector ${type}`);
  return (await known.describe()).entities;
}

/** Fields and `attributes.<name>` that rows of the dataset may ever have. */
export const declaredIn = async (type: string, dataset: string): Promise<ReadonlySet<string>> =>
  namesIn(await entitiesOf(type), dataset);

/** Those that they have with the source's settings. */
export const collectedIn = ({ collection }: Connector, dataset: string): ReadonlySet<string> =>
  namesIn(collection.entities, dataset);

/** Names of properties on the wire that are declared and not collected, and that nothing collected is a part of. */
export async function namesNotCollected(type: string, { collection }: Connector): Promise<readonly string[]> {
  const parts = ({ wire }: Parameter): string[] => wire.split(/\[\]\.?|\./).filter((part) => part !== '');
  const collected = new Set(collection.entities.flatMap(({ parameters }) => parameters.flatMap(parts)));
  const last = (await entitiesOf(type)).flatMap(({ parameters }) => parameters.flatMap((p) => parts(p).at(-1) ?? []));
  return [...new Set(last)].filter((name) => !collected.has(name));
}
