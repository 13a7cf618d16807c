// How a directory fails: LDAP result codes (RFC 4511, appendix A) and socket errors as SourceErrors with hints.
// The server's text, the DN and the filter never leave this file; of code 49 the `data` number is read, no more.
import { LensError, SourceError } from '../../errors.ts';
import { tlsHint } from '../../net/tls-reasons.ts';
import type { Failure } from '../../source-codes.ts';

const HINTS = {
  1: 'The server treats the connection as not authenticated, or cannot carry out the search. Look at its log.',
  2: 'The server does not understand the request: is it a directory server, and is its paging enabled?',
  3: 'The server ended the search after its time limit (MaxQueryDuration). Make pageSize smaller, or index the filter.',
  4: 'The server cut the answer at its size limit. OpenLDAP: raise `limits ... size.prtotal=unlimited` for the account.',
  8: 'The server wants encryption for this bind: use ldaps://, or ldap:// with a server that supports StartTLS.',
  10: 'The base lies on another server: point url at a server that holds it.',
  11: 'An administrative limit was hit. OpenLDAP: pageSize must not exceed `size.pr`, and paging must be allowed.',
  12: 'The server refuses a control that the pass needs (paging): allow it for the account.',
  13: 'The server wants encryption: use ldaps://.',
  32: 'The base does not exist, or the account may not see it: check baseDn.',
  34: 'baseDn or bindDn is no valid distinguished name.',
  48: 'The server does not allow this kind of bind for the account.',
  49: 'Check bindDn and the secret. The poll does not try again by itself, since wrong tries lock accounts.',
  50: 'Grant the account read access to the base.',
  51: 'The server is busy; the poll tries again within its time budget.',
  52: 'The server is shutting down or not ready; the poll tries again within its time budget.',
  53: 'The server is unwilling: a paging cookie that it no longer knows, or a policy against this account.',
} as const;
export type HintedResult = keyof typeof HINTS;
const hints: Readonly<Record<number, string>> = HINTS;

/** What AD says behind `data` in the text of code 49: https://learn.microsoft.com/windows/win32/debug/system-error-codes */
const BIND_FAILURES: Readonly<Record<string, string>> = {
  '525': 'The account is not known: check bindDn.',
  '52e': 'Wrong password, or unknown account: check bindDn and the secret.',
  '530': 'The account may not log on at this time: check its logon hours.',
  '531': 'The account may not log on from here: check its list of workstations.',
  '532': 'The password of the account has expired: set a new one, and let it not expire.',
  '533': 'The account is disabled: enable it.',
  '701': 'The account has expired: extend it.',
  '773': 'The account must change its password at next logon: set the password and clear that flag.',
  '775': 'The account is locked out: unlock it, and look for what uses an old password.',
};

/** Codes after which the same request may succeed on a new connection. */
export const TRANSIENT = new Set(['ldap-51', 'ldap-52']);

/** Of a bind: no such kind of it, wrong secret, no right, a policy against the account. */
const REFUSED_BIND = new Set([48, 49, 50, 53]);

export function resultError(operation: string, code: number, serverText = ''): SourceError {
  const reason = code === 49 ? /\bdata ([0-9a-f]{3,4})\b/i.exec(serverText)?.[1]?.toLowerCase() : undefined;
  const known = reason === undefined ? undefined : BIND_FAILURES[reason];
  const detail = known === undefined ? '' : `, data ${reason}`;
  return new SourceError(`The directory refused the ${operation} with LDAP result ${code}${detail}.`, {
    code: `ldap-${code}`,
    hint: known ?? hints[code] ?? 'Look up the result code in RFC 4511 and at the log of the server.',
    refusedSignIns: operation === 'bind' && REFUSED_BIND.has(code) ? 1 : 0,
  });
}

const SOCKET_ERRORS: Readonly<Record<string, readonly [code: Failure, hint: string]>> = {
  ECONNREFUSED: ['refused', 'Nothing listens there: check host, port and firewall.'],
  EHOSTUNREACH: ['refused', 'The host cannot be reached: check the network and the firewall.'],
  ENETUNREACH: ['refused', 'The network cannot be reached.'],
  ENOTFOUND: ['unresolved', 'The host name is unknown: check url and DNS.'],
  EAI_AGAIN: ['unresolved', 'The name server does not answer.'],
  ETIMEDOUT: ['timeout', 'The host does not answer: check the firewall.'],
  ECONNRESET: [
    'reset',
    'The server closed the connection. On an ldap:// port use ldap://, on an ldaps:// port ldaps://.',
  ],
  EPIPE: ['reset', 'The server closed the connection.'],
};

/** A foreign error as ours; what it says about the peer is not carried over. */
export function connectionError(operation: string, error: unknown): LensError {
  if (error instanceof LensError) return error;
  const code = errorCode(error);
  const [name, hint] = SOCKET_ERRORS[code] ?? fallback(code, error);
  return new SourceError(`The connection to the directory failed during the ${operation} (${name}).`, {
    code: name,
    hint,
  });
}

// By shape, not by class: an error of Node may come from another realm.
function errorCode(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const TLS_ERRORS =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT|CRL_|UNABLE_TO|DEPTH_|SELF_SIGNED|EPROTO|HOSTNAME|INVALID_|PATH_LENGTH|ERROR_IN_|UNSPECIFIED)/;

function fallback(code: string, error: unknown): readonly [Failure, string] {
  if (TLS_ERRORS.test(code))
    return [
      'tls',
      tlsHint(error) ?? `TLS failed (${code}): check caFile, serverName and the certificate of the server.`,
    ];
  return ['reset', 'The connection was lost. The next poll starts the pass anew.'];
}

export function timeoutError(operation: string, setting: string): SourceError {
  return new SourceError(`The directory did not answer the ${operation} in time.`, {
    code: 'timeout',
    hint: `The server did not answer in time: look at its load, or raise ${setting}.`,
  });
}

/** Why a poll was stopped: the lease that was lost, or the time budget. */
export function abortedError(signal: AbortSignal): LensError {
  if (signal.reason instanceof LensError) return signal.reason;
  return new SourceError('The poll was stopped before the directory was read.', {
    code: 'time-budget',
    hint: 'A paging cookie dies with its connection: the next poll starts the pass anew. Raise timeBudgetSeconds if it recurs.',
  });
}
