// The commands of README and docs/api.md, run as they stand against a collector that reads all of the simulated company.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeFolder } from '../../local/fleet/folder.ts';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { everything } from '../../local/simulation.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';

/** Each line of a block that asks, and the same with what the block sets up before. Metrics are scraped by a real Prometheus elsewhere. */
function commandsIn(document: string): readonly (readonly [asks: string, script: string])[] {
  const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8').replaceAll('\\\n', '');
  return [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => {
    const lines = block.split('\n').filter((line) => !/^(KEY=|#|$)|METRICS_TOKENS|metrics-token/.test(line));
    const asking = lines.some((line) => line.includes('$API')) ? lines : [];
    const set = asking.filter((line) => line.includes('() {'));
    return asking
      .filter((line) => !set.includes(line))
      .map((line): [string, string] => [line, [...set, line].join('\n')]);
  });
}

const COMMANDS = ['README.md', 'docs/api.md'].flatMap(commandsIn);
/** Devices change little from one to the next. */
const TICKS = 60;

const logs = mkdtempSync(join(tmpdir(), 'lens-commands-'));
let company: Company;
let lens: CollectorProcess;

beforeAll(async () => {
  company = await Company.start({ users: 120, devices: 200, types: SOURCE_TYPE_NAMES, logs });
  const { fleet } = company;
  const entries = [...SOURCE_TYPE_NAMES.map(fleet.entry), ...fleet.logEntries];
  writeFolder(company.folder, { caPem: fleet.authority.caPem, entries }, everything);
  lens = await company.collector({ environment: { PERSON_TIMELINE: 'on' } });
  const polled = entries.filter(({ pushed }) => !pushed).map(({ name }) => name);
  await lens.firstPolls(...polled);
  for (let n = 0; n < TICKS; n += 1) fleet.tick();
  for (const { name } of SOURCE_TYPE_NAMES.map(fleet.entry)) await lens.poll(name);
});
afterAll(async () => {
  await company?.close();
  rmSync(logs, { recursive: true });
});

it('are those of all kinds of data', () => {
  expect(COMMANDS.length).toBeGreaterThan(30);
});

it.each(COMMANDS)('%s', async (asks, script) => {
  const env = { ...process.env, KEY: lens.key, API: `${lens.url}/api` };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env, maxBuffer: 100_000_000 });
  if (asks.includes('format=csv')) return expect(stdout.trim().split('\n').length).toBeGreaterThan(2);
  const answer = Object(JSON.parse(stdout));
  expect(answer.status).not.toEqual(expect.any(Number));
  if (/health|export|\/poll$/.test(asks)) return;
  const rows = answer.items ?? answer.days?.[0]?.items ?? answer.users;
  expect(rows.length).toBeGreaterThan(0);
});
