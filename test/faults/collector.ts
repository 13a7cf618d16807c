// What meets the faults of a table: a collector as it is run, or its parts in the process of the test.
import type { Source } from '../end-to-end/answers.ts';
import { CollectorHere, type PollLimits } from '../end-to-end/collector-here.ts';
import type { LogEntry } from '../end-to-end/collector-process.ts';
import type { Company } from '../end-to-end/company.ts';

export interface FaultedCollector {
  /** What it logged so far. */
  readonly entries: readonly LogEntry[];
  /** Polls a source to the end, and answers what /api/sources then says of it. A process of its own has its limits from its start. */
  poll(name: string, limits?: PollLimits): Promise<Source>;
  /** Status and body of /api/health; null where there is no host to ask. */
  health(): Promise<readonly [status: number, body: string] | null>;
  /** The most memory that its process held, in bytes; null where it is the test's, or the system does not tell. */
  peakMemory(): number | null;
  stop(): Promise<unknown>;
}

/** In the process of the test, or in one of its own. */
export type Where = 'here' | 'own process';

/** One that has polled its source of that name once. */
export const startCollector = (company: Company, name: string, where: Where, database?: string) =>
  (where === 'here' ? startHere : startProcess)(company, name, database);

async function startProcess(company: Company, name: string, database?: string): Promise<FaultedCollector> {
  const lens = await company.collector(database === undefined ? {} : { database });
  await lens.firstPolls(name);
  return {
    entries: lens.entries,
    poll: (source) => lens.poll(source),
    health: async () => {
      const response = await lens.request('health');
      return [response.status, await response.text()];
    },
    peakMemory: () => lens.peakMemory(),
    stop: () => lens.stop(),
  };
}

async function startHere(company: Company, name: string, database?: string): Promise<FaultedCollector> {
  const lens = await CollectorHere.open(company, database);
  await lens.poll(name);
  return {
    entries: lens.entries,
    poll: (source, limits) => lens.poll(source, limits),
    health: async () => null,
    peakMemory: () => null,
    stop: () => lens.close(),
  };
}
