// What a poll costs by what changed: a third poll with 1 % changed against the unchanged one, both in tables of two
// sizes, and the same changes told by delta, which reads nothing else.
import type { PollStep } from '../lib/sources/contract.ts';
import type { EngineName, Store } from '../lib/store/index.ts';
import { openTestStore } from '../test/store/databases.ts';
import { changedSteps, connectorOf, type FleetSize, stepsOf } from './fleet.ts';
import { pollOnce } from './poll-once.ts';
import { median } from './quantiles.ts';
import type { Result } from './report.ts';

const APPS_PER_DEVICE = 10;
const TIMES_LARGER = 4;
const TOLD = 500;

/** Milliseconds. */
interface Costs {
  readonly rows: number;
  readonly changedRows: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly delta: number;
}

export async function measureChanges(engine: EngineName, devices: number, rounds: number): Promise<readonly Result[]> {
  const small = await costs(engine, { devices, appsPerDevice: APPS_PER_DEVICE }, rounds);
  const large = await costs(engine, { devices: devices * TIMES_LARGER, appsPerDevice: APPS_PER_DEVICE }, rounds);
  const each = ({ changed, rows, changedRows }: Costs) => (changed * 1000) / (rows + changedRows);
  const table = `${devices * TIMES_LARGER} devices x ${APPS_PER_DEVICE} apps`;
  return [
    {
      engine,
      what: `third poll, 1 % changed, against an unchanged one, ${table}`,
      measured: `${Math.round(large.changed)} ms against ${Math.round(large.unchanged)} ms`,
      ratio: large.changed / large.unchanged,
      target: null,
    },
    {
      engine,
      what: `third poll, 1 % changed, time per row read or changed, ${table} against ${devices} devices`,
      measured: `${each(large).toFixed(2)} µs against ${each(small).toFixed(2)} µs`,
      ratio: each(large) / each(small),
      target: { atMost: 1.3 },
    },
    {
      engine,
      what: `${Math.min(TOLD, devices)} changed devices told by delta, ${table} against ${devices} devices`,
      measured: `${large.delta.toFixed(1)} ms against ${small.delta.toFixed(1)} ms`,
      ratio: large.delta / small.delta,
      target: { atMost: 1.3 },
    },
  ];
}

/** Medians of rounds in one database; each round changes rows anew. */
async function costs(engine: EngineName, size: FleetSize, rounds: number): Promise<Costs> {
  const { store, remove } = await openTestStore(engine);
  try {
    const [unchanged, changed, delta]: [number[], number[], number[]] = [[], [], []];
    await timed(store, [...stepsOf(size)]);
    let changedRows = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const edition = { of: round, every: 100 };
      changed.push((await timed(store, [...stepsOf(size, edition)], (n) => (changedRows = n))).ms);
      unchanged.push((await timed(store, [...stepsOf(size, edition)], none)).ms);
      delta.push((await timed(store, [...changedSteps(Math.min(TOLD, size.devices), round)], some)).ms);
      await timed(store, [...stepsOf(size, edition)]);
    }
    const rows = size.devices * (1 + size.appsPerDevice);
    return { rows, changedRows, unchanged: median(unchanged), changed: median(changed), delta: median(delta) };
  } finally {
    await remove();
  }
}

function none(updated: number): void {
  if (updated !== 0) throw new Error('the unchanged poll wrote rows');
}
function some(updated: number): void {
  if (updated === 0) throw new Error('the changes were not written');
}

async function timed(
  store: Store,
  steps: readonly PollStep[],
  check: (updated: number) => void = () => {},
): Promise<{ ms: number }> {
  globalThis.gc?.();
  const start = performance.now();
  const { datasets } = await pollOnce(store, connectorOf(steps));
  const ms = performance.now() - start;
  check(Object.values(datasets).reduce((sum, { updated }) => sum + updated, 0));
  return { ms };
}
