// What a row is found by: a pure function of it, so that its terms can be made anew, and leave with what they were made of.
import { apiName, catalog, type DatasetName, type Field, type FoundAs, hashColumns } from '../catalog/index.ts';
import { ownCountry } from '../numbers/own-country.ts';
import { spelledNumbers } from '../numbers/phone.ts';
import { isPlaceholder } from '../placeholders.ts';
import { cut } from '../store/fold.ts';
import { compact, readingsOf } from './readings.ts';

/** Mirrors whose rows are found. Their places are in the classes of stored terms: a further one stands behind them. */
export const FOUND = ['directory_user', 'emm_user', 'device'] as const satisfies readonly DatasetName[];
export type FoundDataset = (typeof FOUND)[number];
export const isFoundDataset = (name: string): name is FoundDataset => FOUND.some((found) => found === name);

/** A whole value, what begins with a later word of it or ends it, or the keyed hash of a number. */
export const PARTS = { whole: 0, part: 1, hash: 2 } as const;
export type Part = (typeof PARTS)[keyof typeof PARTS];

export const classOf = (dataset: FoundDataset, part: Part): number => (FOUND.indexOf(dataset) + 1) * 10 + part;
export const classesOf = (dataset: FoundDataset): number[] =>
  Object.values(PARTS).map((part) => classOf(dataset, part));
export const datasetOf = (ofClass: number): FoundDataset | undefined => FOUND[Math.floor(ofClass / 10) - 1];
export const partOf = (ofClass: number): number => ofClass % 10;

export interface Term {
  readonly part: Part;
  readonly text: string;
  /** What it was made of, as the API names it. */
  readonly fields: readonly string[];
  /** Fields that it was put together from: together they answer what no single one of them does. */
  readonly joined?: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;
/** Attributes that rows are found by, over all products. */
export type FoundAttributes = ReadonlyMap<string, FoundAs>;

const TERM_LENGTH = 64;
const LAST = 6;
/** Of an identifier that is shorter than this its last six are most of it. */
const LONG = LAST + 1;

interface FoundField {
  readonly column: string;
  /** As the API names it. */
  readonly names: readonly [string];
  readonly found: FoundAs;
  readonly minimise: Field['minimise'];
  readonly hashes: readonly string[];
}

const FIELDS: Readonly<Record<FoundDataset, readonly FoundField[]>> = {
  directory_user: fieldsOf('directory_user'),
  emm_user: fieldsOf('emm_user'),
  device: fieldsOf('device'),
};

function fieldsOf(dataset: FoundDataset): readonly FoundField[] {
  const { fields } = catalog[dataset];
  return Object.entries<Field>(fields).flatMap(([column, { found, minimise }]) => {
    const hashes = minimise ? hashColumns(fields, column) : [];
    return found ? [{ column, names: [apiName(column)], found, minimise, hashes }] : [];
  });
}

/** The columns that terms are made of. */
export const foundColumns = (dataset: FoundDataset): readonly string[] => [
  ...FIELDS[dataset].flatMap(({ column, hashes }) => [column, ...hashes]),
  ...(dataset === 'device' ? [] : ['country']),
  'attributes',
];

/** All terms of a row, each once. */
export function termsOf(dataset: FoundDataset, row: Row, attributes: FoundAttributes): readonly Term[] {
  const terms = new Terms();
  for (const { column, names, found, minimise, hashes } of FIELDS[dataset]) {
    const value = row[column];
    if (typeof value === 'string') terms.of(found, value, names, minimise, row);
    for (const hash of hashes) if (typeof row[hash] === 'string') terms.add(PARTS.hash, row[hash], names);
  }
  const { given_name: given, surname } = row;
  if (typeof given === 'string' && typeof surname === 'string')
    for (const name of [`${surname} ${given}`, `${given} ${surname}`])
      for (const reading of readingsOf(name)) terms.add(PARTS.whole, reading, [], ['surname', 'givenName']);
  if (attributes.size > 0 && typeof row.attributes === 'string')
    for (const [name, value] of Object.entries<unknown>(JSON.parse(row.attributes))) {
      const found = attributes.get(name);
      if (found) for (const text of textsIn(value)) terms.of(found, text, [`attributes.${name}`]);
    }
  return terms.list();
}

/** Of an attribute, which may be a list. */
const textsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
};

class Terms {
  readonly #terms = new Map<string, Term>();

  add(part: Part, text: string, fields: readonly string[], joined?: readonly string[]): void {
    const short = text.length > TERM_LENGTH ? cut(text, TERM_LENGTH).trimEnd() : text;
    if (short === '') return;
    const name = part + short;
    const known = this.#terms.get(name);
    const all = [...new Set([...(known?.fields ?? []), ...fields])];
    this.#terms.set(name, { part, text: short, ...known, fields: all, ...(joined && { joined }) });
  }

  of(found: FoundAs, value: string, fields: readonly string[], minimise?: Field['minimise'], row: Row = {}): void {
    if (found === 'words') this.#words(value, fields);
    else if (found === 'address') this.#address(value, fields);
    else if (found === 'identifier' || minimise === 'subscriber') this.#identifier(value, fields);
    // What was masked is found by its hash.
    else if (!value.includes('*'))
      for (const digits of spelledNumbers(value, ownCountry(row.country))) this.#ends(digits, fields);
  }

  #words(value: string, fields: readonly string[]): void {
    for (const reading of readingsOf(value)) {
      this.add(PARTS.whole, reading, fields);
      for (const rest of laterWords(reading)) this.add(PARTS.part, rest, fields);
    }
  }

  /** `smtp:` and the like stand in front of addresses in directories; the domain is everybody's. */
  #address(value: string, fields: readonly string[]): void {
    const address = value.replace(/^[a-z\d]{1,10}:/i, '');
    const [local = '', domain = ''] = address.split('@');
    for (const reading of readingsOf(address)) this.add(PARTS.whole, reading, fields);
    const [behind = ''] = readingsOf(domain);
    for (const reading of readingsOf(local))
      for (const rest of laterWords(reading)) this.add(PARTS.part, `${rest} ${behind}`, fields);
  }

  #identifier(value: string, fields: readonly string[]): void {
    if (!value.includes('*') && !isPlaceholder(value)) this.#ends(compact(value), fields);
  }

  #ends(text: string, fields: readonly string[]): void {
    this.add(PARTS.whole, text, fields);
    if (text.length >= LONG) this.add(PARTS.part, text.slice(-LAST), fields);
  }

  list(): readonly Term[] {
    return [...this.#terms.values()];
  }
}

/** What begins with each word but the first. */
const laterWords = (reading: string): readonly string[] =>
  reading
    .split(' ')
    .map((_, i, words) => words.slice(i).join(' '))
    .slice(1);
