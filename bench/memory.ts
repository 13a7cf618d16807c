// Peak memory of a collector by the size of the estate: a fresh process each, the real pipeline, a source that makes its
// pages one by one. Each polls for some time at least, as collectors do: a heap that has just begun is smaller, whatever
// the estate. Bounded memory means that the largest estate needs no more than the smallest.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { EngineName } from '../lib/store/index.ts';
import { openTestStore } from '../test/store/databases.ts';
import type { Result } from './report.ts';

const APPS_PER_DEVICE = 1;
const SECONDS = 20;
const run = promisify(execFile);

const said = z.object({ before: z.number(), peak: z.number(), inserted: z.array(z.number()) });
type Said = z.infer<typeof said>;

/** `sizes`: numbers of devices, in ascending order. */
export async function measureMemory(engine: EngineName, sizes: readonly number[]): Promise<readonly Result[]> {
  const measured: Said[] = [];
  for (const devices of sizes) {
    const { database, remove } = await openTestStore(engine);
    try {
      const lived = await live(database, devices);
      const [first, ...later] = lived.inserted;
      if (first !== devices * (1 + APPS_PER_DEVICE)) throw new Error('the first load is not whole');
      if (later.some((inserted) => inserted !== 0)) throw new Error('an unchanged poll wrote rows');
      measured.push(lived);
    } finally {
      await remove();
    }
  }
  const peaks = measured.map(({ peak }) => peak);
  const list = peaks.map((peak) => `${Math.round(peak)} MB`).join(', ');
  return [
    {
      engine,
      what: `peak memory, first load and unchanged polls for ${SECONDS} s or more, of ${sizes.join(', ')} devices x ${APPS_PER_DEVICE} app, most against least`,
      measured: `${list}; ${Math.round(measured[0]?.before ?? 0)} MB before the first poll`,
      ratio: Math.max(...peaks) / Math.min(...peaks),
      target: { atMost: 1.3 },
    },
  ];
}

async function live(database: string, devices: number): Promise<Said> {
  const child = join(import.meta.dirname, 'memory-child.ts');
  const { stdout } = await run(process.execPath, [child, database, ...[devices, APPS_PER_DEVICE, SECONDS].map(String)]);
  return said.parse(JSON.parse(stdout));
}
