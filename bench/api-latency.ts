// Milliseconds of each request, the kinds and pages by turns.
import type { ApiRequests } from './api-requests.ts';
import type { RunningHost } from './running-host.ts';

const ROUNDS = 300;
const WARM_UP = 30;

export type Latencies = readonly {
  readonly name: string;
  readonly first: readonly number[];
  readonly last: readonly number[];
}[];

/** `atOnce` callers share the rounds; `meanwhile` sees to it that what else shall run does. */
export async function latencies(
  host: RunningHost,
  requests: readonly ApiRequests[],
  atOnce: number,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Latencies> {
  const times = requests.map(({ name, ...paths }) => {
    const [first, last]: [number[], number[]] = [[], []];
    return { name, paths, first, last };
  });
  let begun = 0;
  const caller = async (): Promise<void> => {
    while (begun < ROUNDS + WARM_UP) {
      begun += 1;
      if (begun % 5 === 1) await meanwhile();
      const warm = begun > WARM_UP;
      for (const { paths, ...of } of times)
        for (const which of ['first', 'last'] as const) {
          const ms = await timed(host, paths[which]);
          if (warm) of[which].push(ms);
        }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
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
