// Lines of Squid: read from a file and gathered as a poll gathers them, against mawk with hour, user, host, requests and
// bytes on the same file, by CPU time; and read by a poll into the database.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineName } from '../lib/store/index.ts';
import { readLog } from '../test/sources/http-proxy/reading.ts';
import { openTestStore } from '../test/store/databases.ts';
import { median } from './quantiles.ts';
import type { Result } from './report.ts';
import { writeSquid } from './squid-lines.ts';

const run = promisify(execFile);
const MAWK = '/usr/bin/mawk';

export async function measureWebLogs(engine: EngineName, lines: number, rounds: number): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  const file = join(folder, 'access.log');
  try {
    writeSquid(file, { lines });
    const size = `${lines} lines of Squid (${Math.round(statSync(file).size / 1e6)} MB)`;
    const results = engine === 'sqlite' && existsSync(MAWK) ? [await againstMawk(file, size, rounds)] : [];
    for (const detail of ['statistics', 'person'])
      results.push(await intoDatabase(engine, folder, { size, lines, detail }));
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function againstMawk(file: string, size: string, rounds: number): Promise<Result> {
  const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await ourSeconds(file));
    times.theirs.push(await mawkSeconds(file));
  }
  const [ours, theirs] = [median(times.ours), median(times.theirs)];
  return {
    engine: null,
    what: `${size} read and gathered, hosts of persons among it, against mawk: CPU`,
    measured: `${ours.toFixed(2)} s against ${theirs.toFixed(2)} s`,
    ratio: ours / theirs,
    target: { atMost: 1.1 },
  };
}

/** Of a process of its own, from the first byte of the file to the last row. */
async function ourSeconds(file: string): Promise<number> {
  const child = new URL('./web-logs-child.ts', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [child, file]);
  return Number(stdout);
}

/** hour, user, host: requests and bytes. */
const PROGRAM = `{ split($7, u, "/"); k = int($1 / 3600) " " $8 " " u[3]; n[k]++; b[k] += $5 } END { for (k in n) print k, n[k], b[k] }`;

async function mawkSeconds(file: string): Promise<number> {
  const command = `TIMEFORMAT='%U %S'; time ${MAWK} '${PROGRAM}' '${file}' > /dev/null`;
  const { stderr } = await run('/bin/bash', ['-c', command], { env: { ...process.env, LC_ALL: 'C' } });
  const seconds = stderr.trim().split(/\s+/).map(Number);
  return seconds.reduce((sum, one) => sum + one, 0);
}

interface Load {
  readonly size: string;
  readonly lines: number;
  readonly detail: string;
}

async function intoDatabase(engine: EngineName, folder: string, { size, lines, detail }: Load): Promise<Result> {
  const { store, remove } = await openTestStore(engine);
  try {
    const before = process.cpuUsage();
    const { outcome } = await readLog(store, 'bench', { paths: [folder], format: 'squid', detail });
    if (outcome !== 'complete') throw new Error(`the poll ended as ${outcome}`);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    return {
      engine,
      what: `${size} by a poll into the database, detail ${detail}: lines a second of one core against 100,000`,
      measured: `${Math.round(lines / seconds)} lines a CPU second`,
      ratio: lines / seconds / 100_000,
      target: { atLeast: 1 },
    };
  } finally {
    await remove();
  }
}
