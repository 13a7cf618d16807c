// A connector's parameters table: one line per property of the wire that may be read. The request ($select, attribute
// list), the mapping and the documentation derive from it. Not declared, not read.
import type { MirrorName, PersonalDataClass } from '../catalog/index.ts';

export type Profile = 'core' | 'extended' | 'sensitive';
export const PROFILES = ['core', 'extended', 'sensitive'] as const satisfies readonly Profile[];

/** How the wire's value is read; a value that does not fit becomes null and is counted. */
export type WireType = 'string' | 'integer' | 'decimal' | 'boolean' | 'instant' | 'strings' | 'json';

export interface Parameter {
  /** Path on the wire, dots for nesting: `hardwareInformation.wifiMac`, `sAMAccountName`. */
  readonly wire: string;
  readonly type: WireType;
  readonly class: PersonalDataClass;
  readonly profile: Profile;
  /** Field of the dataset; without it the value goes into `attributes` under its wire name. */
  readonly field?: string;
  readonly unit?: string;
  readonly description?: string;
  /** Pure; gets the raw wire value, gives the value to store, undefined for one that does not fit, null for none. */
  readonly transform?: (value: unknown) => unknown;
  /** Changes of this attribute write `change` events (fields are marked in the catalogue). */
  readonly tracked?: boolean;
}

/** One kind of record of the product and the mirror that it goes into. */
export interface Entity {
  /** As `shared` API references name it: managedDevice, user, ... */
  readonly name: string;
  readonly dataset: MirrorName;
  /** Where it is read: a path or a filter, for the documentation. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
}

const NO_VALUE = new Set(['', 'Unknown', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1/1/1900']);

/** Sentinels that products send for "no value"; numbers are judged per parameter, since 0 often means 0. */
export function isNoValue(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && NO_VALUE.has(value));
}

/** The value at a dotted path, or undefined. A key that has dots itself (an LDAP attribute) is tried first. */
export function wireValue(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
