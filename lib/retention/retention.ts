// The daily duty: events and logs leave by age, unverified rows with their source, and people with their last event.
// Alike for existing and deleted users. What is left when time is up is counted, and taken up by the next run.
import { type Dataset, DEFAULT_RETENTION_DAYS, datasets, events } from '../catalog/index.ts';
import type { Logger } from '../logger.ts';
import type { Settings } from '../settings/index.ts';
import { firstRows, type Store } from '../store/index.ts';
import { deleteInLists } from '../store/lists.ts';
import { writeStoredValue } from '../store/stored-values.ts';
import { type Expired, expire } from './expire.ts';
import { expireSubjects } from './expire-subjects.ts';
import { type ExpiredRows, expireUnverified } from './expire-unverified.ts';
import { forgetHashes } from './forget-hashes.ts';
import { expireHolds } from './holds.ts';
import { RECEIPT } from './receipt.ts';
import { DAY_MS } from './unverified.ts';

export type RetentionSettings = Pick<Settings, 'RETENTION_DAYS' | 'RETENTION_OVERRIDES' | 'UNVERIFIED_DAYS'>;

export interface Receipt {
  readonly startedAt: string;
  readonly endedAt: string;
  /** By dataset that is kept for a number of days. */
  readonly datasets: Readonly<Record<string, Expired & { readonly days: number }>>;
  readonly unverified: readonly ExpiredRows[];
  /** Sources whose unverified rows wait: they are being polled, or time was up. */
  readonly waitingSources: number;
  readonly subjects: number;
  /** Rows that lost the hash of a name that nobody is known by, or of a device that no system knows. */
  readonly names: number;
  readonly collectors: number;
  readonly holds: number;
  /** Whether nothing that is due was left. */
  readonly complete: boolean;
}

export interface RetentionRun {
  readonly store: Store;
  readonly settings: RetentionSettings;
  /** Whether time is up, by no clock that may be set: what is left is taken up by the next run. */
  readonly stopped: () => boolean;
  readonly log: Logger;
}

/** Days that rows of a dataset are kept; null where another rule than age holds. */
export function retentionDaysOf(
  { name, retentionDays }: Dataset,
  { RETENTION_DAYS, RETENTION_OVERRIDES }: Pick<Settings, 'RETENTION_DAYS' | 'RETENTION_OVERRIDES'>,
): number | null {
  if (retentionDays === null) return null;
  return RETENTION_OVERRIDES[name] ?? (retentionDays === DEFAULT_RETENTION_DAYS ? RETENTION_DAYS : retentionDays);
}

/** Throws StoreError; what was deleted until then stays deleted. */
export async function runRetention({ store, settings, stopped, log }: RetentionRun): Promise<Receipt> {
  const began = performance.now();
  const startedAt = await store.now();
  const expired = await expireDatasets(store, settings, startedAt, stopped);
  const { retired, waiting } = await expireUnverified(store, settings.UNVERIFIED_DAYS, stopped);
  const monthAgo = new Date(startedAt.getTime() - 30 * DAY_MS);
  const collectors = await expireCollectors(store, monthAgo);
  const holds = await expireHolds(store, monthAgo);
  await expirePlaces(store, settings, startedAt);
  const names = await forgetHashes(store, stopped);
  const subjects = await expireSubjects(store, stopped);
  await store.emptyLog();
  const left = Object.values(expired).reduce((sum, entry) => sum + entry.left, 0);
  const receipt: Receipt = {
    startedAt: startedAt.toISOString(),
    endedAt: (await store.now()).toISOString(),
    datasets: expired,
    unverified: retired,
    waitingSources: waiting,
    subjects,
    names,
    collectors,
    holds,
    complete: left === 0 && waiting === 0 && !stopped(),
  };
  await writeStoredValue(store, RECEIPT, receipt);
  log.info('Retention removed what is overdue.', {
    removed: Object.values(expired).reduce((sum, entry) => sum + entry.removed, 0),
    left,
    unverified: retired.reduce((sum, entry) => sum + entry.removed, 0),
    waitingSources: waiting,
    subjects,
    seconds: Math.round((performance.now() - began) / 1000),
  });
  return receipt;
}

async function expireDatasets(
  store: Store,
  settings: RetentionSettings,
  now: Date,
  stopped: () => boolean,
): Promise<Receipt['datasets']> {
  const expired: Record<string, Expired & { days: number }> = {};
  for (const dataset of datasets()) {
    const days = retentionDaysOf(dataset, settings);
    if (days === null) continue;
    const before = new Date(now.getTime() - days * DAY_MS);
    expired[dataset.name] = { days, ...(await expire(store, { dataset, before }, stopped)) };
  }
  return expired;
}

/** What was read of a file is known as long as what it told is stored: one that is put back is not read twice. So are senders. */
async function expirePlaces(store: Store, settings: RetentionSettings, now: Date): Promise<void> {
  const days = Math.max(30, ...events().map((event) => retentionDaysOf(event, settings) ?? 0));
  const before = new Date(now.getTime() - days * DAY_MS);
  await store.write(({ db }) => db.deleteFrom('log_sender').where('seen_at', '<', before).execute());
  for (let left = 1; left > 0; )
    left = await store.write(async ({ db, engine }) => {
      const old = db
        .selectFrom('log_file')
        .select(['source', 'file'])
        .where('seen_at', '<', before)
        .orderBy('source')
        .orderBy('file');
      const rows = await firstRows(engine, old, ROWS_OF_A_DELETE).execute();
      for (const [source, own] of Map.groupBy(rows, (row) => row.source))
        await deleteInLists(
          own.map(({ file }) => file),
          (list) => db.deleteFrom('log_file').where('source', '=', source).where('file', 'in', list),
        );
      return rows.length;
    });
}

const ROWS_OF_A_DELETE = 1_000;

async function expireCollectors(store: Store, before: Date): Promise<number> {
  const { numDeletedRows } = await store.write(({ db }) =>
    db.deleteFrom('collector').where('last_seen_at', '<', before).executeTakeFirst(),
  );
  return Number(numDeletedRows);
}
