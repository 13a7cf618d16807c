// What an event dataset says of itself beyond its fields. Collection, deletion, retention, export and the lists are
// driven by it.
import type { AliasKind } from './alias.ts';
import { bigint, binary, boolean, type Fields, instant, required, text } from './field.ts';

/** Fields of a device that name the hardware, whatever system has it. */
export type HardwareField = 'serial_number' | 'imei' | 'eas_device_id';
/** What names a device, and no hardware: rows that share it are not linked. */
export type DeviceId = HardwareField | 'entra_device_id' | 'udid' | 'external_id';
/** With the number of its SIM, which is told as a number, and looked for by its keyed hash. */
export type DeviceName = DeviceId | 'phone_number_hash';

/** In the key of a single event of a log: which line of which file it was. Equal lines are two. */
export type LineName = 'log_line';

/** What systems say of a device: whose it is, or that none knows it. */
export type Standing = 'company' | 'personal' | 'unknown' | 'stranger';

/** What is stored of a device: always, never, or where the source's switch `personalDevices` is on. */
export type Stored = Readonly<Record<Standing, 'always' | 'switch' | 'never'>>;

/** What says where somebody is, or what is on their device. */
export const COMPANY_ONLY = { company: 'always', personal: 'switch', unknown: 'switch', stranger: 'never' } as const;
/** What is not asked of a person's own device, but of one that no system knows: it may be the company's. */
export const NOT_PRIVATE = { ...COMPANY_ONLY, stranger: 'always' } as const;
/** What a management system has to know of every device that it manages. */
export const MANAGED = { company: 'always', personal: 'always', unknown: 'always', stranger: 'always' } as const;

/** Told of a device of the same source; derived events of the device that they were made of. */
interface OwnDevice {
  /** The field with the device's key. */
  readonly field?: string;
  readonly stored: Stored;
}

/**
 * Told of a device that any system may have: it is found by these fields, which are read and not stored. Of a stranger
 * a keyed hash of the first that is told is kept.
 */
interface AnyDevice {
  readonly by: readonly DeviceName[];
  /** Of sources that have devices themselves: the field with the key of one. A row that names none gets a keyed hash of what names it. */
  readonly field?: string;
  readonly stored: Stored;
  /** The field with the id of a stranger in clear, where a switch of the source collects it; null of known devices. */
  readonly clear?: string;
  /** Of a mirror, whose fields find it: those that stay empty of a stranger, `attributes` among them. */
  readonly hides?: readonly string[];
}

/** Made by ingest of what a mirror reads. */
export interface Derivation {
  readonly mirror: string;
  /** Fields of the mirror of which one at least is needed; where one is no longer collected, the events go. */
  readonly needs: readonly string[];
  /** Fields of the mirror that stand in the event as a copy, by its own field: they go one by one. */
  readonly copies: Readonly<Record<string, string>>;
}

/**
 * One row an hour (or day) and key in place of one a happening. `occurred_at` is the start of it and never changes; rows
 * have no surrogate id, and one unique key: (`occurred_at`, `source`, `record_key`).
 */
export interface Counter {
  readonly per: 'hour' | 'day';
  /** Fields that are added up; the first says how many happenings. */
  readonly sums: readonly string[];
  /** Fields with the first and the last time within it. */
  readonly first?: string;
  readonly last?: string;
  /** Of rows that name nobody: the fields with how many people they are told of, and with the hashes that tell them apart. */
  readonly distinct?: { readonly count: string; readonly hashes: string };
  /**
   * So many values of a field each person may have on a day; more of them are one, that is called so. Of rows that name
   * nobody so many those of a source have that are of one value of `within`.
   */
  readonly most?: { readonly of: string; readonly each: number; readonly rest: string; readonly within?: string };
  /** The source counted itself, and tells both times or neither: then the row has none. */
  readonly times?: 'told';
  /** What has another value than `but` in this field is not counted: a row for each, by its line or id, with its time. */
  readonly singly?: { readonly field: string; readonly but: string; readonly at: string };
}

/** Made by ingest of events that are stored, where a rule of the company fits. */
export interface Judgement {
  readonly judges: readonly string[];
}

export interface EventDeclaration {
  /** A source; ingest, of what a mirror reads, or by rules; or EMM Lens, of its own work. */
  readonly toldBy: 'source' | Derivation | Judgement | 'lens';
  /** Told of a device, with which the event leaves. */
  readonly device?: OwnDevice | AnyDevice;
  /** Told of a person, who is found by these names, which are read and not stored; of a mirror they are its fields. */
  readonly person?: { readonly by: readonly AliasKind[] };
  /** The field that says when it happened, where the source names it so. */
  readonly at?: string;
  /** Of what lasts: the field that is null until it ends. It ends with its device. */
  readonly until?: string;
  readonly counter?: Counter;
  /** A source may tell it again with other numbers, which are all that it has beside its key, or in several rows of one file. */
  readonly restated?: true;
}

type Teller = EventDeclaration['toldBy'] | undefined;

export const derivationOf = (toldBy: Teller): Derivation | null =>
  typeof toldBy === 'object' && 'mirror' in toldBy ? toldBy : null;

/** Names of the datasets that rules look at to make it. */
export const judgedBy = (toldBy: Teller): readonly string[] =>
  typeof toldBy === 'object' && 'judges' in toldBy ? toldBy.judges : [];

/** What rows may carry to find whom they belong to, or to be told apart, and what is not stored. */
const LOOKUPS = {
  log_line: text(64)('technical', 'Name of the line that told it', { opaque: true }),
  serial_number: text(128)('identifier', 'Serial number of the device'),
  imei: text(32)('identifier', 'IMEI of the device', { opaque: true }),
  phone_number: text(64)('contact', 'Phone number of the device', { minimise: 'phone' }),
  phone_number_hash: text(64)('contact', 'Keyed hash of that number', { opaque: true }),
  eas_device_id: text(64)('identifier', 'ActiveSync id of the device'),
  entra_device_id: text(64)('identifier', 'Entra id of the device', { opaque: true }),
  udid: text(64)('identifier', 'Unique device identifier of the platform (UDID)', { opaque: true }),
  external_id: text(128)('identifier', 'Id of the device in the EMM, a GUID', { opaque: true }),
  object_guid: text(64)('identifier', 'objectGUID of the person', { opaque: true }),
  entra_id: text(64)('identifier', 'Entra object id of the person', { opaque: true }),
  security_identifier: text(192)('identifier', 'Security identifier of the person', { opaque: true }),
  user_principal_name: text(320)('identifier', 'User principal name (UPN) of the person'),
  mail: text(320)('contact', 'Mail address of the person'),
  domain_account: text(320)('identifier', 'Account of the person, behind its domain: DOMAIN\\user'),
} as const satisfies Record<AliasKind | DeviceName | LineName | 'phone_number', Fields[string]>;

const LINE: LineName = 'log_line';

/** The fields by which the device or the person is found, and that tells lines apart. */
export function lookupsOf({
  device,
  person,
  key = [],
}: Partial<EventDeclaration> & { key?: readonly string[] }): Fields {
  const names = [
    ...(device && 'by' in device ? device.by : []).flatMap((name) =>
      name === 'phone_number_hash' ? (['phone_number', name] as const) : [name],
    ),
    ...(person?.by ?? []),
    ...(key.includes(LINE) ? [LINE] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, LOOKUPS[name]]));
}

export const ofOwnDevice = { owner_key: required.binary(16)('technical', 'record_key of the device') } as const;
export const ofAnyDevice = {
  owner_source: text(64)('technical', 'Source that has the device; null where no system knows it', {
    filterable: true,
    opaque: true,
  }),
  owner_key: binary(16)('technical', 'record_key of the device in that source'),
  device_hash: text(64)('identifier', 'Keyed hash of the id of a device that no system knows', { opaque: true }),
  unmanaged: boolean('technical', 'No system knew the device when it happened', { filterable: true }),
} as const;
export const OWNER_COLUMNS: readonly string[] = Object.keys(ofAnyDevice);
/** A name that nobody has yet: a later reading of a directory may tell whose it is, for a week. */
export const ofNamed = {
  name_hash: text(64)('identifier', 'Keyed hash of a name that nobody is known by yet', { opaque: true }),
} as const;
/** Of what waits for whose it is, or for who knows its device: from then on a week, whenever it happened. */
export const ofWaiting = {
  waits_since: instant(
    'technical',
    'When the row was stored, while it holds, or held, a hash of a name or of a device',
  ),
} as const;
/** Of what is told again: what adds to it, and what takes its place. */
export const ofRestated = {
  teller_hash: text(64)('technical', 'Name of the file, or of the batch of lines, that told it last', { opaque: true }),
} as const;
/** Of events about a device its user's. */
export const ofPerson = { subject_id: bigint('technical', 'The person, as linked when it happened') } as const;
