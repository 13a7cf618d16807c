// What administrators set up, and what keeps a management system itself running: small lists without an owner, each behind
// a right of its own, and not in every version.
import { SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { isUnknownRequest } from './asked.ts';
import type { PollStep, Proof, SourceRow, Unproven } from './contract.ts';
import { SAYS_NOTHING } from './wire.ts';

/** One of the lists that make a dataset: batches of its rows. */
export interface Part {
  /** Of its entity. */
  readonly name: string;
  readonly rows: () => AsyncIterable<readonly SourceRow[]>;
}

export interface PartReading {
  readonly dataset: 'configuration' | 'infrastructure';
  readonly parts: readonly Part[];
  /** How the end of a list is known. */
  readonly proof: Omit<Proof, 'rows'>;
  readonly log: Logger;
}

/** What this account may not read, or its licence has not: such a part is left as it was. */
const FORBIDDEN = /^http-(400|403)$/;
/** What this version does not have, or what says nothing: a part that is there may be asked for in another way. */
const unprovenBy = (error: SourceError): Unproven | undefined =>
  isUnknownRequest(error) || error.code === 'http-404'
    ? 'not-supported'
    : error.code === SAYS_NOTHING
      ? 'not-answered'
      : undefined;

/** A part that is not available leaves the pass unproven: what it held before stays. Throws SourceError. */
export async function* readParts(reading: PartReading): AsyncGenerator<PollStep, void, void> {
  const { dataset, parts, proof, log } = reading;
  if (parts.length === 0) return;
  yield { dataset, pass: 'start' };
  let count = 0;
  let whole = true;
  const lacking = new Set<Unproven>();
  for (const { name, rows } of parts)
    try {
      for await (const batch of rows()) {
        count += batch.length;
        yield { dataset, rows: batch };
      }
    } catch (error) {
      const unproven = error instanceof SourceError ? unprovenBy(error) : undefined;
      if (!(error instanceof SourceError) || !(unproven || FORBIDDEN.test(error.code))) throw error;
      if (unproven) lacking.add(unproven);
      whole = false;
      log.warn('A part of the system cannot be read.', { part: name, code: error.code });
    }
  if (whole) yield { dataset, complete: { ...proof, rows: count } };
  else if (lacking.size > 0)
    yield { dataset, unproven: lacking.has('not-supported') ? 'not-supported' : 'not-answered' };
}
