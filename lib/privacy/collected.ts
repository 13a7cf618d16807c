// What each source is set to collect, as the running configuration has it: of the record of processing the part that an
// operator decides.
import { apiName } from '../catalog/index.ts';
import type { JsonSchema } from '../http/endpoint.ts';
import { choice, each, flag, objectOf, orNull, said, text } from '../http/json-schema.ts';
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

const names = each(text);

export const COLLECTING_SOURCE: JsonSchema = {
  title: 'CollectingSource',
  ...objectOf<CollectingSource>({
    name: text,
    type: text,
    enabled: said(flag, 'False: it is not polled, and its rows leave'),
    purpose: said(orNull(text), 'What it is read for, of those that have to say so'),
    profile: choice(PROFILES),
    phoneNumbers: choice(PHONE_POLICIES),
    personalDevices: said(
      flag,
      'Whether devices that are not known as the company’s are read as those of the company are',
    ),
    switches: each(
      objectOf({ name: text, on: flag, purpose: orNull(text) }),
      'What it could collect beyond its profile, and whether it does; what for, where that has to be named',
    ),
    datasets: each(
      objectOf({ dataset: text, fields: names, classes: names }),
      'What it collects: fields, and `attributes.<name>`',
    ),
  }),
};
