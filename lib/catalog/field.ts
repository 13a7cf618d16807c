// A field is declared once; the row type, the validator, the column, the filter and the OpenAPI schema follow from it.

/** What a field says about a person. `technical` is still personal data where the dataset has a subject. */
export const PERSONAL_DATA_CLASSES = [
  'technical',
  'identifier',
  'contact',
  'location',
  'content',
  'metadata',
  'usage',
  'organisation',
] as const;
export type PersonalDataClass = (typeof PERSONAL_DATA_CLASSES)[number];

/** Switches of a source's configuration that turn fields on whatever its profile is, and off whatever it is. */
export type Switch = 'location' | 'roaming' | 'requests' | 'telephony' | NamedSwitch;
/** Those that are on by naming what for, which the record of processing shows. */
export type NamedSwitch = 'unmanagedIds' | 'content';

/**
 * By the beginning of any word; an address by those before its @; an identifier by its beginning and its last six
 * characters; a number as well, and where it is masked as a whole alone.
 */
export type FoundAs = 'words' | 'address' | 'identifier' | 'number';

export type FieldKind = 'text' | 'integer' | 'bigint' | 'decimal' | 'boolean' | 'instant' | 'json' | 'binary';

/** The JavaScript value of each kind: instants are UTC `Date`s, `json` is canonical JSON text, `bigint` a safe integer. */
export interface ValueOfKind {
  text: string;
  integer: number;
  bigint: number;
  decimal: number;
  boolean: boolean;
  instant: Date;
  json: string;
  binary: Uint8Array;
}

export interface Field<K extends FieldKind = FieldKind, N extends boolean = boolean> {
  readonly kind: K;
  readonly nullable: N;
  readonly class: PersonalDataClass;
  readonly description: string;
  /** Characters (UTF-16 code units) of text, bytes of binary; `max` is unbounded text. */
  readonly length: number | 'max';
  /** Digits in all, and behind the point, of decimals. */
  readonly precision?: readonly [number, number];
  readonly unit?: string;
  readonly filterable: boolean;
  /** Sortable fields have an index; a test demands it. */
  readonly sortable: boolean;
  /** Searchable text has a folded column (`<name>_folded`) that `q` looks through by prefix. */
  readonly searchable: boolean;
  /** By what the search for people and devices finds it (lib/search): its terms are stored, and leave with it. */
  readonly found?: FoundAs;
  /** Opaque text (ids, GUIDs) is compared byte for byte and has no folded column. */
  readonly opaque: boolean;
  /** Changes of it write `change` events. */
  readonly tracked: boolean;
  /** Before it is stored, masked with a keyed hash beside it (`<name>_hash`), as the source's `phoneNumbers` says: a phone number, or a SIM's or subscriber's number, of which the issuer stays. */
  readonly minimise?: 'phone' | 'subscriber';
  /** A column that a filter by this one looks through as well: of a second number in the same field. */
  readonly alsoIn?: string;
  /** Of who asked: behind the name that a proxy gave stands a key, which a filter by the key alone finds as well. */
  readonly keyBehind?: true;
  /** Collected while this switch of a source is on, and only then. */
  readonly switch?: Switch;
  /** Closed list of values that the API documents; others are stored as they come. */
  readonly values?: readonly string[];
  /** A version: a sortable key beside it (`<name>_key`) serves what asks for lower and higher ones. */
  readonly version?: true;
}

export type FieldOptions = Partial<
  Pick<
    Field,
    | 'unit'
    | 'filterable'
    | 'sortable'
    | 'searchable'
    | 'found'
    | 'opaque'
    | 'tracked'
    | 'minimise'
    | 'alsoIn'
    | 'keyBehind'
    | 'switch'
    | 'values'
    | 'version'
    | 'precision'
  >
>;

export type Fields = Readonly<Record<string, Field>>;

type Value<F> = F extends Field<infer K, infer N> ? (N extends true ? ValueOfKind[K] | null : ValueOfKind[K]) : never;

/** The values of a set of fields, as they stand in a database row. */
export type ValuesOf<F extends Fields> = { -readonly [N in keyof F]: Value<F[N]> };

function declare<K extends FieldKind, N extends boolean>(
  kind: K,
  nullable: N,
  length: number | 'max',
  personalDataClass: PersonalDataClass,
  description: string,
  options: FieldOptions,
): Field<K, N> {
  return {
    kind,
    nullable,
    length,
    class: personalDataClass,
    description,
    filterable: false,
    sortable: false,
    searchable: false,
    opaque: false,
    tracked: false,
    ...options,
  };
}

type Declared<K extends FieldKind, N extends boolean> = (
  personalDataClass: PersonalDataClass,
  description: string,
  options?: FieldOptions,
) => Field<K, N>;

const of =
  <K extends FieldKind, N extends boolean>(kind: K, nullable: N, length: number | 'max' = 0): Declared<K, N> =>
  (personalDataClass, description, options = {}) =>
    declare(kind, nullable, length, personalDataClass, description, options);

/** Nullable fields: most of what a source reports may be absent. */
export const text = (length: number | 'max') => of('text', true, length);
export const integer = of('integer', true);
export const bigint = of('bigint', true);
/** `digits` in all, `fraction` of them behind the point. */
export const decimal =
  (digits: number, fraction: number) =>
  (c: PersonalDataClass, description: string, options: FieldOptions = {}) =>
    of('decimal', true)(c, description, { ...options, precision: [digits, fraction] });
export const boolean = of('boolean', true);
export const instant = of('instant', true);
export const json = of('json', true, 'max');
export const binary = (length: number) => of('binary', true, length);

/** The same, never null. */
export const required = {
  text: (length: number | 'max') => of('text', false, length),
  integer: of('integer', false),
  bigint: of('bigint', false),
  decimal:
    (digits: number, fraction: number) =>
    (c: PersonalDataClass, description: string, options: FieldOptions = {}) =>
      of('decimal', false)(c, description, { ...options, precision: [digits, fraction] }),
  boolean: of('boolean', false),
  instant: of('instant', false),
  json: of('json', false, 'max'),
  binary: (length: number) => of('binary', false, length),
};

/** Whether a text field has a folded twin (NFKC, lower case) for filters, sorting and search. */
export function isFolded(field: Field): boolean {
  return field.kind === 'text' && !field.opaque && (field.filterable || field.searchable || field.sortable);
}

/** Where the keyed hashes of a minimised field go: of its numbers in their order. */
export const hashColumns = (fields: Fields, name: string): readonly string[] =>
  [`${name}_hash`, `${name}_2_hash`].filter((column) => Object.hasOwn(fields, column));

export const foldedColumn = (name: string): string => `${name}_folded`;

/** `last_seen_at` in the database and in code is `lastSeenAt` in the API. */
export const apiName = (column: string): string =>
  // Whom we call a subject is a user of the API, whatever answers.
  column === 'subject_id' ? 'userId' : column.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

export const versionColumn = (name: string): string => `${name}_key`;

/** Bytes; most keys have less than 20. */
export const VERSION_KEY_LENGTH = 48;
const VERSION_KEY = binary(VERSION_KEY_LENGTH)('technical', 'Sortable key of the version');

/** Columns that the store makes of a field's value, to compare it by; each is null where that is null. */
export const madeColumns = (name: string, field: Field): readonly (readonly [column: string, field: Field])[] => [
  ...(isFolded(field) ? [[foldedColumn(name), field] as const] : []),
  ...(field.version ? [[versionColumn(name), VERSION_KEY] as const] : []),
];

/** What is made of a number that stands beside it: its kind, its country (`number_kind` of `number`). */
export const isOfNumber = (name: string, fields: Readonly<Record<string, Field>>): boolean =>
  Object.entries(fields).some(([other, { minimise }]) => minimise === 'phone' && name.startsWith(`${other}_`));
