// What administrators set up, and what keeps a management system itself running: small lists without an owner, each behind
// a right of its own, and not in every version.
import { SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { PollStep, Proof, SourceRow } from './contract.ts';

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

/** What this account may not read, or this version or licence has not. */
const UNAVAILABLE = /^http-(400|403|404|405|406|501)$/;

/** A part that is not available leaves the pass incomplete: what it held before stays. Throws SourceError. */
export async function* readParts(reading: PartReading): AsyncGenerator<PollStep, void, void> {
  const { dataset, parts, proof, log } = reading;
  if (parts.length === 0) return;
  yield { dataset, pass: 'start' };
  let count = 0;
  let whole = true;
  for (const { name, rows } of parts)
    try {
      for await (const batch of rows()) {
        count += batch.length;
        yield { dataset, rows: batch };
      }
    } catch (error) {
      if (!(error instanceof SourceError) || !UNAVAILABLE.test(error.code)) throw error;
      whole = false;
      log.warn('A part of the system cannot be read.', { part: name, code: error.code });
    }
  if (whole) yield { dataset, complete: { ...proof, rows: count } };
}
