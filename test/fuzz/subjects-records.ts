// Records of every product: each property of its tables with the same hard value, mapped and validated.
import { datasetNamed } from '../../lib/catalog/index.ts';
import { Recorder, Rejections } from '../../lib/ingest/record.ts';
import { Collection } from '../../lib/sources/collection.ts';
import { mapRecord } from '../../lib/sources/map.ts';
import { withoutDeepValues } from '../../lib/sources/nesting.ts';
import type { Entity } from '../../lib/sources/parameters.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import type { Subject } from './growth.ts';
import { textsOf } from './subjects-texts.ts';

const VALUES: Readonly<Record<string, (size: number) => unknown>> = {
  'a list': (size) => Array.from({ length: size / 4 }, (_, i) => `${i}`),
  'an object': (size) => Object.fromEntries(Array.from({ length: size / 16 }, (_, i) => [`p${size - i}`, i])),
  'nested lists': (size) => JSON.parse(`${'['.repeat(size / 2)}${']'.repeat(size / 2)}`),
  'many deep lists': (size) =>
    Array.from({ length: size / 64 }, () => JSON.parse(`${'['.repeat(31)}${']'.repeat(31)}`)),
};

/** A record of the wire that gives each parameter this value; a list has one record. */
export function recordOf(entity: Entity, value: (index: number) => unknown): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [index, { wire }] of entity.parameters.entries()) {
    const parts = wire.split('.');
    const last = parts.pop() ?? wire;
    let inner = record;
    for (const part of parts) inner = within(inner, part);
    if (last.endsWith('[]')) inner[last.slice(0, -2)] = [value(index)];
    else inner[last] = value(index);
  }
  return record;
}

function within(record: Record<string, unknown>, part: string): Record<string, unknown> {
  const name = part.replace(/\[\]$/, '');
  const known = Object.hasOwn(record, name) ? record[name] : undefined;
  const inner: Record<string, unknown> = Object(Array.isArray(known) ? known[0] : known);
  record[name] = part === name ? inner : [inner];
  return inner;
}

/** All entities of all products that speak HTTP; LDAP has entries of its own, and logs have lines. */
export async function allEntities(): Promise<readonly (readonly [name: string, entity: Entity])[]> {
  const products = Object.entries(SOURCE_TYPES).filter(([, { kind }]) => kind === 'emm');
  const declared = await Promise.all(products.map(async ([type, { describe }]) => [type, await describe()] as const));
  return declared.flatMap(([type, { entities }]) =>
    entities.map((entity) => [`${type} ${entity.name}`, entity] as const),
  );
}

const POLICY = { phoneNumbers: 'masked', phoneKey: 'key' } as const;
const SWITCHES = { ...POLICY, profile: 'sensitive', include: [], exclude: [] } as const;

/** Maps and validates as ingest does; a record, or null where its key cannot be read. */
export function ingested(entity: Entity, record: Readonly<Record<string, unknown>>, rejections = new Rejections()) {
  const row = mapRecord(entity.parameters, withoutDeepValues(record));
  row.external_id ??= 'id';
  row.component ??= 'component';
  row.kind ??= 'kind';
  row.device_external_id ??= 'device';
  row.app_id ??= 'app';
  const collection = new Collection([entity], SWITCHES);
  return new Recorder(datasetNamed(entity.dataset), { ...POLICY, collection }, rejections).record(row);
}

/** The tables of a product that make devices, as one: what a property costs is the same in each. */
export async function recordSubjects(): Promise<readonly Subject[]> {
  const byProduct = Map.groupBy(await allEntities(), ([name]) => name.split(' ')[0] ?? name);
  return [...byProduct].flatMap(([product, entities]) => {
    const parameters = entities.flatMap(([, entity]) => (entity.dataset === 'device' ? entity.parameters : []));
    return subjectsOf(product, { name: product, dataset: 'device', path: '', parameters });
  });
}

function subjectsOf(product: string, entity: Entity): readonly Subject[] {
  const records = (values: readonly unknown[]) => values.map((one) => recordOf(entity, () => one));
  const each = (size: number) => size / entity.parameters.length;
  const inputs: [string, (size: number) => Record<string, unknown>[]][] = [
    ['texts', (size) => records(textsOf(each(size)))],
    ...Object.entries(VALUES).map(([name, value]): [string, (size: number) => Record<string, unknown>[]] => [
      name,
      (size) => records([value(Math.ceil(each(size)))]),
    ]),
  ];
  return inputs.map(([name, input]) => ({
    name: `devices of ${product} of ${name}`,
    input,
    work: (given: readonly Record<string, unknown>[]) => given.map((record) => ingested(entity, record)),
  }));
}
