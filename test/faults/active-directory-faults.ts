// The faults of a directory. Most of them strike the daily full pass, in the middle of its pages: there a mistake removes.

import type { LdapFaultRule } from '../../local/fleet/active-directory/faults.ts';
import type { TransportFault } from '../../local/fleet/http/listener.ts';
import type { Company } from '../end-to-end/company.ts';
import { controllers } from './active-directory-controllers.ts';
import { broken, during, HINT, inGroup, midway, PEOPLE } from './active-directory-outcomes.ts';
import { activeDirectory, dayPasses } from './active-directory-target.ts';
import { type Fault, type FaultTable, failed, OK, TRIED } from './fault.ts';
import { HINTS } from './hints.ts';

const transport =
  (mode: TransportFault) =>
  ({ fleet }: Company): Promise<void> =>
    fleet.systems['active-directory'].transport(mode);

/** A wrong password counts towards the lockout of the account: one try a poll. */
function oneTry({ fleet }: Company): void {
  if (fleet.systems['active-directory'].struck !== 1)
    throw new RangeError(`the password was tried ${fleet.systems['active-directory'].struck} times`);
}

const connection = inGroup('connection');
const connections: readonly Fault[] = [
  connection(transport('refused'), {
    name: 'the port is closed',
    outcome: failed('refused', 'Nothing listens there: check host, port and firewall.'),
    remedy: 'Start the server, or correct its address; look at the firewall.',
  }),
  connection(transport('half-open'), {
    name: 'connections are accepted and never answered',
    outcome: failed('timeout', HINT.connectTimeout),
    remedy: 'Look at the server, and at the firewall or balancer before it.',
  }),
  connection(midway('cut'), {
    name: 'the connection is reset in the middle of a page',
    outcome: broken('reset', HINT.reset),
    remedy: 'Nothing, once; else look at the server and at what is between.',
  }),
  connection(midway('stall'), {
    name: 'silence in the middle of a page',
    outcome: broken('timeout', HINT.operationTimeout),
    remedy: 'Look at the load of the server.',
  }),
  connection(midway('drip'), {
    name: 'a page that comes byte by byte',
    outcome: broken('timeout', HINT.operationTimeout),
    remedy: 'Look at the load of the server and of the network; make `pageSize` smaller.',
  }),
  connection(during({ fault: 'disconnect', base: PEOPLE, continued: true }), {
    name: 'a notice of disconnection',
    outcome: broken('reset', HINT.reset),
    remedy: 'Nothing: the server was stopped or restarted.',
  }),
];

const tls = inGroup('TLS');
const tlsHint = (code: string) => `TLS failed (${code}): check caFile, serverName and the certificate of the server.`;
const handshakes: readonly Fault[] = [
  tls(transport('expired'), {
    name: 'the certificate has expired',
    outcome: failed('tls', tlsHint('CERT_HAS_EXPIRED')),
    remedy: 'Renew the certificate of the server.',
  }),
  tls(transport('wrong-name'), {
    name: 'the certificate is of another name',
    outcome: failed('tls', tlsHint('ERR_TLS_CERT_ALTNAME_INVALID')),
    remedy: 'Use the name in the certificate, as `url` or `serverName`.',
  }),
  tls(transport('unknown-authority'), {
    name: 'the certificate is of an unknown authority',
    outcome: failed('tls', tlsHint('CERT_SIGNATURE_FAILURE')),
    remedy: 'Give the CA of the company as `caFile`.',
  }),
  tls(transport('self-signed'), {
    name: 'the certificate is signed by itself',
    outcome: failed('tls', tlsHint('DEPTH_ZERO_SELF_SIGNED_CERT')),
    remedy: 'Give the server a certificate of the company’s CA, or name this one as `caFile`.',
  }),
  tls(({ fleet }) => fleet.systems['active-directory'].faults.set({ fault: 'unavailable', operation: 'start-tls' }), {
    name: 'StartTLS is refused',
    outcome: failed(
      'tls',
      'The server offers no TLS on this port: give it a certificate, or use ldaps://. Nothing was sent in clear.',
    ),
    remedy: 'Give the domain controller a certificate.',
    verify: ({ fleet }) => {
      const before = fleet.systems['active-directory'].requests.findLast(({ operation }) => operation !== 'extended');
      if (before?.encrypted === false) throw new RangeError('something else was sent in clear');
    },
  }),
];

const status = inGroup('status');
const bindFault = (fault: LdapFaultRule['fault'], count = Number.POSITIVE_INFINITY) =>
  during({ fault, operation: 'bind', count });
const codes: readonly Fault[] = [
  status(bindFault('invalid-credentials'), {
    name: 'the password is wrong',
    outcome: failed('ldap-49', 'Wrong password, or unknown account: check bindDn and the secret.'),
    remedy: `Correct \`bindDn\`, or the secret. ${TRIED}`,
    verify: oneTry,
  }),
  status(bindFault('password-expired'), {
    name: 'the password has expired',
    outcome: failed('ldap-49', 'The password of the account has expired: set a new one, and let it not expire.'),
    remedy: 'Set a new password.',
    verify: oneTry,
  }),
  status(bindFault('account-locked'), {
    name: 'the account is locked out',
    outcome: failed('ldap-49', 'The account is locked out: unlock it, and look for what uses an old password.'),
    remedy: 'Unlock the account.',
    verify: oneTry,
  }),
  status(during({ fault: 'insufficient-rights', base: PEOPLE }), {
    name: 'insufficientAccessRights',
    outcome: broken('ldap-50', 'Grant the account read access to the base.', 'nothing'),
    remedy: 'Grant the account read access.',
  }),
  status(during({ fault: 'no-such-object', base: PEOPLE }), {
    name: 'the base does not exist',
    outcome: broken('ldap-32', 'The base does not exist, or the account may not see it: check baseDn.', 'nothing'),
    remedy: 'Correct `baseDn`.',
  }),
  status(midway('operations-error'), {
    name: 'operationsError in the middle',
    outcome: broken(
      'ldap-1',
      'The server treats the connection as not authenticated, or cannot carry out the search. Look at its log.',
    ),
    remedy: 'Look at the log of the server.',
  }),
  status(midway('size-limit'), {
    name: 'sizeLimitExceeded after half a page',
    outcome: broken(
      'ldap-4',
      'The server cut the answer at its size limit. OpenLDAP: raise `limits ... size.prtotal=unlimited` for the account.',
    ),
    remedy: 'Lift the limit of the account.',
  }),
  status(midway('time-limit'), {
    name: 'timeLimitExceeded after half a page',
    outcome: broken(
      'ldap-3',
      'The server ended the search after its time limit (MaxQueryDuration). Make pageSize smaller, or index the filter.',
    ),
    remedy: 'Make `pageSize` smaller, or index what `filter` names.',
  }),
  status(midway('admin-limit'), {
    name: 'adminLimitExceeded after half a page',
    outcome: broken(
      'ldap-11',
      'An administrative limit was hit. OpenLDAP: pageSize must not exceed `size.pr`, and paging must be allowed.',
    ),
    remedy: 'Lift the limit of the account, or make `pageSize` smaller.',
  }),
  status(during({ fault: 'referral', base: PEOPLE }), {
    name: 'a referral instead of an answer',
    outcome: broken('ldap-10', 'The base lies on another server: point url at a server that holds it.', 'nothing'),
    remedy: 'Name a server of that domain in `url`.',
  }),
];

const throttling = inGroup('throttling');
const waits: readonly Fault[] = [
  throttling(midway('busy', { count: 1 }), {
    name: 'busy in the middle of the pages, for a moment',
    outcome: OK,
    remedy: 'Nothing: it was asked again on a new connection.',
  }),
  throttling(midway('busy'), {
    name: 'busy in the middle of the pages, for good',
    outcome: broken(
      'time-budget',
      'The next poll goes on at the last checkpoint. Raise timeBudgetSeconds where it never gets through.',
    ),
    remedy: 'Look at the load of the server; the log says which result code it was.',
  }),
  throttling(bindFault('unavailable', 1), {
    name: 'unavailable at the bind, for a moment',
    outcome: OK,
    remedy: 'Nothing: it was asked again.',
  }),
];

const body = inGroup('body');
const messages: readonly Fault[] = [
  body(midway('not-ldap'), {
    name: 'an answer that is not LDAP',
    outcome: broken('protocol', HINT.protocol),
    remedy: 'Look at what is between; name the directory server itself.',
  }),
  body(bindFault('not-ldap'), {
    name: 'an answer to the bind that is not LDAP',
    outcome: failed('protocol', HINT.protocol),
    remedy: 'Correct `url`: another service listens there.',
  }),
  body(midway('huge-length'), {
    name: 'a message that says it has 4 GB',
    outcome: broken('protocol', HINT.protocol),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(midway('flood'), {
    name: 'a page that never ends',
    outcome: broken(
      'too-large',
      'Nothing was removed. Make pageSize smaller; a server that does not keep to it cannot be read.',
    ),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(midway('countless-values'), {
    name: 'entries with millions of empty values',
    outcome: broken('too-large', `It has more than 20,000 values of an attribute. ${HINT.protocol}`),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(({ fleet }) => fleet.systems['active-directory'].controller.boast(1_000_000), {
    name: 'a highestCommittedUSN of a million digits',
    outcome: failed(
      'no-directory',
      'Check url and flavour, and that the account may read the root entry and the object that dsServiceName names.',
    ),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(midway('broken-entry'), {
    name: 'an entry whose length lies',
    outcome: broken('protocol', HINT.protocol),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(midway('garbage'), {
    name: 'a message that nobody asked for, before the entries of a page',
    outcome: broken('protocol', HINT.protocol),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(midway('foreign-answer'), {
    name: 'the end of another request’s answer in the middle of a page',
    outcome: broken('protocol', HINT.protocol),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  body(midway('unknown-notice'), {
    name: 'a notification of an unknown kind',
    outcome: OK,
    remedy: 'Nothing: RFC 4511 wants it ignored.',
  }),
];

const rows = inGroup('rows');
const entries: readonly Fault[] = [
  rows(during({ fault: 'no-guid', base: PEOPLE, continued: true, count: 1 }), {
    name: 'a person without objectGUID',
    outcome: { ...OK, state: 'incomplete', poll: 'partial', rejected: ['directory_user.externalId: key unreadable'] },
    remedy: 'Let the account read objectGUID of all people.',
  }),
  rows(({ fleet }) => fleet.systems['active-directory'].faults.set({ fault: 'no-guid', base: PEOPLE }), {
    name: 'a changed person without objectGUID',
    outcome: {
      ...OK,
      state: 'incomplete',
      poll: 'partial',
      written: 'a part',
      rejected: ['directory_user.externalId: key unreadable'],
    },
    remedy: 'Let the account read objectGUID of all people; the daily full pass reads the change.',
    verify: dayPasses,
  }),
  rows(during({ fault: 'short-guid', base: PEOPLE, continued: true, count: 1 }), {
    name: 'an objectGUID of 15 bytes',
    outcome: { ...OK, state: 'incomplete', poll: 'partial', rejected: ['directory_user.externalId: not string'] },
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
  rows(during({ fault: 'doubled-entries', base: PEOPLE }), {
    name: 'every entry twice, and the first one on every page',
    outcome: { ...OK, state: 'incomplete', poll: 'partial' },
    remedy: 'Nothing is removed. Name one server in `url`; look at its log.',
  }),
  rows(during({ fault: 'references', base: PEOPLE }), {
    name: 'references to other servers between the entries',
    outcome: OK,
    remedy: 'Nothing: they are not followed. Who lies on another server needs a source of his own.',
  }),
  rows(during({ fault: 'no-entries', base: PEOPLE }), {
    name: 'no entry at all, and the end of the list',
    outcome: { ...OK, state: 'held', written: 'nothing' },
    remedy: 'Look at what the account may see; the next good poll lifts the hold.',
  }),
  rows(during({ fault: 'hidden-attribute', base: PEOPLE }), {
    name: 'an attribute that nobody has any more',
    outcome: { ...OK, state: 'held', held: 'values' },
    remedy:
      'Let the account read it: the former values are kept. If they are gone indeed: `POST .../deletions/approve`.',
  }),
  {
    ...rows(
      ({ fleet: { estate } }) => {
        for (let i = 0; i < 2 * 10_200; i += 1) estate.addUser();
      },
      {
        name: 'ten thousand people at once',
        outcome: { ...OK, state: 'held', held: 'growth' },
        remedy:
          'Look at the base and the filter. Up to ten times the rows of a day ago are stored, or 10,000 more where that is more; the rest is not, until `POST .../deletions/approve`.',
      },
    ),
    isApart: true,
  },
  rows(midway('short-page'), {
    name: 'pages that lack half of their entries without saying so',
    outcome: { ...OK, state: 'held', written: 'a part' },
    remedy: 'Look at what the account may see; the next good poll lifts the hold.',
  }),
];

const answers = inGroup('answers');
const others: readonly Fault[] = [
  answers(during({ fault: 'other-entry', base: /^CN=NTDS Settings/ }), {
    name: 'another entry than the one that was asked for by its name',
    outcome: failed('other-answer', HINTS.otherAnswer),
    remedy: 'Look at what is between; name one server in `url`.',
  }),
];

const paging = inGroup('paging');
const lists: readonly Fault[] = [
  paging(midway('empty-page', { count: 1 }), {
    name: 'an empty page with a cookie',
    outcome: OK,
    remedy: 'Nothing: only the empty cookie ends a list.',
  }),
  paging(midway('empty-page'), {
    name: 'empty pages with cookies, without end',
    outcome: broken('incomplete', HINT.repeats),
    remedy: 'Name one server in `url`; look at its log.',
  }),
  paging(during({ fault: 'endless-list', base: PEOPLE }), {
    name: 'the first page again and again, with the same cookie',
    outcome: broken('incomplete', HINT.repeats),
    remedy: 'Name one server in `url`; look at its log.',
  }),
  paging(midway('repeated-page', { count: 1 }), {
    name: 'the page before once more, in the place of another',
    outcome: broken('incomplete', HINT.repeats),
    remedy: 'Name one server in `url`; look at its log.',
  }),
  paging(midway('first-page', { after: 1, count: 1 }), {
    name: 'the first page once more, in the place of the third one',
    outcome: broken('incomplete', HINT.repeats),
    remedy: 'Name one server in `url`; look at its log.',
  }),
  paging(midway('shifted-page', { count: 1 }), {
    name: 'a page that begins half a page early, so that some people come twice and others not at all',
    outcome: { ...OK, state: 'incomplete', poll: 'partial' },
    remedy: 'Name one server in `url`; look at its log.',
  }),
  paging(during({ fault: 'endless-cycle', base: PEOPLE }), {
    name: 'two pages in turn, without end',
    outcome: broken('incomplete', HINT.repeats),
    remedy: 'Name one server in `url`; look at its log.',
  }),
  paging(midway('cookie-refused'), {
    name: 'a cookie refused in the middle',
    outcome: broken(
      'ldap-53',
      'The server is unwilling: a paging cookie that it no longer knows, or a policy against this account.',
    ),
    remedy: 'Nothing, once; else name one server in `url`.',
  }),
  paging(midway('no-paging-control'), {
    name: 'a page without the paging control',
    outcome: broken(
      'incomplete',
      'Nothing was removed. Is there a proxy between that does not know paged results (RFC 2696)?',
    ),
    remedy: 'Name the directory server itself in `url`.',
  }),
  paging(midway('broken-cookie'), {
    name: 'a cookie that ends before it does',
    outcome: broken('protocol', HINT.protocol),
    remedy: 'Look at what is between; report the server to its vendor.',
  }),
];

export const activeDirectoryFaults: FaultTable = {
  target: activeDirectory,
  inOwnProcess: true,
  faults: [
    // First, since one of them takes the whole time budget.
    ...waits,
    ...connections,
    ...handshakes,
    ...codes,
    ...messages,
    ...entries,
    ...others,
    ...lists,
    ...controllers,
  ],
};
