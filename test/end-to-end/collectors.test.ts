// Several collectors on one database.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { contentOf } from './content.ts';

const ROUNDS = 4;
const BOTH = ['intune', 'directory'] as const;

describe('two collectors on one database', () => {
  let company: Company;
  let pair: readonly [CollectorProcess, CollectorProcess];
  const rows = <T>(schema: z.ZodType<T>, sql: string): T[] => {
    using database = new DatabaseSync(company.databaseFile(), { readOnly: true, timeout: 5_000 });
    return z.array(schema).parse(database.prepare(sql).all());
  };
  beforeAll(async () => {
    company = await Company.start({ users: 30, devices: 30 });
    // Both migrate, announce themselves and begin their first polls at once.
    const environment = {
      LICENSE_URL: company.fleet.license.url,
      LICENSE_CA_FILE: `${company.folder}/ca.pem`,
      LICENSE_SCHEDULE: '* * * * * *',
    };
    pair = await Promise.all([company.collector({ environment }), company.collector({ environment })]);
    await Promise.all(pair.map((lens) => lens.firstPolls(...BOTH)));
  });
  afterAll(async () => company?.close());

  it('both stand in `collector`', () => {
    const collector = z.object({ instance: z.string(), node_version: z.string(), sources: z.string() });
    const found = rows(collector, 'SELECT instance, node_version, sources FROM collector');
    expect(found).toEqual(
      pair.map(() => ({
        instance: expect.any(String),
        node_version: process.versions.node,
        sources: '["intune","directory"]',
      })),
    );
    expect(new Set(found.map(({ instance }) => instance)).size).toBe(2);
  });

  it('poll each source one at a time', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      company.fleet.tick();
      const before = await Promise.all(BOTH.map((name) => pair[0].source(name)));
      const asked = BOTH.flatMap((name) => pair.map((lens) => lens.post(`sources/${name}/poll`)));
      for (const { status } of await Promise.all(asked)) expect(status).toBe(202);
      await Promise.all(before.map(({ name, lastPoll }) => pair[0].ended(name, lastPoll?.startedAt)));
    }
    const run = z.object({
      source: z.string(),
      collector: z.string(),
      outcome: z.string(),
      occurred_at: z.number(),
      duration_ms: z.number(),
    });
    const runs = rows(run, 'SELECT source, collector, outcome, occurred_at, duration_ms FROM poll_run ORDER BY id');
    for (const source of BOTH) {
      const own = runs.filter((one) => one.source === source);
      expect(own.length).toBeGreaterThanOrEqual(1 + ROUNDS);
      expect(own.map(({ outcome }) => outcome)).toEqual(own.map(() => 'complete'));
      const overlapping = own.filter(
        (one, i) => one.occurred_at + one.duration_ms > (own[i + 1]?.occurred_at ?? Number.POSITIVE_INFINITY),
      );
      expect(overlapping).toEqual([]);
    }
    const { estate } = company.fleet;
    expect((await pair[1].source('intune')).datasets.device?.rows).toBe(estate.deviceCount);
  });

  it('keep one that slept through its lease from writing what it still holds', async () => {
    const [sleeper, other] = pair;
    const { estate, graph } = company.fleet;
    // The report of apps is long in coming: the devices are read, their apps are not.
    graph.exportJobs.settings = { notStartedPolls: 2, inProgressPolls: 2 };
    const asked = graph.requests.length;
    await sleeper.post('sources/intune/poll');
    const waiting = () =>
      graph.requests.slice(asked).some(({ path, method }) => /exportJobs/.test(path) && method === 'GET');
    await eventually('it waits for the report', async () => waiting() || undefined);
    sleeper.pause();
    await company.leasesRunOut();
    graph.exportJobs.settings = { notStartedPolls: 0, inProgressPolls: 0 };
    const [gone] = estate.devices;
    estate.removeDevice(gone?.id ?? '');
    estate.enrol();
    expect((await other.poll('intune')).lastPoll).toMatchObject({ outcome: 'complete', rowsRemoved: 1 });
    const stored = contentOf(company.databaseFile());
    sleeper.resume();
    await sleeper.line(/^poll ended early source=intune outcome=aborted .*code=lease-lost/);
    expect(contentOf(company.databaseFile())).toEqual(stored);
    expect((await sleeper.poll('intune')).state).toBe('ok');
  });

  it('send one licence check a day, whichever it is', async () => {
    const sent = async () => company.fleet.license.received.length || undefined;
    expect(await eventually('one is sent', sent)).toBe(1);
    for (const lens of pair) await lens.stop();
    expect(company.fleet.license.received).toHaveLength(1);
  });

  it('may share the sources: each polls its own, and says which are polled elsewhere', async () => {
    const [first, second] = await Promise.all(
      BOTH.map((name) => company.collector({ database: 'shared', environment: { COLLECTOR_SOURCES: name } })),
    );
    if (!first || !second) throw new RangeError('two were started');
    await first.firstPolls(...BOTH);
    const states = await Promise.all([first.source('intune'), first.source('directory'), second.source('intune')]);
    expect(states.map(({ state }) => state)).toEqual(['ok', 'elsewhere', 'elsewhere']);
    expect((await first.post('sources/directory/poll')).status).toBe(409);
    expect(first.log.filter((line) => /^poll begins source=directory/.test(line))).toEqual([]);
  });
});
