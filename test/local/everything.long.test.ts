// `npm start -- --all`: the sources file that it writes, polled here, source by source, into one database.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parameterLines } from '../../lib/operations/parameters.ts';
import { readSources } from '../../lib/settings/index.ts';
import { openStore } from '../../lib/store/index.ts';
import { type Simulation, simulate } from '../../local/simulation.ts';
import { Reader } from '../contract/reader.ts';
import { dependenciesOver } from '../http/api.ts';

const COMPANY = { users: 60, devices: 120, apps: 3, seed: 5, port: 0, all: true, fresh: true };
const root = mkdtempSync(join(tmpdir(), 'emm-lens-everything-'));
const file = join(root, 'lens.db');
let simulation: Simulation;

beforeAll(async () => {
  simulation = await simulate(root, COMPANY);
});
afterAll(async () => {
  await simulation.stop();
  rmSync(root, { recursive: true, force: true });
});

const written = z.object({ sources: z.array(z.looseObject({ name: z.string() })) });

it('reads a value for nearly all of the more than 1,500 properties that the connectors declare', async () => {
  const path = join(simulation.folder, 'sources.json');
  const { sources: entries } = written.parse(JSON.parse(readFileSync(path, 'utf8')));
  expect(entries).toHaveLength(6);
  for (const entry of entries) {
    const reader = await Reader.open(root, file, entry);
    const { receipt } = await reader.poll();
    await reader.close();
    expect([entry.name, receipt.error, receipt.outcome]).toEqual([entry.name, null, 'complete']);
  }
  const store = await openStore({ database: `sqlite:${file}` });
  try {
    const application = readSources(path);
    const { lines } = await parameterLines({ ...dependenciesOver(store), application });
    const properties = (of: typeof lines): number =>
      new Set(of.map(({ product, entity, wire }) => `${product} ${entity} ${wire}`)).size;
    expect(properties(lines)).toBeGreaterThan(1_500);
    expect(properties(lines.filter(({ rowsWithValue }) => rowsWithValue > 0))).toBeGreaterThan(1_400);
    // What is read by default is a small part of it.
    expect(properties(lines.filter(({ profile }) => profile === 'core'))).toBeLessThan(500);
  } finally {
    await store.close();
  }
}, 120_000);
