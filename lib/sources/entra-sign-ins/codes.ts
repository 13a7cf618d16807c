// What error codes of sign-ins mean: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import type { AccessResult } from '../../catalog/index.ts';

interface Code {
  readonly result: Exclude<AccessResult, 'success' | 'unknown'>;
  readonly meaning: string;
}

const failure = (meaning: string): Code => ({ result: 'failure', meaning });
const blocked = (meaning: string): Code => ({ result: 'blocked', meaning });
/** More is asked for: what comes of that is a sign-in of its own. */
const interrupted = (meaning: string): Code => ({ result: 'interrupted', meaning });

const CODES: Readonly<Record<number, Code>> = {
  16000: interrupted('Several accounts are signed in: one has to be chosen.'),
  50005: failure('The platform of the device is not supported by a policy of conditional access.'),
  50011: failure('The reply address is not registered for the app.'),
  50020: failure('The account is not of this tenant, and no guest of it.'),
  50034: failure('No such account in the directory.'),
  50053: failure('The account is locked: too many wrong passwords, or an address with a bad reputation.'),
  50055: failure('The password has expired.'),
  50056: failure('The account has no password, or an invalid one, in Entra.'),
  50057: failure('The account is disabled.'),
  50058: interrupted('Nobody is signed in yet: single sign-on goes on with a prompt.'),
  50059: failure('The request does not say which tenant it is for.'),
  50072: interrupted('Multifactor authentication has to be set up first.'),
  50074: interrupted('Multifactor authentication is asked for.'),
  50076: interrupted('Multifactor authentication is asked for, by a policy or another place.'),
  50078: interrupted('The multifactor authentication has expired by a policy, and is asked for anew.'),
  50079: interrupted('Multifactor authentication has to be set up first.'),
  50089: failure('The flow has expired: sign in again.'),
  50097: interrupted('The device has to prove which it is.'),
  50105: failure('The account is not assigned to the app.'),
  50125: interrupted('The password was reset: its registration has to be completed.'),
  50126: failure('User name or password is wrong.'),
  50127: interrupted('A broker app has to be installed.'),
  50129: interrupted('The device is not registered in Entra (workplace joined).'),
  50131: blocked('Conditional access: the device or place is not allowed.'),
  50132: failure('The session is void: the password was changed, or has expired.'),
  50133: failure('The session is void: the password was changed, or has expired.'),
  50135: failure('The password has to be changed: the account is at risk.'),
  50140: interrupted('It was asked whether to stay signed in.'),
  50144: failure('The password in Active Directory has expired.'),
  50155: failure('The device could not be authenticated for this account.'),
  50158: interrupted('A further check outside of Entra is asked for.'),
  50173: failure('The session has been revoked: sign in again.'),
  50199: interrupted('For security, the sign-in has to be confirmed.'),
  51004: failure('The account does not exist in this tenant.'),
  51006: interrupted('Windows Integrated Authentication is asked for.'),
  53000: blocked('Conditional access: the device does not comply.'),
  53001: blocked('Conditional access: the device is not joined to a domain.'),
  53002: blocked('Conditional access: the app is none of those that are approved.'),
  53003: blocked('Conditional access: access is blocked.'),
  53004: blocked('Multifactor authentication cannot be set up: the sign-in is suspicious.'),
  53009: blocked('Conditional access: the app has to enforce a policy of app protection.'),
  53011: blocked('The account is blocked: its tenant is at risk.'),
  65001: interrupted('The app has no consent yet.'),
  65004: failure('The consent for the app was declined.'),
  70008: failure('The token for renewing access has expired, or was revoked.'),
  70043: failure('The token for renewing access has expired by a policy on the frequency of sign-ins.'),
  70044: failure('The session has expired by a policy on the frequency of sign-ins.'),
  80012: failure('Active Directory allows no sign-in at this hour.'),
  81010: failure('Single sign-on failed: the Kerberos ticket has expired or is invalid.'),
  90002: failure('No such tenant.'),
  90072: failure('The account is of another tenant, in which the app does not exist.'),
  90094: interrupted('An administrator has to consent to the app.'),
  135010: failure('The key of the device was not found.'),
  140000: interrupted('The sign-in goes on in another step.'),
  500011: failure('The resource does not exist in this tenant.'),
  500121: failure('Multifactor authentication was not passed.'),
  500133: failure('The token is not valid at this time.'),
  530002: blocked('Conditional access: the device does not comply.'),
  530003: blocked('Conditional access: the device is not managed.'),
  530004: blocked('Conditional access: terms of use have to be accepted.'),
  530021: blocked('Conditional access: the app is none of those that are approved.'),
  530032: blocked('Blocked by the policy of the tenant on security.'),
  700016: failure('The app does not exist in this tenant.'),
  700082: failure('The token for renewing access has expired: it was not used for too long.'),
  7000218: failure('The app did not prove which it is.'),
};

const BLOCKED_BY_POLICY = 'Conditional access: a policy was not satisfied.';

export interface Outcome {
  readonly result: AccessResult;
  readonly code: string | null;
  readonly meaning: string | null;
}

/**
 * The code alone does not tell: ActiveSync that conditional access blocks has 0.
 * https://github.com/MicrosoftDocs/azure-docs/issues/77476
 */
export function outcomeOf(errorCode: number | null, conditionalAccess: string | null): Outcome {
  if (errorCode === null) return { result: 'unknown', code: null, meaning: null };
  const isBlocked = conditionalAccess?.toLowerCase() === 'failure';
  const code = String(errorCode);
  if (errorCode === 0)
    return isBlocked
      ? { result: 'blocked', code, meaning: BLOCKED_BY_POLICY }
      : { result: 'success', code: null, meaning: null };
  const known = CODES[errorCode];
  const result = isBlocked && known?.result !== 'interrupted' ? 'blocked' : (known?.result ?? 'failure');
  return { result, code, meaning: known?.meaning ?? null };
}
