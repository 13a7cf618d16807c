// Peak memory of a poll by the size of the estate: a fresh process each, the real pipeline, a source that makes its
// pages one by one. Bounded memory means that the largest estate needs no more than the smallest.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { EngineName } from '../lib/store/index.ts';
import { openTestStore } from '../test/store/databases.ts';
import type { Result } from './report.ts';

const APPS_PER_DEVICE = 2;
const run = promisify(execFile);

const said = z.object({ before: z.number(), peak: z.number(), inserted: z.number(), seconds: z.number() });
type Said = z.infer<typeof said>;

/** `sizes`: numbers of devices, in ascending order. */
export async function measureMemory(engine: EngineName, sizes: readonly number[]): Promise<readonly Result[]> {
  const measured: { devices: number; first: Said; second: Said }[] = [];
  for (const devices of sizes) {
    const { database, remove } = await openTestStore(engine);
    try {
      const first = await poll(database, devices);
      const second = await poll(database, devices);
      if (first.inserted !== devices * (1 + APPS_PER_DEVICE)) throw new Error('the first load is not whole');
      if (second.inserted !== 0) throw new Error('the second poll wrote rows');
      measured.push({ devices, first, second });
    } finally {
      await remove();
    }
  }
  return (['first', 'second'] as const).map((which) => {
    const peaks = measured.map((m) => m[which].peak);
    const list = measured.map((m) => `${Math.round(m[which].peak)} MB`).join(', ');
    return {
      engine,
      what: `peak memory, ${which === 'first' ? 'first load' : 'unchanged second poll'} of ${sizes.join(', ')} devices x ${APPS_PER_DEVICE} apps, the largest against the smallest`,
      measured: `${list}; ${Math.round(measured[0]?.[which].before ?? 0)} MB before the poll`,
      ratio: Math.max(...peaks) / Math.min(...peaks),
      target: { atMost: 1.3 },
    };
  });
}

async function poll(database: string, devices: number): Promise<Said> {
  const child = join(import.meta.dirname, 'memory-child.ts');
  const { stdout } = await run(process.execPath, [child, database, String(devices), String(APPS_PER_DEVICE)]);
  return said.parse(JSON.parse(stdout));
}
