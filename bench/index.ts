// npm run bench: measures ratios, prints one table and writes bench/results.md. `-- --rounds N --devices N` for a quick look,
// which writes nothing.
import { parseArgs } from 'node:util';
import { measureAnswers } from './answers.ts';
import { engines } from './databases.ts';
import { measureLoads } from './loads.ts';
import { type Result, tableOf, writeResults } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, devices: { type: 'string' } } });
const quick = values.rounds !== undefined || values.devices !== undefined;
const size = { devices: Number(values.devices ?? 10_000), appsPerDevice: 40 };

const results: Result[] = [];
const rounds = Number(values.rounds ?? 3);
for (const engine of engines) results.push(...(await measureLoads(engine, size, rounds)));
results.push(...(await measureAnswers(rounds)));

console.log(tableOf(results));
if (!quick) writeResults(new URL('results.md', import.meta.url), results, new Date());
