// What can go wrong with a directory, by name. Rules pick operations by kind and number, as those of the HTTP servers do.
import { RESULT, type Result } from './message.ts';

export type LdapFaultName =
  /** A page without entries, but with a cookie; the next page goes on where this one would have. */
  | 'empty-page'
  /** A page that lacks half of its entries without saying so. */
  | 'short-page'
  /** Half of a page, then a result code. */
  | 'size-limit'
  | 'time-limit'
  | 'admin-limit'
  /** A result code and nothing else. */
  | 'cookie-refused'
  | 'busy'
  | 'unavailable'
  | 'referral'
  | 'operations-error'
  | 'invalid-credentials'
  /** Half of a page, then the connection is reset. */
  | 'cut'
  /** Half of a page, then silence. */
  | 'stall'
  /** Notice of Disconnection, then the end of the connection. */
  | 'disconnect'
  /** An answer that is not LDAP. */
  | 'not-ldap';

export interface LdapFaultRule {
  fault: LdapFaultName;
  /** Which operations; searches by default. */
  operation?: 'search' | 'bind';
  /** Only searches whose base matches. */
  base?: RegExp;
  /** Only requests that carry a paging cookie: in the middle of a list. */
  continued?: boolean;
  after?: number;
  count?: number;
}

export interface Occasion {
  operation: 'search' | 'bind';
  base: string;
  continued: boolean;
}

/** The result codes of the faults that consist of one. */
export const FAULT_RESULT: Partial<Record<LdapFaultName, Result>> = {
  'cookie-refused': {
    code: RESULT.unwillingToPerform,
    message: '00000057: LdapErr: DSID-0C090A7B, comment: Error processing control, data 0, v4563',
  },
  busy: { code: RESULT.busy, message: '000020E1: SvcErr: DSID-0315046A, problem 5001 (BUSY), data 0' },
  unavailable: { code: RESULT.unavailable, message: '0000200E: SvcErr: problem 5002 (UNAVAILABLE), data 0' },
  referral: {
    code: RESULT.referral,
    message: '0000202B: RefErr: DSID-0310082F, data 0, 1 access points',
    referral: 'ldap://other.contoso.example',
  },
  'operations-error': { code: RESULT.operationsError, message: '000004DC: LdapErr: DSID-0C090A5C, data 0, v4563' },
  'invalid-credentials': {
    code: RESULT.invalidCredentials,
    message: '80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v4563',
  },
  'size-limit': { code: RESULT.sizeLimitExceeded },
  'time-limit': { code: RESULT.timeLimitExceeded },
  'admin-limit': { code: RESULT.adminLimitExceeded },
};

interface ActiveRule {
  rule: LdapFaultRule;
  seen: number;
  done: number;
}

export class LdapFaultRules {
  #active: ActiveRule[] = [];

  /** Adds rules to those in force. */
  set(...rules: LdapFaultRule[]): void {
    for (const rule of rules) this.#active.push({ rule, seen: 0, done: 0 });
  }

  clear(): void {
    this.#active = [];
  }

  get count(): number {
    return this.#active.reduce((sum, { done }) => sum + done, 0);
  }

  /** The fault that strikes this operation, if any. */
  strike(occasion: Occasion): LdapFaultName | undefined {
    const active = this.#active.find((candidate) => matches(candidate, occasion));
    if (!active) return undefined;
    active.done++;
    return active.rule.fault;
  }
}

function matches(active: ActiveRule, occasion: Occasion): boolean {
  const { rule } = active;
  if ((rule.operation ?? 'search') !== occasion.operation) return false;
  if (rule.base && !rule.base.test(occasion.base)) return false;
  if (rule.continued !== undefined && rule.continued !== occasion.continued) return false;
  if (active.seen++ < (rule.after ?? 0)) return false;
  return active.done < (rule.count ?? Number.POSITIVE_INFINITY);
}
