// One object of the directory: a record of the estate behind a table of attributes, whose values are made when asked for.
import type { Value } from './message.ts';

/** How the attributes of one class are made. Keys are in the schema's spelling; nothing or [] is "absent". */
export type AttributeTable<T> = Readonly<Record<string, (record: T) => Value | readonly Value[] | undefined>>;

export interface Entry {
  readonly dn: string;
  /** Values by attribute name, whatever its case. */
  values(name: string): readonly Value[];
  /** The names, in the schema's spelling, that this class can have. */
  readonly names: readonly string[];
  /** Whether it is still there: pages leave out what was deleted since the search began. */
  exists(): boolean;
}

export interface EntryClass<T> {
  entry(record: T, dn: (record: T) => string, exists: () => boolean): Entry;
  readonly names: readonly string[];
}

function asList(value: Value | readonly Value[] | undefined): readonly Value[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value;
}

/** Prepares a table for look-up without regard to case. */
export function entryClass<T>(table: AttributeTable<T>): EntryClass<T> {
  const names = Object.keys(table);
  const byName = new Map(Object.entries(table).map(([name, make]) => [name.toLowerCase(), make]));
  return {
    names,
    entry: (record, dn, exists) => ({
      get dn() {
        return dn(record);
      },
      names,
      values: (name) => asList(byName.get(name.toLowerCase())?.(record)),
      exists,
    }),
  };
}
