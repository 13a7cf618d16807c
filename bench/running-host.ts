// The built bundle in the embedded host, in a process of its own, and requests to it over kept connections.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const listening = z.object({ url: z.string(), key: z.string() });

/** It begins, or it goes on. */
const POLLS: ReadonlySet<number> = new Set([202, 409]);

export interface RunningHost {
  readonly url: string;
  /** The body of a 200; throws on anything else. `path` behind `/api/`. */
  get(path: string): Promise<string>;
  /** Asks for a poll; one that runs already goes on. */
  poll(source: string, query?: string): Promise<void>;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** What it has taken of all cores so far. */
  cpuSeconds(): number;
}

export interface HostPlace {
  readonly appRoot: string;
  /** With `sources.json`; the host keeps its keys there. */
  readonly folder: string;
  readonly database: string;
  /** Default: polls are asked for. */
  readonly schedule?: string;
}

const ONCE_A_YEAR = '0 0 0 1 1 *';

/** Resolves when it has answered `/api/health`. */
export async function startHostProcess({
  appRoot,
  folder,
  database,
  schedule = ONCE_A_YEAR,
}: HostPlace): Promise<RunningHost> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'host.ts'), appRoot, join(folder, 'keys')], {
    env: {
      PATH: process.env.PATH,
      // A reference, as one with a password has to be.
      DATABASE: 'env:BENCH_DATABASE',
      BENCH_DATABASE: database,
      SOURCES_FILE: join(folder, 'sources.json'),
      POLL_SCHEDULE: schedule,
      AUDIT_KEY: 'env:BENCH_KEY',
      PHONE_KEY: 'env:BENCH_KEY',
      BENCH_KEY: 'a key for the bench alone',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const [said] = await Promise.race([once(child.stdout, 'data'), ended]);
  if (child.exitCode !== null) throw new Error('the host ended at once');
  const { url, key } = listening.parse(JSON.parse(String(said)));
  const get = async (path: string): Promise<string> => {
    const response = await fetch(`${url}/api/${path}`, { headers: { 'x-functions-key': key } });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`the host answered ${response.status}`);
    return body;
  };
  const poll = async (source: string, query = ''): Promise<void> => {
    const headers = { 'x-functions-key': key };
    const response = await fetch(`${url}/api/sources/${source}/poll${query}`, { method: 'POST', headers });
    await response.arrayBuffer();
    if (!POLLS.has(response.status)) throw new Error(`the host answered ${response.status}`);
  };
  try {
    await get('health');
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, get, poll, stop, kill, cpuSeconds: () => cpuSecondsOf(child.pid ?? 0) };
}

/** Of Linux. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 14 and 15, in hundredths, behind the name. */
function cpuSecondsOf(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}
