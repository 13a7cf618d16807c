// Reads people from OpenLDAP (and servers like it), which have no tombstones and no USN. The checkpoint is the suffix's
// contextCSN: unchanged means that nothing happened, and nothing is read. Changed: the keys of all, which finds
// deletions at once, and the rows whose entryCSN is not older. Daily, or without a contextCSN: everything. A contextCSN that
// went back is that of a server that was restored, or of a replica that is behind: everything is read, and nothing proven.
import { AndFilter, type Filter, FilterParser, GreaterThanEqualsFilter } from 'ldapts';
import { isAhead } from '../../clock.ts';
import { SourceError } from '../../errors.ts';
import { mapInTurns } from '../../turns.ts';
import type { NaturalKey, PollStep } from '../contract.ts';
import {
  isFullPassDue,
  isStrangerTrusted,
  type OpenldapCheckpoint,
  openldapCheckpoint,
  parseCheckpoint,
} from './checkpoint.ts';
import type { Search } from './client.ts';
import { type Entry, endsWithDn, outermost } from './entry.ts';
import { pages } from './paging.ts';
import { attributesOf, inetOrgPerson, rowOf } from './parameters.ts';
import type { Reading } from './read-active-directory.ts';
import { searchControls } from './server.ts';

const dataset = 'directory_user';

/** `20261123144928.000000Z#000000#001#000000`: time, count, server, modification. */
const CSN = /^\d{14}\.\d{6}Z#[0-9a-f]{6}#[0-9a-f]{3}#[0-9a-f]{6}$/i;
const MAX_WRITERS = 4096;

export async function* readOpenldap(reading: Reading): AsyncGenerator<PollStep, void, void> {
  const { context } = reading;
  const kept = parseCheckpoint(openldapCheckpoint, context.checkpoint);
  const now = context.clock.now();
  const last = kept && { ...kept, contextCsn: believed(kept.contextCsn, now) };
  const told = await readContextCsn(reading);
  const contextCsn = believed(told, now);
  if (contextCsn.length < told.length)
    context.log.warn('Directory: its contextCSN is ahead of the clock, and says nothing; reads everybody each time');
  const change = last ? changedSince(last.contextCsn, contextCsn) : 'unknown';
  const isDue = !last || isFullPassDue(last, now);
  if (change === 'nothing' && !isDue) return;
  if (last && change === 'went back' && !isStrangerTrusted(last)) {
    context.log.warn('Directory: reads everybody anew, removes nobody who is merely not there', { reason: change });
    for (const base of basesOf(reading)) for await (const { step } of everything(reading, base)) yield step;
    // Its contextCSN stays: it tells when the server knows again what it knew.
    const checkpoint = { ...last, strangers: (last.strangers ?? 0) + 1 };
    yield { dataset, rows: [], checkpoint };
    return;
  }
  const since = isDue || typeof change === 'string' ? null : change.csn;
  yield { dataset, pass: 'start' };
  let [rows, again] = [0, 0];
  for (const base of basesOf(reading))
    for await (const { step, others } of since === null ? everything(reading, base) : changes(reading, base, since)) {
      const listed = 'present' in step ? step.present.length : step.rows.length;
      // Of a base within another one, both may tell: who lies in the inner one counts there.
      const first = 'present' in step || since === null ? listed - others : 0;
      rows += first;
      again += listed - first;
      yield step;
    }
  const fullPassAt = since !== null && last ? last.fullPassAt : now.toISOString();
  const checkpoint: OpenldapCheckpoint = { flavour: 'openldap', contextCsn, fullPassAt };
  yield { dataset, complete: { marker: 'empty-cookie', rows, again }, checkpoint };
}

/**
 * What the servers wrote last, or nothing where one of them wrote it in the future: while its clock was wrong. What is
 * written since its clock is right has an older CSN, and would not show.
 */
export const believed = (csns: readonly string[], now: Date): string[] =>
  csns.some((value) => isAhead(timeOf(csnOf(value)), now)) ? [] : [...csns];

const timeOf = (csn: string): number =>
  Date.parse(csn.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6Z'));

function basesOf({ config, server }: Reading): string[] {
  const bases = config.baseDn === undefined ? server.root.texts('namingContexts') : [config.baseDn];
  if (bases.length > 0) return bases;
  throw new SourceError('The directory names no naming context.', { code: 'no-directory', hint: 'Set baseDn.' });
}

/** The contextCSN values of all suffixes that hold a base; empty where one of them shows none (no syncprov overlay). */
async function readContextCsn(reading: Reading): Promise<string[]> {
  const suffixes = reading.server.root.texts('namingContexts');
  const found = new Set<string>();
  for (const base of basesOf(reading)) {
    const suffix = suffixes.find((name) => endsWithDn(base, name));
    const entry = suffix === undefined ? null : await reading.client.entry(suffix, ['contextCSN']);
    const values = entry?.texts('contextCSN') ?? [];
    // What is no CSN, or of more servers than there can be (RFC 4533 leaves three digits), would be kept as the checkpoint.
    if (values.length === 0 || values.length > MAX_WRITERS || !values.every((value) => CSN.test(value))) return [];
    for (const value of values) found.add(`${suffix} ${value}`);
  }
  return [...found].sort();
}

/**
 * The CSN from which on entries are read again: the oldest former value of the servers (`#sid#`) that wrote since. `unknown`
 * where there is none, or a server wrote for the first time.
 */
export function changedSince(
  before: readonly string[],
  now: readonly string[],
): { readonly csn: string } | 'nothing' | 'unknown' | 'went back' {
  if (before.length === 0) return 'unknown';
  const [former, latest] = [before, now].map((values) => new Map(values.map((v) => [writerOf(v), csnOf(v)])));
  // Older, or less: what came after that state is not known there.
  if ([...(former ?? [])].some(([writer, csn]) => (latest?.get(writer) ?? '') < csn)) return 'went back';
  const changed = now.filter((value) => former?.get(writerOf(value)) !== csnOf(value)).map(writerOf);
  if (changed.length === 0) return 'nothing';
  const starts = changed.map((writer) => former?.get(writer) ?? '').sort();
  return starts[0] ? { csn: starts[0] } : 'unknown';
}

/** `<suffix> 20261123144928.000000Z#000000#001#000000`: suffix and server id. */
const writerOf = (value: string): string => `${value.slice(0, value.lastIndexOf(' '))}#${value.split('#').at(-2)}`;
const csnOf = (value: string): string => value.slice(value.lastIndexOf(' ') + 1);

function search({ config, server }: Reading, base: string, attributes: readonly string[], changed?: Filter): Search {
  const filters = [inetOrgPerson.path, config.filter].flatMap((text) =>
    text === undefined ? [] : FilterParser.parseString(text),
  );
  const filter = new AndFilter({ filters: [...filters, ...(changed ? [changed] : [])] });
  return { base, scope: 'sub', filter, attributes, controls: searchControls(server) };
}

/** How many of these lie in a base that is listed by itself, too. */
function ofOthers(reading: Reading, base: string, page: readonly Entry[]): number {
  const inner = basesOf(reading).filter((other) => other !== base && endsWithDn(other, base));
  return page.filter(({ dn }) => inner.some((other) => endsWithDn(dn, other))).length;
}

async function* everything(reading: Reading, base: string, changed?: Filter) {
  const entity = reading.collection.entity('inetOrgPerson');
  for await (const page of pages(
    reading.client,
    search(reading, base, attributesOf(entity), changed),
    reading.config.pageSize,
  ))
    yield {
      step: { dataset, rows: await mapInTurns(page, (entry) => rowOf(entity, entry)) } as const,
      others: ofOthers(reading, base, page),
    };
}

async function* changes(reading: Reading, base: string, since: string) {
  for await (const page of pages(reading.client, search(reading, base, ['entryUUID']), reading.config.pageSize)) {
    const present = page.map((entry): NaturalKey => [entryKey(entry)]);
    yield { step: { dataset, present } as const, others: ofOthers(reading, base, page) };
  }
  const changed = new GreaterThanEqualsFilter({ attribute: 'entryCSN', value: since });
  yield* everything(reading, base, changed);
  // Whoever is below a container that was renamed has another DN, and no other entryCSN.
  const filter = new AndFilter({ filters: [CONTAINERS, changed] });
  const containers: string[] = [];
  const found = search(reading, base, ['objectClass']);
  for await (const page of pages(reading.client, { ...found, filter }, reading.config.pageSize))
    for (const { dn } of page) containers.push(dn);
  for (const container of outermost(containers)) yield* everything(reading, container);
}

const CONTAINERS = FilterParser.parseString(
  '(|(objectClass=organizationalUnit)(objectClass=organization)(objectClass=locality)(objectClass=domain))',
);

/** Throws SourceError where there is none: leaving such an entry out would prove that it is gone. */
export function entryKey(entry: Entry): string {
  const key = entry.text('entryUUID') ?? '';
  if (/[^\s\0]/.test(key)) return key;
  throw new SourceError('The directory shows a person without entryUUID.', {
    code: 'incomplete',
    hint: 'Nothing was removed. Let the account read entryUUID of all people.',
  });
}
