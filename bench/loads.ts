// First load through the real pipeline against a raw bulk load of the same rows, and an unchanged second poll against
// the first. By turns, several times, and the fastest of each counts: what else the machine does only slows.
import { poll } from '../lib/ingest/poll.ts';
import type { PollReceipt } from '../lib/ingest/run.ts';
import type { Connector } from '../lib/sources/contract.ts';
import type { EngineName, Store } from '../lib/store/index.ts';
import { type BenchDatabase, freshDatabase } from './databases.ts';
import { config, type FleetSize, fleetSource } from './fleet.ts';
import { rawLoad } from './raw-load.ts';
import type { Result } from './report.ts';

export interface Loads {
  readonly size: FleetSize;
  readonly rounds: number;
}

interface Round {
  readonly raw: number;
  readonly first: number;
  readonly second: number;
}

/** The ratios are of rows per second; the source's own time is not counted. */
export async function measureLoads(engine: EngineName, { size, rounds }: Loads): Promise<readonly Result[]> {
  const rows = size.devices * (1 + size.appsPerDevice);
  const measured: Round[] = [];
  for (let i = 0; i < rounds; i += 1) measured.push(await round(engine, size, rows));
  const rate = (of: keyof Round) => rows / (Math.min(...measured.map((r) => r[of])) / 1000);
  const what = `${size.devices} devices x ${size.appsPerDevice} apps`;
  const perSecond = (of: keyof Round) => `${Math.round(rate(of)).toLocaleString('en')} rows/s`;
  return [
    {
      engine,
      what: `first load, ${what}, against a raw bulk load`,
      measured: `${perSecond('first')} against ${perSecond('raw')}`,
      ratio: rate('first') / rate('raw'),
      target: 0.6,
    },
    {
      engine,
      what: `unchanged second poll against the first, ${what}`,
      measured: `${perSecond('second')} against ${perSecond('first')}`,
      ratio: rate('second') / rate('first'),
      target: 10,
    },
  ];
}

async function round(engine: EngineName, size: FleetSize, rows: number): Promise<Round> {
  const polled = await freshDatabase(engine);
  try {
    const source = fleetSource(size);
    const first = await timedPoll(polled.store, source);
    if (first.receipt.datasets.device_app?.inserted !== rows - size.devices)
      throw new Error('the first load is not whole');
    const second = await timedPoll(polled.store, source);
    if (second.receipt.datasets.device_app?.inserted !== 0) throw new Error('the second poll wrote rows');
    const raw = await rawLoadOf(engine, polled);
    return { raw, first: first.ms, second: second.ms };
  } finally {
    await polled.remove();
  }
}

async function timedPoll(store: Store, source: Connector): Promise<{ ms: number; receipt: PollReceipt }> {
  globalThis.gc?.();
  const start = performance.now();
  const receipt = await poll({
    store,
    config,
    connector: source,
    collector: 'bench',
    clock: { now: () => new Date() },
    log: silent,
    http: () => unusedHttp,
    phoneKey: null,
    stop: new AbortController().signal,
  });
  const ms = performance.now() - start;
  if (receipt?.outcome !== 'complete') throw new Error(`the poll ended as ${receipt?.outcome ?? 'held elsewhere'}`);
  return { ms, receipt };
}

/** The rows that the pipeline stored, in its order, into a database of their own. */
async function rawLoadOf(engine: EngineName, { store }: BenchDatabase): Promise<number> {
  const tables = [];
  for (const table of ['device', 'device_app'] as const) {
    const rows = await store.rows.selectFrom(table).selectAll().orderBy('id').execute();
    tables.push({ table, rows });
  }
  const empty = await freshDatabase(engine);
  try {
    globalThis.gc?.();
    return await rawLoad(engine, empty.database, tables);
  } finally {
    await empty.remove();
  }
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const unusedHttp = {
  json: () => Promise.reject(new TypeError('the bench sends nothing')),
  stream: () => Promise.reject(new TypeError('the bench sends nothing')),
  usage: { requests: 0, throttled: 0, clockSkewMs: null },
};
