// `npm start -- --all`: the sources file that it writes, polled here, source by source, into one database.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parameterLines } from '../../lib/operations/parameters.ts';
import { readSources } from '../../lib/settings/index.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { openStore } from '../../lib/store/index.ts';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { type Simulation, simulate } from '../../local/simulation.ts';
import { Reader } from '../contract/reader.ts';
import { dependenciesOver } from '../http/api.ts';

const COMPANY = { users: 60, devices: 120, apps: 3, seed: 5, port: 0, all: true, fresh: true, hold: false };
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

const isAsked = (type: string): boolean => SOURCE_TYPES[type]?.kind !== 'log';
const written = z.object({ sources: z.array(z.looseObject({ name: z.string(), type: z.string() })) });

it('reads a value for nearly all of the more than 1,500 properties that the connectors declare', async () => {
  const path = join(simulation.folder, 'sources.json');
  const { sources } = written.parse(JSON.parse(readFileSync(path, 'utf8')));
  // Lines of logs are no properties.
  const entries = sources.filter(({ type }) => isAsked(type));
  expect(entries.map(({ type }) => type).sort()).toEqual(SOURCE_TYPE_NAMES.toSorted());
  for (const entry of entries) {
    const reader = await Reader.open(root, file, entry);
    const { receipt } = await reader.poll();
    await reader.close();
    expect([entry.name, receipt.error, receipt.outcome]).toEqual([entry.name, null, 'complete']);
  }
  const store = await openStore({ database: `sqlite:${file}` });
  try {
    expect(await store.db.selectFrom('app_access').select('app').limit(1).execute()).toHaveLength(1);
    const application = readSources(path);
    const all = await parameterLines({ ...dependenciesOver(store), application });
    const lines = all.lines.filter(({ product }) => SOURCE_TYPES[product]?.kind !== 'log');
    const properties = (of: typeof lines): number =>
      new Set(of.map(({ product, entity, wire }) => `${product} ${entity} ${wire}`)).size;
    expect(properties(lines)).toBeGreaterThan(1_500);
    expect(properties(lines.filter(({ rowsWithValue }) => rowsWithValue > 0))).toBeGreaterThan(1_400);
    // What is read by default of systems and directories is a small part of it: others are read for a purpose that is named.
    const isSystem = (product: string): boolean => /^(emm|directory)$/.test(SOURCE_TYPES[product]?.kind ?? '');
    const core = lines.filter(({ profile, product }) => profile === 'core' && isSystem(product));
    expect(properties(core)).toBeLessThan(500);
  } finally {
    await store.close();
  }
});
