// Host and port of what a line has of them: a URL, an authority, a name. Path, query and credentials are never cut out.
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { digits } from './digits.ts';

export interface Target {
  /** ASCII, lower case, an IPv6 address without brackets; null where there is none, or none that can be. */
  readonly host: string | null;
  readonly port: number | null;
}

export const NOWHERE: Target = { host: null, port: null };
/** https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4, and room for UTF-8. */
const LONGEST_HOST = 512;
const LONGEST_SCHEME = 32;

/** Of `scheme://user@host:port/..` from `from` to `to`; nowhere for a path alone. */
export function urlTarget(line: string, from: number, to: number): Target {
  const colon = line.indexOf(':', from);
  if (colon < 0 || colon - from > LONGEST_SCHEME || colon + 3 > to || !line.startsWith('//', colon + 1)) return NOWHERE;
  const first = line.charCodeAt(from) | 32;
  if (first < 97 || first > 122) return NOWHERE;
  return authorityTarget(line, colon + 3, to);
}

/** Of `user@host:port`, up to a slash or `to`. */
export function authorityTarget(line: string, from: number, to: number): Target {
  let start = from;
  let colon = -1;
  let bracket = -1;
  let end = from;
  for (; end < to; end += 1) {
    const code = line.charCodeAt(end);
    if (code === 47 || code === 63 || code === 35) break;
    if (code === 64) {
      start = end + 1;
      colon = -1;
      bracket = -1;
    } else if (code === 58 && bracket < 0) colon = end;
    else if (code === 91) bracket = end;
    else if (code === 93) bracket = -1;
  }
  const hostEnd = colon < 0 ? end : colon;
  const port = colon < 0 ? -1 : digits(line, colon + 1, end);
  if (hostEnd - start > LONGEST_HOST) return NOWHERE;
  return { host: hostOf(line.slice(start, hostEnd)), port: port > 0 && port < 65_536 ? port : null };
}

/** Of a column with the name alone, or with its port; an IPv6 address may stand there without brackets. */
export function nameTarget(text: string | null): Target {
  if (text === null) return NOWHERE;
  const isBareAddress = text.indexOf(':') !== text.lastIndexOf(':') && text.charAt(0) !== '[';
  return isBareAddress ? { host: hostOf(`[${text}]`), port: null } : authorityTarget(text, 0, text.length);
}

function hostOf(text: string): string | null {
  if (text.charCodeAt(0) === 91) return addressOf(text.slice(1, -1));
  let foreign = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) foreign = true;
    else if (!isOfHost(code)) return null;
  }
  const ascii = foreign ? domainToASCII(text) : text.toLowerCase();
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  return name === '' || name === '-' || name.length > 253 ? null : name;
}

/** Letters, digits, hyphen, dot, underscore. */
const isOfHost = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 45 && code <= 46) ||
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  code === 95;

/** An IPv6 address without its zone (`fe80::1%12`). */
function addressOf(text: string): string | null {
  const zone = text.indexOf('%');
  const address = zone < 0 ? text : text.slice(0, zone);
  return address.length <= 45 && /^[0-9a-f:.]+$/i.test(address) ? address.toLowerCase() : null;
}

/** The address of a client: the first of a list of forwarders, without port and zone; null for a name. */
export function clientOf(text: string | null): string | null {
  if (text === null) return null;
  const comma = text.indexOf(',');
  const { host } = nameTarget((comma < 0 ? text : text.slice(0, comma)).slice(0, 256).trim());
  return host !== null && isIP(host) > 0 ? host : null;
}
