// Who may bind, under which names, and why others may not: the sub-codes that Windows puts into the text of error 49.
import { COMPANY } from '../estate/names.ts';
import { SERVICE_ACCOUNTS_DN } from './fixed-entries.ts';
import { type BindRequest, RESULT, type Result } from './message.ts';
import { normalizeDn } from './names.ts';

/** Refused even with the right password, with this sub-code. */
const STATES: Readonly<Record<string, string | undefined>> = {
  'svc-emmlens': undefined,
  'svc-disabled': '533',
  'svc-password-expired': '532',
  'svc-expired': '701',
  'svc-must-change': '773',
  'svc-locked': '775',
};

function accountNamed(name: string): string | undefined {
  return Object.keys(STATES).find((account) => {
    const forms = [`${account}@${COMPANY.dnsDomain}`, `${COMPANY.netbios}\\${account}`].map((form) =>
      form.toLowerCase(),
    );
    return (
      forms.includes(name.toLowerCase()) || normalizeDn(name) === normalizeDn(`CN=${account},${SERVICE_ACCOUNTS_DN}`)
    );
  });
}

export function refusal(data: string): Result {
  return {
    code: RESULT.invalidCredentials,
    message: `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data ${data}, v4563`,
  };
}

export interface BindOutcome {
  result: Result;
  authenticated: boolean;
}

/** Judges a simple bind. An empty password is an anonymous bind and succeeds (RFC 4513 5.1.2), as Windows has it. */
export function judgeBind({ name, password }: BindRequest, secret: string, encrypted: boolean): BindOutcome {
  if (password === undefined)
    return {
      result: {
        code: 7,
        message: '00002027: LdapErr: DSID-0C0905F3, comment: Invalid Authentication method, data 0, v4563',
      },
      authenticated: false,
    };
  if (password === '') return { result: { code: RESULT.success }, authenticated: false };
  if (!encrypted) {
    const message =
      '00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection, data 0, v4563';
    return { result: { code: RESULT.strongerAuthRequired, message }, authenticated: false };
  }
  const account = accountNamed(name);
  const state = account === undefined ? undefined : STATES[account];
  // A locked account is told so even with a wrong password.
  if (account === undefined || (password !== secret && state !== '775'))
    return { result: refusal('52e'), authenticated: false };
  if (state !== undefined) return { result: refusal(state), authenticated: false };
  return { result: { code: RESULT.success }, authenticated: true };
}
