// What products tell about people, over all of them: a dataset is personal where any field or any parameter of it is.
import { type Dataset, hasTellingFields, isTelling, type PersonalDataClass } from '../catalog/index.ts';
import { nameOf } from './parameters.ts';
import { SOURCE_TYPES } from './registry.ts';

let attributes: Promise<ReadonlyMap<string, ReadonlyMap<string, PersonalDataClass>>> | undefined;

/** Names in `attributes` of a dataset that may say something about a person, with their classes, whatever product. */
export async function tellingAttributes(dataset: string): Promise<ReadonlyMap<string, PersonalDataClass>> {
  attributes ??= readAttributes();
  return (await attributes).get(dataset) ?? new Map();
}

async function readAttributes() {
  const found = new Map<string, Map<string, PersonalDataClass>>();
  for (const type of Object.values(SOURCE_TYPES))
    for (const { dataset, parameters } of (await type.describe()).entities) {
      const own = found.get(dataset) ?? new Map<string, PersonalDataClass>();
      found.set(dataset, own);
      for (const p of parameters) if (p.field === undefined && isTelling(p)) own.set(nameOf(p), p.class);
    }
  return found;
}

/** Whether rows of the dataset speak about people. */
export const isPersonal = async (dataset: Dataset): Promise<boolean> =>
  hasTellingFields(dataset) || (await tellingAttributes(dataset.name)).size > 0;
