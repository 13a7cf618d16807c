// Database rows as the API answers them: camelCase, ids as text, instants in UTC with milliseconds, JSON as objects.
// Only fields that the resource shows can come out; binary columns (keys, hashes) never do.
import type { Field } from '../catalog/index.ts';
import { isOfUser, type Resource, USER } from './resource.ts';

export type Item = Record<string, unknown>;

/** The named fields of a row; derived ones are added by the caller. */
export function itemOf(resource: Resource, row: Readonly<Record<string, unknown>>, names: readonly string[]): Item {
  const item: Item = {};
  for (const name of names) {
    const listed = resource.fields.get(name);
    if (listed?.shown) item[name] = outputValue(listed.column, listed.field, row[listed.column]);
  }
  return item;
}

/** As JSON has it: what is told of the user in one object, null where nothing is. */
export function nested(item: Item): Item {
  const ofUser = Object.entries(item).filter(([name]) => isOfUser(name));
  if (ofUser.length === 0) return item;
  const own = Object.entries(item).filter(([name]) => !isOfUser(name));
  const user = Object.fromEntries(ofUser.map(([name, value]) => [name.slice(USER.length), value]));
  return { ...Object.fromEntries(own), user: ofUser.every(([, value]) => value === null) ? null : user };
}

/** Surrogate ids are text: numbers beyond 2^53 would come out wrong in JavaScript clients. */
export const isId = (column: string): boolean => ['id', 'subject_id', 'hardware_id'].includes(column);

function outputValue(column: string, field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (isId(column)) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (field.kind === 'json' && typeof value === 'string') return parsed(value);
  return value instanceof Uint8Array ? null : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
