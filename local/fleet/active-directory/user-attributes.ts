// The attributes of class user, made from the estate's person. What is not here, nobody in this company has.

import type { Estate } from '../estate/estate.ts';
import { GROUPS } from '../estate/groups.ts';
import { COMPANY, officeNumber, siteOf } from '../estate/names.ts';
import {
  accountName,
  employeeId,
  extensionAttribute,
  guidBytes,
  type Person,
  proxyAddresses,
  relativeId,
  roomOf,
  sidBytes,
} from '../estate/person.ts';
import { chance, digits, guid, hash, pick } from '../random.ts';
import type { Controller } from './controller.ts';
import type { AttributeTable } from './entry.ts';
import { CONFIGURATION_DN, commonName, deletedDn, distinguishedName, groupDn } from './names.ts';
import { RARE_ATTRIBUTES } from './rare-attributes.ts';
import { fileTime, generalizedTime, NEVER } from './time.ts';

const DAY = 86_400_000;
const NORMAL_ACCOUNT = 0x200;
const DISABLED = 0x2;
const PASSWORD_NEVER_EXPIRES = 0x10000;
const LOCKED_OUT = 0x10;
const PASSWORD_EXPIRED = 0x800000;

/** The smallest JPEG there is: one grey pixel. */
const PHOTO = Buffer.from(
  'ffd8ffdb004300030202020202030202020303030304060404040404080606050609080a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100ffcc000600101005ffda0008010100003f00d2cf20ffd9',
  'hex',
);

const PERSON_CATEGORY = `CN=Person,CN=Schema,${CONFIGURATION_DN}`;

const expires = (person: Person): boolean => !chance(25, person.seed, 302);

function accountControl(person: Person): number {
  return NORMAL_ACCOUNT | (person.enabled ? 0 : DISABLED) | (expires(person) ? 0 : PASSWORD_NEVER_EXPIRES);
}

function passwordExpiry(person: Person): number | undefined {
  return expires(person) ? person.passwordChangedAt + 180 * DAY : undefined;
}

function computedControl(person: Person, now: number): number {
  const expiry = passwordExpiry(person);
  return (person.lockedAt === null ? 0 : LOCKED_OUT) | (expiry !== undefined && expiry < now ? PASSWORD_EXPIRED : 0);
}

const logonHours = (person: Person): Buffer | undefined =>
  chance(10, person.seed, 303) ? Buffer.alloc(21, 0xff) : undefined;
const sometimes =
  (percent: number, salt: number, make: (person: Person) => string) =>
  (person: Person): string | undefined =>
    chance(percent, person.seed, salt) ? make(person) : undefined;

function identity(estate: Estate, controller: Controller): AttributeTable<Person> {
  return {
    objectClass: () => ['top', 'person', 'organizationalPerson', 'user'],
    cn: commonName,
    name: commonName,
    distinguishedName,
    canonicalName: (person) =>
      `${COMPANY.dnsDomain}/People/${person.department.replaceAll('/', '\\/')}/${commonName(person)}`,
    objectCategory: () => PERSON_CATEGORY,
    objectGUID: (person) => guidBytes(person.objectGuid),
    objectSid: (person) => sidBytes(relativeId(person)),
    sAMAccountName: accountName,
    sAMAccountType: () => '805306368',
    userPrincipalName: (person) => person.userPrincipalName,
    'msDS-PrincipalName': (person) => `${COMPANY.netbios}\\${accountName(person)}`,
    instanceType: () => '4',
    primaryGroupID: () => '513',
    codePage: () => '0',
    uSNCreated: (person) => controller.usn(person.usnCreated),
    uSNChanged: (person) => controller.usn(person.usnChanged),
    whenCreated: (person) => generalizedTime(person.hiredAt),
    whenChanged: (person) => generalizedTime(person.changedAt),
    createTimeStamp: (person) => generalizedTime(person.hiredAt),
    modifyTimeStamp: (person) => generalizedTime(person.changedAt),
    memberOf: (person) => GROUPS.filter((group) => group.includes(person)).map(groupDn),
    manager: (person) => directoryName(estate.managerOf(person)),
    directReports: reportsOf(estate),
  };
}

/** The back links of `manager`, collected once per state of the estate. */
function reportsOf(estate: Estate): (person: Person) => string[] {
  let sequence = -1;
  let reports = new Map<number, Person[]>();
  return (person) => {
    if (sequence !== estate.sequence) {
      const managed = estate.people.filter(
        (other) => other !== undefined && other.origin !== 'cloud' && other.managerNumber !== null,
      );
      reports = Map.groupBy(
        managed.flatMap((other) => other ?? []),
        (other) => other.managerNumber ?? -1,
      );
      sequence = estate.sequence;
    }
    return (reports.get(person.number) ?? []).map(distinguishedName);
  };
}

/** Accounts that live in Entra alone have no name here. */
const directoryName = (person: Person | undefined): string | undefined =>
  person && person.origin !== 'cloud' ? distinguishedName(person) : undefined;

const PERSONAL: AttributeTable<Person> = {
  displayName: (person) => person.displayName,
  givenName: (person) => person.givenName,
  sn: (person) => person.surname,
  initials: (person) => `${[...person.givenName][0] ?? ''}${[...person.surname][0] ?? ''}`,
  middleName: sometimes(10, 310, () => 'Maria'),
  personalTitle: sometimes(6, 311, () => 'Dr.'),
  generationQualifier: sometimes(1, 312, () => 'jr.'),
  mail: (person) => person.mail,
  mailNickname: (person) => person.alias,
  proxyAddresses: (person) => proxyAddresses(person),
  telephoneNumber: sometimes(80, 224, (person) => officeNumber(siteOf(person.seed), person.seed, 225)),
  mobile: (person) => person.mobilePhone,
  otherMobile: sometimes(5, 313, (person) => `+44 7700 900${digits(3, person.seed, 314)}`),
  homePhone: sometimes(4, 315, (person) => officeNumber(siteOf(person.seed), person.seed, 316)),
  facsimileTelephoneNumber: sometimes(15, 317, (person) => officeNumber(siteOf(person.seed), person.seed, 318)),
  ipPhone: sometimes(60, 319, (person) => digits(5, person.seed, 320)),
  pager: sometimes(1, 321, (person) => digits(6, person.seed, 322)),
  title: (person) => person.jobTitle,
  department: (person) => person.department,
  departmentNumber: (person) => digits(4, person.seed, 201),
  division: sometimes(50, 323, (person) => pick(['EMEA', 'AMER', 'APAC'], person.seed, 324)),
  company: () => COMPANY.name,
  physicalDeliveryOfficeName: roomOf,
  roomNumber: sometimes(40, 325, (person) => digits(3, person.seed, 326)),
  streetAddress: (person) => siteOf(person.seed).street,
  l: (person) => siteOf(person.seed).city,
  st: (person) => siteOf(person.seed).state,
  postalCode: (person) => siteOf(person.seed).postalCode,
  c: (person) => siteOf(person.seed).countryCode,
  co: (person) => siteOf(person.seed).country,
  countryCode: (person) => String(siteOf(person.seed).numeric),
  preferredLanguage: (person) => siteOf(person.seed).language,
  employeeID: employeeId,
  employeeNumber: (person) => String(100_000 + person.number),
  employeeType: (person) => (chance(90, person.seed, 226) ? 'Employee' : 'Contractor'),
  description: sometimes(20, 327, (person) => `${person.jobTitle}; see ticket ${digits(6, person.seed, 328)}`),
  info: sometimes(3, 329, () => 'Returns in spring.\r\nCall the front desk.'),
  comment: sometimes(2, 330, () => 'Reviewed'),
  wWWHomePage: sometimes(3, 331, (person) => `https://people.contoso.example/${person.alias}`),
  uid: (person) => person.alias,
  uidNumber: sometimes(10, 332, (person) => String(100_000 + person.number)),
  gidNumber: sometimes(10, 332, () => '10000'),
  loginShell: sometimes(10, 332, () => '/bin/bash'),
  unixHomeDirectory: sometimes(10, 332, (person) => `/home/${person.alias}`),
  homeDirectory: sometimes(60, 333, (person) => `\\\\files.${COMPANY.dnsDomain}\\home\\${accountName(person)}`),
  homeDrive: sometimes(60, 333, () => 'H:'),
  scriptPath: sometimes(20, 334, () => 'logon.cmd'),
  thumbnailPhoto: (person) => (chance(30, person.seed, 335) ? PHOTO : undefined),
};

function account(estate: Estate): AttributeTable<Person> {
  return {
    userAccountControl: (person) => String(accountControl(person)),
    'msDS-User-Account-Control-Computed': (person) => String(computedControl(person, estate.now)),
    'msDS-UserPasswordExpiryTimeComputed': (person) => {
      const expiry = passwordExpiry(person);
      return expiry === undefined ? NEVER : fileTime(expiry);
    },
    accountExpires: (person) =>
      chance(6, person.seed, 340)
        ? fileTime(estate.options.epoch + (hash(person.seed, 341) % 365) * DAY)
        : chance(50, person.seed, 342)
          ? '0'
          : NEVER,
    pwdLastSet: (person) => (chance(1, person.seed, 343) ? '0' : fileTime(person.passwordChangedAt)),
    lastLogonTimestamp: (person) => fileTime(person.lastLogonAt),
    lastLogon: (person) => fileTime(person.lastLogonAt),
    lastLogoff: () => '0',
    logonCount: (person) => String(hash(person.seed, 344) % 5000),
    badPwdCount: (person) => (person.lockedAt === null ? '0' : '5'),
    badPasswordTime: (person) => (person.lockedAt === null ? '0' : fileTime(person.lockedAt)),
    lockoutTime: (person) => (person.lockedAt === null ? '0' : fileTime(person.lockedAt)),
    logonHours,
    adminCount: sometimes(1, 345, () => '1'),
    'msDS-SupportedEncryptionTypes': sometimes(10, 346, () => '24'),
  };
}

const EXCHANGE: AttributeTable<Person> = {
  legacyExchangeDN: (person) =>
    `/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${person.alias}`,
  msExchMailboxGuid: (person) => guidBytes(guid(person.seed, 350)),
  // On-premises mailbox 1, remote mailbox 2147483648.
  msExchRecipientTypeDetails: (person) => (person.origin === 'synced' ? '2147483648' : '1'),
  msExchRemoteRecipientType: (person) => (person.origin === 'synced' ? '4' : undefined),
  msExchHideFromAddressLists: sometimes(2, 351, () => 'TRUE'),
  targetAddress: (person) =>
    person.origin === 'synced' ? `SMTP:${person.alias}@contoso.mail.onmicrosoft.example` : undefined,
  homeMDB: (person) =>
    person.origin === 'synced'
      ? undefined
      : `CN=DB01,CN=Databases,CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Microsoft Exchange,CN=Services,${CONFIGURATION_DN}`,
};

const EXTENSIONS: AttributeTable<Person> = Object.fromEntries(
  Array.from({ length: 15 }, (_, i) => [
    `extensionAttribute${i + 1}`,
    (person: Person) => extensionAttribute(person, i + 1) ?? undefined,
  ]),
);

export function userAttributes(estate: Estate, controller: Controller): AttributeTable<Person> {
  return {
    ...identity(estate, controller),
    ...PERSONAL,
    ...account(estate),
    ...EXCHANGE,
    ...EXTENSIONS,
    ...RARE_ATTRIBUTES,
  };
}

/** What is left of a deleted user without the recycle bin: no mail, no phones, no objectCategory. */
export function tombstoneAttributes(controller: Controller): AttributeTable<Person> {
  const deletedName = (person: Person): string => `${commonName(person)}\nDEL:${person.objectGuid}`;
  return {
    objectClass: () => ['top', 'person', 'organizationalPerson', 'user'],
    cn: deletedName,
    name: deletedName,
    objectGUID: (person) => guidBytes(person.objectGuid),
    objectSid: (person) => sidBytes(relativeId(person)),
    sAMAccountName: accountName,
    userAccountControl: (person) => String(accountControl(person)),
    instanceType: () => '4',
    isDeleted: () => 'TRUE',
    isRecycled: () => 'TRUE',
    distinguishedName: deletedDn,
    lastKnownParent: (person) => distinguishedName(person).replace(/^(?:\\.|[^,\\])+,/s, ''),
    uSNCreated: (person) => controller.usn(person.usnCreated),
    uSNChanged: (person) => controller.usn(person.usnChanged),
    whenCreated: (person) => generalizedTime(person.hiredAt),
    whenChanged: (person) => generalizedTime(person.changedAt),
  };
}
