// Squid's native access log: `time elapsed client action/status bytes method URL user hierarchy/peer type`. A user may hold
// blanks and is not quoted: the line is read from both ends. https://wiki.squid-cache.org/Features/LogFormat
// Nothing writes more lines than a proxy: they are read of their bytes, and no text of a line is made.
import { Buffer } from 'node:buffer';
import { Remembered } from '../remembered.ts';
import { digitsOf, lastPlaceOf, placeOf } from './bytes.ts';
import { percentDecoded } from './escapes.ts';
import { authorityTarget, NOWHERE, type Target } from './host.ts';
import { given, ignored, isBlank, type LineState, mayBeCut, misshapen, type Reading } from './reading.ts';
import { isNoRequest, type WebRequest, webRequest } from './web-request.ts';

/** Squid 5 cuts records at 8,191 bytes, their line ends too: the next one is glued to it. */
const RECORD_BYTES = 8_191;
const LONGEST_SCHEME = 32;

const BLANK = 32;
const HASH = 35;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const QUESTION = 63;
const AT = 64;
const BRACKET = 93;
const SMALL_E = 101;

const FEW = 1_024;
const MANY = 65_536;
const methods = new Remembered((text) => text, FEW);
const actions = new Remembered((text) => text, FEW);
const types = new Remembered(given, FEW);
const clients = new Remembered(given, MANY);
const users = new Remembered((text) => given(percentDecoded(text)), MANY);
const authorities = new Remembered((text) => authorityTarget(text, 0, text.length), MANY);

export function readSquid(line: string, state: LineState): Reading<WebRequest> {
  const bytes = Buffer.from(line);
  return readSquidBytes(bytes, 0, bytes.length, state) ?? (isBlank(line) ? ignored('empty') : misshapen(line));
}

/** Null where no time is in front: behind a prefix of syslog, or in the log of another product. */
export function readSquidBytes(bytes: Buffer, from: number, to: number, state: LineState): Reading<WebRequest> | null {
  const dot = behindDigits(bytes, from, to);
  const seconds = digitsOf(bytes, from, dot);
  const millis = digitsOf(bytes, dot + 1, dot + 4);
  if (seconds < 0 || millis < 0 || bytes[dot] !== DOT || bytes[dot + 4] !== BLANK) return null;
  const line = { length: to - from };
  let elapsedAt = dot + 5;
  while (bytes[elapsedAt] === BLANK) elapsedAt += 1;
  const elapsedEnd = placeOf(BLANK, bytes, elapsedAt, to);
  const clientEnd = placeOf(BLANK, bytes, elapsedEnd + 1, to);
  const slash = behindAction(bytes, clientEnd + 1, to);
  const statusEnd = placeOf(BLANK, bytes, slash + 1, to);
  const bytesEnd = placeOf(BLANK, bytes, statusEnd + 1, to);
  const methodEnd = placeOf(BLANK, bytes, bytesEnd + 1, to);
  const status = digitsOf(bytes, slash + 1, statusEnd);
  const sent = digitsOf(bytes, statusEnd + 1, bytesEnd);
  if (methodEnd >= to || slash === clientEnd + 1 || bytes[slash] !== SLASH) return misshapen(line);
  if (status < 0 || status > 999 || sent < 0) return misshapen(line);

  const urlEnd = placeOf(BLANK, bytes, methodEnd + 1, to);
  const rest = urlEnd === to ? null : restOf(bytes, from, urlEnd, to);
  if (rest === null && !mayBeCut(line)) return misshapen(line);
  const method = methods.of(bytes, bytesEnd + 1, methodEnd);
  const target = targetOf(bytes, methodEnd + 1, urlEnd, method === 'CONNECT');
  if (target.host === null) return ignored('no-request');
  const ms = digitsOf(bytes, elapsedAt, elapsedEnd);
  return webRequest(
    {
      moment: { at: seconds * 1_000 + millis, doubt: null },
      ms: ms < 0 ? null : ms,
      client: clients.of(bytes, elapsedEnd + 1, clientEnd),
      user: rest === null ? null : users.of(bytes, urlEnd + 1, rest.userEnd),
      method,
      host: target.host,
      port: target.port,
      status,
      bytes: sent,
      action: actions.of(bytes, clientEnd + 1, slash),
      mime: rest === null ? null : types.of(bytes, rest.mimeAt, rest.mimeEnd),
      truncated: rest === null,
    },
    state,
  );
}

/** Of `scheme://user@host:port/..`, in a tunnel of `host:port`. Neither path nor credentials are cut out. */
function targetOf(bytes: Buffer, from: number, to: number, isTunnel: boolean): Target {
  if (bytes[from] === SMALL_E && isNoRequest(bytes.toString('latin1', from, from + 16), 0)) return NOWHERE;
  let start = isTunnel ? from : behindScheme(bytes, from, to);
  if (start < 0) return NOWHERE;
  let end = start;
  for (; end < to; end += 1) {
    const byte = bytes[end];
    if (byte === SLASH || byte === QUESTION || byte === HASH) break;
    if (byte === AT) start = end + 1;
  }
  return authorities.of(bytes, start, end);
}

/** -1 for a path alone. */
function behindScheme(bytes: Buffer, from: number, to: number): number {
  const colon = placeOf(COLON, bytes, from, Math.min(to, from + LONGEST_SCHEME + 1));
  const first = (bytes[from] ?? 0) | 32;
  const isScheme = first >= 97 && first <= 122 && colon + 3 <= to && bytes[colon] === COLON;
  return isScheme && bytes[colon + 1] === SLASH && bytes[colon + 2] === SLASH ? colon + 3 : -1;
}

interface Rest {
  readonly userEnd: number;
  readonly mimeAt: number;
  readonly mimeEnd: number;
}

/** What stands behind the URL, or null where the record was cut. */
function restOf(bytes: Buffer, from: number, urlEnd: number, to: number): Rest | null {
  if (bytes[to - 1] === BRACKET) return beforeHeaders(bytes, urlEnd, to);
  const mimeAt = lastPlaceOf(BLANK, bytes, urlEnd, to) + 1;
  const userEnd = lastPlaceOf(BLANK, bytes, urlEnd, mimeAt - 1);
  if (userEnd <= urlEnd + 1 || !isHierarchy(bytes, userEnd + 1, mimeAt - 1)) return null;
  // Of a longer line the end is that of another record, glued to this one.
  return to - from < RECORD_BYTES ? { userEnd, mimeAt, mimeEnd: to } : null;
}

/** `log_mime_hdrs on` appends headers, which are never read: the first hierarchy behind the URL ends the user. */
function beforeHeaders(bytes: Buffer, urlEnd: number, to: number): Rest | null {
  let userEnd = placeOf(BLANK, bytes, urlEnd + 2, to);
  while (userEnd < to) {
    const next = placeOf(BLANK, bytes, userEnd + 1, to);
    if (next >= to) return null;
    if (isHierarchy(bytes, userEnd + 1, next)) {
      const mimeEnd = placeOf(BLANK, bytes, next + 1, to);
      return mimeEnd >= to ? null : { userEnd, mimeAt: next + 1, mimeEnd };
    }
    userEnd = next;
  }
  return null;
}

function behindDigits(bytes: Buffer, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 48 || byte > 57) break;
  }
  return at;
}

/** Behind TCP_MISS, NONE_NONE, TCP_MISS_ABORTED. */
function behindAction(bytes: Buffer, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte < 65 || byte > 90) && byte !== 95) break;
  }
  return at;
}

/** HIER_DIRECT/198.51.100.7 */
function isHierarchy(bytes: Buffer, from: number, to: number): boolean {
  const slash = behindAction(bytes, from, to);
  return slash > from && slash < to - 1 && bytes[slash] === SLASH;
}
