// Whom an answer is about. A cache, a balancer or a connection that is one answer ahead gives what belongs to another
// request: each such answer is well formed, and would be stored as somebody else's. So whatever an answer names (an id in
// its records, a link to its parent) is compared with what was asked; docs/faults.md lists the answers that name nobody.
import { SourceError } from '../errors.ts';
import { canonicalId } from './ids.ts';

/** The code of such an answer. The poll ends with it: what names nobody may be mixed up as well. */
const OTHER_ANSWER = 'other-answer';

/**
 * Throws SourceError where one of the ids that an answer names is another than the one that was asked for. What is no text
 * or number names nobody. Ids are written in more than one way.
 */
export function expectAbout(product: string, asked: string, ...named: readonly unknown[]): void {
  for (const id of named)
    if ((typeof id === 'string' || typeof id === 'number') && nameOf(String(id)) !== nameOf(asked))
      throw otherAnswer(product);
}

const nameOf = (id: string): string => canonicalId(id).toLowerCase();

/** The one record that was asked for, or none. Throws SourceError where there are more: the id was ignored. */
export function soleOf<T>(product: string, records: readonly T[]): T | undefined {
  if (records.length > 1) throw otherAnswer(product);
  return records[0];
}

export function otherAnswer(product: string): SourceError {
  return new SourceError(`${product} gave the answer to another request.`, {
    code: OTHER_ANSWER,
    hint: 'Nothing of it was stored. Look for a cache, proxy or balancer between that mixes answers up; else tell the vendor.',
  });
}
