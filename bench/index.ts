// npm run bench: measures ratios, prints one table and writes bench/results.md. With options it is a quick look, which
// writes nothing: `-- --only memory,api` some of the measurements, `--rounds N` repetitions (3), `--devices N` all sizes
// in proportion to 10,000.
import { parseArgs } from 'node:util';
import type { EngineName } from '../lib/store/index.ts';
import { readArguments } from '../local/fleet/arguments.ts';
import { measureAnswers } from './answers.ts';
import { measureApi } from './api.ts';
import { measureChanges } from './changes.ts';
import { measureCollectors } from './collectors.ts';
import { measureCounters } from './counters.ts';
import { measureDirectory } from './directory.ts';
import { describeEngines, engines } from './engines.ts';
import { measureLoads } from './loads.ts';
import { measureLogMemory } from './log-memory.ts';
import { measureLogRows } from './log-rows.ts';
import { measureMemory } from './memory.ts';
import { measureMigrations } from './migrations.ts';
import { measurePeople } from './people.ts';
import { measurePushes } from './push.ts';
import { type Result, tableOf, writeResults } from './report.ts';
import { measureRetention } from './retention.ts';
import { measureSearch } from './search.ts';
import { measureSystems } from './systems.ts';
import { measureWebLogs } from './web-logs.ts';

const values = readArguments('npm run bench [-- --only memory,api] [--rounds N] [--devices N]', () => {
  const text = { type: 'string' } as const;
  const options = { only: text, rounds: text, devices: text, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  return values.help ? null : values;
});
if (!values) process.exit();
const rounds = Number(values.rounds ?? 3);
const part = Number(values.devices ?? 10_000) / 10_000;

/** A count of the full measurement, in proportion to `--devices`. */
const sized = (full: number): number => Math.max(100, Math.round(full * part));
const sqlite = (engine: EngineName): boolean => engine === 'sqlite';

// The sizes that the aims name are those of sqlite; the table says which ones the other engine was measured with.
const measurements: Record<string, (engine: EngineName) => Promise<readonly Result[]>> = {
  loads: (engine) =>
    measureLoads(engine, { devices: sized(sqlite(engine) ? 10_000 : 2_500), appsPerDevice: 40 }, rounds),
  changes: (engine) => measureChanges(engine, sized(sqlite(engine) ? 10_000 : 2_500), rounds),
  memory: (engine) =>
    measureMemory(engine, (sqlite(engine) ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]).map(sized)),
  people: (engine) => measurePeople(engine, sized(10_000)),
  systems: async (engine) => (sqlite(engine) ? measureSystems(engine, [sized(10_000), sized(100_000)]) : []),
  collectors: (engine) => measureCollectors(engine, sized(sqlite(engine) ? 3_000 : 1_000)),
  api: (engine) => measureApi(engine, sized(sqlite(engine) ? 100_000 : 20_000)),
  search: (engine) => measureSearch(engine, sized(sqlite(engine) ? 100_000 : 10_000)),
  retention: (engine) => measureRetention(engine, sized(sqlite(engine) ? 10_000_000 : 1_000_000)),
  migrations: (engine) => measureMigrations(engine, sized(sqlite(engine) ? 1_000_000 : 200_000)),
  directory: async (engine) => (sqlite(engine) ? measureDirectory(sized(50_000), rounds) : []),
  'web-logs': (engine) => measureWebLogs(engine, sized(1_000_000), rounds),
  push: (engine) => measurePushes(engine, sized(300_000)),
  'log-memory': (engine) => measureLogMemory(engine, [560_000, 5_600_000, 28_000_000].map(sized), sized(1_800_000)),
  'log-rows': (engine) => measureLogRows(engine, sized(300_000), rounds),
  counters: async (engine) => (sqlite(engine) ? measureCounters(engine, sized(10_000_000)) : []),
  answers: async (engine) => (sqlite(engine) ? measureAnswers(rounds) : []),
};

const names = values.only?.split(',') ?? Object.keys(measurements);
const unknown = names.filter((name) => !(name in measurements));
if (unknown.length > 0 || !(rounds >= 1) || !(part > 0)) {
  console.error(`--only takes ${Object.keys(measurements).join(', ')}; --rounds and --devices a number.`);
  process.exit(2);
}

const results: Result[] = [];
const failed: string[] = [];
const start = performance.now();
for (const engine of engines)
  for (const name of names) {
    const began = performance.now();
    try {
      results.push(...((await measurements[name]?.(engine)) ?? []));
      console.error(`${name} on ${engine}: ${Math.round((performance.now() - began) / 1000)} s`);
    } catch (error) {
      failed.push(`${name} on ${engine}`);
      console.error(`${name} on ${engine} failed:`, error);
    }
  }

console.log(tableOf(results));
if (failed.length > 0) {
  console.error(`Not measured: ${failed.join(', ')}. Nothing is written.`);
  process.exitCode = 1;
} else if (Object.keys(values).length === 0)
  writeResults(
    new URL('results.md', import.meta.url),
    results,
    await describeEngines(),
    new Date(),
    (performance.now() - start) / 60_000,
  );
