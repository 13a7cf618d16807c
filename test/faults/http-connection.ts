// Faults of connections, of TLS, and of status codes.

import { failed, OK } from './fault.ts';
import { HINTS } from './hints.ts';
import { answered, endedInList, type HttpFault, withoutList } from './http-faults.ts';

export const connectionFaults: readonly HttpFault[] = [
  {
    name: 'the port is closed',
    group: 'connection',
    transport: 'refused',
    outcome: () => failed('refused', HINTS.refused),
    remedy: 'Start the server, or correct its address; look at the firewall.',
  },
  {
    name: 'connections are accepted and never answered',
    group: 'connection',
    transport: 'half-open',
    outcome: () => failed('timeout', HINTS.timeout),
    remedy: 'Look at the server, and at the firewall or balancer before it.',
  },
  {
    name: 'a request is never answered',
    group: 'connection',
    rules: ({ list }) => [{ fault: 'stall', path: list }],
    outcome: endedInList('failed', 'timeout', HINTS.timeout),
    remedy: 'Look at the load of the server; raise `idleTimeoutSeconds` where it is only slow.',
  },
  {
    name: 'an answer drips byte by byte',
    group: 'connection',
    rules: ({ list }) => [{ fault: 'slow-drip', path: list }],
    outcome: endedInList('partial', 'time-budget', HINTS.budget),
    remedy: 'Look at the line and at proxies; the time budget ends such a poll.',
  },
  {
    name: 'the connection is reset before each answer',
    group: 'connection',
    rules: ({ list }) => [{ fault: 'reset-before-answer', path: list }],
    outcome: withoutList('reset', HINTS.reset),
    remedy: 'Look at the server and the proxies before it.',
  },
  {
    name: 'the connection is reset in the middle of each body',
    group: 'connection',
    rules: ({ list }) => [{ fault: 'reset-mid-body', path: list }],
    outcome: withoutList('reset', HINTS.reset),
    remedy: 'Look at the server and the proxies before it: one may end long answers.',
  },
  {
    name: 'the connection is reset in the middle of one body',
    group: 'connection',
    rules: ({ list }) => [{ fault: 'reset-mid-body', path: list, count: 1 }],
    outcome: () => OK,
    remedy: 'Nothing: the page was asked for again.',
  },
  {
    name: 'the certificate is of another name',
    group: 'TLS',
    transport: 'wrong-name',
    outcome: () => failed('tls', HINTS.tls),
    remedy: 'Use the name that the certificate has, or issue one for this name.',
  },
  {
    name: 'the certificate has expired',
    group: 'TLS',
    transport: 'expired',
    outcome: () => failed('tls', HINTS.tls),
    remedy: 'Renew the certificate of the server.',
  },
  {
    name: 'the certificate is self-signed',
    group: 'TLS',
    transport: 'self-signed',
    outcome: () => failed('tls', HINTS.tls),
    remedy: 'Issue one from the company’s CA, or name the certificate itself as `caFile`.',
  },
  {
    name: 'the certificate is of an unknown CA of the same name',
    group: 'TLS',
    transport: 'unknown-authority',
    outcome: () => failed('tls', HINTS.tls),
    remedy: 'Bring `caFile` up to date. If the CA did not change, somebody is in between.',
  },
  {
    name: 'the server speaks TLS 1.0 alone',
    group: 'TLS',
    transport: 'old-tls',
    outcome: () => failed('tls', HINTS.oldTls),
    remedy: 'Enable TLS 1.2 or 1.3 at the server, or at the balancer before it.',
  },
  {
    name: 'the server asks for a certificate of the client',
    group: 'TLS',
    transport: 'client-certificate',
    outcome: () => failed('tls', HINTS.clientCertificate),
    remedy: 'Let the address of the API be reached without one: EMM Lens has none.',
  },
  {
    name: 'another service listens at the port: SSH',
    group: 'TLS',
    transport: 'ssh',
    outcome: () => failed('tls', HINTS.noTls),
    remedy: 'Correct the port in the address.',
  },
];

export const statusFaults: readonly HttpFault[] = [
  {
    name: '401 for every request',
    group: 'status',
    rules: ({ api }) => [{ fault: 'unauthorized', path: api }],
    outcome: ({ keys }) => failed('http-401', HINTS.credentials(keys)),
    remedy: 'Look at the account, and whether its credentials were replaced or revoked.',
  },
  {
    name: '401 for one request',
    group: 'status',
    rules: ({ list }) => [{ fault: 'unauthorized', path: list, after: 1, count: 1 }],
    outcome: () => OK,
    remedy: 'Nothing: the token was renewed.',
    verify: ({ signIn, system }, company) => {
      const { requests } = system(company);
      const since = requests.slice(requests.findLastIndex(({ status }) => status === 401));
      if (signIn && answered(since, signIn.path) === 0) throw new Error('no new token was asked for');
    },
  },
  {
    name: '403 for the list',
    group: 'status',
    rules: ({ list }) => [{ fault: 'forbidden', path: list }],
    outcome: withoutList('http-403', HINTS.permission),
    remedy: 'Grant the permission, or leave that part out of the collection.',
  },
  {
    name: '404 for the list',
    group: 'status',
    rules: ({ list }) => [{ fault: 'not-found', path: list }],
    outcome: (binding) => withoutList('http-404', HINTS.version(binding.keys))(binding),
    remedy: 'Correct the address; look at the licence and the version of the product.',
  },
  {
    name: '500 for the list',
    group: 'status',
    rules: ({ list }) => [{ fault: 'server-error', path: list }],
    outcome: withoutList('http-500', HINTS.again),
    remedy: 'Look at the log of the server.',
  },
  {
    name: '500 for one request',
    group: 'status',
    rules: ({ list }) => [{ fault: 'server-error', path: list, count: 1 }],
    outcome: () => OK,
    remedy: 'Nothing: the page was asked for again.',
  },
  {
    name: '502 with the page of a proxy, in the middle of the list',
    group: 'status',
    rules: ({ list }) => [{ fault: 'bad-gateway', path: list, after: 1 }],
    outcome: withoutList('http-502', HINTS.again, 'a part'),
    remedy: 'Look at the proxy, and at the server behind it.',
  },
  {
    name: '302 to a login page',
    group: 'status',
    rules: ({ api }) => [{ fault: 'login-redirect', path: api }],
    outcome: () => failed('http-302', HINTS.redirect),
    remedy: 'Exempt the address from the sign-in of the proxy.',
  },
  {
    name: '304 for the list, though nothing was asked about changes',
    group: 'status',
    rules: ({ list }) => [{ fault: 'not-modified', path: list }],
    outcome: withoutList('http-304', HINTS.notModified),
    remedy: 'Exempt the address from the cache that answers.',
  },
  {
    name: 'headers of more than 16 kB',
    group: 'status',
    rules: ({ api }) => [{ fault: 'long-head', path: api }],
    outcome: () => failed('long-head', HINTS.longHead),
    remedy: 'See what adds them: mostly cookies of a portal or balancer.',
  },
];
