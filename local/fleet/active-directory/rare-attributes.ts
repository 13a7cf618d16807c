// Attributes of class user that few people have: phonetic names, terminal server, dial-in, UNIX services, secretaries.
// They are here because a collector that knows them must meet them, absent as a rule and present at times.
import { COMPANY, officeNumber, siteOf } from '../estate/names.ts';
import { accountName, type Person, sidBytes } from '../estate/person.ts';
import { chance, digits, hash } from '../random.ts';
import type { AttributeTable } from './entry.ts';
import { BASE_DN, PEOPLE_DN } from './names.ts';
import { fileTime, generalizedTime } from './time.ts';

const DAY = 86_400_000;

/** Present in so many of a hundred cases. */
function rarely<V extends string | Buffer | readonly string[]>(
  percent: number,
  salt: number,
  make: (person: Person) => V,
) {
  return (person: Person): V | undefined => (chance(percent, person.seed, salt) ? make(person) : undefined);
}

const office =
  (salt: number) =>
  (person: Person): string =>
    officeNumber(siteOf(person.seed), person.seed, salt);
const profile = (person: Person): string => `\\\\files.${COMPANY.dnsDomain}\\profiles$\\${accountName(person)}`;

const CONTACT: AttributeTable<Person> = {
  homePostalAddress: rarely(3, 400, () => 'Musterweg 1$80331 München'),
  postalAddress: rarely(
    10,
    401,
    (person) => `${siteOf(person.seed).street}$${siteOf(person.seed).postalCode} ${siteOf(person.seed).city}`,
  ),
  postOfficeBox: rarely(3, 402, (person) => digits(4, person.seed, 403)),
  street: rarely(5, 404, (person) => siteOf(person.seed).street),
  otherTelephone: rarely(4, 405, (person) => [office(406)(person), office(407)(person)]),
  otherHomePhone: rarely(1, 408, office(409)),
  otherFacsimileTelephoneNumber: rarely(1, 410, office(411)),
  otherIpPhone: rarely(2, 412, (person) => digits(5, person.seed, 413)),
  otherPager: rarely(1, 414, (person) => digits(6, person.seed, 415)),
  otherMailbox: rarely(1, 416, (person) => `FAX:${person.alias}`),
  url: rarely(2, 417, (person) => `https://wiki.contoso.example/~${person.alias}`),
  labeledURI: rarely(1, 418, (person) => `https://people.contoso.example/${person.alias} Home`),
  msExchAssistantName: rarely(2, 419, () => 'Tess Blank'),
  assistant: rarely(2, 420, () => `CN=svc-emmlens,OU=Service Accounts,${BASE_DN}`),
  secretary: rarely(2, 420, () => [`CN=svc-emmlens,OU=Service Accounts,${BASE_DN}`]),
  'msDS-PhoneticDisplayName': rarely(2, 421, (person) => person.displayName),
  'msDS-PhoneticFirstName': rarely(2, 421, (person) => person.givenName),
  'msDS-PhoneticLastName': rarely(2, 421, (person) => person.surname),
  'msDS-PhoneticDepartment': rarely(2, 421, (person) => person.department),
  'msDS-PhoneticCompanyName': rarely(2, 421, () => COMPANY.name),
};

const ORGANISATION: AttributeTable<Person> = {
  o: rarely(10, 430, () => COMPANY.name),
  ou: rarely(10, 430, (person) => person.department),
  businessCategory: rarely(5, 431, () => 'Internal'),
  carLicense: rarely(3, 432, (person) => `M-EL ${digits(4, person.seed, 433)}`),
  serialNumber: rarely(1, 434, (person) => digits(8, person.seed, 435)),
  preferredOU: rarely(1, 436, () => PEOPLE_DN),
  'msDS-HABSeniorityIndex': rarely(3, 437, (person) => String(hash(person.seed, 438) % 10)),
  showInAddressBook: rarely(90, 439, () => [
    `CN=All Users,CN=All Address Lists,CN=Address Lists Container,CN=Contoso,CN=Microsoft Exchange,CN=Services,CN=Configuration,${BASE_DN}`,
  ]),
  showInAdvancedViewOnly: rarely(1, 440, () => 'FALSE'),
  msExchMobileMailboxFlags: rarely(40, 441, () => '1'),
};

const LOGON: AttributeTable<Person> = {
  profilePath: rarely(15, 450, profile),
  userWorkstations: rarely(2, 451, () => 'LT0012345,LT0012346'),
  servicePrincipalName: rarely(1, 452, (person) => [`HTTP/${person.alias}.${COMPANY.dnsDomain}`]),
  sIDHistory: rarely(2, 453, (person) => sidBytes(5000 + person.number)),
  msNPAllowDialin: rarely(8, 454, () => 'TRUE'),
  msNPCallingStationID: rarely(1, 455, office(456)),
  msRADIUSServiceType: rarely(1, 457, () => '4'),
  msRADIUSCallbackNumber: rarely(1, 457, office(458)),
  msRADIUSFramedIPAddress: rarely(1, 457, (person) => String(167_772_160 + (hash(person.seed, 459) % 65_536))),
  msSFU30Name: rarely(10, 332, (person) => person.alias),
  msSFU30NisDomain: rarely(10, 332, () => 'corp'),
  msTSAllowLogon: rarely(10, 460, () => 'TRUE'),
  msTSProfilePath: rarely(10, 460, profile),
  msTSHomeDirectory: rarely(10, 460, (person) => `\\\\files.${COMPANY.dnsDomain}\\ts\\${accountName(person)}`),
  msTSHomeDrive: rarely(10, 460, () => 'T:'),
  msTSMaxIdleTime: rarely(10, 460, () => '30'),
  msTSMaxConnectionTime: rarely(10, 460, () => '480'),
  msTSMaxDisconnectionTime: rarely(10, 460, () => '60'),
  msTSRemoteControl: rarely(10, 460, () => '1'),
  msTSExpireDate: rarely(1, 461, (person) => generalizedTime(person.hiredAt + 4000 * DAY)),
  'msDS-LastSuccessfulInteractiveLogonTime': rarely(20, 462, (person) => fileTime(person.lastLogonAt)),
  'msDS-LastFailedInteractiveLogonTime': rarely(5, 463, (person) => fileTime(person.lastLogonAt - DAY)),
  'msDS-FailedInteractiveLogonCount': rarely(20, 462, () => '2'),
};

export const RARE_ATTRIBUTES: AttributeTable<Person> = { ...CONTACT, ...ORGANISATION, ...LOGON };
