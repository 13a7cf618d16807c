// The cursor of a page: where the next one begins. It holds the last row's sort value, often a name, and travels in
// URLs that proxies log: so it is encrypted, under a key derived from the audit key, and bound to its query.
import { seal, sealingKeys, unsealed } from '../sealed.ts';
import type { SecretReference } from '../secrets.ts';

/** The sort value of the last row of a page, and what tells it apart. Instants are milliseconds, keys hexadecimal. */
export interface Position {
  readonly value: string | number | boolean | null;
  readonly identity: readonly (string | number)[];
}

/** `binding`: dataset, path, filters, search, sort. Equal positions make equal cursors. */
export const sealCursor = (key: SecretReference, binding: string, position: Position): string =>
  seal(sealingKeys(key.read(), 'cursor'), binding, JSON.stringify([position.value, ...position.identity]));

/** The position in a cursor, or null where it was not made by us for this very query (or the key has changed). */
export function openCursor(key: SecretReference, binding: string, cursor: string): Position | null {
  const text = unsealed(sealingKeys(key.read(), 'cursor'), binding, cursor);
  if (text === null) return null;
  try {
    return positionOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function positionOf(content: unknown): Position | null {
  if (!Array.isArray(content)) return null;
  const [value, ...others]: unknown[] = content;
  const scalar = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const identity = others.filter((part) => typeof part === 'string' || typeof part === 'number');
  return scalar && identity.length === others.length && identity.length > 0 ? { value, identity } : null;
}
