// From a source's row to a record of the mirror: validated by the catalogue field by field, minimised, cleaned, hashed.
// A value that does not fit becomes null and is counted; a row whose key cannot be read is set aside.
import type { CountryCode } from 'libphonenumber-js/min';
import {
  apiName,
  type Dataset,
  type Field,
  type FieldKind,
  hashColumns,
  OWNER_COLUMNS,
  ofAnyDevice,
} from '../catalog/index.ts';
import { digestOf, naturalKey, recordKey } from '../mirror/key.ts';
import { ownCountry } from '../numbers/own-country.ts';
import { type MinimisedPhone, minimisePhone } from '../numbers/phone.ts';
import type { PhonePolicy } from '../numbers/policy.ts';
import { minimiseSubscriber, subscriberKey } from '../numbers/subscriber.ts';
import type { Collection } from '../sources/collection.ts';
import type { SourceRow } from '../sources/contract.ts';
import { canonicalId } from '../sources/ids.ts';
import { Unreadable } from '../sources/map.ts';
import { isShallow } from '../sources/nesting.ts';
import type { UnreadableReason } from '../sources/rejected.ts';
import { cleanKey, cleanText, cut } from '../store/fold.ts';

/** Why a parameter is counted that was asked for and not answered. */
export const NOT_ANSWERED = 'not answered';

/** Why a value or a row is not stored, beside what no source could read. */
export type RejectReason =
  | UnreadableReason
  | `no ${FieldKind}, or too long`
  | typeof NOT_ANSWERED
  | (typeof REASONS)[keyof typeof REASONS]
  | 'key unreadable'
  | 'missing'
  | 'nested too deep'
  | 'too long'
  | 'not stored'
  | 'not collected'
  | 'dated after its receipt'
  | 'older than its retention'
  | 'more rows than a day may bring';

export interface MirrorRecord {
  readonly key: Buffer;
  /** Of the owner, in child datasets. */
  readonly parentKey: Buffer | null;
  /** Declared fields, `attributes` (JSON text) among them. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly hash: Buffer;
  /** Parameters that were not answered: what is stored of them stays. */
  readonly unanswered: readonly string[];
}

export interface Minimisation {
  readonly phoneNumbers: PhonePolicy;
  readonly phoneKey: string | null;
  /** Of numbers that are written without one: ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  /** Says which attributes are numbers. */
  readonly collection: Pick<Collection, 'numbersOf'>;
}

export interface Rejected {
  readonly dataset: string;
  readonly field: string;
  readonly reason: RejectReason;
  readonly count: number;
}

/** Counts what did not validate: dataset, field and reason; never the value. */
export class Rejections {
  readonly #counts = new Map<string, number>();
  total = 0;
  count(dataset: string, field: string, reason: RejectReason, times = 1): void {
    if (times === 0) return;
    const name = JSON.stringify([dataset, field, reason]);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times);
    this.total += times;
  }
  add(others: Rejections): void {
    for (const { dataset, field, reason, count } of others.list()) this.count(dataset, field, reason, count);
  }
  list(): readonly Rejected[] {
    return [...this.#counts].map(([name, count]) => {
      const [dataset, field, reason] = JSON.parse(name);
      return { dataset, field, reason, count };
    });
  }
}

/** Why what is told of a device is not stored. */
export const REASONS = {
  company: 'device of the company',
  personal: 'device personally owned',
  unknown: 'ownership of the device unknown',
  stranger: 'device unknown',
} as const;

/** Of JSON in one field, and of all attributes of a row: rows are read a thousand at a time, and answered. */
const JSON_CHARACTERS = 64_000;
const ATTRIBUTES_CHARACTERS = 256_000;

/** Of a record, or of the one that it belongs to: rows are found by it. */
const isId = (name: string): boolean => name.endsWith('external_id');

type Minimise = NonNullable<Field['minimise']>;
type Read = (value: unknown, field: Field) => unknown;
const REFUSED = Symbol('refused');

const readers: Record<Field['kind'], Read> = {
  text: (value, field) => {
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
    if (text === undefined) return REFUSED;
    const cleaned = field.opaque ? cleanKey(text) : cleanText(text);
    if (cleaned.trim() === '') return null;
    return field.length !== 'max' && cleaned.length > field.length
      ? field.opaque
        ? REFUSED
        : cut(cleaned, field.length)
      : cleaned;
  },
  integer: (value) => (Number.isInteger(value) && Math.abs(Number(value)) <= 2_147_483_647 ? value : REFUSED),
  bigint: (value) => (Number.isSafeInteger(value) ? value : REFUSED),
  decimal: (value, field) => (typeof value === 'number' && Number.isFinite(value) ? rounded(value, field) : REFUSED),
  boolean: (value) => (typeof value === 'boolean' ? value : REFUSED),
  instant: (value) =>
    value instanceof Date && value.getTime() >= EARLIEST && value.getTime() <= LATEST ? value : REFUSED,
  json: (value) => {
    const text = isShallow(value) ? cleanText(canonicalJson(value)) : null;
    return text !== null && text.length <= JSON_CHARACTERS ? text : REFUSED;
  },
  binary: (value) => (value instanceof Uint8Array ? value : REFUSED),
};
/** To the digits that the field has: SQL Server would round, sqlite would not, and too many fail the whole load. */
function rounded(value: number, { precision }: Field): unknown {
  if (!precision) return value;
  const [digits, fraction] = precision;
  const near = Number(value.toFixed(fraction));
  return Math.abs(near) < 10 ** (digits - fraction) ? near : REFUSED;
}
/** datetime2 begins with year 1; what is before 1753 or after 9999 is a sentinel that a connector missed. */
const EARLIEST = Date.UTC(1753, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

const NO_HASH = Buffer.alloc(0);

export class Recorder {
  readonly #dataset: Dataset;
  readonly #fields: readonly (readonly [string, Field])[];
  readonly #minimisation: Minimisation;
  readonly #rejections: Rejections;
  /** Fields and attributes that are masked, and how; of a field where its hashes go. */
  readonly #minimised: readonly (readonly [name: string, how: Minimise, hashes: readonly string[]])[];
  readonly #numbers: ReadonlyMap<string, Minimise>;
  readonly #subscriberKey: Buffer | null;
  /** Rows of one parent mostly stand together: its key is hashed once. */
  #parent: { readonly parts: readonly unknown[]; readonly key: Buffer | null } = { parts: [], key: null };

  readonly #isCompared: boolean;

  /** Events are written once, and compared with nothing: `isCompared` spares their hash. */
  constructor(dataset: Dataset, minimisation: Minimisation, rejections: Rejections, isCompared = true) {
    this.#dataset = dataset;
    this.#isCompared = isCompared;
    this.#fields = Object.entries(dataset.fields);
    this.#minimised = this.#fields.flatMap(([name, { minimise }]) =>
      minimise ? [[name, minimise, hashColumns(dataset.fields, name)] as const] : [],
    );
    this.#numbers = minimisation.collection.numbersOf(dataset.name);
    this.#subscriberKey = subscriberKey(minimisation.phoneKey);
    this.#minimisation = minimisation;
    this.#rejections = rejections;
  }

  /** How many values and rows were rejected so far. */
  get rejected(): number {
    return this.#rejections.total;
  }

  /** Null where the key cannot be read; the row is counted and set aside. */
  record(row: SourceRow): MirrorRecord | null {
    const parts = naturalKey(this.#dataset, row);
    const key = recordKey(parts);
    if (!key) {
      const reason = parts.find((part) => part instanceof Unreadable)?.reason ?? 'key unreadable';
      this.#rejections.count(this.#dataset.name, this.#dataset.key.map(apiName).join(','), reason);
      return null;
    }
    const values: Record<string, unknown> = {};
    for (const [name, field] of this.#fields) {
      const value = this.#value(name, field, row[name]);
      if (value === null && !field.nullable) return this.#setAside(name);
      values[name] = value;
    }
    const countries = this.#countries(values);
    this.#minimise(values, countries);
    values.attributes = this.#attributes(row.attributes, countries);
    const { unanswered = [], doubts = {} } = row;
    for (const [name, doubt] of Object.entries(doubts))
      this.#rejections.count(this.#dataset.name, apiName(name), doubt);
    for (const name of unanswered)
      this.#rejections.count(this.#dataset.name, name.startsWith('attributes.') ? name : apiName(name), NOT_ANSWERED);
    const hash = this.#isCompared ? hashOf(this.#dataset, values) : NO_HASH;
    return { key, parentKey: this.#parentKey(row), values, hash, unanswered };
  }

  #parentKey(row: SourceRow): Buffer | null {
    const names = this.#dataset.parent?.key;
    if (!names) return null;
    const { parts } = this.#parent;
    if (parts.length === 0 || names.some((name, i) => row[name] !== parts[i])) {
      const parts = names.map((name) => row[name]);
      this.#parent = { parts, key: recordKey(parts) };
    }
    return this.#parent.key;
  }

  #setAside(field: string): null {
    const reason = this.#dataset.key.includes(field) ? 'key unreadable' : 'missing';
    this.#rejections.count(this.#dataset.name, apiName(field), reason);
    return null;
  }

  #value(name: string, field: Field, raw: unknown): unknown {
    if (raw === undefined || raw === null) return null;
    const value = raw instanceof Unreadable ? REFUSED : readers[field.kind](raw, field);
    if (value !== REFUSED) return typeof value === 'string' && isId(name) ? canonicalId(value) : value;
    this.#rejections.count(
      this.#dataset.name,
      apiName(name),
      raw instanceof Unreadable ? raw.reason : `no ${field.kind}, or too long`,
    );
    return null;
  }

  /** Whose numbers a row may hold without their country: the person's own, then what the source is told to be. */
  #countries({ country }: Readonly<Record<string, unknown>>): readonly CountryCode[] {
    return [country, this.#minimisation.country].flatMap((text) => ownCountry(text) ?? []);
  }

  #minimise(values: Record<string, unknown>, countries: readonly CountryCode[]): void {
    for (const [name, how, columns] of this.#minimised) {
      const value = values[name];
      if (typeof value !== 'string') continue;
      const { number, hashes } = this.#number(value, how, countries);
      values[name] = number;
      for (const [i, column] of columns.entries()) values[column] = hashes[i] ?? null;
    }
  }

  #number(value: string, how: Minimise, countries: readonly CountryCode[]): MinimisedPhone {
    const { phoneNumbers, phoneKey } = this.#minimisation;
    if (how === 'phone') return minimisePhone(value, phoneNumbers, phoneKey, countries);
    const { number, hash } = minimiseSubscriber(value, phoneNumbers, this.#subscriberKey);
    return { number, hashes: hash === null ? [] : [hash] };
  }

  /** Of an attribute, which may be a list, or a list of lists; null where nothing of it may be stored. */
  #minimisedAttribute(value: unknown, how: Minimise, countries: readonly CountryCode[]): unknown {
    if (this.#minimisation.phoneNumbers === 'full') return value;
    if (this.#minimisation.phoneNumbers === 'off') return null;
    if (Array.isArray(value)) return value.map((item) => this.#minimisedAttribute(item, how, countries));
    return typeof value === 'string' || typeof value === 'number'
      ? this.#number(String(value), how, countries).number
      : null;
  }

  #attributes(attributes: SourceRow['attributes'], countries: readonly CountryCode[]): string | null {
    if (!attributes) return null;
    const kept: Record<string, unknown> = {};
    const refuse = (name: string, reason: RejectReason) =>
      this.#rejections.count(this.#dataset.name, `attributes.${name}`, reason);
    let characters = 0;
    for (const [name, raw] of Object.entries(attributes)) {
      const how = raw instanceof Unreadable ? undefined : this.#numbers.get(name);
      const value = how ? this.#minimisedAttribute(raw, how, countries) : raw;
      if (value instanceof Unreadable) refuse(name, value.reason);
      else if (!isShallow(value)) refuse(name, 'nested too deep');
      else if (value !== null && value !== undefined) {
        const more = name.length + charactersOf(value);
        if (characters + more > ATTRIBUTES_CHARACTERS) refuse(name, 'too long');
        else {
          kept[name] = value;
          characters += more;
        }
      }
    }
    return Object.keys(kept).length === 0 ? null : cleanText(canonicalJson(kept));
  }
}

/** What a value takes as JSON; what most values are is not written twice. */
const charactersOf = (value: unknown): number =>
  typeof value === 'string' ? value.length : typeof value === 'object' ? JSON.stringify(value).length : 20;

/** By name, and of what there is: a field that a later version adds changes no row that lacks it. */
export function hashOf(dataset: Dataset, values: Readonly<Record<string, unknown>>): Buffer {
  let canonical = '';
  for (const name of [...Object.keys(dataset.fields), ...ownerNames(dataset)]) {
    const value = values[name] ?? null;
    if (value !== null) canonical += `${name}=${textOf(value)}\u001f`;
  }
  return digestOf(values.attributes === null ? canonical : `${canonical}${values.attributes}`);
}

/** A row of a mirror whose device is known since is another one. */
const ownerNames = (dataset: Dataset): readonly string[] =>
  dataset.kind === 'mirror' && ofAnyDevice(dataset) ? OWNER_COLUMNS : [];

/** For hashes: instants by their milliseconds, whatever the time zone of the process. */
function textOf(value: unknown): string {
  return value instanceof Date
    ? String(value.getTime())
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : String(value);
}

/** JSON with sorted names, so that the order in which a source lists them is no change. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Date)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
