// The last release and this tree on one database. Skipped where there is no history of git.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrationsFor } from '../../lib/store/migrate.ts';
import { removeFolders, temporaryFolder } from '../store/processes.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';
import { contentIn } from './content.ts';
import { buildRelease, hasRelease, RELEASE } from './release.ts';

const BOTH = ['intune', 'directory'] as const;

(hasRelease() ? describe : describe.skip)(`an upgrade from ${RELEASE.version}`, () => {
  let company: Company;
  let unbroken: CollectorProcess;
  let old: CollectorProcess;
  let appRoot: string;
  const health = async (of: CollectorProcess) => (await of.request('health')).json();
  const versions = async () => {
    const { db } = await company.store();
    const rows = await db.selectFrom('schema_version').select('version').orderBy('version').execute();
    return rows.map(({ version }) => version);
  };
  beforeAll(async () => {
    appRoot = temporaryFolder();
    buildRelease(appRoot);
    company = await Company.start({ users: 40, devices: 40, appsPerDevice: 8, seed: 11 });
    [unbroken, old] = [await company.collector({ database: 'unbroken' }), await company.collector({ appRoot })];
    await Promise.all([unbroken, old].map((one) => one.firstPolls(...BOTH)));
  });
  afterAll(async () => {
    await company?.close();
    await removeFolders();
  });

  it('leaves a collector of before running: both answer and poll, and nothing is lost or double', async () => {
    const now = await company.collector();
    // It migrates with the first call.
    expect(await health(now)).toEqual({ status: 'ready' });
    expect(await versions()).toEqual(migrationsFor('sqlite').map(({ version }) => version));
    for (const one of [old, now, old, now]) {
      company.fleet.tick();
      await Promise.all([one, unbroken].flatMap((lens) => BOTH.map((name) => lens.poll(name))));
      expect([await health(old), await health(now)]).toEqual([{ status: 'ready' }, { status: 'ready' }]);
    }
    const [expected, found] = await Promise.all(['unbroken', 'lens'].map((name) => contentIn(company.database(name))));
    expect(found).toEqual(expected);
    expect(found?.change?.length).toBeGreaterThan(0);
  });

  it(`is refused by ${RELEASE.version} at a start, as it refuses each newer schema, and goes on without it`, async () => {
    await old.stop();
    const again = await company.collector({ appRoot });
    expect(await health(again)).toEqual({ status: 'failed', code: 'schema-newer' });
    await again.stop();
  });
});
