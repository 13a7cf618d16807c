// First load through the real pipeline against a raw bulk load of the same rows, and an unchanged second poll against
// the first. Pipeline and raw load go by turns, page by page, so that whatever else the machine does slows both alike.
import type { PollReceipt } from '../lib/ingest/run.ts';
import type { PollStep } from '../lib/sources/contract.ts';
import type { EngineName, Store } from '../lib/store/index.ts';
import { openTestStore } from '../test/store/databases.ts';
import { type FleetSize, fleetSource } from './fleet.ts';
import { pollOnce } from './poll-once.ts';
import { median } from './quantiles.ts';
import { openRaw, type RawChunk, rawChunk } from './raw-load.ts';
import type { Result } from './report.ts';

/** Milliseconds of one round; neither the source's own time nor the other side's is in them. */
interface Round {
  readonly raw: number;
  readonly first: number;
  readonly second: number;
}

/** The ratios are of rows per second: the median of the rounds'. */
export async function measureLoads(engine: EngineName, size: FleetSize, rounds: number): Promise<readonly Result[]> {
  const rows = size.devices * (1 + size.appsPerDevice);
  const measured: Round[] = [];
  for (let i = 0; i < rounds; i += 1) measured.push(await round(engine, size));
  const rate = (of: keyof Round) => `${Math.round((rows / median(measured.map((r) => r[of]))) * 1000)} rows/s`;
  const what = `${size.devices} devices x ${size.appsPerDevice} apps`;
  return [
    {
      engine,
      what: `first load, ${what}, against a raw bulk load`,
      measured: `${rate('first')} against ${rate('raw')}`,
      ratio: median(measured.map(({ raw, first }) => raw / first)),
      target: { atLeast: 0.6 },
    },
    {
      engine,
      what: `unchanged second poll against the first, ${what}`,
      measured: `${rate('second')} against ${rate('first')}`,
      ratio: median(measured.map(({ first, second }) => first / second)),
      target: { atLeast: 10 },
    },
  ];
}

async function round(engine: EngineName, size: FleetSize): Promise<Round> {
  const chunks = await storedChunks(engine, size);
  const [polled, loaded] = [await openTestStore(engine), await openTestStore(engine)];
  const loader = await openRaw(engine, loaded.database);
  let raw = 0;
  let apart = 0;
  const byTurns = async (step: PollStep): Promise<void> => {
    const chunk = 'rows' in step ? chunks.shift() : undefined;
    const start = performance.now();
    if (chunk) raw += await loader.load(chunk);
    apart += performance.now() - start;
  };
  globalThis.gc?.();
  const first = await timedPoll(polled.store, size, byTurns);
  globalThis.gc?.();
  const second = await timedPoll(polled.store, size);
  if (chunks.length > 0 || first.receipt.datasets.device_app?.inserted !== size.devices * size.appsPerDevice)
    throw new Error('the first load is not whole');
  if (second.receipt.datasets.device_app?.inserted !== 0) throw new Error('the second poll wrote rows');
  await loader.close();
  await polled.remove();
  await loaded.remove();
  return { raw, first: first.ms - apart, second: second.ms };
}

/** What the pipeline stores of each page, for the raw load; it warms the pipeline up as well. */
async function storedChunks(engine: EngineName, size: FleetSize): Promise<RawChunk[]> {
  const { store, remove } = await openTestStore(engine);
  const pages: ['device' | 'device_app', number][] = [];
  await timedPoll(store, size, async (step) => {
    if ('rows' in step && (step.dataset === 'device' || step.dataset === 'device_app'))
      pages.push([step.dataset, step.rows.length]);
  });
  const stored = {
    device: await store.rows.selectFrom('device').selectAll().orderBy('id').execute(),
    device_app: await store.rows.selectFrom('device_app').selectAll().orderBy('id').execute(),
  };
  await remove();
  return pages.map(([table, count]) => rawChunk(table, stored[table].splice(0, count)));
}

async function timedPoll(
  store: Store,
  size: FleetSize,
  afterStep?: (step: PollStep) => Promise<void>,
): Promise<{ ms: number; receipt: PollReceipt }> {
  const source = fleetSource(size, afterStep);
  const start = performance.now();
  const receipt = await pollOnce(store, source);
  return { ms: performance.now() - start, receipt };
}
