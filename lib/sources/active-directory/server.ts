// What the server says of itself: which kind of directory it is, what it supports, and the numbers that a pass starts from.
import { AndFilter, Control, EqualityFilter } from 'ldapts';
import { SourceError } from '../../errors.ts';
import type { Collection } from '../collection.ts';
import type { Description, SourceRow } from '../contract.ts';
import { USN } from './checkpoint.ts';
import type { DirectoryClient, Search } from './client.ts';
import type { DirectoryConfig } from './config.ts';
import { type Entry, plainDn } from './entry.ts';
import { attributesOf, rowOf } from './parameters.ts';
import { guidText } from './transforms.ts';

/** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS 3.1.1.3.4.3). */
const ACTIVE_DIRECTORY = '1.2.840.113556.1.4.800';
/** LDAP_SERVER_DOMAIN_SCOPE_OID: no referrals to other partitions. */
const DOMAIN_SCOPE = '1.2.840.113556.1.4.1339';

/** Needed to read, whatever is collected; `vendorVersion` and the functional level name the version. */
const PROTOCOL = [
  'objectClass',
  'supportedCapabilities',
  'supportedControl',
  'namingContexts',
  'defaultNamingContext',
  'configurationNamingContext',
  'dsServiceName',
  'highestCommittedUSN',
  'isSynchronized',
  'domainControllerFunctionality',
  'vendorVersion',
];

export type Flavour = 'active-directory' | 'openldap';

export interface Server {
  readonly flavour: Flavour;
  readonly root: Entry;
}

/** Reads the root entry. Throws SourceError where it contradicts the configured flavour. */
export async function readServer(
  client: DirectoryClient,
  config: DirectoryConfig,
  collection: Collection,
): Promise<Server> {
  const collected = attributesOf(collection.entity('rootDSE')).filter((name) => name !== 'invocationId');
  const root = await client.entry('', [...new Set([...PROTOCOL, ...collected])]);
  if (!root) throw notReadable('The directory shows no root entry.');
  const isActiveDirectory = root.texts('supportedCapabilities').includes(ACTIVE_DIRECTORY);
  const flavour: Flavour =
    config.flavour === 'auto' ? (isActiveDirectory ? 'active-directory' : 'openldap') : config.flavour;
  if ((flavour === 'active-directory') !== isActiveDirectory)
    throw notReadable('The server is not of the configured flavour.');
  return { flavour, root };
}

export function describeServer(server: Server): Description {
  if (server.flavour === 'active-directory')
    return { product: 'Active Directory', version: functionalLevel(server.root) };
  const isOpenLdap = server.root.texts('objectClass').some((name) => name.toLowerCase() === 'openldaprootdse');
  return { product: isOpenLdap ? 'OpenLDAP' : 'LDAP directory', version: versionIn(server.root.text('vendorVersion')) };
}

const functionalLevel = (root: Entry): string =>
  /^\d+$/.exec(root.text('domainControllerFunctionality') ?? '')?.[0] ?? 'unknown';
/** With a dot at least: `389-Directory/2.4.5` is 2.4.5. Bounded digits: a long run of them would be tried from each one. */
const versionIn = (text = ''): string => /\d{1,20}(\.\d{1,20}){1,4}/.exec(text)?.[0] ?? 'unknown';

/** The one row about the server. Without an invocationId its address is its id. */
export function serverRow(
  collection: Collection,
  config: DirectoryConfig,
  server: Server,
  ntdsDsa: Entry | null,
): SourceRow {
  const entity = collection.entity('rootDSE');
  const whole = ntdsDsa ? server.root.with('invocationId', ntdsDsa.bytes('invocationId')) : server.root;
  const row = rowOf(entity, whole);
  const { host } = new URL(config.url);
  return { ...row, component: 'server', external_id: row.external_id ?? host, name: row.name ?? host };
}

/** The state of an AD server that a checkpoint is measured against. */
export interface Position {
  /** Of this copy of the database; another one after a restore, or on another domain controller. */
  readonly invocationId: string;
  readonly usn: bigint;
  readonly domain: string;
}

export async function readPosition(
  client: DirectoryClient,
  server: Server,
): Promise<{ position: Position; ntdsDsa: Entry }> {
  const [service, usn, domain] = ['dsServiceName', 'highestCommittedUSN', 'defaultNamingContext'].map((name) =>
    server.root.text(name),
  );
  const ntdsDsa = service === undefined ? null : await client.entry(service, ['invocationId']);
  const id = ntdsDsa?.bytes('invocationId')[0];
  const invocationId = id && guidText(id);
  if (!ntdsDsa || invocationId === undefined || usn === undefined || !USN.test(usn) || domain === undefined)
    throw notReadable('The domain controller does not show its invocationId or highestCommittedUSN.');
  return { position: { invocationId, usn: BigInt(usn), domain }, ntdsDsa };
}

/** Of the domain, by the crossRef that names it (MS-ADTS 6.1.1.2.1.1); null where there is none to read. */
export async function readNetbiosName(client: DirectoryClient, { root }: Server): Promise<string | null> {
  const [domain, configuration] = ['defaultNamingContext', 'configurationNamingContext'].map((name) => root.text(name));
  if (domain === undefined || configuration === undefined) return null;
  const search: Search = {
    base: `CN=Partitions,${configuration}`,
    scope: 'one',
    filter: new AndFilter({
      filters: [
        new EqualityFilter({ attribute: 'objectClass', value: 'crossRef' }),
        new EqualityFilter({ attribute: 'nCName', value: domain }),
      ],
    }),
    attributes: ['nCName', 'nETBIOSName'],
    controls: [],
  };
  const entries = await client.few(search);
  const crossRef = entries.find((entry) => plainDn(entry.text('nCName') ?? '') === plainDn(domain));
  return crossRef?.text('nETBIOSName') ?? null;
}

/** Controls of every search for people: no referrals, where the server can leave them out. They are ignored anyway. */
export function searchControls(server: Server): Control[] {
  return server.root.texts('supportedControl').includes(DOMAIN_SCOPE)
    ? [new Control(DOMAIN_SCOPE, { critical: true })]
    : [];
}

function notReadable(message: string): SourceError {
  return new SourceError(message, {
    code: 'no-directory',
    hint: 'Check url and flavour, and that the account may read the root entry and the object that dsServiceName names.',
  });
}
