// Lists of hosts: a host is in one where it, or a domain that it stands below, is named. One look-up per label.
import { domainToASCII } from 'node:url';

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');

/** As logs write it, or empty where it is no name of a host. */
export function hostName(text: string): string {
  const name = plain(text);
  return /^[\w.-]+$/.test(name) ? name : domainToASCII(name);
}

/** What of the list a host stands below. */
export function suffixOf(hosts: readonly string[]): (host: string) => string | null {
  const listed = new Set(hosts.map(hostName));
  return (host) => {
    for (let rest = plain(host); rest !== ''; ) {
      if (listed.has(rest)) return rest;
      const dot = rest.indexOf('.');
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
    return null;
  };
}
