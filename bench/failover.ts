// kill -9 of the collector that reads a source, in the middle of a pass, with two others at the database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { EngineName, Store } from '../lib/store/index.ts';
import { parsePollState } from '../lib/store/lease.ts';
import { overlapping } from '../test/end-to-end/polls-of-source.ts';
import { openTestStore } from '../test/store/databases.ts';
import { startCompany } from './fleet-process.ts';
import type { Result } from './report.ts';
import { type RunningHost, startHostProcess } from './running-host.ts';

const SOURCE = 'intune';
/** A page of Graph has 1,000: a pass of some pages. */
const PAGES = 8;
const DEVICES = PAGES * 1_000;
const LOOK_MS = 10;
const GOES_ON_WITHIN_S = 30;

const midway = z.object({ devices: z.object({ rows: z.number().positive() }) });
const counted = z.object({ device: z.object({ read: z.number(), proof: z.object({ read: z.number() }) }) });

export async function measureFailover(engine: EngineName, appRoot: string): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const { store, database, remove } = await openTestStore(engine);
  const stop = await startCompany(folder, { devices: DEVICES, appsPerDevice: 1, types: [SOURCE] });
  const hosts: RunningHost[] = [];
  try {
    for (let count = 0; count < 3; count += 1) hosts.push(await startHostProcess({ appRoot, folder, database }));
    const [dying, ...others] = hosts;
    if (!dying) throw new Error('three were started');
    await endOf(store, await runAfter(store, 0));
    const lost = await inThePass(store, dying);
    await dying.kill();
    const killed = performance.now();
    hosts.splice(0, hosts.length, ...others);
    const readBefore = await rowsOfPass(store);
    if (readBefore === null) throw new Error('it was killed behind the pass');
    const next = await runAfter(store, lost);
    const seconds = (performance.now() - killed) / 1_000;
    const { device } = counted.parse(JSON.parse((await endOf(store, next)) ?? ''));
    if (device.proof.read !== DEVICES) throw new Error('the pass that went on is not whole');
    const twice = device.read + readBefore - DEVICES;
    const overlapped = (await overlapping(store, SOURCE)).length;
    const what = `kill -9 of one of three collectors in the middle of a pass of ${DEVICES} devices`;
    return [
      {
        engine,
        what: `${what}: seconds until another goes on, against ${GOES_ON_WITHIN_S}`,
        measured: `${seconds.toFixed(1)} s`,
        ratio: seconds / GOES_ON_WITHIN_S,
        target: { atMost: 1 },
      },
      {
        engine,
        what: `${what}: devices that were stored and are read again, and polls that overlapped`,
        measured: `${twice} of ${readBefore}, and ${overlapped}`,
        ratio: twice / DEVICES + overlapped,
        target: { atMost: 0 },
      },
    ];
  } finally {
    for (const host of hosts) await host.stop();
    await stop();
    await remove();
    rmSync(folder, { recursive: true });
  }
}

/** Asks for whole readings until one is seen in the middle: its run. */
async function inThePass(store: Store, host: RunningHost): Promise<number> {
  for (;;) {
    const { id: last } = await newestRun(store);
    await host.poll(SOURCE, '?full=true');
    const run = await runAfter(store, last);
    while ((await newestRun(store)).outcome === 'running') {
      if ((await rowsOfPass(store)) !== null) return run;
      await delay(LOOK_MS);
    }
  }
}

async function newestRun({ db }: Store) {
  const runs = db.selectFrom('poll_run').select(['id', 'outcome', 'datasets']).orderBy('id', 'desc');
  return (await runs.executeTakeFirst()) ?? { id: 0, outcome: 'complete', datasets: null };
}

/** The run that begins behind this one. */
async function runAfter(store: Store, last: number): Promise<number> {
  for (;;) {
    const { id } = await newestRun(store);
    if (id > last) return id;
    await delay(LOOK_MS);
  }
}

/** What it counted, once it is through; an Error where it failed, or another one began meanwhile. */
async function endOf(store: Store, run: number): Promise<string | null> {
  for (;;) {
    const { id, outcome, datasets } = await newestRun(store);
    if (id !== run) throw new Error('more than one polled');
    if (outcome === 'complete') return datasets;
    if (outcome !== 'running') throw new Error(`the poll ended as ${outcome}`);
    await delay(LOOK_MS);
  }
}

/** How many devices of the unfinished pass are stored; null where none is under way. */
async function rowsOfPass({ db }: Store): Promise<number | null> {
  const state = await db.selectFrom('source_state').select('checkpoint').executeTakeFirst();
  const { data } = midway.safeParse(parsePollState(state?.checkpoint ?? null).checkpoint);
  return data?.devices.rows ?? null;
}
