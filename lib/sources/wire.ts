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

/** The code of an answer that may mean "none", or that nobody knows the question. */
export const SAYS_NOTHING = 'says-nothing';

export function saysNothing(product: string): SourceError {
  return new SourceError(`${product} gave an answer that says nothing.`, {
    code: SAYS_NOTHING,
    hint: 'Nothing was removed. Check the version of the product, and what the account may see.',
  });
}

/** An answer that is JSON, and not what the product sends: a login page of a proxy, another product, another version. */
export function wrongShape(product: string): SourceError {
  return new SourceError(`${product} answered in an unknown shape.`, {
    code: 'wrong-shape',
    hint: 'Nothing was removed. Check address and `proxy`: something may answer in place of the product.',
  });
}
