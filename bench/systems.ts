// All five management systems at once: the real connectors against their simulated servers over TLS, a fresh collector
// for each size. What a row costs must not depend on the size of the estate, nor what a collector holds in memory.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { EngineName } from '../lib/store/index.ts';
import { managesDevices, SOURCE_TYPE_NAMES } from '../local/fleet/members.ts';
import { openTestStore } from '../test/store/databases.ts';
import { startCompany } from './fleet-process.ts';
import type { Result } from './report.ts';

const APPS_PER_DEVICE = 5;
const run = promisify(execFile);

const polled = z.object({ seconds: z.number(), read: z.number(), inserted: z.number(), updated: z.number() });
const said = z.object({
  polls: z.array(z.object({ source: z.string(), first: polled, second: polled })),
  peak: z.number(),
});
type Said = z.infer<typeof said>;

/** `sizes`: numbers of devices, the smaller one first. */
export async function measureSystems(
  engine: EngineName,
  [small, large]: readonly [number, number],
): Promise<readonly Result[]> {
  const [a, b] = [await live(engine, small), await live(engine, large)];
  const each = ({ polls }: Said, poll: 'first' | 'second') => {
    const read = polls.reduce((sum, p) => sum + p[poll].read, 0);
    return { read, micros: (polls.reduce((sum, p) => sum + p[poll].seconds, 0) * 1e6) / read };
  };
  const sizes = `${large} devices in ${b.polls.length} systems against ${small}`;
  const cost = (poll: 'first' | 'second', what: string): Result => ({
    engine,
    what: `${what} over HTTPS, time per row, ${sizes}`,
    measured: `${each(b, poll).micros.toFixed(1)} µs (${each(b, poll).read} rows) against ${each(a, poll).micros.toFixed(1)} µs`,
    ratio: each(b, poll).micros / each(a, poll).micros,
    target: { atMost: 1.3 },
  });
  return [
    cost('first', 'first polls'),
    cost('second', 'unchanged second polls'),
    {
      engine,
      what: `peak memory of a collector of all of them, ${sizes}`,
      measured: `${Math.round(b.peak)} MB against ${Math.round(a.peak)} MB`,
      ratio: b.peak / a.peak,
      target: { atMost: 1.3 },
    },
    ...b.polls.map(
      ({ source, first, second }): Result => ({
        engine,
        what: `${source}: unchanged second poll against the first, ${large} devices in all`,
        measured: `${second.seconds.toFixed(1)} s against ${first.seconds.toFixed(1)} s (${first.read} rows)`,
        ratio: second.seconds / first.seconds,
        target: null,
      }),
    ),
  ];
}

async function live(engine: EngineName, devices: number): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const { database, remove } = await openTestStore(engine);
  const types = SOURCE_TYPE_NAMES.filter(managesDevices);
  const stop = await startCompany(folder, { devices, appsPerDevice: APPS_PER_DEVICE, types });
  try {
    const child = join(import.meta.dirname, 'systems-child.ts');
    const lived = said.parse(
      JSON.parse((await run(process.execPath, [child, database, join(folder, 'sources.json')])).stdout),
    );
    for (const { source, first } of lived.polls)
      if (first.inserted === 0) throw new Error(`${source}: nothing was read`);
    return lived;
  } finally {
    await stop();
    await remove();
    rmSync(folder, { recursive: true });
  }
}
