// What the schema says of attributes: their spelling, their syntax where matching depends on it, and which of them are
// constructed, that is, sent only when they are asked for by name.
const INTEGER = [
  'accountExpires',
  'adminCount',
  'badPasswordTime',
  'badPwdCount',
  'codePage',
  'countryCode',
  'domainControllerFunctionality',
  'gidNumber',
  'groupType',
  'instanceType',
  'lastLogoff',
  'lastLogon',
  'msDS-FailedInteractiveLogonCount',
  'msDS-HABSeniorityIndex',
  'msDS-LastFailedInteractiveLogonTime',
  'msDS-LastSuccessfulInteractiveLogonTime',
  'msRADIUSFramedIPAddress',
  'msRADIUSServiceType',
  'msTSMaxConnectionTime',
  'msTSMaxDisconnectionTime',
  'msTSMaxIdleTime',
  'msTSRemoteControl',
  'lastLogonTimestamp',
  'lockoutTime',
  'logonCount',
  'msDS-SupportedEncryptionTypes',
  'msDS-User-Account-Control-Computed',
  'msDS-UserPasswordExpiryTimeComputed',
  'msExchRecipientTypeDetails',
  'msExchRemoteRecipientType',
  'msExchMobileMailboxFlags',
  'primaryGroupID',
  'pwdLastSet',
  'sAMAccountType',
  'systemFlags',
  'uidNumber',
  'userAccountControl',
  'uSNChanged',
  'uSNCreated',
];
const DISTINGUISHED_NAME = [
  'assistant',
  'directReports',
  'distinguishedName',
  'homeMDB',
  'lastKnownParent',
  'managedBy',
  'manager',
  'member',
  'memberOf',
  'objectCategory',
  'secretary',
];
const CONSTRUCTED = [
  'canonicalName',
  'createTimeStamp',
  'modifyTimeStamp',
  'msDS-PrincipalName',
  'msDS-ResultantPSO',
  'msDS-User-Account-Control-Computed',
  'msDS-UserPasswordExpiryTimeComputed',
  'tokenGroups',
];

const lowered = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));
const integers = lowered(INTEGER);
const distinguishedNames = lowered(DISTINGUISHED_NAME);
const constructed = lowered(CONSTRUCTED);
const known = new Map<string, string>();

/** Adds the names of a class to the schema. */
export function declareAttributes(names: readonly string[]): void {
  for (const name of names) known.set(name.toLowerCase(), name);
}

declareAttributes([...INTEGER, ...DISTINGUISHED_NAME, ...CONSTRUCTED]);

export const isKnownAttribute = (name: string): boolean => known.has(name.toLowerCase());
export const spelling = (name: string): string => known.get(name.toLowerCase()) ?? name;
export const isConstructed = (name: string): boolean => constructed.has(name.toLowerCase());

export function syntaxOf(name: string): 'integer' | 'dn' | 'text' {
  const lower = name.toLowerCase();
  if (integers.has(lower)) return 'integer';
  return distinguishedNames.has(lower) ? 'dn' : 'text';
}
