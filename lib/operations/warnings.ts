// What an operator should know before it is too late: removals that are held, rows that nobody vouches for, what expires, and what the database
// lacks.
import { type Collector, type LostCollector, lostCollectorLine, lostCollectors } from '../collector.ts';
import { plainHttp } from '../http/plain.ts';
import { unreadKeys } from '../http/roles.ts';
import { waiting } from '../ingest/holds.ts';
import { type LastRuns, lastRuns } from '../ingest/last-run.ts';
import { areLost, lostLine } from '../ingest/losses.ts';
import { foundNobody, nobodyLine } from '../ingest/nobody.ts';
import { refusing, refusingLine } from '../ingest/sign-in.ts';
import { silentLine, silentRows } from '../ingest/silent.ts';
import { givenUp, givenUpLine } from '../ingest/stuck.ts';
import { type HashKeys, OTHER_KEY, otherKeys } from '../key-checks.ts';
import { licenseWarnings } from '../license/update.ts';
import { channelNames } from '../notifications/channels.ts';
import { undelivered } from '../notifications/outbox.ts';
import { doubtLine, doubtOf } from '../retention/jump.ts';
import { behindLine, lastReceipt } from '../retention/receipt.ts';
import { type Unverified, unverified, WARNING_DAYS } from '../retention/unverified.ts';
import { type KeyFile, keyFileWarnings, type Settings } from '../settings/index.ts';
import type { Fact, Store, Stores } from '../store/index.ts';
import { aheadLines } from '../store/migrate.ts';
import { lossLines } from '../telemetry/losses.ts';
import type { Warning } from '../warning-kinds.ts';
import { expiring, expiringLine } from './expiring.ts';
import { logWarnings, neverPushed, type Pushable, staleLogs } from './log-warnings.ts';
import type { WarningTold } from './source-schema.ts';

/** Facts of the database whose advice must be followed; that of the others is advice. */
const REQUIRED: ReadonlySet<string> = new Set(['READ_COMMITTED_SNAPSHOT', 'engine', 'connection encryption']);

interface Warned {
  readonly store: Store;
  /** The same database as others of this process write it. */
  readonly stores?: Stores;
  readonly settings: Pick<Settings, 'UNVERIFIED_DAYS' | 'NOTIFY_WEBHOOK_URL' | 'NOTIFY_MAIL_SERVER' | 'API_ROLES'> &
    HashKeys;
  /** What is no longer configured is only told to be so: nothing else can be done about it here. */
  readonly sources: readonly Pushable[];
  readonly ignored: readonly string[];
  readonly keyFiles?: readonly KeyFile[];
  readonly collector: Pick<Collector, 'lensVersion'>;
}

/** From when on it is told: notifications have thresholds of their own. */
export interface Thresholds {
  readonly staleDays?: number;
  readonly expiryDays?: number;
}

/** `facts` as the store tells them; `runs` are those of all sources. */
export async function warningsIn(
  warned: Warned,
  facts: readonly Fact[],
  runs?: ReadonlyMap<string, LastRuns>,
  thresholds: Thresholds = {},
): Promise<readonly Warning[]> {
  const now = await warned.store.now();
  return [
    ...whole('database-unwritten', unwrittenLines(warned)),
    ...(await ofSettings(warned)),
    ...(await ofSources(warned, now, runs ?? (await lastRuns(warned.store)), thresholds)),
    ...(await ofInstallation(warned, now)),
    ...whole(
      'database-posture',
      facts.flatMap(({ name, value, advice }) =>
        REQUIRED.has(name) && value !== 'unknown' && advice ? [`The database has ${name} ${value}. ${advice}`] : [],
      ),
    ),
  ];
}

/** Nobody is locked out but who has that key. */
const UNREAD_ROLE = 'Whoever has its key gets 503 until it can be read; keys of other roles go on.';

const whole = (kind: Warning['kind'], lines: readonly string[]): readonly Warning[] =>
  lines.map((line) => ({ kind, source: null, line }));

/** Once for each cause, since the last write that was tried. */
const unwrittenLines = ({ store, stores }: Warned): readonly string[] => [
  ...new Set(
    [store, ...(stores ? [stores.polls, stores.push] : [])].flatMap(({ writeFailure: failure }) =>
      failure ? [`The last write failed (${failure.code}): ${failure.message} ${failure.hint}`] : [],
    ),
  ),
];

async function ofSettings({ store, settings, ignored, keyFiles = [] }: Warned): Promise<readonly Warning[]> {
  const doubt = await doubtOf(store);
  const others = await otherKeys(store, settings);
  return [
    ...whole('clock-jumped', doubt ? [doubtLine(doubt)] : []),
    ...whole('schema-ahead', await aheadLines(store)),
    ...whole('setting-ignored', ignored),
    ...others.map(
      (name) => ({ kind: 'key-changed', source: null, about: name, line: `${name} ${OTHER_KEY}` }) as const,
    ),
    ...unreadKeys(settings.API_ROLES).map(
      ({ role, problem }) =>
        ({ kind: 'role-keys', source: null, about: role, line: `Role ${role}: ${problem} ${UNREAD_ROLE}` }) as const,
    ),
    ...whole('key-file-open', keyFileWarnings(keyFiles)),
    ...whole('plain-http', plainHttp.lines),
  ];
}

async function ofSources(
  { store, settings, sources }: Warned,
  now: Date,
  runs: ReadonlyMap<string, LastRuns>,
  { staleDays, expiryDays }: Thresholds,
): Promise<readonly Warning[]> {
  /** Those of sources that are configured; nothing can be done here about others. */
  const each = <T extends { readonly source: string; readonly since?: Date | undefined }>(
    kind: Warning['kind'],
    found: readonly T[],
    lineOf: (one: T) => string,
    aboutOf: (one: T) => string | null = () => null,
  ): readonly Warning[] =>
    found
      .filter(({ source }) => sources.some(({ name }) => name === source))
      .map((one) => ({ kind, source: one.source, about: aboutOf(one), since: one.since, line: lineOf(one) }));
  /** One that is switched off is not asked, and may be so for that. */
  const isAsked = ({ source }: { readonly source: string }): boolean =>
    sources.some((one) => one.name === source && !('config' in one && !one.config.enabled));
  const rows = await unverified(store, settings.UNVERIFIED_DAYS, now, WARNING_DAYS, undefined, staleDays);
  const due = await expiring(store, now, undefined, expiryDays);
  return [
    ...each('hold-opened', await waiting(store), toldLine, ({ dataset, kind }) => `${dataset}/${kind ?? 'removal'}`),
    ...each('nobody-found', await foundNobody(store), nobodyLine, datasetOf),
    ...each('place-given-up', await givenUp(store, now), givenUpLine),
    ...each('polls-lost', await lostSources(store, sources), ({ source }) => lostLine(source)),
    ...each('rows-unanswered', silentRows(runs), silentLine, datasetOf),
    ...each('log-trouble', await logWarnings(store, runs), toldLine, ({ trouble }) => trouble),
    ...each('never-pushed', await neverPushed(store, sources), toldLine),
    ...each('sign-in-refused', (await refusing(store)).filter(isAsked), refusingLine),
    ...rows.map(unverifiedWarning),
    ...each('source-stale', await staleLogs(store, now, staleDays ?? WARNING_DAYS), toldLine),
    ...each('expiring', due, expiringLine, ({ component }) => component),
  ];
}

async function ofInstallation({ store, settings, collector }: Warned, now: Date): Promise<readonly Warning[]> {
  const receipt = await lastReceipt(store);
  const behind = receipt && behindLine(receipt, now);
  return [
    ...whole('retention-behind', behind ? [behind] : []),
    ...(await lostCollectors(store, now)).map(lostWarning),
    ...whole('telemetry-lost', lossLines()),
    ...(await licenseWarnings(store, now, collector.lensVersion)),
    ...(await undelivered(store, channelNames(settings))),
  ];
}

const lostWarning = (one: LostCollector): Warning => ({
  kind: 'collector-lost',
  source: null,
  about: one.instance,
  since: one.last_seen_at,
  line: lostCollectorLine(one),
});

const datasetOf = ({ dataset }: { readonly dataset: string }): string => dataset;

async function lostSources(
  store: Store,
  sources: readonly Pushable[],
): Promise<readonly { readonly source: string }[]> {
  const lost = await Promise.all(sources.map(async ({ name }) => ((await areLost(store, name)) ? [name] : [])));
  return lost.flat().map((source) => ({ source }));
}

const toldLine = ({ line }: { readonly line: string }): string => line;

const unverifiedWarning = ({ source, reason, dataset, since, leavesAt }: Unverified): Warning =>
  reason === 'unconfigured'
    ? {
        kind: 'source-unconfigured',
        source,
        since,
        line: `No collector has source ${source} configured since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`,
      }
    : {
        kind: 'source-stale',
        source,
        about: dataset,
        since,
        line: `No complete pass of ${dataset} of source ${source} since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`,
      };

/** As the API has it. */
export const warningTold = ({ kind, source, about = null, since, line }: Warning): WarningTold => ({
  ...{ kind, source, about, since: since?.toISOString() ?? null, text: line },
});

/** The same as lines, for the log. */
export const warningsOf = async (...of: Parameters<typeof warningsIn>): Promise<readonly string[]> =>
  (await warningsIn(...of)).map(toldLine);
