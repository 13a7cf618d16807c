// Time that passes in a database: what is written there as an instant becomes older, as if nobody had run meanwhile.
import type { Store } from '../../lib/store/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than any retention by default, and than UNVERIFIED_DAYS. */
const LONG_MS = 40 * DAY_MS;

const earlier = (at: Date, by: number): Date => new Date(at.getTime() - by);

/** A minute passes: leases of those who died run out. */
export async function leasesRunOut({ db, write }: Store): Promise<void> {
  for (const { source, lease_until } of await db.selectFrom('source_state').select(['source', 'lease_until']).execute())
    if (lease_until)
      await write((tx) =>
        tx.db
          .updateTable('source_state')
          .set({ lease_until: earlier(lease_until, 60_000) })
          .where('source', '=', source)
          .execute(),
      );
}

/** Some hours pass for the daily duties: one that died is tried again with the next tick. */
export async function hoursPass({ db, write }: Store, hours: number): Promise<void> {
  for (const { name, changed_at } of await db
    .selectFrom('setting')
    .select(['name', 'changed_at'])
    .where('name', 'like', 'duty:%')
    .execute())
    await write((tx) =>
      tx.db
        .updateTable('setting')
        .set({ changed_at: earlier(changed_at, hours * HOUR_MS) })
        .where('name', '=', name)
        .execute(),
    );
}

/** A day passes since the last full passes: they are due again. */
export async function fullPassesAreDue({ db, write }: Store): Promise<void> {
  for (const { source, checkpoint } of await db.selectFrom('source_state').select(['source', 'checkpoint']).execute()) {
    const older = checkpoint?.replace(
      /("(?:wholeAt|fullPassAt)":")([^"]+)/g,
      (_, name: string, at: string) => name + earlier(new Date(at), DAY_MS).toISOString(),
    );
    if (older)
      await write((tx) =>
        tx.db.updateTable('source_state').set({ checkpoint: older }).where('source', '=', source).execute(),
      );
  }
}

/** Everything that happened is older than it may be kept. */
export async function eventsGrowOld(store: Store): Promise<void> {
  for (const table of ['change', 'violation', 'poll_run', 'statistic'] as const) {
    const rows = await store.db.selectFrom(table).select(['id', 'occurred_at']).execute();
    const older = rows.map(({ id, occurred_at }) => ({ id, occurred_at: earlier(occurred_at, LONG_MS) }));
    await store.write((tx) => tx.update(table, older));
  }
}

/** No collector has had the source configured for a long time. */
export async function sourceIsForgotten({ db, write }: Store, source: string): Promise<void> {
  for (const { last_seen_at } of await db
    .selectFrom('source_state')
    .select('last_seen_at')
    .where('source', '=', source)
    .execute())
    await write((tx) =>
      tx.db
        .updateTable('source_state')
        .set({ last_seen_at: earlier(last_seen_at, LONG_MS) })
        .where('source', '=', source)
        .execute(),
    );
}

/** No complete pass has confirmed these rows of the source for a long time. */
export async function passesGrowOld(
  store: Store,
  source: string,
  datasets: readonly ('device' | 'emm_user' | 'directory_user' | 'infrastructure')[],
): Promise<void> {
  const { db, write } = store;
  for (const dataset of datasets) {
    const rows = await db.selectFrom(dataset).select(['id', 'first_seen_at']).where('source', '=', source).execute();
    const older = rows.map(({ id, first_seen_at }) => ({ id, first_seen_at: earlier(first_seen_at, LONG_MS) }));
    await write((tx) => tx.update(dataset, older));
  }
  for (const { passes } of await db
    .selectFrom('source_state')
    .select('passes')
    .where('source', '=', source)
    .execute()) {
    const older = passes?.replace(/"(\w+)":"([^"]+)"/g, (all, name: string, at: string) =>
      datasets.some((dataset) => dataset === name)
        ? `"${name}":"${earlier(new Date(at), LONG_MS).toISOString()}"`
        : all,
    );
    if (older)
      await write((tx) =>
        tx.db.updateTable('source_state').set({ passes: older }).where('source', '=', source).execute(),
      );
  }
}
