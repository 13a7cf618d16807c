// The objects that are always there: domain, containers, organizational units, service accounts, the NTDS settings of the
// controller; and the RootDSE, which is no object but answers like one.

import type { Estate } from '../estate/estate.ts';
import { COMPANY, DEPARTMENTS } from '../estate/names.ts';
import { guidBytes, sidBytes } from '../estate/person.ts';
import { guid, saltOf } from '../random.ts';
import type { Controller } from './controller.ts';
import { type AttributeTable, type Entry, entryClass } from './entry.ts';
import { BASE_DN, CONFIGURATION_DN, DELETED_OBJECTS_DN, departmentDn, GROUPS_DN, PEOPLE_DN } from './names.ts';
import { declareAttributes } from './schema.ts';
import { generalizedTime } from './time.ts';

export const SERVICE_ACCOUNTS_DN = `OU=Service Accounts,${BASE_DN}`;

const PARTITIONS_DN = `CN=Partitions,${CONFIGURATION_DN}`;

interface Fixed {
  dn: string;
  objectClass: readonly string[];
  more?: AttributeTable<Fixed>;
}

const always = (): boolean => true;

function commonAttributes(estate: Estate, controller: Controller): AttributeTable<Fixed> {
  return {
    objectClass: ({ objectClass }) => objectClass,
    distinguishedName: ({ dn }) => dn,
    name: ({ dn }) => (/^\w+=((?:\\.|[^,\\])*)/.exec(dn)?.[1] ?? '').replace(/\\(.)/g, '$1'),
    objectGUID: ({ dn }) => guidBytes(guid(estate.options.seed, saltOf(dn))),
    instanceType: () => '4',
    uSNCreated: () => controller.usn(0),
    uSNChanged: () => controller.usn(0),
    whenCreated: () => generalizedTime(estate.options.epoch - 86_400_000),
    whenChanged: () => generalizedTime(estate.options.epoch - 86_400_000),
  };
}

function fixedEntry(estate: Estate, controller: Controller, fixed: Fixed): Entry {
  const type = entryClass<Fixed>({ ...commonAttributes(estate, controller), ...fixed.more });
  declareAttributes(type.names);
  return type.entry(fixed, ({ dn }) => dn, always);
}

const unit = (dn: string): Fixed => ({ dn, objectClass: ['top', 'organizationalUnit'] });
const container = (dn: string): Fixed => ({ dn, objectClass: ['top', 'container'] });

function serviceAccount(name: string, control: number, rid: number): Fixed {
  return {
    dn: `CN=${name},${SERVICE_ACCOUNTS_DN}`,
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    more: {
      objectCategory: () => `CN=Person,CN=Schema,${CONFIGURATION_DN}`,
      cn: () => name,
      displayName: () => name,
      sAMAccountName: () => name,
      userPrincipalName: () => `${name}@${COMPANY.dnsDomain}`,
      userAccountControl: () => String(control),
      objectSid: () => sidBytes(rid),
    },
  };
}

/** Everything but people, groups and tombstones. Made anew for each search, because the controller may have changed. */
export function fixedEntries(estate: Estate, controller: Controller): Entry[] {
  const fixed: Fixed[] = [
    { dn: BASE_DN, objectClass: ['top', 'domain', 'domainDNS'] },
    container(`CN=Users,${BASE_DN}`),
    container(`CN=Computers,${BASE_DN}`),
    unit(PEOPLE_DN),
    ...DEPARTMENTS.map((department) => unit(departmentDn(department))),
    unit(GROUPS_DN),
    unit(SERVICE_ACCOUNTS_DN),
    serviceAccount('svc-emmlens', 66_048, 1500),
    serviceAccount('svc-disabled', 66_050, 1501),
    { dn: CONFIGURATION_DN, objectClass: ['top', 'configuration'] },
    { dn: PARTITIONS_DN, objectClass: ['top', 'crossRefContainer'] },
    {
      dn: `CN=${COMPANY.netbios},${PARTITIONS_DN}`,
      objectClass: ['top', 'crossRef'],
      more: { cn: () => COMPANY.netbios, nCName: () => BASE_DN, nETBIOSName: () => COMPANY.netbios },
    },
    container(`CN=Sites,${CONFIGURATION_DN}`),
    { dn: controller.serverDn, objectClass: ['top', 'server'], more: { dNSHostName: () => controller.hostName } },
    {
      dn: controller.settingsDn,
      objectClass: ['top', 'applicationSettings', 'nTDSDSA'],
      more: { invocationId: () => controller.invocationId, cn: () => 'NTDS Settings' },
    },
  ];
  return fixed.map((one) => fixedEntry(estate, controller, one));
}

/** The container of tombstones: to an account without the right it shows that it is there, and nothing of itself. */
export function deletedContainer(estate: Estate, controller: Controller, readable: boolean): Entry {
  const fixed = { dn: DELETED_OBJECTS_DN, objectClass: ['top', 'container'], more: { isDeleted: () => 'TRUE' } };
  if (readable) return fixedEntry(estate, controller, fixed);
  return entryClass<Fixed>({}).entry(fixed, ({ dn }) => dn, always);
}

const CONTROLS = [
  '1.2.840.113556.1.4.319',
  '1.2.840.113556.1.4.801',
  '1.2.840.113556.1.4.417',
  '1.2.840.113556.1.4.1339',
  '1.2.840.113556.1.4.529',
  '1.2.840.113556.1.4.2064',
  '1.2.840.113556.1.4.2065',
];

export function rootDse(estate: Estate, controller: Controller, now: number): Entry {
  const table: AttributeTable<null> = {
    domainFunctionality: () => '7',
    forestFunctionality: () => '7',
    domainControllerFunctionality: () => '7',
    rootDomainNamingContext: () => BASE_DN,
    ldapServiceName: () =>
      `${COMPANY.dnsDomain}:${controller.hostName.split('.')[0]}$@${COMPANY.dnsDomain.toUpperCase()}`,
    isGlobalCatalogReady: () => 'TRUE',
    supportedSASLMechanisms: () => ['GSSAPI', 'GSS-SPNEGO', 'EXTERNAL', 'DIGEST-MD5'],
    supportedLDAPVersion: () => ['3', '2'],
    supportedLDAPPolicies: () => ['MaxPageSize', 'MaxValRange', 'MaxConnIdleTime', 'MaxQueryDuration'],
    supportedControl: () => CONTROLS,
    supportedCapabilities: () => [
      '1.2.840.113556.1.4.800',
      '1.2.840.113556.1.4.1670',
      '1.2.840.113556.1.4.1791',
      '1.2.840.113556.1.4.1935',
    ],
    supportedExtension: () => ['1.3.6.1.4.1.1466.20037', '1.3.6.1.4.1.4203.1.11.3'],
    subschemaSubentry: () => `CN=Aggregate,CN=Schema,${CONFIGURATION_DN}`,
    serverName: () => controller.serverDn,
    schemaNamingContext: () => `CN=Schema,${CONFIGURATION_DN}`,
    namingContexts: () => [BASE_DN, CONFIGURATION_DN, `CN=Schema,${CONFIGURATION_DN}`],
    isSynchronized: () => controller.isSynchronized,
    highestCommittedUSN: () => controller.highestUsn(estate.sequence),
    dsServiceName: () => controller.settingsDn,
    dnsHostName: () => controller.hostName,
    defaultNamingContext: () => BASE_DN,
    currentTime: () => generalizedTime(now),
    configurationNamingContext: () => CONFIGURATION_DN,
  };
  const type = entryClass(table);
  declareAttributes([...type.names, 'objectClass']);
  const entry = type.entry(null, () => '', always);
  // `(objectClass=*)` is how it is asked for, although it shows no class.
  return { ...entry, dn: '', values: (name) => (name.toLowerCase() === 'objectclass' ? ['top'] : entry.values(name)) };
}
