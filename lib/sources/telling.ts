// What products tell, over all of them: a dataset is personal where any field or any parameter of it is, and a row is
// found by its attributes whatever product told it.
import {
  type Dataset,
  type DatasetName,
  hasTellingFields,
  isTelling,
  type PersonalDataClass,
} from '../catalog/index.ts';
import { nameOf, type Parameter } from './parameters.ts';
import { SOURCE_TYPES } from './registry.ts';

type ByName<T> = ReadonlyMap<string, T>;

/** What `of` says of parameters that go into `attributes`, by dataset and name; read once. */
function ofAttributes<T>(of: (parameter: Parameter) => T | undefined): (dataset: string) => Promise<ByName<T>> {
  let attributes: Promise<ReadonlyMap<string, ByName<T>>> | undefined;
  const read = async () => {
    const found = new Map<string, Map<string, T>>();
    for (const type of Object.values(SOURCE_TYPES))
      for (const { dataset, parameters } of (await type.describe()).entities) {
        const own = found.get(dataset) ?? new Map<string, T>();
        found.set(dataset, own);
        for (const p of parameters) {
          const said = p.field === undefined ? of(p) : undefined;
          if (said !== undefined) own.set(nameOf(p), said);
        }
      }
    return found;
  };
  return async (dataset) => {
    attributes ??= read();
    return (await attributes).get(dataset) ?? new Map();
  };
}

/** Names in `attributes` of a dataset that may say something about a person, with their classes, whatever product. */
export const tellingAttributes: (dataset: string) => Promise<ByName<PersonalDataClass>> = ofAttributes((parameter) =>
  isTelling(parameter) ? parameter.class : undefined,
);

/** Those that the search finds rows by. */
export const foundAttributes: (dataset: DatasetName) => Promise<ByName<NonNullable<Parameter['found']>>> = ofAttributes(
  ({ found }) => found,
);

/** Whether rows of the dataset speak about people. */
export const isPersonal = async (dataset: Dataset): Promise<boolean> =>
  hasTellingFields(dataset) || (await tellingAttributes(dataset.name)).size > 0;
