// The query of an ActiveSync request in an IIS log, plain or base64, with what Exchange appended to it.

import { readBase64Query } from './eas-base64.ts';
import { percentDecoded, queryDecoded } from './escapes.ts';

export interface EasQuery {
  readonly command: string | null;
  readonly user: string | null;
  readonly device: string | null;
  readonly deviceType: string | null;
  readonly protocol: string | null;
  /** What the server appended behind `&Log=`, where it did. */
  readonly log: string | null;
}

type Part = 'cmd' | 'user' | 'deviceid' | 'devicetype';
const PARTS: ReadonlySet<string> = new Set<Part>(['cmd', 'user', 'deviceid', 'devicetype']);
const isPart = (name: string): name is Part => PARTS.has(name);

const LOG = '&Log=';
const FRONT_END = '&cafeReqId=';
/** Of a key of a query that we read, with what stands around it. */
const LONGEST_KEY = 10;

export function readEasQuery(query: string): EasQuery {
  const last = query.lastIndexOf(LOG);
  // Exchange appends its own, behind whatever the client sent; the front end appends its id, and no log.
  const isLogged = (last >= 0 || query.startsWith(LOG.slice(1))) && query.indexOf(FRONT_END, last + 1) < 0;
  const logAt = isLogged ? last : -1;
  const logFrom = logAt + LOG.length;
  const logEnd = query.indexOf('&', logFrom);
  const plain = partsOf(query, isLogged ? Math.max(logAt, 0) : query.length);
  const encoded = plain.cmd === undefined || plain.deviceid === undefined ? encodedOf(query) : null;
  return {
    command: plain.cmd ?? encoded?.command ?? null,
    user: plain.user ?? encoded?.user ?? null,
    device: plain.deviceid ?? encoded?.deviceId ?? null,
    deviceType: plain.devicetype ?? encoded?.deviceType ?? null,
    protocol: encoded?.protocol ?? null,
    log: isLogged ? query.slice(logFrom, logEnd < 0 ? query.length : logEnd) : null,
  };
}

/** The parameters that we read, by their names in lower case; others are stepped over. */
function partsOf(query: string, end: number): Partial<Record<Part, string>> {
  const found: Partial<Record<Part, string>> = {};
  for (let at = 0; at < end; ) {
    const next = query.indexOf('&', at);
    const partEnd = next < 0 || next > end ? end : next;
    const equals = query.slice(at, Math.min(partEnd, at + LONGEST_KEY + 1)).indexOf('=');
    const name = equals < 0 ? '' : query.slice(at, at + equals).toLowerCase();
    if (isPart(name) && partEnd > at + equals + 1) found[name] ??= queryDecoded(query.slice(at + equals + 1, partEnd));
    at = partEnd + 1;
  }
  return found;
}

/** The base64 in front, or null where the query is plain or cannot be read. */
function encodedOf(query: string): Partial<ReturnType<typeof wholeOf>> | null {
  const end = query.indexOf('&');
  return wholeOf(percentDecoded(query.slice(0, end < 0 ? 8_192 : Math.min(end, 8_192))));
}

function wholeOf(
  text: string,
): { command?: string; user?: string; deviceId?: string; deviceType?: string; protocol?: string } | null {
  const query = readBase64Query(text);
  if (typeof query === 'string') return null;
  const { deviceId, deviceType, ...rest } = query;
  return { ...rest, ...(deviceId === '' ? {} : { deviceId }), ...(deviceType === '' ? {} : { deviceType }) };
}
