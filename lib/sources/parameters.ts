// A connector's parameters table: one line per property of the wire that may be read. The request ($select, attribute
// list), the mapping and the documentation derive from it. Not declared, not read.
import type { Field, FoundAs, MirrorName, PersonalDataClass, Switch, ToldEventName } from '../catalog/index.ts';

import { isNever } from './instant.ts';

export type { Switch } from '../catalog/index.ts';
export type Profile = 'core' | 'extended' | 'sensitive';
export const PROFILES = ['core', 'extended', 'sensitive'] as const satisfies readonly Profile[];

/** How the wire's value is read; a value that does not fit becomes null and is counted. */
export type WireType = 'string' | 'integer' | 'decimal' | 'boolean' | 'instant' | 'strings' | 'json';

export interface Parameter {
  /**
   * Path on the wire, dots for nesting, `[]` behind a list: `hardwareInformation.wifiMac`, `sAMAccountName`,
   * `outOfComplianceInfo[].reason`. Of a list it is the values of all its records, in their order, null where one has
   * none: so several parameters of one list can be read side by side.
   */
  readonly wire: string;
  readonly type: WireType;
  readonly class: PersonalDataClass;
  readonly profile: Profile;
  /** A phone number, or that of a SIM or subscription: read and stored as the source's `phoneNumbers` says. */
  readonly minimise?: NonNullable<Field['minimise']>;
  /** Field of the dataset; without it the value goes into `attributes`. */
  readonly field?: string;
  /** Its name in `attributes`, where the wire name alone would be that of another record's property. */
  readonly attribute?: string;
  /** Read while this switch is on, and only then. */
  readonly switch?: Switch;
  readonly unit?: string;
  readonly description?: string;
  /** Pure; gets the raw wire value, gives the value to store, undefined for one that does not fit, null for none. */
  readonly transform?: (value: unknown) => unknown;
  /** Changes of this attribute write `change` events (fields are marked in the catalogue). */
  readonly tracked?: boolean;
  /** By what the search finds this attribute (fields are marked in the catalogue). */
  readonly found?: Exclude<FoundAs, 'number'>;
  /** Read whatever the lists say, as fields of the key are: the connector makes the key of it. */
  readonly key?: true;
}

/** What a parameter is called in the configuration, in `attributes` and in `/api/parameters`. */
export const nameOf = ({ attribute, wire }: Parameter): string => attribute ?? wire;

/** One kind of record of the product, and the mirror or event that it goes into. Several may make one row together. */
export interface Entity {
  /** As the vendor's reference names it: managedDevice, user, ... */
  readonly name: string;
  readonly dataset: MirrorName | ToldEventName;
  /** Where it is read: a path or a filter, for the documentation. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
}

const NO_VALUE = new Set(['', 'Unknown']);

/** Sentinels that products send for "no value"; numbers are judged per parameter, since 0 often means 0. */
export function isNoValue(value: unknown): boolean {
  return (
    value === null || value === undefined || (typeof value === 'string' && (NO_VALUE.has(value) || isNever(value)))
  );
}

/**
 * The value at a dotted path, or undefined. A key that has dots itself (an LDAP attribute) is tried first. Behind `[]`
 * it is one value of each record of the list, null where it has none, and undefined where all have none.
 */
export function wireValue(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  const list = path.indexOf('[]');
  if (list === -1) return valueAt(record, path);
  const items = valueAt(record, path.slice(0, list));
  if (!Array.isArray(items)) return items ?? undefined;
  const rest = path.slice(list + 3);
  const values = items.map((item) => (rest === '' ? item : isObject(item) ? wireValue(item, rest) : undefined) ?? null);
  return values.every((value) => value === null) ? undefined : values;
}

function valueAt(record: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = record;
  for (const part of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
