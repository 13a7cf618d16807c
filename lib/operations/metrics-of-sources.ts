// What the database knows of each source, as samples.
import type { Application } from '../app.ts';
import { type FilesKnown, filesKnown } from '../ingest/files-known.ts';
import type { LastRuns } from '../ingest/last-run.ts';
import { age, type Sample, sample } from '../metrics/text.ts';
import type { Store } from '../store/index.ts';
import { isLeased } from '../store/lease.ts';
import { signInWait } from './poll-source.ts';
import { sourceState } from './status.ts';

export async function sourceSamples(
  app: Application,
  runs: ReadonlyMap<string, LastRuns>,
  now: Date,
): Promise<readonly Sample[]> {
  const { store, sources } = app;
  const known = await store.db
    .selectFrom('source_state')
    // Not the checkpoints: each may be a megabyte.
    .select(['source', 'files', 'lease_until', 'passes', 'last_success_at', 'sign_in'])
    .execute();
  const held = await openHolds(store);
  const names = new Set([...sources.map(({ name }) => name), ...known.map(({ source }) => source)]);
  const all: Sample[] = [];
  for (const name of [...names].sort()) {
    const state = known.find(({ source }) => source === name);
    const files = filesKnown(state?.files);
    const holds = held.filter(({ source }) => source === name);
    const polling = isLeased(state?.lease_until, now);
    const told = sourceState(app, name, { polling, holds: holds.length, runs: runs.get(name), files });
    all.push(sample('emmlens_source_state', [name, told], 1));
    for (const { dataset, kind, n } of holds)
      all.push(sample('emmlens_holds_open', [name, dataset, kind ?? 'removal'], n));
    for (const one of [...freshness(app, name, state, now), ...ofFiles(name, files, now)]) all.push(one);
  }
  return [...all, ...(await pushSamples(store, now))];
}

interface State {
  readonly passes: string | null;
  readonly last_success_at: Date | null;
  readonly sign_in: string | null;
}

function freshness(app: Application, name: string, state: State | undefined, now: Date): Sample[] {
  if (!state) return [];
  const source = app.sources.find((one) => one.name === name);
  const passes: Readonly<Record<string, string>> = state.passes ? JSON.parse(state.passes) : {};
  const waits = source && 'config' in source && source.config.enabled && signInWait(app, source, state.sign_in, now);
  return [
    ...(state.last_success_at
      ? [sample('emmlens_source_success_age_seconds', [name], age(now, state.last_success_at))]
      : []),
    ...Object.entries(passes).map(([dataset, at]) =>
      sample('emmlens_pass_age_seconds', [name, dataset], age(now, new Date(at))),
    ),
    ...(source ? [sample('emmlens_sign_in_refused', [name], waits ? 1 : 0)] : []),
  ];
}

function ofFiles(name: string, files: FilesKnown | null, now: Date): Sample[] {
  if (!files) return [];
  return [
    sample('emmlens_log_files', [name, 'known'], files.known),
    sample('emmlens_log_files', [name, 'behind'], files.behind),
    sample('emmlens_log_unread_bytes', [name], files.bytesBehind),
    sample('emmlens_log_unread_age_seconds', [name], files.oldestUnread ? age(now, new Date(files.oldestUnread)) : 0),
  ];
}

async function openHolds({ db }: Store) {
  const found = await db
    .selectFrom('deletion_hold')
    .select(['source', 'dataset', 'kind', ({ fn }) => fn.countAll().as('n')])
    .where('state', '=', 'open')
    .groupBy(['source', 'dataset', 'kind'])
    .execute();
  return found.map((row) => ({ ...row, n: Number(row.n) }));
}

async function pushSamples({ db }: Store, now: Date): Promise<readonly Sample[]> {
  const found = await db
    .selectFrom('log_sender')
    .select(['source', ({ fn }) => fn.max('seen_at').as('seen')])
    .groupBy('source')
    .execute();
  return found.map(({ source, seen }) => sample('emmlens_push_age_seconds', [source], age(now, new Date(seen))));
}
