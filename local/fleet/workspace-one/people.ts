// Enrolment users: those of the directory, and accounts of the console's own (basic).
import type { Json } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { officeNumber, siteOf } from '../estate/names.ts';
import { employeeId, extensionAttribute, type Person } from '../estate/person.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, digits, guid } from '../random.ts';
import { entityId, groupOf, userNumber, userUuid } from './ids.ts';

/** Some accounts are named by their address, as those of the console's own are. */
export const userName = (person: Person): string =>
  person.origin === 'synced' && !chance(15, person.seed, 463) ? person.alias : person.userPrincipalName;

export function userRow(person: Person, devices: number): Json {
  const group = groupOf(person.seed);
  const directory = person.origin === 'synced';
  return {
    UserName: userName(person),
    FirstName: person.givenName,
    LastName: person.surname,
    Status: person.enabled,
    Email: person.mail,
    SecurityType: directory ? 1 : 2,
    ContactNumber: officeNumber(siteOf(person.seed), person.seed, 460),
    DisplayName: person.displayName,
    MobileNumber: person.mobilePhone,
    MessageType: 0,
    EmailUserName: person.mail,
    Group: group.name,
    LocationGroupId: String(group.number),
    OrganizationGroupUuid: group.uuid,
    Role: 'Full Access',
    EnrolledDevicesCount: String(devices),
    MessageTemplateId: '12',
    CustomAttribute1: extensionAttribute(person, 1) ?? '',
    CustomAttribute2: extensionAttribute(person, 2) ?? '',
    CustomAttribute3: person.department,
    CustomAttribute4: person.jobTitle,
    CustomAttribute5: digits(4, person.seed, 461),
    ExternalId: directory ? person.objectGuid : '',
    StagingMode: 0,
    DeviceStagingEnabled: false,
    DeviceStagingType: 0,
    ProvisioningSku: 0,
    Id: entityId(userNumber(person)),
    Uuid: userUuid(person),
  };
}

/** Version 2, which knows what the directory said. */
export function userRecord(person: Person, estate: Estate): JsonObject {
  const group = groupOf(person.seed);
  return {
    uuid: userUuid(person),
    externalId: person.objectGuid,
    domain: 'CORP',
    userName: userName(person),
    userPrincipalName: person.userPrincipalName,
    enrollmentRoleUuid: guid(1, 462),
    deviceStagingType: 'None',
    enrolledDeviceCount: estate.devicesOf('workspace-one').filter((d) => d.ownerNumber === person.number).length,
    removableDriveCount: 0,
    userGroupCount: 3,
    organizationGroupUuid: group.uuid,
    enrollmentOrganizationGroupUuid: group.uuid,
    aadMappingAttribute: person.id,
    department: person.department,
    employeeIdentifier: employeeId(person),
    costCenter: extensionAttribute(person, 1) ?? '',
    androidSharedDeviceMode: 'Native',
    androidSharedDeviceSystemAppsEnabled: false,
  };
}
