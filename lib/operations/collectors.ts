// The processes of the bundle that share the database, as operators see them.
import type { Store } from '../store/index.ts';
import type { CollectorStatus } from './source-schema.ts';

/** Those that retention has not removed yet, the last seen first. */
export async function collectorStatuses({ db }: Store): Promise<readonly CollectorStatus[]> {
  const rows = await db
    .selectFrom('collector')
    .selectAll()
    .orderBy('last_seen_at', 'desc')
    .orderBy('instance')
    .execute();
  return rows.map((row) => ({
    instance: row.instance,
    lensVersion: row.lens_version,
    hostVersion: row.host_version,
    nodeVersion: row.node_version,
    sources: JSON.parse(row.sources),
    startedAt: row.started_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }));
}
