// What the database knows of sources, holds, logs, retention and collectors, as samples: each collector tells the same.
// Ages are by the database's clock. Small tables only: a scrape counts no rows of people or devices.
import type { Application } from '../app.ts';
import { seenCollectors, togetherOf } from '../collector.ts';
import { lastRuns } from '../ingest/last-run.ts';
import { peersBySource } from '../ingest/peers.ts';
import { age, type Sample, sample } from '../metrics/text.ts';
import { doubtOf } from '../retention/jump.ts';
import { lastReceipt } from '../retention/receipt.ts';
import type { Store } from '../store/index.ts';
import { TLS_CERTIFICATE } from './expiring.ts';
import { sourceSamples } from './metrics-of-sources.ts';

export async function databaseSamples(app: Application): Promise<readonly Sample[]> {
  const { store } = app;
  const now = await store.now();
  return [
    ...(await sourceSamples(app, await lastRuns(store), now)),
    ...(await expirySamples(store, now)),
    ...(await retentionSamples(store, now)),
    ...(await licenseSamples(store, now)),
    ...(await collectorSamples(store, now)),
  ];
}

async function expirySamples(store: Store, now: Date): Promise<readonly Sample[]> {
  const found = await store.rows
    .selectFrom('infrastructure')
    .select(['source', 'component', ({ fn }) => fn.min('expires_at').as('first')])
    .where('absent_since', 'is', null)
    .where('expires_at', 'is not', null)
    .groupBy(['source', 'component'])
    .execute();
  const components = found.map(({ source, component, first }) => [source, component, Number(first)] as const);
  const servers = [...(await peersBySource(store))].map(
    ([source, peers]) =>
      [source, TLS_CERTIFICATE, Math.min(...peers.map(({ expiresAt }) => Date.parse(expiresAt)))] as const,
  );
  return [...components, ...servers].map(([source, component, first]) =>
    sample('emmlens_expires_in_seconds', [String(source), String(component)], -age(now, new Date(first))),
  );
}

async function retentionSamples(store: Store, now: Date): Promise<readonly Sample[]> {
  const doubt = await doubtOf(store);
  const doubted = sample('emmlens_clock_doubted', [], doubt ? 1 : 0);
  const receipt = await lastReceipt(store);
  if (!receipt) return [doubted];
  return [
    doubted,
    sample('emmlens_retention_age_seconds', [], age(now, new Date(receipt.endedAt))),
    sample('emmlens_retention_waiting_sources', [], receipt.waitingSources),
    ...Object.entries(receipt.datasets).map(([dataset, { left }]) =>
      sample('emmlens_retention_left_rows', [dataset], left),
    ),
  ];
}

async function licenseSamples({ db }: Store, now: Date): Promise<readonly Sample[]> {
  const newest = db.selectFrom('license_exchange').select(({ fn }) => fn.max('id').as('id'));
  const last = await db
    .selectFrom('license_exchange')
    .select(['occurred_at', 'error_code'])
    .where('id', '=', newest)
    .executeTakeFirst();
  if (!last) return [];
  return [
    sample('emmlens_license_check_age_seconds', [], age(now, last.occurred_at)),
    sample('emmlens_license_check_failed', [], last.error_code === null ? 0 : 1),
  ];
}

/** Those that the licence check counts: one that was killed, or came with a backup, is none beside its successor. */
async function collectorSamples(store: Store, now: Date): Promise<readonly Sample[]> {
  const running = Map.groupBy(togetherOf(await seenCollectors(store, now)), (row) => row.lens_version);
  return [...running].map(([version, { length }]) => sample('emmlens_collectors', [version], length));
}

/** Of this collector, whether the database answers or not. On sqlite all pools are one. */
export function collectorOwn({ collector, stores }: Application): readonly Sample[] {
  const build = [collector.lensVersion, collector.hostVersion, process.versions.node];
  const pools = Object.entries({ api: stores.api, polls: stores.polls, push: stores.push });
  const own = pools.filter(([, store], index) => pools.findIndex(([, other]) => other === store) === index);
  const connections = own.flatMap(([pool, store]) => {
    const { open, used, waiting, most } = store.connections();
    return [
      sample('emmlens_database_connections', [pool, 'open'], open),
      sample('emmlens_database_connections', [pool, 'used'], used),
      sample('emmlens_database_connections', [pool, 'waiting'], waiting),
      sample('emmlens_database_connections_max', [pool], most),
    ];
  });
  return [sample('emmlens_build_info', build, 1), ...connections];
}
