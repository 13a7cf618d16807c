// /api/v2/authorized/users: who may register devices. The principal is the account name of the directory, or the UPN.
import type { Estate } from '../estate/estate.ts';
import { inEntra, type Person } from '../estate/person.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, guid } from '../random.ts';

/** Given again to a successor of the same name. */
export const principalOf = (person: Person): string =>
  person.origin === 'cloud' ? person.userPrincipalName : person.alias;

/** Never given again. */
export const userUuidOf = (person: Person): string => guid(person.seed, 302);

export const usersOf = (estate: Estate): readonly Person[] => estate.people.filter(inEntra);

const isAdministrator = (person: Person): boolean => chance(3, person.seed, 303);

export function userRecord(person: Person): JsonObject {
  return {
    id: 9_000 + person.number,
    uuid: userUuidOf(person),
    principal: principalOf(person),
    firstName: person.givenName,
    lastName: person.surname,
    displayName: person.displayName,
    email: person.mail,
    enabled: person.enabled,
    source: person.origin === 'cloud' ? 'L' : 'D',
    roles: isAdministrator(person) ? ['ROLE_ADMIN_DEVICE_VIEW', 'ROLE_ADMIN_USER_VIEW'] : [],
    lastAdminPortalLoginTime: isAdministrator(person) ? person.lastLogonAt : null,
  };
}
