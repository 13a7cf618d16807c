// What the rows of a directory's faults share: how they strike, what they end in, what the operator is told.
import type { LdapFaultRule } from '../../local/fleet/active-directory/faults.ts';
import type { Company } from '../end-to-end/company.ts';
import { dayPasses } from './active-directory-target.ts';
import type { Fault, Group, Outcome } from './fault.ts';

/** The search for people, not those for the server's own entries. */
export const PEOPLE = /^OU=People/;

export const HINT = {
  protocol: 'Nothing was removed. Is url a directory server, and nothing between that changes its answers?',
  reset: 'The next poll starts the pass anew.',
  connectTimeout: 'The server did not answer in time: look at its load, or raise connectTimeoutSeconds.',
  operationTimeout: 'The server did not answer in time: look at its load, or raise operationTimeoutSeconds.',
  repeats:
    'Nothing was removed. Is there a proxy or load balancer between? Name one server in url, and look at its log.',
} as const;

/** The server was read, and of the people the pages before the fault, or none. */
export const broken = (code: string, hint: string, written: 'nothing' | 'a part' = 'a part'): Outcome => ({
  state: 'failing',
  poll: 'partial',
  code,
  hint,
  written,
});

export type Told = Pick<Fault, 'name' | 'outcome' | 'remedy' | 'verify'>;

export const inGroup =
  (group: Group) =>
  (strike: Fault['strike'], told: Told): Fault => ({ group, strike, ...told });

export const during =
  (...rules: readonly LdapFaultRule[]) =>
  (company: Company): void => {
    dayPasses(company);
    company.fleet.systems['active-directory'].faults.set(...rules);
  };
/** From the second page of people on. */
export const midway = (fault: LdapFaultRule['fault'], more: Partial<LdapFaultRule> = {}) =>
  during({ fault, base: PEOPLE, continued: true, ...more });
