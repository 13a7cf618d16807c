// Cold start of the built bundle to its first answer, and what an authenticated list costs beside an empty function on
// the same host. The embedded host: the Functions host adds its own start.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployBundle } from '../test/end-to-end/bundle.ts';
import { openTestStore } from '../test/store/databases.ts';
import { fleetSource } from './fleet.ts';
import { pollOnce } from './poll-once.ts';
import { median } from './quantiles.ts';
import type { Result } from './report.ts';
import { type RunningHost, startHostProcess } from './running-host.ts';

const FIRST_ANSWER_MS = 1_500;
const REQUESTS = 200;
const LISTED = 100;

export async function measureAnswers(rounds: number): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const { store, database, remove } = await openTestStore('sqlite');
  try {
    await pollOnce(store, fleetSource({ devices: 1_000, appsPerDevice: 40 }));
    const appRoot = withEmptyFunction(deployBundle(folder));
    writeFileSync(join(folder, 'sources.json'), '{ "sources": [] }');
    const starts: number[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const start = performance.now();
      const host = await startHostProcess({ appRoot, folder, database });
      starts.push(performance.now() - start);
      await host.stop();
    }
    const host = await startHostProcess({ appRoot, folder, database });
    const { list, empty } = await requests(host).finally(() => host.stop());
    return [
      {
        engine: 'sqlite',
        what: 'cold start to the first answer, against 1.5 s',
        measured: `${Math.round(median(starts))} ms`,
        ratio: median(starts) / FIRST_ANSWER_MS,
        target: { atMost: 1 },
      },
      {
        engine: 'sqlite',
        what: `list of ${LISTED} devices with a key, audited, against an empty function`,
        measured: `${list.toFixed(1)} ms against ${empty.toFixed(1)} ms`,
        ratio: list / empty,
        target: null,
      },
    ];
  } finally {
    await remove();
    rmSync(folder, { recursive: true });
  }
}

/** The bundle as it is deployed, and one function beside it that does nothing. */
function withEmptyFunction(appRoot: string): string {
  writeFileSync(join(appRoot, 'package.json'), JSON.stringify({ type: 'module', main: 'bench.js' }));
  writeFileSync(
    join(appRoot, 'bench.js'),
    `import { app } from '@azure/functions';
import './dist/functions/index.js';
app.http('empty', { route: 'empty', methods: ['GET'], authLevel: 'function', handler: () => ({ body: '' }) });
`,
  );
  return appRoot;
}

/** Medians, in milliseconds; the two kinds of request go by turns. */
async function requests(host: RunningHost): Promise<{ list: number; empty: number }> {
  const times: Record<'list' | 'empty', number[]> = { list: [], empty: [] };
  for (let i = 0; i < REQUESTS; i += 1)
    for (const [name, path] of [
      ['list', `devices?limit=${LISTED}`],
      ['empty', 'empty'],
    ] as const) {
      const start = performance.now();
      const body = await host.get(path);
      times[name].push(performance.now() - start);
      if (name === 'list' && JSON.parse(body).items.length !== LISTED) throw new Error('the list is not whole');
    }
  // The first quarter warms up.
  const warm = (of: readonly number[]) => median(of.slice(REQUESTS / 4));
  return { list: warm(times.list), empty: warm(times.empty) };
}
