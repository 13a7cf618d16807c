// The registrable domain of a host: example.org of www.example.org, by the public suffix list.
import { getDomain } from 'tldts';
import { apart } from '../logs/remembered.ts';

/** Hosts repeat; so many are remembered. */
const REMEMBERED = 50_000;

/** What has none, such as an address or a name within the company, stays as it is. */
export function domains(): (host: string) => string {
  const known = new Map<string, string>();
  return (told) => {
    const before = known.get(told);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const host = apart(told);
    const domain = getDomain(host, { extractHostname: false, validateHostname: false }) ?? host;
    known.set(host, domain);
    return domain;
  };
}
