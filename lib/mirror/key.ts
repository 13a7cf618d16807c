// Record keys: a narrow hash of the natural key, the same on both engines whatever the collation.
import type { Dataset } from '../catalog/index.ts';
import { digestOf, keyText } from '../digest.ts';
import type { NaturalKey } from '../sources/contract.ts';
import { canonicalId } from '../sources/ids.ts';
import { cleanKey } from '../store/fold.ts';

export { digestOf, keyText };

/** The record key of a natural key, or null where a part is missing. */
export function recordKey(parts: readonly unknown[]): Buffer | null {
  let key: string | null = null;
  for (const part of parts) {
    const text = typeof part === 'string' ? canonicalId(cleanKey(part)) : textOfKey(part);
    if (text === '') return null;
    key = key === null ? text : `${key}\u001f${text}`;
  }
  return digestOf(key ?? '');
}

/** Instants by their milliseconds, whatever the time zone of the process. */
function textOfKey(part: unknown): string {
  if (part instanceof Date) return Number.isNaN(part.getTime()) ? '' : String(part.getTime());
  return typeof part === 'number' ? String(part) : '';
}

/** Of a source's own key; throws on an empty one, which no connector may send. */
export function keyOf(key: NaturalKey): Buffer {
  const hashed = recordKey(key);
  if (!hashed) throw new RangeError('a natural key has an empty part');
  return hashed;
}

export const naturalKey = (dataset: Dataset, row: Readonly<Record<string, unknown>>): readonly unknown[] =>
  dataset.key.map((name) => row[name]);
