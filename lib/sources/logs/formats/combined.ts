// Common and combined logs of Apache, nginx, lighttpd and Squid: one name, four ways of quoting. User names hold blanks and
// quotes and are not quoted: the date anchors the line. https://httpd.apache.org/docs/2.4/logs.html#combined

import { isIP } from 'node:net';
import type { Moment } from '../zones.ts';
import { behindDigits, digits } from './digits.ts';
import { percentDecoded, quoteFrom, unescaped } from './escapes.ts';
import { authorityTarget, clientOf, NOWHERE, nameTarget, type Target, urlTarget } from './host.ts';
import {
  given,
  ignored,
  isBlank,
  type LineState,
  mayBeCut,
  misshapen,
  type Reading,
  type ReadLine,
  rejected,
} from './reading.ts';
import { apacheMoment } from './stamps.ts';
import { isAction, isMethod, isNoRequest, type WebRequest, webRequest } from './web-request.ts';

/** Of `[02/Nov/2026:06:12:44 +0100`, before `] "`. */
const STAMP_LENGTH = 27;
const BEHIND_STAMP = '] "';

/** The second field is an ident, which would be the name of a person. */
export const readCombined: ReadLine<WebRequest> = (line, state) => readWith(line, state, false);
/** lighttpd writes the Host header there: https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_accesslog */
export const readLighttpd: ReadLine<WebRequest> = (line, state) => readWith(line, state, true);

function readWith(line: string, state: LineState, isHostSecond: boolean): Reading<WebRequest> {
  const origin = originOf(line);
  if (origin === null) return isBlank(line) ? ignored('empty') : misshapen(line);
  const stamp = stampOf(line, origin.end, state);
  if (stamp === null) return line.includes(BEHIND_STAMP, origin.end) ? rejected('time') : misshapen(line);
  const requestAt = stamp.end + BEHIND_STAMP.length;
  const answer = answerOf(line, requestAt);
  if (answer === null) return misshapen(line);
  const request = requestOf(line, requestAt, answer.requestEnd);
  if (request === null) return ignored('no-request');
  const tail = tailOf(line, answer.end);
  // Squid's record of a request that never was; a web server's has no host of its own.
  if (request.host === null && (tail.action?.startsWith('NONE') ?? false)) return ignored('no-request');
  const server = origin.isNamed || isHostSecond ? nameTarget(origin.server) : NOWHERE;
  const { host, port } = request.host === null ? server : request;
  return webRequest(
    {
      moment: stamp.moment,
      client: clientOf(origin.client),
      user: userOf(line.slice(origin.end + 1, stamp.start - 1), tail.action !== null),
      method: request.method,
      host,
      port,
      status: answer.status,
      bytes: answer.bytes,
      ...tail,
    },
    state,
  );
}

interface Origin {
  readonly client: string;
  readonly server: string;
  /** Whether the server names itself in front. */
  readonly isNamed: boolean;
  readonly end: number;
}

/** `client ident`, or `server:port client ident` (Apache's vhost_combined). */
function originOf(line: string): Origin | null {
  const firstEnd = line.indexOf(' ');
  const secondEnd = line.indexOf(' ', firstEnd + 1);
  if (firstEnd < 1 || secondEnd < 0) return null;
  const [first, second] = [line.slice(0, firstEnd), line.slice(firstEnd + 1, secondEnd)];
  if (second === '-' || !first.includes(':') || isIP(first) > 0 || isIP(second) === 0)
    return { client: first, server: second, isNamed: false, end: secondEnd };
  const end = line.indexOf(' ', secondEnd + 1);
  return end < 0 ? null : { client: second, server: first, isNamed: true, end };
}

/** Squid writes what is not ASCII in percent; Apache an empty name in quotes. */
function userOf(text: string, isSquid: boolean): string | null {
  const user = unescaped(text);
  return user === '""' ? null : given(isSquid ? percentDecoded(user) : user);
}

/** The first ` [stamp] "`: whoever calls himself so cannot write the quote. */
function stampOf(line: string, from: number, state: LineState): (Span & { readonly moment: Moment }) | null {
  for (let end = line.indexOf(BEHIND_STAMP, from); end >= 0; end = line.indexOf(BEHIND_STAMP, end + 1)) {
    const start = end - STAMP_LENGTH;
    if (start <= from || line.charAt(start) !== '[' || line.charAt(start - 1) !== ' ') continue;
    const moment = apacheMoment(line.slice(start + 1, end), state.zone);
    if (moment !== undefined) return { start, end, moment };
  }
  return null;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Answer {
  readonly requestEnd: number;
  readonly status: number;
  readonly bytes: number;
  /** Where the tail begins. */
  readonly end: number;
}

/** Status and bytes behind the request, whose end is the first unescaped quote that has them behind it. */
function answerOf(line: string, requestAt: number): Answer | null {
  for (let quote = quoteFrom(line, requestAt); quote >= 0; quote = quoteFrom(line, quote + 1)) {
    // A request that was cut, and the next record glued to it: the answer is that of the other one.
    if (line.startsWith(BEHIND_STAMP, quote - 2) && mayBeCut(line)) return null;
    const statusEnd = behindDigits(line, quote + 2);
    const status = digits(line, quote + 2, statusEnd);
    if (status < 0 || status > 999 || line.charAt(quote + 1) !== ' ' || line.charAt(statusEnd) !== ' ') continue;
    const isNone = line.charAt(statusEnd + 1) === '-';
    const end = isNone ? statusEnd + 2 : behindDigits(line, statusEnd + 1);
    const bytes = isNone ? 0 : digits(line, statusEnd + 1, end);
    if (bytes >= 0 && (end === line.length || line.charAt(end) === ' '))
      return { requestEnd: quote, status, bytes, end };
  }
  return null;
}

/** `METHOD target HTTP/x`, or null for what was no HTTP. */
export function requestOf(line: string, from: number, to: number): (Target & { readonly method: string }) | null {
  const methodEnd = line.indexOf(' ', from);
  const targetEnd = line.lastIndexOf(' ', to);
  if (methodEnd < 0 || methodEnd >= targetEnd || !line.startsWith('HTTP/', targetEnd + 1)) return null;
  const method = line.slice(from, methodEnd);
  if (!isMethod(method) || isNoRequest(line, methodEnd + 1)) return null;
  return { method, ...(method === 'CONNECT' ? authorityTarget : urlTarget)(line, methodEnd + 1, targetEnd) };
}

interface Tail {
  readonly action: string | null;
  readonly userAgent: string | null;
  readonly truncated: boolean;
}

const NO_TAIL: Tail = { action: null, userAgent: null, truncated: false };

/** Behind the bytes: referer (unread) and agent in quotes, and what Squid did. */
function tailOf(line: string, from: number): Tail {
  if (from >= line.length) return NO_TAIL;
  if (mayBeCut(line) && line.includes(BEHIND_STAMP, from)) return { ...NO_TAIL, truncated: true };
  const action = actionAt(line, line.lastIndexOf(' ') + 1);
  if (!line.startsWith(' "', from)) return { ...NO_TAIL, action };
  const refererEnd = spacedQuote(line, from + 2);
  if (refererEnd < 0 || line.charAt(refererEnd + 2) !== '"')
    return { ...NO_TAIL, action, truncated: refererEnd + 1 !== line.length };
  const start = refererEnd + 3;
  const end = action === null ? spacedQuote(line, start) : line.lastIndexOf('" ');
  if (end < start) return { ...NO_TAIL, action, truncated: true };
  return { action, userAgent: given(unescaped(line.slice(start, end))), truncated: false };
}

/** The next unescaped quote with a blank, or nothing, behind it: Squid does not escape those of agents. */
function spacedQuote(line: string, from: number): number {
  for (let at = quoteFrom(line, from); at >= 0; at = quoteFrom(line, at + 1))
    if (at + 1 === line.length || line.charCodeAt(at + 1) === 32) return at;
  return -1;
}

/** `TCP_MISS:HIER_DIRECT` at the end of a line. */
function actionAt(line: string, from: number): string | null {
  const colon = line.indexOf(':', from);
  return isAction(line, from, colon) && isAction(line, colon + 1, line.length) ? line.slice(from, colon) : null;
}
