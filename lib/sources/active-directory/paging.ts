// Reads a search to its end: page after page until the cookie is empty (an empty page with a cookie is real: AD leaves
// out what was deleted in between), and long value lists range after range.
import { SourceError } from '../../errors.ts';
import type { DirectoryClient, Search } from './client.ts';
import type { Entry } from './entry.ts';

/** The pages of a search. Ending without an error means that the server gave the empty cookie. */
export async function* pages(
  client: DirectoryClient,
  search: Search,
  size: number,
): AsyncGenerator<readonly Entry[], void, void> {
  let cookie = Buffer.alloc(0);
  do {
    const page = await client.page(search, size, cookie);
    cookie = Buffer.from(page.cookie);
    if (page.entries.length > 0) yield page.entries;
  } while (cookie.length > 0);
}

/** The entry with all values of the attributes that the server cut (1,500 a time on Windows), read by scope base. */
export async function completed(client: DirectoryClient, entry: Entry): Promise<Entry> {
  let whole = entry;
  for (const name of entry.cut) whole = whole.with(name, await allValues(client, entry, name));
  return whole;
}

async function allValues(client: DirectoryClient, entry: Entry, name: string): Promise<readonly Buffer[]> {
  const values: Buffer[] = [];
  let part = entry.range(name);
  while (part) {
    values.push(...part.values);
    if (part.next === null) break;
    // The entry may be gone, or its list shorter, by now: then what was read is what there is.
    const { next } = part;
    part = (await client.entry(entry.dn, [`${name};range=${next}-*`]))?.range(name);
    if (part?.next != null && part.next <= next) throw endless();
  }
  return values;
}

const endless = (): SourceError =>
  new SourceError('The directory repeats a range of values.', {
    code: 'incomplete',
    hint: 'Nothing was removed. Leave the long attribute out with `exclude`, and report the server.',
  });
