// A request through a proxy or to a web server, as every format of access logs tells it. Path, query, cookie and referer
// are not in it: they are never cut out of a line.
import { type Moment, settled, type TimeDoubt } from '../zones.ts';
import { ignored, type LineState, type Reading } from './reading.ts';

export interface WebRequest {
  readonly kind: 'web';
  /** When it ended, UTC; it began `ms` before. */
  readonly at: number;
  readonly doubt: TimeDoubt | null;
  /** The same by the line alone, which may lie ahead. */
  readonly saidAt: number;
  readonly ms: number | null;
  readonly client: string | null;
  /** As the format quotes it, unescaped; `accountOf` tells the domain. */
  readonly user: string | null;
  readonly method: string | null;
  readonly host: string | null;
  /** Where the line names one. */
  readonly port: number | null;
  /** 0 where the client left before an answer. */
  readonly status: number;
  /** To the client. */
  readonly bytes: number | null;
  /** From the client. */
  readonly requestBytes: number | null;
  /** Of a proxy: TCP_MISS, TCP_DENIED, .. */
  readonly action: string | null;
  readonly categories: readonly string[];
  readonly blocked: boolean;
  readonly error: boolean;
  readonly mime: string | null;
  readonly userAgent: string | null;
  /** Of producers that give records one. */
  readonly recordId: string | null;
  /** True where the producer cut the record and the rest of it is unknown. */
  readonly truncated: boolean;
}

/** What formats find; the rest follows from it. */
export interface WebFound {
  readonly moment: Moment;
  readonly ms?: number | null;
  readonly client?: string | null;
  readonly user?: string | null;
  readonly method?: string | null;
  readonly host: string | null;
  readonly port?: number | null;
  readonly status: number;
  readonly bytes?: number | null;
  readonly requestBytes?: number | null;
  readonly action?: string | null;
  readonly categories?: readonly string[];
  readonly denied?: boolean;
  readonly mime?: string | null;
  readonly userAgent?: string | null;
  readonly recordId?: string | null;
  readonly truncated?: boolean;
}

const NONE: readonly string[] = [];
/** The proxy asks who it is: the request comes again. */
const PROXY_AUTHENTICATION = 407;

export function webRequest(found: WebFound, state: LineState): Reading<WebRequest> {
  const { status, action = null } = found;
  if (status === PROXY_AUTHENTICATION) return ignored('auth-challenge');
  const { at, doubt } = settled(found.moment, state);
  const event: WebRequest = {
    kind: 'web',
    at,
    doubt,
    saidAt: found.moment.at,
    ms: found.ms ?? null,
    client: found.client ?? null,
    user: found.user ?? null,
    method: found.method ?? null,
    host: found.host,
    port: found.port ?? null,
    status,
    bytes: found.bytes ?? null,
    requestBytes: found.requestBytes ?? null,
    action,
    categories: found.categories ?? NONE,
    blocked: found.denied === true || (action?.includes('DENIED') ?? false),
    error: status >= 400 || (status === 0 && action !== null && isFailure(action)),
    mime: found.mime ?? null,
    userAgent: found.userAgent ?? null,
    recordId: found.recordId ?? null,
    truncated: found.truncated ?? false,
  };
  return { is: 'event', event };
}

/** Of a request without an answer: the client left, or no connection was made. */
const isFailure = (action: string): boolean => action.includes('ABORTED') || action.startsWith('NONE');

/** Squid's words for what was no request, though it stands in the place of a URL. */
export const isNoRequest = (line: string, urlAt: number): boolean => line.startsWith('error:', urlAt);

/** A method is capital letters; what else stands first in a request line was no HTTP. */
export function isMethod(text: string): boolean {
  if (text.length > 32) return false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if ((code < 65 || code > 90) && code !== 45 && code !== 95) return false;
  }
  return text !== '' && text !== '-';
}

/** What a proxy did: TCP_MISS, NONE_NONE, TCP_MISS_ABORTED. */
export function isAction(line: string, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    const code = line.charCodeAt(i);
    if ((code < 65 || code > 90) && code !== 95) return false;
  }
  return to > from;
}
