// A dataset is one declared kind of record and one table. Mirrors follow their source, events are kept for the
// retention time, internal ones are our own bookkeeping. The common columns of each kind are declared here, once.
import type { AliasKind } from './alias.ts';
import {
  type DeviceName,
  type EventDeclaration,
  type LineName,
  ofAnyDevice,
  ofNamed,
  ofOwnDevice,
  ofPerson,
  ofRestated,
  ofWaiting,
  type Stored,
} from './event.ts';
import { bigint, type Fields, instant, json, required, type Switch, text, type ValuesOf } from './field.ts';

export type DatasetKind = 'mirror' | 'event' | 'internal';

export interface Dataset<K extends DatasetKind = DatasetKind, F extends Fields = Fields>
  extends Partial<EventDeclaration> {
  readonly name: string;
  readonly kind: K;
  /** Why this is stored, for the record of processing (GDPR Art. 30). */
  readonly purpose: string;
  /** The natural key within a source: names of required fields, or what finds an event's owner. `record_key` is its hash. */
  readonly key: readonly ((keyof F & string) | AliasKind | DeviceName | LineName)[];
  /** The fields that this dataset declares itself, without the common columns of its kind. */
  readonly fields: F;
  /** Collected while this switch of a source is on, and only then; a field may have one of its own. */
  readonly switch?: Switch;
  /** The mirror whose rows own these: here are the fields that hold the owner's natural key. */
  readonly parent?: { readonly dataset: string; readonly key: readonly (keyof F & string)[]; readonly stored?: Stored };
  /** Rows that stand for a person: which of their fields are which alias. */
  readonly aliases?: Readonly<Partial<Record<AliasKind, keyof F & string>>>;
  /** Fields that name the hardware: rows that share a value of one of them are the same device, whatever system has it. */
  readonly hardware?: readonly (keyof F & string)[];
  /** Fields that lists are narrowed by while they are sorted by others: the index of each sortable field has them. */
  readonly covered?: readonly (keyof F & string)[];
  /** The field with the key of the `emm_user` of the same source who owns the row. */
  readonly user?: keyof F & string;
  /** The field with a primary mail address that no person's own record need have: the licence check counts it. */
  readonly address?: keyof F & string;
  /** Days until rows are deleted, by `occurred_at`; null: they follow their source, or their own rule (`retention`). */
  readonly retentionDays: number | null;
  /** How long rows stay, in words, where it is not a number of days. */
  readonly retention?: string;
  /** Left out of the bound on removals: what administrators run and set up, and small. */
  readonly unbounded?: boolean;
}

const mirrorColumns = {
  source: required.text(64)('technical', 'Name of the source', { filterable: true, opaque: true }),
  record_key: required.binary(16)('technical', 'Hash of the natural key within the source'),
  attributes: json('technical', 'Further parameters that the source reports, as JSON'),
  row_hash: required.binary(16)('technical', 'Hash of all collected values'),
  first_seen_at: required.instant('technical', 'When EMM Lens first read the record', { filterable: true }),
  changed_at: required.instant('technical', 'When EMM Lens last saw it change', { filterable: true }),
  absent_since: instant('technical', 'Since when complete passes no longer find it; null while it is there', {
    filterable: true,
  }),
} as const;

const childColumns = { parent_key: required.binary(16)('technical', "Hash of the owner's natural key") } as const;

const eventColumns = {
  source: required.text(64)('technical', 'Name of the source', { filterable: true, opaque: true }),
  record_key: required.binary(16)('technical', 'Hash of the natural key within the source'),
  occurred_at: required.instant('technical', 'When it happened', { filterable: true, sortable: true }),
} as const;

const identity = { id: required.bigint('technical', 'Surrogate id, ours') } as const;

/** All columns of a dataset, the common ones first, folded ones and foreign keys not among them. */
export function columnsOf(dataset: Dataset): Fields {
  if (dataset.kind === 'mirror')
    return {
      ...identity,
      ...mirrorColumns,
      ...(dataset.parent ? childColumns : {}),
      ...linkColumns(dataset),
      ...deviceColumns(dataset),
      ...dataset.fields,
    };
  if (dataset.kind === 'event')
    return { ...(dataset.counter ? {} : identity), ...eventColumns, ...ownerColumns(dataset), ...dataset.fields };
  return dataset.fields;
}

/** Of rows that stand for a person; null until they are linked, in the transaction that writes them. */
const subjectColumns = {
  subject_id: bigint('technical', 'The person, as EMM Lens links the names of all sources'),
  subject_link: text(16)('technical', 'How the record was linked: strong, weak, or own', { opaque: true }),
} as const;

/** Of rows that stand for a device; not from the source, and not in `row_hash`. */
const hardwareColumns = {
  hardware_id: bigint(
    'technical',
    'The same for all rows of one device, whatever system has it; null where it is one',
    {
      filterable: true,
    },
  ),
} as const;

function linkColumns(dataset: Dataset): Fields {
  return { ...(dataset.aliases ? subjectColumns : {}), ...(dataset.hardware ? hardwareColumns : {}) };
}

const deviceColumns = ({ device }: Dataset): Fields => (device ? ('by' in device ? ofAnyDevice : ofOwnDevice) : {});

function ownerColumns(dataset: Dataset): Fields {
  const { device, person } = dataset;
  return {
    ...deviceColumns(dataset),
    ...(device || person ? ofPerson : {}),
    ...(person ? ofNamed : {}),
    ...(waits({ device, person }) ? ofWaiting : {}),
    ...(dataset.restated ? ofRestated : {}),
  };
}

/** Whether rows may wait for whose they are, or for who knows their device. */
export const waits = ({ device, person }: Pick<Dataset, 'device' | 'person'>): boolean =>
  person !== undefined || (device !== undefined && 'by' in device);

/** The columns by which rows are told apart, in the order of a unique index: what pages and batches go by. */
export const identityOf = ({ counter }: Dataset): readonly string[] =>
  counter ? ['occurred_at', 'source', 'record_key'] : ['id'];

/** The same, the earliest first: what pages of events go by that are of some time alone. */
export const byTime = (dataset: Dataset): string[] => [...new Set(['occurred_at', ...identityOf(dataset)])];

type Common<D> =
  D extends Dataset<'mirror'>
    ? ValuesOf<typeof mirrorColumns>
    : D extends Dataset<'event'>
      ? ValuesOf<typeof eventColumns>
      : unknown;
type Child<D> = D extends { parent: object } ? ValuesOf<typeof childColumns> : unknown;
type Linked<D> = (D extends { aliases: object } ? ValuesOf<typeof subjectColumns> : unknown) &
  (D extends { hardware: object } ? ValuesOf<typeof hardwareColumns> : unknown);

type Owned<D> = (D extends { device: { by: unknown } }
  ? ValuesOf<typeof ofAnyDevice>
  : D extends { device: object }
    ? ValuesOf<typeof ofOwnDevice>
    : unknown) &
  (D extends Dataset<'event'> & ({ device: object } | { person: object }) ? ValuesOf<typeof ofPerson> : unknown) &
  (D extends Dataset<'event'> & { person: object } ? ValuesOf<typeof ofNamed> : unknown) &
  (D extends Dataset<'event'> & ({ person: object } | { device: { by: unknown } })
    ? ValuesOf<typeof ofWaiting>
    : unknown) &
  (D extends { restated: true } ? ValuesOf<typeof ofRestated> : unknown);

/** A row of a dataset as it stands in the database, `id` apart. */
export type RowOf<D extends Dataset> = Common<D> & Child<D> & Linked<D> & Owned<D> & ValuesOf<D['fields']>;

export function mirror<const F extends Fields, const R extends Omit<Dataset<'mirror', F>, 'kind' | 'retentionDays'>>(
  declaration: R & { fields: F },
): R & { fields: F; kind: 'mirror'; retentionDays: null } {
  return { ...declaration, kind: 'mirror', retentionDays: null };
}

export type EventDataset = Dataset<'event'> & EventDeclaration;

export function event<
  const F extends Fields,
  const R extends Omit<Dataset<'event', F>, 'kind' | 'retentionDays'> & EventDeclaration,
>(declaration: R & { fields: F; retentionDays?: number }): R & { fields: F; kind: 'event'; retentionDays: number } {
  return { ...declaration, kind: 'event', retentionDays: declaration.retentionDays ?? DEFAULT_RETENTION_DAYS };
}

export function internal<
  const F extends Fields,
  const R extends Omit<Dataset<'internal', F>, 'kind' | 'retentionDays'>,
>(
  declaration: R & { fields: F; retentionDays?: number },
): R & { fields: F; kind: 'internal'; retentionDays: number | null } {
  return { ...declaration, kind: 'internal', retentionDays: declaration.retentionDays ?? null };
}

export const DEFAULT_RETENTION_DAYS = 30;
