// Ten days of counters, and a part of another one that comes while retention takes the oldest away: rows a second that are
// sustained, how long others wait meanwhile, and how long statistics of traffic take beside all of it. Of sqlite alone:
// its rows are made in the file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryEndpoints } from '../lib/query/endpoints.ts';
import { runRetention } from '../lib/retention/retention.ts';
import type { EngineName, Store } from '../lib/store/index.ts';
import { clientOf, dependenciesOver } from '../test/http/api.ts';
import { readLog } from '../test/sources/http-proxy/reading.ts';
import { openTestStore } from '../test/store/databases.ts';
import { fillWithCounters } from './counter-days.ts';
import { cpuSeconds } from './cpu.ts';
import { median } from './quantiles.ts';
import type { Result } from './report.ts';
import { LONGEST_WAIT_MS, longestWait, read, write } from './retention.ts';
import { writeSquid } from './squid-lines.ts';

const DAYS = 10;
const DAY_MS = 86_400_000;
/** A poll a minute. */
const POLLS_A_DAY = 1_440;
const POLLS = 40;
const BUDGET_MS = 300_000;
const STATISTICS_EVERY_MS = 500;

export async function measureCounters(engine: EngineName, rowsADay: number): Promise<readonly Result[]> {
  const { store, database, remove } = await openTestStore(engine);
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  try {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    fillWithCounters(database, rowsADay, DAYS + 1, today);
    const alone: number[] = [];
    for (let i = 0; i < 5; i += 1) alone.push(1_000 * (await cpuSeconds(() => countTraffic(store, today))));
    const over = new AbortController();
    const waits = [read, write].map((request) => longestWait(over.signal, () => request(store)));
    const statistics = longestWait(over.signal, () => countTraffic(store, today), STATISTICS_EVERY_MS);
    const [removed, added] = await Promise.all([retention(store), polls(store, folder, rowsADay)]);
    over.abort();
    const [reader = 0, writer = 0] = await Promise.all(waits);
    const what = `${DAYS} days of ${rowsADay} counters, another day coming and the oldest leaving`;
    const atMost = (name: string, ms: number, most: number): Result => ({
      engine,
      what: `${what}: ${name}, against ${most} ms`,
      measured: `${Math.round(ms)} ms`,
      ratio: ms / most,
      target: { atMost: 1 },
    });
    return [
      {
        engine,
        what: `${what}: rows a second written (${POLLS} polls of a minute), against those that come`,
        measured: `${Math.round(added)} rows/s; ${Math.round(removed)} rows/s removed beside it`,
        ratio: added / (rowsADay / 86_400),
        target: { atLeast: 1 },
      },
      atMost('longest wait of a reader', reader, LONGEST_WAIT_MS),
      atMost('longest wait of a writer', writer, LONGEST_WAIT_MS),
      atMost('CPU of statistics of a week, alone', median(alone), 1_000),
      atMost('longest wait for statistics of a week', await statistics, 1_000),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await remove();
  }
}

/** Rows a second. */
async function retention(store: Store): Promise<number> {
  const start = performance.now();
  const { datasets } = await runRetention({
    store,
    settings: { RETENTION_DAYS: DAYS, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 },
    stopped: () => performance.now() - start > BUDGET_MS,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  const { due = 0, removed = 0 } = datasets.http_traffic ?? {};
  if (due === 0 || removed === 0) throw new Error('nothing was overdue, or none was removed');
  return (1_000 * removed) / (performance.now() - start);
}

/** Rows a second, of the time that polls took. */
async function polls(store: Store, folder: string, rowsADay: number): Promise<number> {
  const lines = Math.ceil(rowsADay / POLLS_A_DAY);
  let rows = 0;
  let ms = 0;
  for (let poll = 0; poll < POLLS; poll += 1) {
    writeSquid(join(folder, `${poll}.log`), { lines, hours: 1 / 60, from: Date.now() - 60_000, distinct: true });
    const start = performance.now();
    const { outcome, datasets } = await readLog(store, 'bench', { paths: [folder], format: 'squid', detail: 'person' });
    ms += performance.now() - start;
    if (outcome !== 'complete') throw new Error(`the poll ended as ${outcome}`);
    const { inserted = 0, updated = 0 } = datasets.http_traffic ?? {};
    rows += inserted + updated;
  }
  return (1_000 * rows) / ms;
}

async function countTraffic(store: Store, today: number): Promise<void> {
  const dependencies = { ...dependenciesOver(store), clock: { now: () => new Date(today - 1) } };
  const { status } = await clientOf(queryEndpoints, async () => dependencies)('statistics/traffic?by=host&top=20');
  if (status !== 200) throw new Error(`statistics answered ${status}`);
}
