// What an operator wants to know before the first start: whether settings, files, database and sources would do. Nothing is
// written anywhere, and no value that a source gave is told.
import { CERTIFICATE_SWITCH } from '../app.ts';
import { ignoreCertificateSwitch } from '../net/certificates.ts';
import { type Peer, peersOf } from '../net/peers.ts';
import { requireNode } from '../node-version.ts';
import { daysUntil } from '../query/expiry.ts';
import { keptTooShort } from '../retention/sums.ts';
import {
  type Environment,
  hostTelemetry,
  keyFilesOf,
  keyFileWarnings,
  loadSettings,
  misspeltSettings,
  type ReadSource,
  readableSettings,
  readRules,
  readSources,
  type Settings,
  unknownSources,
} from '../settings/index.ts';
import { checkDatabase } from './check-database.ts';
import { checkKeys } from './check-keys.ts';
import { checkReceivers } from './check-receivers.ts';
import { checkSource } from './check-source.ts';
import { WARNED_DAYS } from './expiring.ts';
import { error, type Finding, failed, ok, warning } from './finding.ts';

/** Of each part as soon as it is known. */
export async function* check(environment: Environment): AsyncGenerator<Finding, void, void> {
  const { problems } = loadSettings(environment);
  const settings = readableSettings(environment);
  yield* nodeAndNames(environment);
  for (const { setting, problem, example } of problems)
    yield error(`setting ${setting}`, `${problem}. Example: ${example}`);
  if (problems.length === 0) yield ok('settings', 'can be read');
  const read = readSources(settings.SOURCES_FILE ?? 'sources.json');
  for (const problem of read.problems) yield error('sources file', problem);
  if (read.problems.length === 0) yield ok('sources file', counted('names', read.sources.length, 'source'));
  for (const name of unknownSources(settings.COLLECTOR_SOURCES, read.sources))
    yield error('setting COLLECTOR_SOURCES', `names ${name}, which the sources file does not have.`);
  yield* rulesOf(settings);
  yield* metricsOf(settings);
  yield* rolesOf(settings);
  for (const said of keyFileWarnings(keyFilesOf(settings, read.sources))) yield warning('secrets', said);
  const [database, refusals] = await checkDatabase(environment);
  yield* database;
  const [findings, peers] = await peersOf(() =>
    Promise.all([checkAll(read.sources, settings, refusals), checkReceivers(settings)]),
  );
  yield* findings.flat();
  for (const peer of peers) yield ofPeer(peer);
}

function* nodeAndNames(environment: Environment): Generator<Finding, void, void> {
  try {
    requireNode();
  } catch (thrown) {
    yield failed('Node', thrown);
  }
  if (ignoreCertificateSwitch()) yield warning('environment', CERTIFICATE_SWITCH);
  for (const said of [...misspeltSettings(environment), ...hostTelemetry(environment)])
    yield warning('environment', said);
}

function* rulesOf({ RULES_FILE, ...settings }: Partial<Settings>): Generator<Finding, void, void> {
  if (RULES_FILE === undefined) return;
  const { rules, problems } = readRules(RULES_FILE);
  for (const problem of problems) yield error('rules file', problem);
  if (problems.length === 0)
    yield ok('rules file', `${counted('has', rules.length, 'rule')} that ${rules.length === 1 ? 'is' : 'are'} used`);
  const { RETENTION_DAYS, RETENTION_OVERRIDES, UNVERIFIED_DAYS } = settings;
  if (RETENTION_DAYS === undefined || RETENTION_OVERRIDES === undefined || UNVERIFIED_DAYS === undefined) return;
  const kept = { RETENTION_DAYS, RETENTION_OVERRIDES, UNVERIFIED_DAYS };
  for (const said of keptTooShort(rules, kept)) yield warning('rules file', said);
}

function* metricsOf({ METRICS_TOKENS = [], AUDIT_KEY, PHONE_KEY }: Partial<Settings>): Generator<Finding, void, void> {
  const about = 'setting METRICS_TOKENS';
  const secret = [AUDIT_KEY, PHONE_KEY].filter((key) => key !== undefined);
  const found = checkKeys(about, METRICS_TOKENS, secret);
  yield* found;
  if (METRICS_TOKENS.length > 0 && found.length === 0)
    yield ok(about, counted('names', METRICS_TOKENS.length, 'token'));
}

function* rolesOf({ API_ROLES, AUDIT_KEY, PHONE_KEY }: Partial<Settings>): Generator<Finding, void, void> {
  if (API_ROLES === undefined) return;
  const secret = [AUDIT_KEY, PHONE_KEY].filter((key) => key !== undefined);
  for (const [role, named] of Map.groupBy(API_ROLES, ({ role }) => role)) {
    const keys = named.map(({ key }) => key);
    const about = `setting API_ROLES, ${role}`;
    const found = checkKeys(about, keys, secret);
    yield* found;
    if (found.length === 0) yield ok(about, counted('names', keys.length, 'key'));
  }
  if (!API_ROLES.some(({ role }) => role === 'operator'))
    yield warning('setting API_ROLES', 'gives no key the role operator: nobody can decide on what is held.');
}

const counted = (does: string, n: number, what: string): string => `${does} ${n} ${what}${n === 1 ? '' : 's'}`;

/** None waits for another. */
async function checkAll(
  sources: readonly ReadSource[],
  settings: Partial<Settings>,
  refusals: ReadonlyMap<string, string>,
): Promise<readonly Finding[]> {
  const found = sources.map((source) => checkSource(source, { settings, refusal: refusals.get(source.name) ?? null }));
  return (await Promise.all(found)).flat();
}

function ofPeer({ host, protocol, cipher, issuer, expiresAt }: Peer): Finding {
  const days = daysUntil(expiresAt, new Date());
  const about = `certificate of ${host}`;
  const told = `expires in ${days} days; ${protocol}, ${cipher}, signed by ${issuer ?? 'nobody who has a name'}`;
  return days < WARNED_DAYS ? warning(about, `${told}: have it renewed.`) : ok(about, told);
}
