// Every property of Graph's user (v1.0) that /users answers by $select, made from the estate's person.

import { distinguishedName } from '../active-directory/names.ts';
import type { Json } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { COMPANY, officeNumber, siteOf } from '../estate/names.ts';
import {
  accountName,
  employeeId,
  extensionAttribute,
  guidBytes,
  inEntra,
  type Person,
  proxyAddresses,
  relativeId,
  roomOf,
  sidText,
} from '../estate/person.ts';
import { chance, guid, hash } from '../random.ts';
import { instant, type PropertyTable } from './odata.ts';

/** What comes without `$select`. */
export const USER_DEFAULTS = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
] as const;

/** Stored outside the directory: one user at a time, never in a delta. */
export const OUTSIDE_DIRECTORY: ReadonlySet<string> = new Set([
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mailboxSettings',
  'mySite',
  'pastProjects',
  'preferredName',
  'print',
  'responsibilities',
  'schools',
  'skills',
  'signInActivity',
]);

/** Which stored properties of a person stand behind a Graph property, for `Prefer: return=minimal`. */
export const BEHIND: Readonly<Record<string, string>> = {
  accountEnabled: 'enabled',
  department: 'department',
  displayName: 'displayName',
  givenName: 'givenName',
  jobTitle: 'jobTitle',
  mail: 'mail',
  mobilePhone: 'mobilePhone',
  surname: 'surname',
  userPrincipalName: 'userPrincipalName',
};

/** E3 and EMS, as their SKU ids are published. */
const SKUS = ['05e9a617-0261-4cee-bb44-138d3ef5d965', 'efccb6f7-5641-4e0e-bd10-b4976e1bf68e'] as const;
const EXCHANGE_PLAN = 'efb87545-963c-4e0d-99df-69c6916d9eb0';
const INTUNE_PLAN = 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5';

const synced = (person: Person): boolean => person.origin === 'synced';
const whenSynced =
  (make: (person: Person) => Json) =>
  (person: Person): Json =>
    synced(person) ? make(person) : null;

function plans(person: Person): Json {
  const assignedDateTime = instant(person.hiredAt);
  return [
    { assignedDateTime, capabilityStatus: 'Enabled', service: 'exchange', servicePlanId: EXCHANGE_PLAN },
    {
      assignedDateTime,
      capabilityStatus: person.enabled ? 'Enabled' : 'Suspended',
      service: 'SCO',
      servicePlanId: INTUNE_PLAN,
    },
  ];
}

function extensionAttributes(person: Person): Json {
  const values: { [key: string]: Json } = {};
  for (let i = 1; i <= 15; i++) values[`extensionAttribute${i}`] = extensionAttribute(person, i);
  return values;
}

function signIn(person: Person): Json {
  const at = instant(person.lastLogonAt);
  return {
    lastSignInDateTime: at,
    lastSignInRequestId: guid(person.seed, 210),
    lastNonInteractiveSignInDateTime: at,
    lastNonInteractiveSignInRequestId: guid(person.seed, 211),
    lastSuccessfulSignInDateTime: at,
    lastSuccessfulSignInRequestId: guid(person.seed, 212),
  };
}

export function userProperties(estate: Estate): PropertyTable<Person> {
  const none = (): Json => null;
  const empty = (): Json => [];
  return {
    id: (person) => person.id,
    aboutMe: (person) => (chance(20, person.seed, 220) ? 'Likes hiking.' : null),
    accountEnabled: (person) => person.enabled,
    ageGroup: none,
    assignedLicenses: () => SKUS.map((skuId) => ({ disabledPlans: [], skuId })),
    assignedPlans: plans,
    authorizationInfo: () => ({ certificateUserIds: [] }),
    birthday: (person) =>
      instant(
        Date.UTC(1960 + (hash(person.seed, 221) % 45), hash(person.seed, 222) % 12, 1 + (hash(person.seed, 223) % 28)),
      ),
    businessPhones: (person) =>
      chance(80, person.seed, 224) ? [officeNumber(siteOf(person.seed), person.seed, 225)] : [],
    city: (person) => siteOf(person.seed).city,
    companyName: () => COMPANY.name,
    consentProvidedForMinor: none,
    country: (person) => siteOf(person.seed).country,
    createdDateTime: (person) => instant(person.hiredAt),
    creationType: none,
    customSecurityAttributes: none,
    department: (person) => person.department,
    deviceEnrollmentLimit: () => 5,
    displayName: (person) => person.displayName,
    employeeHireDate: (person) => instant(person.hiredAt),
    employeeId,
    employeeLeaveDateTime: none,
    employeeOrgData: (person) => ({ division: person.department, costCenter: extensionAttribute(person, 1) }),
    employeeType: (person) => (chance(90, person.seed, 226) ? 'Employee' : 'Contractor'),
    externalUserState: none,
    externalUserStateChangeDateTime: none,
    faxNumber: none,
    givenName: (person) => person.givenName,
    hireDate: (person) => instant(person.hiredAt),
    identities: (person) => [
      {
        signInType: 'userPrincipalName',
        issuer: 'contoso.onmicrosoft.example',
        issuerAssignedId: person.userPrincipalName,
      },
    ],
    identityParentId: none,
    imAddresses: (person) => [person.userPrincipalName],
    interests: empty,
    isManagementRestricted: none,
    isResourceAccount: none,
    jobTitle: (person) => person.jobTitle,
    lastPasswordChangeDateTime: (person) => instant(person.passwordChangedAt),
    legalAgeGroupClassification: none,
    licenseAssignmentStates: (person) =>
      SKUS.map((skuId) => ({
        skuId,
        assignedByGroup: null,
        disabledPlans: [],
        error: 'None',
        lastUpdatedDateTime: instant(person.hiredAt),
        state: 'Active',
      })),
    mail: (person) => person.mail,
    mailboxSettings: (person) => ({
      timeZone: 'W. Europe Standard Time',
      language: { locale: siteOf(person.seed).language, displayName: siteOf(person.seed).language },
    }),
    mailNickname: (person) => person.alias,
    mobilePhone: (person) => person.mobilePhone || null,
    mySite: none,
    officeLocation: roomOf,
    onPremisesDistinguishedName: whenSynced(distinguishedName),
    onPremisesDomainName: whenSynced(() => COMPANY.dnsDomain),
    onPremisesExtensionAttributes: extensionAttributes,
    onPremisesImmutableId: whenSynced((person) => guidBytes(person.objectGuid).toString('base64')),
    onPremisesLastSyncDateTime: whenSynced((person) => instant(person.changedAt + 1_800_000)),
    onPremisesProvisioningErrors: empty,
    onPremisesSamAccountName: whenSynced(accountName),
    onPremisesSecurityIdentifier: whenSynced((person) => sidText(relativeId(person))),
    onPremisesSyncEnabled: whenSynced(() => true),
    onPremisesUserPrincipalName: whenSynced((person) => person.userPrincipalName),
    otherMails: empty,
    passwordPolicies: (person) => (synced(person) ? 'DisablePasswordExpiration' : null),
    pastProjects: empty,
    postalCode: (person) => siteOf(person.seed).postalCode,
    preferredDataLocation: none,
    preferredLanguage: (person) => siteOf(person.seed).language,
    preferredName: none,
    print: none,
    provisionedPlans: () => [{ capabilityStatus: 'Enabled', provisioningStatus: 'Success', service: 'exchange' }],
    proxyAddresses: (person) => proxyAddresses(person),
    responsibilities: empty,
    schools: empty,
    securityIdentifier: (person) =>
      `S-1-12-1-${hash(person.seed, 230)}-${hash(person.seed, 231)}-${hash(person.seed, 232)}-${hash(person.seed, 233)}`,
    serviceProvisioningErrors: empty,
    showInAddressList: none,
    signInActivity: signIn,
    signInSessionsValidFromDateTime: (person) => instant(person.passwordChangedAt),
    skills: empty,
    state: (person) => siteOf(person.seed).state,
    streetAddress: (person) => siteOf(person.seed).street,
    surname: (person) => person.surname,
    usageLocation: (person) => siteOf(person.seed).countryCode,
    userPrincipalName: (person) => person.userPrincipalName,
    userType: () => 'Member',
    manager: (person) => {
      const manager = estate.managerOf(person);
      return inEntra(manager) ? { '@odata.type': '#microsoft.graph.user', id: manager.id } : null;
    },
  };
}

/** When the account was made, in the delta's terms: everything is new since then. */
export const createdWithin = (person: Person, since: number): boolean =>
  person.usnCreated > since || person.propertyChanged.size === 0;
