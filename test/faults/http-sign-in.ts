// Whoever lets us in answers as it should not: the hint says who it was, and the secret goes there once.
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import { failed } from './fault.ts';
import type { HttpFault } from './http-faults.ts';

const answeredBy = (
  what: string,
  fault: FaultRule['fault'],
  code: string,
  said: string,
  remedy: string,
): HttpFault => ({
  name: `the sign-in is answered ${what}`,
  group: 'status',
  rules: ({ signIn }) => (signIn ? [{ fault, path: signIn.path }] : []),
  outcome: ({ signIn }) =>
    failed(`sign-in-${code}`, `${signIn?.name} ${said}, so the poll has ended: check ${signIn?.keys}, and \`proxy\`.`),
  remedy,
  verify: ({ system }, company) => {
    if (system(company).faults.count !== 1) throw new Error('the secret was sent again');
  },
});

const LOOK = 'See what answers at that address: mostly a proxy or a portal.';

/** Where a request alone lets somebody in. */
export const signInFaults: readonly HttpFault[] = [
  answeredBy('with 403', 'forbidden', 'http-403', 'answers with status 403', LOOK),
  answeredBy(
    'with 404',
    'not-found',
    'http-404',
    'answers with status 404',
    'Correct the settings that the hint names.',
  ),
  answeredBy(
    'by a redirect to a login page',
    'login-redirect',
    'http-302',
    'redirects (status 302), often to the login page of a proxy',
    'Exempt the address from the sign-in of the proxy.',
  ),
  answeredBy(
    'in another shape',
    'wrong-shape',
    'wrong-shape',
    'answers in another shape than one that lets somebody in',
    LOOK,
  ),
];

/** Where that is a token server, which answers in JSON. */
export const tokenFaults: readonly HttpFault[] = [
  answeredBy(
    'with a login page as 200',
    'login-page',
    'not-json',
    'answers with what is no JSON, often a page of a proxy',
    'Exempt the address from the sign-in of the proxy.',
  ),
  answeredBy(
    'by a token that has ended already',
    'token-ended',
    'token-ended',
    'gives tokens that have ended already (`expires_in` is 0 or less)',
    'Look at the life of tokens at that server, and at its clock.',
  ),
];
