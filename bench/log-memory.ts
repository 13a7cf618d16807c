// Peak memory of a collector by the size of a log, and by how much is told apart in it: a fresh process each, the whole way
// from the file into the database.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { EngineName } from '../lib/store/index.ts';
import { openTestStore } from '../test/store/databases.ts';
import type { Result } from './report.ts';
import { type Squid, writeSquid } from './squid-lines.ts';

const run = promisify(execFile);
const said = z.object({ outcome: z.literal('complete'), rows: z.number(), peak: z.number() });

/** `lines`: of logs that grow, in ascending order; `keys`: of one file, each of a person and host of its own. */
export async function measureLogMemory(
  engine: EngineName,
  lines: readonly number[],
  keys: number,
): Promise<readonly Result[]> {
  const logs: { readonly size: number; readonly rows: number; readonly peak: number }[] = [];
  for (const count of lines) logs.push(await live(engine, { lines: count }, 'statistics'));
  const distinct = await live(engine, { lines: keys, hours: 1, distinct: true }, 'person');
  const [first] = logs;
  const peaks = logs.map(({ peak }) => peak);
  return [
    {
      engine,
      what: `peak memory, logs of ${logs.map(({ size }) => `${size} MB`).join(', ')}, most against least`,
      measured: peaks.map((peak) => `${Math.round(peak)} MB`).join(', '),
      ratio: Math.max(...peaks) / Math.min(...peaks),
      target: { atMost: 1.3 },
    },
    {
      engine,
      what: `peak memory, ${distinct.rows} counters out of one log of ${distinct.size} MB, each line of a person and host of its own, against the log of ${first?.size} MB`,
      measured: `${Math.round(distinct.peak)} MB against ${Math.round(first?.peak ?? 0)} MB`,
      ratio: distinct.peak / (first?.peak ?? 0),
      target: { atMost: 1.3 },
    },
  ];
}

async function live(engine: EngineName, squid: Squid, detail: string) {
  const { database, remove } = await openTestStore(engine);
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  try {
    const file = join(folder, 'access.log');
    writeSquid(file, squid);
    const child = join(import.meta.dirname, 'log-memory-child.ts');
    const { stdout } = await run(process.execPath, [child, database, folder, detail]);
    return { size: Math.round(statSync(file).size / 1e6), ...said.parse(JSON.parse(stdout)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await remove();
  }
}
