// Several collectors at one database, each a process of its own: how much they do together, whether two ever polled one
// source at once, and what becomes of a pass whose collector is killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineName, Store } from '../lib/store/index.ts';
import type { SystemTypeName } from '../local/fleet/members.ts';
import { deployBundle } from '../test/end-to-end/bundle.ts';
import { overlapping } from '../test/end-to-end/polls-of-source.ts';
import { openTestStore } from '../test/store/databases.ts';
import { measureFailover } from './failover.ts';
import { startCompany } from './fleet-process.ts';
import type { Result } from './report.ts';
import { type RunningHost, startHostProcess } from './running-host.ts';

/** That of Neurons gives apps of so many devices a minute only, however many ask. */
const TYPES: readonly SystemTypeName[] = [
  'intune',
  'blackberry-uem',
  'ivanti-epmm',
  'workspace-one',
  'active-directory',
];
const MOST_COLLECTORS = 3;
const SECONDS = 60;
const LOOK_MS = 200;
const EVERY_SECOND = '* * * * * *';

export async function measureCollectors(engine: EngineName, devices: number): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const appRoot = deployBundle(folder);
  try {
    return [...(await together(engine, devices, { folder, appRoot })), ...(await measureFailover(engine, appRoot))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Done {
  readonly polls: number;
  readonly rows: number;
  /** Of the collectors, for these rows. */
  readonly cpuSeconds: number;
}

/** All sources are due every second: whoever is free polls. */
async function together(
  engine: EngineName,
  devices: number,
  place: { readonly folder: string; readonly appRoot: string },
): Promise<Result[]> {
  const { store, database, remove } = await openTestStore(engine);
  const stop = await startCompany(place.folder, { devices, appsPerDevice: 10, types: TYPES });
  const hosts: RunningHost[] = [];
  try {
    const done: Done[] = [];
    while (hosts.length < MOST_COLLECTORS) {
      hosts.push(await startHostProcess({ ...place, database, schedule: EVERY_SECOND }));
      while (!(await areLoaded(store))) await delay(LOOK_MS);
      done.push(await doneWithin(store, hosts));
    }
    return [
      ...done.slice(1).flatMap((more, i) => comparedWith(engine, devices, i + 2, more, done[0])),
      await overlaps(store),
    ];
  } finally {
    for (const host of hosts) await host.stop();
    await stop();
    await remove();
  }
}

async function areLoaded({ db }: Store): Promise<boolean> {
  const states = await db.selectFrom('source_state').select('last_success_at').execute();
  return states.length === TYPES.length && states.every(({ last_success_at }) => last_success_at !== null);
}

/** By what polls wrote of themselves: those that ended within the time. */
async function doneWithin(store: Store, hosts: readonly RunningHost[]): Promise<Done> {
  const ended = async () => {
    const { count, sum } = store.db.fn;
    const all = store.db.selectFrom('poll_run').select([count('id').as('polls'), sum('rows_read').as('rows')]);
    const { polls, rows } = await all.where('outcome', '=', 'complete').executeTakeFirstOrThrow();
    const cpuSeconds = hosts.reduce((sum, host) => sum + host.cpuSeconds(), 0);
    return { polls: Number(polls), rows: Number(rows), at: performance.now(), cpuSeconds };
  };
  const before = await ended();
  await delay(SECONDS * 1_000);
  const after = await ended();
  const minutes = (after.at - before.at) / 60_000;
  return {
    polls: (after.polls - before.polls) / minutes,
    rows: (after.rows - before.rows) / minutes,
    cpuSeconds: (after.cpuSeconds - before.cpuSeconds) / minutes,
  };
}

function comparedWith(engine: EngineName, devices: number, count: number, more: Done, one?: Done): readonly Result[] {
  if (!one || one.rows === 0) throw new Error('one collector alone read nothing');
  const each = ({ rows, cpuSeconds }: Done): number => rows / cpuSeconds;
  const told = ({ polls, rows }: Done) => `${Math.round(polls)} polls, ${Math.round(rows)} rows`;
  const what = `unchanged polls of ${TYPES.length} sources of ${devices} devices, ${count} collectors against one`;
  return [
    {
      engine,
      what: `${what}: rows read a minute`,
      measured: `${told(more)} against ${told(one)}`,
      ratio: more.rows / one.rows,
      target: null,
    },
    {
      engine,
      what: `${what}: rows read a CPU second of the collectors`,
      measured: `${Math.round(each(more))} against ${Math.round(each(one))}`,
      ratio: each(more) / each(one),
      target: null,
    },
  ];
}

async function overlaps(store: Store): Promise<Result> {
  const runs = await store.db.selectFrom('poll_run').select(['source', 'collector']).execute();
  let overlapped = 0;
  for (const source of new Set(runs.map((run) => run.source))) overlapped += (await overlapping(store, source)).length;
  const changes = runs.length - new Set(runs.map(({ source, collector }) => `${source} ${collector}`)).size;
  return {
    engine: store.engine,
    what: `polls of one source that overlapped, ${MOST_COLLECTORS} collectors, none allowed`,
    measured: `${overlapped} of ${runs.length} polls (${changes} repeated by the same collector)`,
    ratio: overlapped,
    target: { atMost: 0 },
  };
}
