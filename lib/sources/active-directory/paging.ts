// Reads a search to its end: page after page until the cookie is empty (an empty page with a cookie is real: AD leaves
// out what was deleted in between), and long value lists range after range.
import { SourceError } from '../../errors.ts';
import { Seen } from '../seen.ts';
import type { DirectoryClient, Search } from './client.ts';
import type { Entry } from './entry.ts';
import { MAX_VALUES, tooMany } from './message.ts';

/** AD leaves out what was deleted since the search began, but no page of the largest size is emptied so often in a row. */
const MAX_EMPTY_PAGES = 100;

/**
 * The pages of a search. Ending without an error means that the server gave the empty cookie. A page that tells of nobody
 * new may stand in the place of another, and such pages, or empty ones, need not end: they prove nothing. (The cookie does
 * not tell: Samba's is the same for all pages. Nor is a page ordered: servers do not sort and page at once.)
 */
export async function* pages(
  client: DirectoryClient,
  search: Search,
  size: number,
): AsyncGenerator<readonly Entry[], void, void> {
  let cookie = Buffer.alloc(0);
  const seen = new Seen();
  let empty = 0;
  do {
    const page = await client.page(search, size, cookie);
    cookie = Buffer.from(page.cookie);
    empty = page.entries.length === 0 ? empty + 1 : 0;
    if (empty > MAX_EMPTY_PAGES) throw endless('empty pages');
    if (empty > 0) continue;
    if (page.entries.filter(({ dn }) => seen.add(dn)).length === 0) throw endless('a page');
    yield page.entries;
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
    for (const value of part.values) values.push(value);
    if (values.length > MAX_VALUES) throw tooMany(`${MAX_VALUES.toLocaleString('en')} values of an attribute`);
    if (part.next === null) break;
    // The entry may be gone, or its list shorter, by now: then what was read is what there is.
    const { next } = part;
    part = (await client.entry(entry.dn, [`${name};range=${next}-*`]))?.range(name);
    if (part?.next != null && part.next <= next) throw endless('a range of values');
  }
  return values;
}

const endless = (what: string): SourceError =>
  new SourceError(`The directory repeats ${what}.`, {
    code: 'incomplete',
    hint: 'Nothing was removed. Is there a proxy or load balancer between? Name one server in url, and look at its log.',
  });
