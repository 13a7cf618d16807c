// Milliseconds of each request, the kinds and pages by turns.
import type { ApiRequests } from './api-requests.ts';
import type { RunningHost } from './running-host.ts';

const ROUNDS = 300;
const WARM_UP = 30;
/** Fewer say nothing about a p99. */
const AT_LEAST = 100;

export type Latencies = readonly {
  readonly name: string;
  readonly first: readonly number[];
  readonly last: readonly number[];
}[];

/** `atOnce` callers share the rounds. Where `goesOn` is given the rounds end when it says so; it must allow for enough. */
export async function latencies(
  host: RunningHost,
  requests: readonly ApiRequests[],
  atOnce: number,
  goesOn: () => Promise<boolean> = async () => true,
): Promise<Latencies> {
  const times = requests.map(({ name, first, last }) => ({ name, paths: { first, last }, first: [0], last: [0] }));
  for (const of of times) of.first.length = of.last.length = 0;
  let begun = 0;
  let over = false;
  const caller = async (): Promise<void> => {
    while (begun < ROUNDS + WARM_UP && !over) {
      begun += 1;
      const warm = begun > WARM_UP;
      for (const { paths, ...of } of times)
        for (const which of ['first', 'last'] as const) {
          const ms = await timed(host, paths[which]);
          if (warm) of[which].push(ms);
        }
      if (begun % 10 === 0) over ||= !(await goesOn());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  if (times.some(({ last }) => last.length < AT_LEAST)) throw new Error('the poll ended too early to measure by');
  return times;
}

/** Lists while the apps of all devices are counted. */
export async function countsMeanwhile(host: RunningHost, requests: readonly ApiRequests[]): Promise<number[]> {
  const list = requests.find(({ name }) => name === 'list');
  if (!list) throw new TypeError('there is no list');
  let over = false;
  const counting = (async () => {
    for (let i = 0; i < 3; i += 1) await host.get('apps');
    over = true;
  })();
  const times: number[] = [];
  while (!over) times.push(await timed(host, list.first));
  await counting;
  return times;
}

async function timed(host: RunningHost, path: string): Promise<number> {
  const start = performance.now();
  await host.get(path);
  return performance.now() - start;
}
