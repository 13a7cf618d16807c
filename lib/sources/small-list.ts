// Lists that are held in memory: what belongs to one record, or is small by its nature. They are bounded, since pages need
// not end.
import { tooMuch } from '../net/failure.ts';
import type { WireRecord } from './wire.ts';

/** As many as one answer may hold. */
const MAX_RECORDS = 20_000;

/** The records of all pages. Throws SourceError `too-large`, and what the pages throw. */
export async function smallList<P>(
  pages: AsyncIterable<P>,
  recordsOf: (page: P) => readonly WireRecord[],
): Promise<readonly WireRecord[]> {
  const all: WireRecord[] = [];
  for await (const page of pages) {
    for (const record of recordsOf(page)) all.push(record);
    if (all.length > MAX_RECORDS) throw tooMuch(`a list of more than ${MAX_RECORDS.toLocaleString('en')} items`);
  }
  return all;
}
