// What a mapping may fill, by dataset: all that the catalogue declares of it, and of a source what its mapping names.
import { apiName, type EventDataset, eventNamed, type Field, lookupsOf } from '../../catalog/index.ts';
import type { Declaration } from '../contract.ts';
import { entity, field } from '../declare.ts';
import { columnsFilled, isTargetName, mappable } from '../logs/mapping/target.ts';
import type { Entity, WireType } from '../parameters.ts';
import type { MappedLogConfig } from './config.ts';
import { facts } from './facts.ts';

const TYPES: Readonly<Record<Field['kind'], WireType>> = {
  text: 'string',
  integer: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  instant: 'instant',
  json: 'json',
  binary: 'string',
};

function entityOf(dataset: EventDataset, columns: readonly string[]): Entity {
  const { name } = dataset;
  if (!isTargetName(name)) throw new RangeError(`${name} cannot be mapped`);
  const fields = { ...lookupsOf(dataset), ...dataset.fields };
  return entity({
    name,
    dataset: name,
    path: 'lines of the log, as the mapping says',
    parameters: columns.flatMap((column) => {
      const declared = fields[column];
      return declared ? [field(apiName(column), TYPES[declared.kind], column)] : [];
    }),
  });
}

export const declaration: Declaration<MappedLogConfig> = {
  facts,
  // Nothing is read but what a mapping names, in any profile.
  entities: mappable().map((dataset) => entityOf(dataset, columnsFilled(dataset))),
  leftOut: [],
  entitiesFor: ({ dataset, mapping: { fields } }) =>
    isTargetName(dataset)
      ? [entityOf(eventNamed(dataset), columnsFilled(eventNamed(dataset), Object.keys(fields)))]
      : [],
};
