// Lists of hosts: a host is in one where it, or a domain that it stands below, is named. One look-up per label.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');

/** RFC 1035, 2.3.4, as text: what is longer is no host. It would be looked up label by label, each time as a text of its own. */
const MOST_CHARACTERS = 253;

const NAME = /^[\w.-]+$/;

/** As logs write it, or empty where it is no name of a host, nor an address: patterns are none. */
export function hostName(text: string): string {
  if (text.length > MOST_CHARACTERS + 3) return '';
  const name = plain(text);
  const address = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
  if (isIP(address) !== 0) return address;
  const ascii = NAME.test(name) ? name : domainToASCII(name);
  return NAME.test(ascii) ? ascii : '';
}

/** What of the list a host stands below. */
export function suffixOf(hosts: readonly string[]): (host: string) => string | null {
  const listed = new Set(hosts.map(hostName));
  return (host) => {
    const name = host.length > MOST_CHARACTERS + 1 ? '' : plain(host);
    for (let rest = name; rest !== ''; ) {
      if (listed.has(rest)) return rest;
      const dot = rest.indexOf('.');
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
    return null;
  };
}
