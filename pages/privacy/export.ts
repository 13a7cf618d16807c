// The export of a person as sections that can be read. Pure.
import type { Export } from './api.ts';

export interface ExportSection {
  /** As the catalogue names it. */
  readonly dataset: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Fields that some record has a value of. */
  readonly fields: readonly string[];
}

export const sectionsOf = (document: Export): readonly ExportSection[] =>
  Object.entries(document)
    .filter(([, records]) => Array.isArray(records) && records.length > 0)
    .map(([name, records]) => ({
      dataset: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      records,
      fields: [...new Set(records.flatMap((record) => Object.keys(record).filter((key) => hasValue(record[key]))))],
    }));

/** As its sources call the person; null where none knows it any more. */
export const nameIn = ({ subject = [] }: Export): string | null => {
  const name = subject[0]?.displayName;
  return typeof name === 'string' && name !== '' ? name : null;
};

const hasValue = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** A value as text: what is nested as JSON. */
export function shownValue(value: unknown): string {
  if (!hasValue(value)) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
