// What each source is set to collect, as the running configuration has it: of the record of processing the part that an
// operator decides.
import { apiName } from '../catalog/index.ts';
import type { JsonSchema } from '../http/endpoint.ts';
import { PHONE_POLICIES, type PhonePolicy } from '../numbers/policy.ts';
import { PROFILES, type Profile } from '../sources/parameters.ts';
import { type ParsedSource, SOURCE_TYPES } from '../sources/registry.ts';

export interface CollectingSource {
  readonly name: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly purpose: string | null;
  readonly profile: Profile;
  readonly phoneNumbers: PhonePolicy;
  readonly personalDevices: boolean;
  readonly switches: readonly { readonly name: string; readonly on: boolean; readonly purpose: string | null }[];
  readonly datasets: readonly {
    readonly dataset: string;
    readonly fields: readonly string[];
    readonly classes: readonly string[];
  }[];
}

type Configured = Pick<ParsedSource, 'config' | 'collection'> & { readonly type: string };

/** Sources whose configuration can be read; `/api/sources` says what is wrong with others. */
export const collectingSources = (
  sources: readonly (Configured | { readonly problems: readonly string[] })[],
): Promise<readonly CollectingSource[]> =>
  Promise.all(sources.flatMap((source) => ('config' in source ? collectingOf(source) : [])));

async function collectingOf({ type, config, collection: load }: Configured): Promise<CollectingSource> {
  const { name, enabled, purpose = null, profile, phoneNumbers, personalDevices } = config;
  const [collection, { entities = [] } = {}] = await Promise.all([load(), SOURCE_TYPES[type]?.describe()]);
  const datasets = [...new Set(collection.entities.map(({ dataset }) => dataset))].flatMap((dataset) => {
    const collected = collection.collectedOf(dataset);
    if (collected.size === 0) return [];
    const classes = [...new Set([...collected.values()].map((field) => field.class))].sort();
    return [{ dataset, fields: [...collected.keys()].map(shownName).sort(), classes }];
  });
  const switches = [...collection.switchesIn(entities)].map(([name, value]) => ({
    name,
    on: value !== false,
    purpose: typeof value === 'string' ? value : null,
  }));
  return { name, type, enabled, purpose, profile, phoneNumbers, personalDevices, switches, datasets };
}

/** Attributes keep the name that lists have them by. */
const shownName = (field: string): string => (field.startsWith('attributes.') ? field : apiName(field));

type Properties<T> = { readonly [K in keyof T]: JsonSchema };
const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const names: JsonSchema = { type: 'array', items: text };

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
});

const PROPERTIES: Properties<CollectingSource> = {
  name: text,
  type: text,
  enabled: { ...flag, description: 'False: it is not polled, and its rows leave' },
  purpose: { type: ['string', 'null'], description: 'What it is read for, of those that have to say so' },
  profile: { ...text, enum: [...PROFILES] },
  phoneNumbers: { ...text, enum: [...PHONE_POLICIES] },
  personalDevices: {
    ...flag,
    description: 'Whether devices that are not known as the company’s are read as those of the company are',
  },
  switches: {
    type: 'array',
    description: 'What it could collect beyond its profile, and whether it does; what for, where that has to be named',
    items: object({ name: text, on: flag, purpose: { type: ['string', 'null'] } }),
  },
  datasets: {
    type: 'array',
    description: 'What it collects: fields, and `attributes.<name>`',
    items: object({ dataset: text, fields: names, classes: names }),
  },
};

export const COLLECTING_SOURCE: JsonSchema = { title: 'CollectingSource', ...object(PROPERTIES) };
