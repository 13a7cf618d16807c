// Records as a product sends them: nothing about them is known before the parameters table has read it.
import { SourceError } from '../errors.ts';
import { withoutDeepValues } from './nesting.ts';

export type WireRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The records of a list, without values that are nested too deep. What is no object has no key, and is counted as such. */
export const recordsOf = (list: readonly unknown[]): readonly WireRecord[] =>
  list.map((item) => (isRecord(item) ? withoutDeepValues(item) : {}));

/** An answer that is JSON, and not what the product sends: a login page of a proxy, another product, another version. */
export function wrongShape(product: string): SourceError {
  return new SourceError(`${product} answered in an unknown shape.`, {
    code: 'wrong-shape',
    hint: 'Nothing was removed. Check address and `proxy`: something may answer in place of the product.',
  });
}
