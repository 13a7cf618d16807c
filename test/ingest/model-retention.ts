// The daily duty as a plain model: old events leave, rows that nobody vouches for any more, and decisions long past.
import { SourceModel } from './model.ts';
import { DAY, type Mirrored, ROOTS } from './model-rows.ts';

const MIRRORED = [...ROOTS, 'device_app'] as const;
const KEPT_FOR = 30 * DAY;

/** What is left of a source after a run of retention at `now`. A source whose lease is held waits for the next run. */
export function retain(source: SourceModel, now: number, clock: () => number): SourceModel {
  const before = now - KEPT_FOR;
  source.told = source.told.filter(({ at }) => at >= before);
  source.runs = source.runs.filter(({ at }) => at >= before);
  let left = source;
  if (source.lastSeen !== null && source.leaseUntil <= now) {
    if (source.lastSeen < before) left = forgotten(source, clock);
    else expireUnverified(source, before);
  }
  for (const dataset of MIRRORED) left.holds[dataset].expire(before, left.rowsOf(dataset));
  for (const holds of Object.values(left.valueHolds)) holds.expire(before);
  return left;
}

/** No collector has had it configured: all of it leaves, and what happened stays for its own time. */
function forgotten({ told, runs }: SourceModel, clock: () => number): SourceModel {
  return Object.assign(new SourceModel(clock), { told, runs });
}

/** No complete pass: rows that are older leave, untold. What was first read since is vouched for by that reading. */
function expireUnverified(source: SourceModel, before: number): void {
  const overdue = MIRRORED.filter((dataset) => {
    const pass = source.whole.get(dataset);
    // Apps that have no pass of their own follow their device.
    if (dataset === 'device_app' && pass === undefined) return false;
    const oldest = Math.min(...tablesOf(source, dataset).flatMap((rows) => [...rows.values()].map((r) => r.firstSeen)));
    return oldest < Number.POSITIVE_INFINITY && Math.max(pass ?? 0, oldest) < before;
  });
  if (overdue.length === 0) return;
  for (const dataset of overdue) {
    for (const rows of tablesOf(source, dataset))
      for (const [id, { firstSeen }] of rows)
        if (firstSeen < before) {
          rows.delete(id);
          if (dataset === 'device') source.apps.delete(id);
        }
    // Its next load is a first load again.
    source.whole.delete(dataset);
  }
  source.voidCheckpoint();
}

const tablesOf = (source: SourceModel, dataset: Mirrored) =>
  dataset === 'device_app' ? [...source.apps.values()] : [source.rows[dataset]];
