// Squid's native access log: `time elapsed client action/status bytes method URL user hierarchy/peer type`. A user may hold
// blanks and is not quoted: the line is read from both ends. https://wiki.squid-cache.org/Features/LogFormat
import { behindDigits, digits } from './digits.ts';
import { percentDecoded } from './escapes.ts';
import { authorityTarget, urlTarget } from './host.ts';
import { given, ignored, isBlank, type LineState, mayBeCut, misshapen, type Reading } from './reading.ts';
import { isNoRequest, type WebRequest, webRequest } from './web-request.ts';

/** Squid 5 cuts records at 8,191 bytes, their line ends too: the next one is glued to it. */
const RECORD_BYTES = 8_191;
const BLANK = 32;

export function readSquid(line: string, state: LineState): Reading<WebRequest> {
  const dot = behindDigits(line, 0);
  const seconds = digits(line, 0, dot);
  const millis = digits(line, dot + 1, dot + 4);
  if (seconds < 0 || millis < 0 || line.charAt(dot) !== '.' || line.charCodeAt(dot + 4) !== BLANK)
    return isBlank(line) ? ignored('empty') : misshapen(line);
  let elapsedAt = dot + 5;
  while (line.charCodeAt(elapsedAt) === BLANK) elapsedAt += 1;
  const elapsedEnd = line.indexOf(' ', elapsedAt);
  const clientEnd = line.indexOf(' ', elapsedEnd + 1);
  const slash = line.indexOf('/', clientEnd + 1);
  const statusEnd = line.indexOf(' ', slash + 1);
  const bytesEnd = line.indexOf(' ', statusEnd + 1);
  const methodEnd = line.indexOf(' ', bytesEnd + 1);
  if (elapsedEnd < 0 || clientEnd < 0 || slash < 0 || statusEnd < 0 || bytesEnd < 0 || methodEnd < 0)
    return misshapen(line);
  const status = digits(line, slash + 1, statusEnd);
  const bytes = digits(line, statusEnd + 1, bytesEnd);
  if (status < 0 || status > 999 || bytes < 0 || !isAction(line, clientEnd + 1, slash)) return misshapen(line);

  const urlEnd = line.indexOf(' ', methodEnd + 1);
  const rest = urlEnd < 0 ? null : restOf(line, urlEnd);
  if (rest === null && !mayBeCut(line)) return misshapen(line);
  const method = line.slice(bytesEnd + 1, methodEnd);
  const end = urlEnd < 0 ? line.length : urlEnd;
  if (isNoRequest(line, methodEnd + 1)) return ignored('no-request');
  const target = (method === 'CONNECT' ? authorityTarget : urlTarget)(line, methodEnd + 1, end);
  if (target.host === null) return ignored('no-request');
  const ms = digits(line, elapsedAt, elapsedEnd);
  return webRequest(
    {
      moment: { at: seconds * 1_000 + millis, doubt: null },
      ms: ms < 0 ? null : ms,
      client: given(line.slice(elapsedEnd + 1, clientEnd)),
      user: rest === null ? null : given(percentDecoded(line.slice(urlEnd + 1, rest.userEnd))),
      method,
      host: target.host,
      port: target.port,
      status,
      bytes,
      action: line.slice(clientEnd + 1, slash),
      mime: rest === null ? null : given(line.slice(rest.mimeAt, rest.mimeEnd)),
      truncated: rest === null,
    },
    state,
  );
}

interface Rest {
  readonly userEnd: number;
  readonly mimeAt: number;
  readonly mimeEnd: number;
}

/** What stands behind the URL, or null where the record was cut. */
function restOf(line: string, urlEnd: number): Rest | null {
  if (line.endsWith(']')) return beforeHeaders(line, urlEnd);
  const mimeAt = line.lastIndexOf(' ') + 1;
  const userEnd = line.lastIndexOf(' ', mimeAt - 2);
  if (userEnd <= urlEnd + 1 || !isHierarchy(line, userEnd + 1, mimeAt - 1)) return null;
  // Of a longer line the end is that of another record, glued to this one.
  const isOne = line.length < RECORD_BYTES / 3 || Buffer.byteLength(line) < RECORD_BYTES;
  return isOne ? { userEnd, mimeAt, mimeEnd: line.length } : null;
}

/** `log_mime_hdrs on` appends headers, which are never read: the first hierarchy behind the URL ends the user. */
function beforeHeaders(line: string, urlEnd: number): Rest | null {
  let userEnd = line.indexOf(' ', urlEnd + 2);
  while (userEnd >= 0) {
    const next = line.indexOf(' ', userEnd + 1);
    if (next < 0) return null;
    if (isHierarchy(line, userEnd + 1, next)) {
      const mimeEnd = line.indexOf(' ', next + 1);
      return mimeEnd < 0 ? null : { userEnd, mimeAt: next + 1, mimeEnd };
    }
    userEnd = next;
  }
  return null;
}

/** TCP_MISS, NONE_NONE, TCP_MISS_ABORTED. */
export function isAction(line: string, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    const code = line.charCodeAt(i);
    if ((code < 65 || code > 90) && code !== 95) return false;
  }
  return to > from;
}

/** HIER_DIRECT/198.51.100.7 */
function isHierarchy(line: string, from: number, to: number): boolean {
  let slash = from;
  while (slash < to && isAction(line, slash, slash + 1)) slash += 1;
  return slash > from && slash < to - 1 && line.charCodeAt(slash) === 47;
}
