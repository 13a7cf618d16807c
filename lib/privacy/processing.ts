// The record of processing (GDPR Art. 30), made from the catalogue: what is stored about whom, why and how long. A
// declaration that runs cannot drift from what it says here.
import { apiName, columnsOf, type Dataset, datasets } from '../catalog/index.ts';
import { retentionDaysOf } from '../retention/retention.ts';
import type { Settings } from '../settings/index.ts';

export interface ProcessingField {
  readonly name: string;
  readonly class: string;
  readonly description: string;
}

export interface ProcessingEntry {
  readonly dataset: string;
  readonly kind: string;
  readonly purpose: string;
  /** Whether its records speak about people. */
  readonly personal: boolean;
  /** Days until rows are deleted; null where another rule holds. */
  readonly retentionDays: number | null;
  readonly retention: string;
  /** Classes of personal data among the fields. */
  readonly classes: readonly string[];
  readonly fields: readonly ProcessingField[];
}

type RetentionSettings = Pick<Settings, 'RETENTION_DAYS' | 'RETENTION_OVERRIDES' | 'UNVERIFIED_DAYS'>;

/** One entry per dataset, those about people first. */
export function processingRecord(settings: RetentionSettings): readonly ProcessingEntry[] {
  return datasets()
    .map((dataset) => entryOf(dataset, settings))
    .sort((a, b) => Number(b.personal) - Number(a.personal));
}

function entryOf(dataset: Dataset, settings: RetentionSettings): ProcessingEntry {
  const fields = Object.entries(columnsOf(dataset)).map(([name, field]) => ({
    name: apiName(name),
    class: field.class,
    description: field.description,
  }));
  const retentionDays = retentionDaysOf(dataset, settings);
  return {
    dataset: dataset.name,
    kind: dataset.kind,
    purpose: dataset.purpose,
    personal: dataset.personal,
    retentionDays,
    retention: inWords(dataset, retentionDays, settings),
    classes: [...new Set(fields.map((field) => field.class))].sort(),
    fields,
  };
}

function inWords({ kind, retention }: Dataset, days: number | null, { UNVERIFIED_DAYS }: RetentionSettings): string {
  if (days !== null) return `${days} days`;
  if (kind === 'mirror')
    return `while its source has it; ${UNVERIFIED_DAYS} days where no complete reading confirms it`;
  return retention ?? 'while installed';
}
