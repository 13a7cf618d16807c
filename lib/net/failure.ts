// Turns whatever a connection, TLS or a status says into a SourceError of ours: a code, a hint, and nothing foreign.
// Errors of axios and Node quote URLs, tokens and names, so only their codes are looked at.
import { LensError, SourceError } from '../errors.ts';
import type { Failure } from '../source-codes.ts';
import type { RequestKeys } from './http.ts';
import { tlsHint } from './tls-reasons.ts';

/** No byte for the idle time: the connection is half-open, or the server hangs. */
export class IdleTimeout extends Error {
  readonly code = 'IDLE_TIMEOUT';
}

/** The body grew beyond its bound, decoded. */
export class TooLarge extends Error {
  readonly code = 'TOO_LARGE';
}

const UNREACHED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);
const UNRESOLVED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const TLS =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_|CRL_)/;
const TIMEOUT = new Set(['IDLE_TIMEOUT', 'CONNECT_TIMEOUT', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** Of requests that do not say what they are made of. */
const NO_KEYS: RequestKeys = { address: 'the address', account: 'the credentials of this source' };

const authority = ({ caFile }: RequestKeys): string => caFile ?? '`caFile`';
/** Polls alone have a proxy. */
const andProxy = ({ caFile }: RequestKeys): string => (caFile === undefined ? ' and `proxy`' : '');
const next = ({ caFile }: RequestKeys): string =>
  caFile === undefined ? 'the next poll tries again' : 'it is tried again';
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const failures = {
  tls: [
    'The TLS connection was refused.',
    (keys) => `Check the certificate of the server, its name and date, and ${authority(keys)} for a private CA.`,
  ],
  refused: [
    'The server cannot be reached.',
    ({ caFile }) =>
      caFile === undefined ? 'Check address, port, firewall and `proxy`.' : 'Check address, port and firewall.',
  ],
  unresolved: [
    'The host name is unknown.',
    ({ caFile }) =>
      caFile === undefined ? 'Check the address, the name of the `proxy`, and DNS.' : 'Check the address and DNS.',
  ],
  timeout: ['The server did not answer in time.', (keys) => `Check firewall${andProxy(keys)}; ${next(keys)}.`],
  reset: [
    'The connection ended before the answer did.',
    (keys) => `${capital(next(keys))}; look at the proxy or the server if it stays.`,
  ],
  'too-large': [
    'The answer is larger than its bound.',
    () => 'The address may not be the API, or something answers in its place.',
  ],
  'not-json': [
    'The answer is no valid JSON.',
    (keys) => `Often a login or error page of a proxy answers: check address${andProxy(keys)}.`,
  ],
  'long-head': [
    'The head of the answer is larger than its bound.',
    (keys) =>
      `The headers of the answer are longer than 16 kB, mostly by cookies: check address${andProxy(keys)}, and what answers there.`,
  ],
  'not-http': [
    'The answer is no HTTP.',
    ({ caFile }) =>
      `Another kind of server answers: check host name and port in the address${caFile === undefined ? ', and `proxy`' : ''}.`,
  ],
} as const satisfies Readonly<Record<Failure, readonly [string, (keys: RequestKeys) => string]>>;

export function failure(code: Failure, hint: string = failures[code][1](NO_KEYS)): SourceError {
  return new SourceError(failures[code][0], { code, hint });
}

/** A foreign error as ours. */
export const failureOf = (error: unknown, keys: RequestKeys = NO_KEYS): SourceError => {
  const code = classify(error).failure;
  return failure(code, (code === 'tls' ? tlsHint(error) : null) ?? failures[code][1](keys));
};

/** An answer beyond a bound other than its size: `what` says which. */
export function tooMuch(what: string): SourceError {
  const [message] = failures['too-large'];
  const hint = `It has ${what}: the address may not be the API, or something answers in its place.`;
  return new SourceError(message, { code: 'too-large', hint });
}

/** The failure that an error's code stands for, and whether the request certainly never left. */
export function classify(error: unknown): { failure: Failure; unsent: boolean } {
  const codes = codesOf(error);
  const any = (known: (code: string) => boolean): boolean => codes.some(known);
  if (any((c) => c === 'TOO_LARGE')) return { failure: 'too-large', unsent: false };
  if (any((c) => c === 'HPE_HEADER_OVERFLOW')) return { failure: 'long-head', unsent: false };
  if (any((c) => c === 'HPE_INVALID_CONSTANT' || c === 'HPE_INVALID_VERSION'))
    return { failure: 'not-http', unsent: false };
  if (any((c) => TLS.test(c))) return { failure: 'tls', unsent: true };
  if (any((c) => UNRESOLVED.has(c))) return { failure: 'unresolved', unsent: true };
  if (any((c) => UNREACHED.has(c))) return { failure: 'refused', unsent: true };
  if (any((c) => TIMEOUT.has(c))) return { failure: 'timeout', unsent: any((c) => c === 'CONNECT_TIMEOUT') };
  if (any((c) => c.startsWith('Z_') || c.startsWith('ERR_BROTLI'))) return { failure: 'not-json', unsent: false };
  return { failure: 'reset', unsent: false };
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let e = error, depth = 0; typeof e === 'object' && e !== null && depth < 4; depth++) {
    const code: unknown = Reflect.get(e, 'code');
    if (typeof code === 'string') codes.push(code);
    const inner: unknown = Reflect.get(e, 'errors');
    // Happy eyeballs: one error per address that was tried.
    if (Array.isArray(inner)) for (const one of inner) for (const its of codesOf(one)) codes.push(its);
    e = Reflect.get(e, 'cause');
  }
  return codes;
}

const UNKNOWN_REQUEST = 'This version of the product may not know the request: check address, version and settings.';
const NO_PERMISSION = 'The account lacks a permission for this part of the API.';
const CLIENT_CERTIFICATE = 'some ask for a certificate of the client, which EMM Lens does not have';
const PAGE = `A web page came with it: a web server or proxy before the product may have refused the request; ${CLIENT_CERTIFICATE}.`;
const SERVER_BEFORE = `A web server before the product refused the connection: ${CLIENT_CERTIFICATE}.`;
const redirect = (keys: RequestKeys): string =>
  `Redirects are not followed: often a login page answers in place of the API. Check address${andProxy(keys)}.`;

const WAITS = (keys: RequestKeys): string => `It asks to come again later, or is overloaded: ${next(keys)}.`;

type StatusHint = (keys: RequestKeys, isPage: boolean) => string;
const STATUS_HINTS = {
  304: ({ caFile }) =>
    `Nothing had been asked about changes: a cache between answers so. Exempt the address from it${caFile === undefined ? ', and check `proxy`' : ''}.`,
  400: (_, isPage) => (isPage ? `${UNKNOWN_REQUEST} ${PAGE}` : UNKNOWN_REQUEST),
  401: ({ account, address }) =>
    `Check ${account}: expired, replaced or locked? Else ${address}: another product may answer there.`,
  403: (_, isPage) => (isPage ? `${NO_PERMISSION} ${PAGE}` : NO_PERMISSION),
  404: ({ address }) => `Check ${address}: another product, or another version of it, may answer there.`,
  405: () => UNKNOWN_REQUEST,
  406: () => UNKNOWN_REQUEST,
  407: () => 'The proxy asks for credentials, or refuses those that it gets: check `proxyCredentials`.',
  415: () => UNKNOWN_REQUEST,
  429: WAITS,
  495: () => SERVER_BEFORE,
  496: () => SERVER_BEFORE,
  501: () => UNKNOWN_REQUEST,
  503: WAITS,
  504: WAITS,
  511: redirect,
} as const satisfies Readonly<Record<number, StatusHint>>;
export type HintedStatus = keyof typeof STATUS_HINTS;
const statusHints: Readonly<Record<number, StatusHint>> = STATUS_HINTS;

function statusHint(status: number, keys: RequestKeys, isPage: boolean): string {
  const known = statusHints[status]?.(keys, isPage);
  if (known !== undefined) return known;
  if (status >= 500) return `${capital(next(keys))}.`;
  return status >= 400 ? `The request was refused as it is: check ${keys.address}${andProxy(keys)}.` : redirect(keys);
}

interface StatusDetails {
  readonly retryAfterSeconds?: number;
  /** Whether it came with HTML. */
  readonly isPage?: boolean;
  readonly keys?: RequestKeys | undefined;
}

/** For an answer that was not asked for; `status` is all that is told of it. */
export function statusError(status: number, details: StatusDetails = {}): SourceError {
  const { retryAfterSeconds, isPage = false, keys = NO_KEYS } = details;
  return new SourceError(`The server answered with status ${status}.`, {
    code: `http-${status}`,
    hint: statusHint(status, keys, isPage),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    // The proxy's account is one, too.
    refusedSignIns: status === 401 || status === 407 ? 1 : 0,
  });
}

export function timeBudget(waitMs: number): SourceError {
  return new SourceError('The server asks for a longer wait than the poll has time for.', {
    code: 'time-budget',
    hint: 'Nothing is lost: the next poll goes on at the same page.',
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}

/** Why the signal stopped the work: our own reason where it carries one. */
export function stopped(signal: AbortSignal): LensError {
  if (signal.reason instanceof LensError) return signal.reason;
  return new SourceError('The request was stopped.', {
    code: 'stopped',
    hint: 'The collector stops: what is due is sent, or read on, after its next start.',
  });
}
