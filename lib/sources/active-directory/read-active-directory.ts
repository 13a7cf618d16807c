// Reads people from AD: in full once a day, else what has a higher uSNChanged, plus tombstones where the account may see
// them. On another domain controller, or a restored one, these numbers say nothing: everything is read as if it had
// changed. But it may be behind its peers: whom it does not know yet is not gone, so only a full pass of the controller
// that answered before proves absences. A paging cookie dies with its connection: an interrupted pass starts over.
import {
  AndFilter,
  Control,
  type Filter,
  FilterParser,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  OrFilter,
} from 'ldapts';
import { SourceError } from '../../errors.ts';
import { Turns } from '../../turns.ts';
import type { Collection } from '../collection.ts';
import type { NaturalKey, PollContext, PollStep } from '../contract.ts';
import type { MappedRow } from '../map.ts';
import {
  type ActiveDirectoryCheckpoint,
  activeDirectoryCheckpoint,
  isFullPassDue,
  isStrangerTrusted,
  parseCheckpoint,
} from './checkpoint.ts';
import type { DirectoryClient, Search } from './client.ts';
import type { DirectoryConfig } from './config.ts';
import { type Entry, outermost } from './entry.ts';
import { completed, pages } from './paging.ts';
import { attributesOf, rowOf, user } from './parameters.ts';
import { NETBIOS_NAME } from './parameters-account.ts';
import { type Position, readNetbiosName, type Server, searchControls } from './server.ts';
import { filetimeOf, guidText } from './transforms.ts';

const dataset = 'directory_user';
/** LDAP_SERVER_SHOW_DELETED_OID, and the well-known GUID of the Deleted Objects container (MS-ADTS 6.1.1.4.2). */
const SHOW_DELETED = '1.2.840.113556.1.4.417';
const DELETED_OBJECTS = '18E2EA80684F11D2B9AA00C04F79F805';

export interface Reading {
  readonly client: DirectoryClient;
  readonly config: DirectoryConfig;
  readonly collection: Collection;
  readonly context: PollContext;
  readonly server: Server;
}

export async function* readActiveDirectory(reading: Reading, position: Position): AsyncGenerator<PollStep, void, void> {
  const { context, server } = reading;
  if (/^false$/i.test(server.root.text('isSynchronized') ?? '')) throw notSynchronised();
  const last = parseCheckpoint(activeDirectoryCheckpoint, context.checkpoint);
  const now = context.clock.now();
  const distrust = last && whyDistrust(last, position);
  if (!last || (isFullPassDue(last, now) && (distrust === null || isStrangerTrusted(last)))) {
    context.log.debug('Directory: full pass', { reason: last ? 'daily' : 'no checkpoint' });
    yield* fullPass(reading, position, now);
  } else if (distrust === null) {
    if (position.usn > BigInt(last.usn)) yield* increment(reading, position, BigInt(last.usn) + 1n, last);
  } else {
    context.log.warn('Directory: reads everybody anew, removes nobody who is merely not there', { reason: distrust });
    yield* increment(reading, position, 0n, { ...last, strangers: (last.strangers ?? 0) + 1 });
  }
}

function whyDistrust(last: ActiveDirectoryCheckpoint, position: Position): string | null {
  if (last.invocationId !== position.invocationId) return 'another domain controller, or a restored one';
  if (position.usn < BigInt(last.usn)) return 'the USN went back: the domain controller was put back to an older state';
  return null;
}

const notSynchronised = (): SourceError =>
  new SourceError('The domain controller has not finished its first synchronisation.', {
    code: 'incomplete',
    hint: 'Nothing was removed. Wait until it knows what its peers know, or name another one in url.',
  });

async function* fullPass(reading: Reading, position: Position, now: Date): AsyncGenerator<PollStep, void, void> {
  yield { dataset, pass: 'start' };
  let rows = 0;
  for await (const step of people(reading, peopleSearch(reading, position))) {
    rows += step.rows.length;
    yield step;
  }
  yield { dataset, complete: { marker: 'empty-cookie', rows }, checkpoint: checkpointOf(position, now.toISOString()) };
}

async function* increment(
  reading: Reading,
  position: Position,
  since: bigint,
  { fullPassAt, strangers }: ActiveDirectoryCheckpoint,
): AsyncGenerator<PollStep, void, void> {
  const changed = new GreaterThanEqualsFilter({ attribute: 'uSNChanged', value: String(since) });
  const everybody = peopleSearch(reading, position);
  const containers = since === 0n ? [] : await changedContainers(reading, everybody.base, changed);
  if (containers.length > MOST_CONTAINERS) yield* people(reading, everybody);
  else {
    const expired = expiredSince(fullPassAt, reading.context.clock.now());
    yield* people(reading, peopleSearch(reading, position, new OrFilter({ filters: [changed, expired] })));
    for (const base of containers) yield* people(reading, { ...everybody, base });
  }
  yield* tombstones(reading, position, changed);
  // Last, so that it commits behind everything that it covers.
  yield { dataset, rows: [], checkpoint: checkpointOf(position, fullPassAt, strangers) };
}

/**
 * Containers that changed, by their DNs: whoever is below one that was renamed or moved has another DN, though no USN of
 * theirs has moved.
 */
async function changedContainers(
  { client, config, server }: Reading,
  base: string,
  changed: Filter,
): Promise<string[]> {
  const filter = new AndFilter({ filters: [CONTAINERS, changed] });
  const search: Search = { base, scope: 'sub', filter, attributes: ['objectClass'], controls: searchControls(server) };
  const dns: string[] = [];
  for await (const page of pages(client, search, config.pageSize)) for (const { dn } of page) dns.push(dn);
  return outermost(dns);
}

const CONTAINERS = FilterParser.parseString('(|(objectClass=organizationalUnit)(objectClass=container))');
/** Beyond these, reading everybody anew takes fewer searches. */
const MOST_CONTAINERS = 20;

/** Accounts whose end has passed: that moves no USN either. Of the time since the last full pass, so that none is missed. */
const expiredSince = (fullPassAt: string, now: Date): Filter =>
  new AndFilter({
    filters: [
      new GreaterThanEqualsFilter({ attribute: 'accountExpires', value: String(filetimeOf(new Date(fullPassAt))) }),
      new LessThanEqualsFilter({ attribute: 'accountExpires', value: String(filetimeOf(now)) }),
    ],
  });

const checkpointOf = (
  { invocationId, usn }: Position,
  fullPassAt: string,
  strangers = 0,
): ActiveDirectoryCheckpoint => ({
  flavour: 'active-directory',
  invocationId,
  usn: String(usn),
  fullPassAt,
  strangers,
});

function peopleSearch({ config, collection, server }: Reading, { domain }: Position, changed?: Filter): Search {
  const filters = [user.path, config.filter].flatMap((text) =>
    text === undefined ? [] : FilterParser.parseString(text),
  );
  return {
    base: config.baseDn ?? domain,
    scope: 'sub',
    filter: new AndFilter({ filters: [...filters, ...(changed ? [changed] : [])] }),
    attributes: attributesOf(collection.entity('user')).filter((name) => name !== NETBIOS_NAME),
    controls: searchControls(server),
  };
}

async function* people({ client, config, collection, server, context }: Reading, search: Search) {
  const entity = collection.entity('user');
  const domain = collection.has('user', NETBIOS_NAME) ? await readNetbiosName(client, server) : null;
  const turns = new Turns();
  for await (const page of pages(client, search, config.pageSize)) {
    let rows: MappedRow[] = [];
    for (const entry of page) {
      await turns.givenWhenDue();
      const row = rowOf(entity, withDomain(domain, await completed(client, entry)));
      // Who may not sign in any more is not enabled, whatever the flag says.
      if (row.expires_at instanceof Date && row.expires_at <= context.clock.now()) row.enabled &&= false;
      rows.push(row);
      // What comes range by range is beyond what bounds a page.
      if (entry.cut.length === 0) continue;
      yield { dataset, rows } as const;
      rows = [];
    }
    if (rows.length > 0) yield { dataset, rows } as const;
  }
}

/** `DOMAIN\\user`: nothing where either half is not known. */
function withDomain(domain: string | null, entry: Entry): Entry {
  const [account] = entry.bytes('sAMAccountName');
  if (domain === null || account === undefined) return entry;
  return entry.with(NETBIOS_NAME, [Buffer.concat([Buffer.from(`${domain}\\`), account])]);
}

async function* tombstones(
  { client, config, context }: Reading,
  { domain }: Position,
  changed: Filter,
): AsyncGenerator<PollStep, void, void> {
  const controls = [new Control(SHOW_DELETED, { critical: true })];
  const container = await deletedObjects(client, domain, controls);
  if (container?.text('uSNChanged') === undefined) {
    context.log.debug('Directory: the account may not read deleted objects; the daily full pass finds deletions');
    return;
  }
  // objectCategory is lost with the deletion; objectClass stays.
  const deleted = FilterParser.parseString('(&(isDeleted=TRUE)(objectClass=user))');
  const filter = new AndFilter({ filters: [deleted, changed] });
  const search: Search = { base: container.dn, scope: 'one', filter, attributes: ['objectGUID'], controls };
  for await (const page of pages(client, search, config.pageSize)) {
    const gone = page.flatMap((entry): NaturalKey[] => {
      const id = entry.bytes('objectGUID')[0];
      const key = id && guidText(id);
      return key === undefined ? [] : [[key]];
    });
    yield { dataset, gone };
  }
}

/**
 * The container, by its well-known GUID or, for servers that know none, by name. Without the right to read it, it has no
 * attributes, and a search in it succeeds and finds nothing.
 */
async function deletedObjects(
  client: DirectoryClient,
  domain: string,
  controls: readonly Control[],
): Promise<Entry | null> {
  const attributes = ['uSNChanged'];
  return (
    (await client.entry(`<WKGUID=${DELETED_OBJECTS},${domain}>`, attributes, controls)) ??
    (await client.entry(`CN=Deleted Objects,${domain}`, attributes, controls))
  );
}
