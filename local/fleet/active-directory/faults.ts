// What can go wrong with a directory, by name. Rules pick operations by kind and number, as those of the HTTP servers do.
import { refusal } from './accounts.ts';
import { RESULT, type Result } from './message.ts';

export type LdapFaultName =
  /** A page without entries, but with a cookie; the next page goes on where this one would have. */
  | 'empty-page'
  /** A page that lacks half of its entries without saying so. */
  | 'short-page'
  /** The page before once more, in the place of this one, which is lost. */
  | 'repeated-page'
  /** The first page in the place of this one, or this one begun half a page early: what it lacks is lost. */
  | 'first-page'
  | 'shifted-page'
  /** The first two pages in turn, without an end. */
  | 'endless-cycle'
  /** The first page again and again, with the same cookie. */
  | 'endless-list'
  /** Every entry of the page twice, and the first one of the list once more. */
  | 'doubled-entries'
  /** The end of the list, without an entry. */
  | 'no-entries'
  /** A page whose first person has no objectGUID, or one of 15 bytes. */
  | 'no-guid'
  | 'short-guid'
  /** Deleted objects are not shown to this account; the answer is a success. */
  | 'hidden-tombstones'
  /** The first range of a long list of values again, whichever is asked for. */
  | 'repeated-range'
  /** Another entry in the place of the one that was asked for by name. */
  | 'other-entry'
  /** Nobody's department is shown to this account; the answer is a success. */
  | 'hidden-attribute'
  /** References to other servers between the entries. */
  | 'references'
  /** A whole page without the paging control, or with one whose cookie is longer than it is. */
  | 'no-paging-control'
  | 'broken-cookie'
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
  | 'no-such-object'
  | 'insufficient-rights'
  | 'invalid-credentials'
  | 'password-expired'
  | 'account-locked'
  /** Half of a page, then the connection is reset. */
  | 'cut'
  /** Half of a page, then silence. */
  | 'stall'
  /** The answer byte by byte, and no end. */
  | 'drip'
  /** Notice of Disconnection, then the end of the connection. */
  | 'disconnect'
  /** A notification of a kind that nobody knows, which a client must ignore, then the answer. */
  | 'unknown-notice'
  /** A message without an id that is no notification, then the answer. */
  | 'garbage'
  /** Half of a page, then the end of another request's answer. */
  | 'foreign-answer'
  /** Half of a page, then an entry with a length beyond its end, then the rest. */
  | 'broken-entry'
  /** Half of a page, then two entries with millions of empty values each, then the rest. */
  | 'countless-values'
  /** Half of a page, then a message that says it has 4 GB, and bytes as long as somebody takes them. */
  | 'huge-length'
  /** The entries of the page again and again, as long as somebody takes them. */
  | 'flood'
  /** An answer that is not LDAP. */
  | 'not-ldap';

export interface LdapFaultRule {
  fault: LdapFaultName;
  /** Which operations; searches by default. StartTLS can be refused with a result code. */
  operation?: LdapOperation;
  /** Only searches whose base matches. */
  base?: RegExp;
  /** Only requests that carry a paging cookie: in the middle of a list. */
  continued?: boolean;
  after?: number;
  count?: number;
  /** Happens, too, each time that it strikes: the servers change. */
  onStrike?: () => void;
}

export type LdapOperation = 'search' | 'bind' | 'start-tls';

export interface Occasion {
  operation: LdapOperation;
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
  'no-such-object': {
    code: RESULT.noSuchObject,
    message: '0000208D: NameErr: DSID-0310028D, problem 2001 (NO_OBJECT), data 0, best match of:',
  },
  'insufficient-rights': {
    code: RESULT.insufficientAccessRights,
    message: '00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
  },
  'invalid-credentials': refusal('52e'),
  'password-expired': refusal('532'),
  'account-locked': refusal('775'),
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
    active.rule.onStrike?.();
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
