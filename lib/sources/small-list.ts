// Lists that are held in memory: what belongs to one record, or is small by its nature. They are bounded, since pages need
// not end.
import { tooMuch } from '../net/failure.ts';
import { incomplete } from './offset-pages.ts';
import { Seen } from './seen.ts';
import type { WireRecord } from './wire.ts';

/** As many as one answer may hold. */
const MAX_RECORDS = 20_000;

/**
 * The records of all pages. Throws SourceError `too-large`; of a product that is named, whose list proves what it lacks,
 * `incomplete` where a page has a record of one before: it stands in the place of another; and what the pages throw.
 */
export async function smallList<P>(
  pages: AsyncIterable<P>,
  recordsOf: (page: P) => readonly WireRecord[],
  product: string | null,
): Promise<readonly WireRecord[]> {
  const all: WireRecord[] = [];
  const seen = new Seen();
  for await (const page of pages) {
    const texts = product === null ? [] : recordsOf(page).map((record) => JSON.stringify(record));
    if (product !== null && texts.some((text) => seen.has(text))) throw incomplete(product);
    for (const text of texts) seen.add(text);
    for (const record of recordsOf(page)) all.push(record);
    if (all.length > MAX_RECORDS) throw tooMuch(`a list of more than ${MAX_RECORDS.toLocaleString('en')} items`);
  }
  return all;
}
