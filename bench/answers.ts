// Cold start of the built bundle to its first answer, and what an authenticated list costs beside an empty function on
// the same host. The embedded host: the Functions host adds its own start.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployBundle } from '../test/end-to-end/bundle.ts';
import { freshDatabase } from './databases.ts';
import { fleetSource } from './fleet.ts';
import { median, pollOnce } from './poll-once.ts';
import type { Result } from './report.ts';

const FIRST_ANSWER_MS = 1_500;
const REQUESTS = 200;
const LISTED = 100;

interface RunningHost {
  readonly url: string;
  readonly key: string;
  stop(): Promise<void>;
}

export async function measureAnswers(rounds: number): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const { store, database, remove } = await freshDatabase('sqlite');
  await pollOnce(store, fleetSource({ devices: 1_000, appsPerDevice: 40 }));
  const appRoot = withEmptyFunction(deployBundle(folder));
  writeFileSync(join(folder, 'sources.json'), '{ "sources": [] }');
  try {
    const starts: number[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const { host, ms } = await coldStart(appRoot, folder, database);
      starts.push(ms);
      await host.stop();
    }
    const { host } = await coldStart(appRoot, folder, database);
    const { list, empty } = await requests(host);
    await host.stop();
    return [
      {
        engine: 'sqlite',
        what: 'cold start to the first answer, against 1.5 s',
        measured: `${Math.round(median(starts))} ms`,
        ratio: FIRST_ANSWER_MS / median(starts),
        target: 1,
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

/** From the start of the process to the first whole answer. */
async function coldStart(
  appRoot: string,
  folder: string,
  database: string,
): Promise<{ host: RunningHost; ms: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'host.ts'), appRoot, join(folder, 'keys')], {
    env: {
      PATH: process.env.PATH,
      DATABASE: database,
      SOURCES_FILE: join(folder, 'sources.json'),
      AUDIT_KEY: 'env:BENCH_KEY',
      PHONE_KEY: 'env:BENCH_KEY',
      BENCH_KEY: 'a key for the bench alone',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = await Promise.race([once(child.stdout, 'data'), ended]);
  if (child.exitCode !== null) throw new Error('the host ended at once');
  const { url, key } = JSON.parse(String(said));
  await answer(`${url}/api/health`, {});
  const ms = performance.now() - start;
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { host: { url, key, stop }, ms };
}

/** Medians, in milliseconds; the two kinds of request go by turns. */
async function requests({ url, key }: RunningHost): Promise<{ list: number; empty: number }> {
  const times: Record<'list' | 'empty', number[]> = { list: [], empty: [] };
  const headers = { 'x-functions-key': key };
  for (let i = 0; i < REQUESTS; i += 1)
    for (const [name, path] of [
      ['list', `devices?limit=${LISTED}`],
      ['empty', 'empty'],
    ] as const) {
      const start = performance.now();
      const body = await answer(`${url}/api/${path}`, headers);
      times[name].push(performance.now() - start);
      if (name === 'list' && JSON.parse(body).items.length !== LISTED) throw new Error('the list is not whole');
    }
  // The first quarter warms up.
  const warm = (of: readonly number[]) => median(of.slice(REQUESTS / 4));
  return { list: warm(times.list), empty: warm(times.empty) };
}

async function answer(url: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(url, { headers });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`the host answered ${response.status}`);
  return body;
}
