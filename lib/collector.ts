// A collector: a running process of the bundle. Several may share one database; each says that it is there.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Store } from './store/index.ts';

export interface Collector {
  /** New with each process. */
  readonly instance: string;
  readonly lensVersion: string;
  readonly hostVersion: string;
  readonly sources: readonly string[];
}

export const newCollector = (of: Omit<Collector, 'instance'>): Collector => ({ instance: randomUUID(), ...of });

/** Version of the Functions host, which its worker tells through a module that stands on no disk; `unknown` outside of one. */
export function hostVersion(): string {
  try {
    const { hostVersion: version } = createRequire(import.meta.url)('@azure/functions-core');
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Inserts the collector's row, or says that it is still there. */
export async function announceCollector(store: Store, collector: Collector): Promise<void> {
  const now = await store.now();
  await store.write(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('collector')
      .set({ last_seen_at: now })
      .where('instance', '=', collector.instance)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    await tx.insert('collector', [
      {
        instance: collector.instance,
        host_version: collector.hostVersion.slice(0, 64),
        node_version: process.versions.node,
        lens_version: collector.lensVersion,
        sources: JSON.stringify(collector.sources),
        started_at: now,
        last_seen_at: now,
      },
    ]);
  });
}
