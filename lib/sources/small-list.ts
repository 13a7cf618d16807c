// Lists that are held in memory: what belongs to one record, or is small by its nature. They are bounded, since pages need
// not end, and a record may have more of them than anybody can use.
import { tooMuch } from '../net/failure.ts';
import { JSON_BOUNDS } from '../net/json-bounds.ts';
import { incomplete } from './offset-pages.ts';
import { Seen } from './seen.ts';
import type { WireRecord } from './wire.ts';

/** As many as one answer may hold: apps of a device, members of a group, items of a list. */
const MOST_OF_ONE = 20_000;
/** Of all pages together, in characters of JSON: what one answer may have. */
const MOST_CHARACTERS = JSON_BOUNDS.text;

export const APPS_OF_ONE = 'more than # apps of one device';

/** Throws SourceError `too-large` where one record has too many; `what` names them, and their number as #. */
export function boundOfOne(list: { readonly length: number }, what: string): void {
  if (list.length > MOST_OF_ONE) throw tooMuch(what.replace('#', MOST_OF_ONE.toLocaleString('en')));
}

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
  let characters = 0;
  for await (const page of pages) {
    const records = recordsOf(page);
    const texts = records.map((record) => JSON.stringify(record));
    if (product !== null && texts.some((text) => seen.has(text))) throw incomplete(product);
    for (const text of texts) {
      seen.add(text);
      characters += text.length;
    }
    for (const record of records) all.push(record);
    boundOfOne(all, 'a list of more than # items');
    if (characters > MOST_CHARACTERS) throw tooMuch('more in one list than an answer may have');
  }
  return all;
}
