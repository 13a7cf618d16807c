// The export of a person as it is read, and handed over (GDPR Art. 15): columns and values in words, without our own ids and
// hashes, which the file of the API has. Pure.
import type { Formats } from '../parts/formats.ts';
import { own } from '../parts/own.ts';
import type { Export, ProcessingEntry } from './api.ts';

export interface ExportSection {
  /** As the catalogue names it. */
  readonly dataset: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Fields that some record has a value of. */
  readonly fields: readonly string[];
}

/** What fields hold and mean. */
export type Described = readonly Pick<ProcessingEntry, 'dataset' | 'fields'>[];

/** Says again, folded, what other fields say. */
const FILE_ALONE = ['search_term'];
/** As the catalogue describes what is of nobody's use but ours. */
const OURS = /^(surrogate id|(keyed )?hash|the first 8 bytes of the keyed hash)\b/i;

export const descriptionOf = (described: Described, dataset: string, field: string): string | undefined =>
  described.find((one) => one.dataset === dataset)?.fields.find(({ name }) => name === field)?.description;

export const sectionsOf = (document: Export, described: Described): readonly ExportSection[] =>
  Object.entries(document)
    .map(([name, records]) => ({ dataset: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), records }))
    .filter(({ dataset, records }) => Array.isArray(records) && records.length > 0 && !FILE_ALONE.includes(dataset))
    .map(({ dataset, records }) => {
      const names = records.flatMap((record) => Object.keys(record).filter((key) => hasValue(record[key])));
      const fields = [...new Set(names)].filter((name) => !OURS.test(descriptionOf(described, dataset, name) ?? ''));
      return { dataset, records, fields };
    });

/** As its sources call the person; null where none knows it any more. */
export const nameIn = ({ subject = [] }: Export): string | null => {
  const name = subject[0]?.displayName;
  return typeof name === 'string' && name !== '' ? name : null;
};

const hasValue = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** In the language of the page. */
export interface InWords {
  readonly formats: Pick<Formats, 'bytes' | 'instant'>;
  readonly yes: string;
  readonly no: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of fields whose values are few: words for them. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly datasetIn: (name: string) => string;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value as text: lists with commas, what is nested with its names. */
export function toldText(name: string, value: unknown, words: InWords): string {
  if (!hasValue(value)) return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number' && /bytes$/i.test(name)) return words.formats.bytes(value);
  const word = typeof value === 'string' ? own(own(words.values, name) ?? {}, value) : undefined;
  if (word !== undefined) return word;
  if (typeof value === 'string' && name === 'dataset') return words.datasetIn(value);
  if (typeof value === 'string' && INSTANT.test(value)) return words.formats.instant(value);
  if (Array.isArray(value)) return value.map((one) => toldText('', one, words)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `${own(words.labels, key) ?? key}: ${toldText(key, one, words)}`)
    .join('; ');
}

export interface ToldSection {
  readonly name: string;
  /** What for, how long, and where from (GDPR Art. 15 (1)). */
  readonly facts: readonly (readonly [label: string, told: string])[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);
const cells = (tag: 'td' | 'th', texts: readonly string[]): string =>
  texts.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('');

const STYLE =
  'body{font:14px/1.4 sans-serif;margin:2em}table{border-collapse:collapse;margin-bottom:2em}th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}';

interface Heading {
  readonly language: string;
  readonly title: string;
  readonly told: readonly string[];
}

/** A document of its own, that any browser shows and prints. */
export const htmlOf = ({ language, title, told }: Heading, sections: readonly ToldSection[]): string =>
  [
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style>`,
    `<h1>${escaped(title)}</h1>`,
    ...told.map((line) => `<p>${escaped(line)}</p>`),
    ...sections.map(
      ({ name, facts, columns, rows }) =>
        `<h2>${escaped(name)} (${rows.length})</h2>${facts
          .map(([label, text]) => `<p>${escaped(label)}: ${escaped(text)}</p>`)
          .join('')}<table><thead><tr>${cells('th', columns)}</tr></thead><tbody>${rows
          .map((row) => `<tr>${cells('td', row)}</tr>`)
          .join('\n')}</tbody></table>`,
    ),
    '</html>',
  ].join('\n');
