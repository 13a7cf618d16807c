// An account as the list of accounts returns it: the people that Entra has.
import type { Estate } from '../estate/estate.ts';
import { GROUPS } from '../estate/groups.ts';
import { inEntra, type Person } from '../estate/person.ts';
import type { JsonObject } from '../http/exchange.ts';
import { below, chance, hex } from '../random.ts';
import { accountIdOf } from './answer.ts';

const DAY = 86_400_000;

/** Whom the tenant has accounts for. */
export const accountHolders = (estate: Estate): Person[] => estate.people.filter(inEntra);

/** How many devices each of them has, by their number. */
export function deviceCounts(estate: Estate): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { ownerNumber } of estate.devicesOf('ivanti-neurons'))
    if (ownerNumber !== null) counts.set(ownerNumber, (counts.get(ownerNumber) ?? 0) + 1);
  return counts;
}

const origin = (person: Person): JsonObject =>
  person.origin === 'synced'
    ? {
        accountSource: 'LDAP',
        objectGuid: person.objectGuid,
        ldapServerId: 71_002,
        distinguishedName: `CN=${person.displayName},OU=Users,DC=corp,DC=contoso,DC=example`,
      }
    : { accountSource: 'AAD', objectGuid: null, ldapServerId: null, distinguishedName: null };

const invitation = (person: Person): JsonObject => {
  const invited = chance(60, person.seed, 460);
  return {
    inviteState: invited ? 'Completed' : 'None',
    inviteResendCount: invited ? below(3, person.seed, 461) : 0,
    inviteLastSentAt: invited ? person.hiredAt + DAY : null,
    registrationPin: {
      createdAt: invited ? person.hiredAt + DAY : null,
      expiresAt: invited ? person.hiredAt + 8 * DAY : null,
      pin: invited ? hex(6, person.seed, 462) : null,
      used: invited,
      ppkgPinStatus: 'NOT_GENERATED',
    },
  };
};

export function accountRecord(person: Person, counts: ReadonlyMap<number, number>): JsonObject {
  const android = chance(70, person.seed, 463);
  return {
    id: accountIdOf(person),
    createdAt: person.hiredAt,
    createdBy: 'admin@contoso.example',
    modifiedAt: person.changedAt,
    modifiedBy: 'admin@contoso.example',
    displayName: person.displayName,
    firstName: person.givenName,
    lastName: person.surname,
    uid: person.userPrincipalName,
    username: person.userPrincipalName,
    emailAddress: person.mail,
    ...origin(person),
    ...invitation(person),
    accountType: 'USER',
    enabled: person.enabled,
    locked: false,
    locale: 'en_US',
    superUser: false,
    termsAccepted: chance(90, person.seed, 464),
    bypassSaml: false,
    passwordExpiresAt: person.passwordChangedAt + 365 * DAY,
    passwordNeverExpire: false,
    passwordHistory: '{}',
    accountSettings: 'null',
    mutable: true,
    loginFailureCount: chance(5, person.seed, 465) ? 2 : 0,
    androidWorkEmail: android ? `${person.alias}@work.contoso.example` : null,
    androidWorkUserStatus: android ? 'ENABLED' : 'NONE',
    androidWorkRetryCount: 0,
    androidWorkDeviceAccountEnabled: false,
    idpUserDeleted: false,
    groups: GROUPS.filter((group) => group.includes(person)).map(({ name }) => name),
    assignedConfigs: [{ id: null, name: 'Password rotation', policyType: 'PASSCODE', enabled: false }],
    deviceCount: counts.get(person.number) ?? 0,
  };
}
