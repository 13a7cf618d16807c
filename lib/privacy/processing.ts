// The record of processing (GDPR Art. 30), made from the catalogue: what is stored about whom, why and how long. A
// declaration that runs cannot drift from what it says here.
import { apiName, catalog, columnsOf, type Dataset, datasets, switchOf } from '../catalog/index.ts';
import { retentionDaysOf } from '../retention/retention.ts';
import type { Rule } from '../rules/judge.ts';
import type { Settings } from '../settings/index.ts';
import type { Collection } from '../sources/collection.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { ParsedSource } from '../sources/registry.ts';
import { isPersonal, tellingAttributes } from '../sources/telling.ts';

export interface ProcessingField {
  readonly name: string;
  readonly class: string;
  readonly description: string;
  /** Of one that is off by default: the switch of a source that turns it on. */
  readonly switch?: string;
}

export type ProcessingRule = Pick<Rule, 'name' | 'on' | 'severity' | 'purpose' | 'timed' | 'within'>;

export interface ProcessingEntry {
  readonly dataset: string;
  readonly kind: string;
  readonly purpose: string;
  /** Where a source has to name what it is read for: what each of those that tell it names; or what a field is. */
  readonly sources: readonly { readonly name: string; readonly purpose: string; readonly field?: string }[];
  /** Of what rules make: the rules, and what those that look at times, or sum up, are for. */
  readonly rules?: readonly ProcessingRule[];
  /** Whether its records speak about people. */
  readonly personal: boolean;
  /** Days until rows are deleted; null where another rule holds. */
  readonly retentionDays: number | null;
  readonly retention: string;
  /** Classes of personal data among the fields, and among what products put into `attributes`. */
  readonly classes: readonly string[];
  readonly fields: readonly ProcessingField[];
}

type RetentionSettings = Pick<Settings, 'RETENTION_DAYS' | 'RETENTION_OVERRIDES' | 'UNVERIFIED_DAYS'>;

type Sources = readonly (Pick<ParsedSource, 'config' | 'collection'> | { readonly problems: readonly string[] })[];

/** One entry per dataset, those about people first. */
export async function processingRecord(
  settings: RetentionSettings,
  sources: Sources = [],
  rules: readonly Rule[] = [],
): Promise<readonly ProcessingEntry[]> {
  const named = await Promise.all(sources.map(purposeOf));
  const entries = await Promise.all(datasets().map((dataset) => entryOf(dataset, settings, named.flat())));
  const used = rules.map(({ name, on, severity, purpose, timed, within }) => ({
    name,
    on,
    severity,
    purpose,
    timed,
    within,
  }));
  const all = entries.map((entry) => (entry.dataset === catalog.rule_hit.name ? { ...entry, rules: used } : entry));
  return all.sort((a, b) => Number(b.personal) - Number(a.personal));
}

interface Named {
  readonly config: BaseConfig;
  readonly collection: Collection;
}

async function purposeOf(source: Sources[number]): Promise<readonly Named[]> {
  if (!('config' in source) || !source.config.enabled || source.config.purpose === undefined) return [];
  return [{ config: source.config, collection: await source.collection() }];
}

/** Of the source, and of fields that it stores because a purpose of their own is named. */
function purposesOf(dataset: Dataset, { config, collection }: Named): ProcessingEntry['sources'] {
  const { name, purpose = '' } = config;
  const collected = [...collection.collectedOf(dataset.name).keys()];
  const own = collected.flatMap((field) => {
    const named = switchOf(dataset, field);
    const purpose = named === 'unmanagedIds' || named === 'content' ? config[named] : undefined;
    return purpose === undefined ? [] : [{ name, purpose, field: apiName(field) }];
  });
  return collected.length > 0 ? [{ name, purpose }, ...own] : [];
}

async function entryOf(
  dataset: Dataset,
  settings: RetentionSettings,
  named: readonly Named[],
): Promise<ProcessingEntry> {
  const fields = Object.entries(columnsOf(dataset)).map(([name, field]): ProcessingField => {
    const own = Object.hasOwn(dataset.fields, name) ? switchOf(dataset, name) : undefined;
    const { class: of, description } = field;
    return { name: apiName(name), class: of, description, ...(own && { switch: own }) };
  });
  const attributes = await tellingAttributes(dataset.name);
  const retentionDays = retentionDaysOf(dataset, settings);
  return {
    dataset: dataset.name,
    kind: dataset.kind,
    purpose: dataset.purpose,
    sources: named.flatMap((one) => purposesOf(dataset, one)),
    personal: await isPersonal(dataset),
    retentionDays,
    retention: inWords(dataset, retentionDays, settings),
    classes: [...new Set([...fields.map((field) => field.class), ...attributes.values()])].sort(),
    fields,
  };
}

function inWords({ kind, retention }: Dataset, days: number | null, { UNVERIFIED_DAYS }: RetentionSettings): string {
  if (days !== null) return `${days} days`;
  if (kind === 'mirror')
    return `while its source has it; ${UNVERIFIED_DAYS} days where no complete reading confirms it`;
  return retention ?? 'while installed';
}
