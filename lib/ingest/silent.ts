// Sources that answered nothing for single rows in their last poll: what is stored of these stays, and may be old.
import type { LastRuns } from './last-run.ts';
import { NOT_ANSWERED, type Rejected } from './record.ts';

interface Silent {
  readonly source: string;
  readonly dataset: string;
  /** Of the parameter that most rows lack. */
  readonly rows: number;
  readonly parameters: readonly string[];
}

/** As the last run of each source tells it. */
export function silentRows(runs: ReadonlyMap<string, LastRuns>): readonly Silent[] {
  const found: Silent[] = [];
  for (const [source, { judged }] of runs) {
    const rejected: readonly Rejected[] = JSON.parse(judged?.rejected ?? '[]');
    const silent = rejected.filter(({ reason }) => reason === NOT_ANSWERED);
    for (const [dataset, own] of Map.groupBy(silent, (one) => one.dataset))
      found.push({
        source,
        dataset,
        rows: Math.max(...own.map(({ count }) => count)),
        parameters: own.map(({ field }) => field),
      });
  }
  return found;
}

export const silentLine = ({ source, dataset, rows, parameters }: Silent): string =>
  `In the last poll source ${source} did not answer ${parameters.slice(0, 5).join(', ')}${parameters.length > 5 ? ' ..' : ''} of ${rows} rows of ${dataset}, though it lists them: they keep what was stored.`;
