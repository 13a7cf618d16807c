// The database goes away under a running collector, and comes back: health and the API say so both times, nobody has to
// restart anything, and the process lives on.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mssqlConfig } from '../../lib/store/mssql/connection-string.ts';
import { mayMount, mountSmallDisk } from '../store/disk.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { TcpProxy } from '../store/tcp-proxy.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

let company: Company;
beforeAll(async () => {
  company = await Company.start({ users: 5, devices: 5 });
  company.writeSources(company.source('intune'), company.source('active-directory'));
});
afterAll(async () => company?.close());

const health = async (lens: CollectorProcess) => {
  const response = await fetch(`${lens.url}/api/health`);
  return [response.status, await response.json()];
};

/** Health and the API say that the database is away, and why. */
async function tellsThatItIsAway(lens: CollectorProcess, code: RegExp): Promise<void> {
  const [response, said] = await Promise.all([lens.request('devices?limit=1'), health(lens)]);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await response.json()).toMatchObject({ type: expect.stringMatching(code), detail: expect.any(String) });
  expect(said).toEqual([503, { status: 'failed', code: expect.stringMatching(code) }]);
  expect(await lens.line(/^not ready/)).toMatch(code);
  // Whoever restarts what is not alive would restart every collector for a database that is away.
  const live = await fetch(`${lens.url}/api/health/live`);
  expect([live.status, await live.json()]).toEqual([200, { status: 'alive' }]);
}

async function worksAgain(lens: CollectorProcess): Promise<void> {
  const ready = async () => ((await health(lens))[0] === 200 ? true : undefined);
  await eventually('health is ready', ready);
  expect((await lens.request('devices?limit=1')).status).toBe(200);
  const polled = async () => ((await lens.poll('intune')).lastPoll?.outcome === 'complete' ? true : undefined);
  await eventually('a poll is complete', polled);
}

describe('the embedded database', () => {
  it('whose file is removed under the collector is told, not made anew, and used again when it is put back', async () => {
    const lens = await company.collector({ database: 'removed' });
    await lens.firstPolls('intune', 'directory');
    const file = company.databaseFile('removed');
    renameSync(file, `${file}.away`);
    await tellsThatItIsAway(lens, /file-gone/);
    renameSync(`${file}.away`, file);
    await worksAgain(lens);
    expect(await lens.stop()).toBe(0);
  });

  (mayMount() ? it : it.skip)('whose disk is full is told by health too, although it can be read', async () => {
    const folder = dirname(company.databaseFile('mounted/lens'));
    mkdirSync(folder);
    const disk = mountSmallDisk(folder, 8);
    try {
      const lens = await company.collector({ database: 'mounted/lens' });
      await lens.firstPolls('intune', 'directory');
      disk?.fill(0);
      // The log has some room of its own.
      const refused = async () => ((await lens.request('devices?limit=1')).status === 503 ? true : undefined);
      await eventually('a request is refused', refused);
      await tellsThatItIsAway(lens, /full|disk/);
      disk?.empty();
      await worksAgain(lens);
      expect(await lens.stop()).toBe(0);
    } finally {
      disk?.remove();
    }
  });
});

const server = process.env.TEST_MSSQL_CONNECTION_STRING;
(server === undefined ? describe.skip : describe)('SQL Server', () => {
  let database: TestStore;
  let proxy: TcpProxy;
  beforeAll(async () => {
    database = await openTestStore('mssql');
    const { server: host, port = 1433 } = mssqlConfig(database.database);
    proxy = await TcpProxy.start({ host, port });
    const throughProxy = database.database.replace(/(Server|Data Source)=[^;]*/i, `Server=127.0.0.1,${proxy.port}`);
    const bounds = 'TrustServerCertificate=true;Connect Timeout=2;Request Timeout=4000';
    writeFileSync(join(company.folder, 'secrets/database'), `${throughProxy};${bounds}`);
  });
  afterAll(async () => {
    await proxy?.close();
    await database?.remove();
  });
  const collector = () =>
    company.collector({ environment: { DATABASE: company.secret('database'), COLLECTOR_SOURCES: 'intune' } });
  const LOST = /esocket|econnreset|econnclosed|erequest|etimeout|no-connection/;

  it('that stalls under the collector is told, and used again when it goes on', async () => {
    const lens = await collector();
    await lens.ended('intune');
    proxy.strike('stall', { lasting: true });
    await tellsThatItIsAway(lens, LOST);
    proxy.heal();
    await worksAgain(lens);
    expect(await lens.stop()).toBe(0);
  });

  it('that is away at the start is told, and used without a restart when it comes', async () => {
    proxy.strike('reset', { lasting: true });
    const lens = await collector();
    await tellsThatItIsAway(lens, LOST);
    proxy.heal();
    await worksAgain(lens);
    expect(await lens.stop()).toBe(0);
  });
});

it('puts no personal datum and no secret into the log', () => {
  const password = /password=([^;]*)/i.exec(server ?? '')?.[1];
  expect(leaks(company.fleet, company.output, [...company.secrets, password ?? 'none'])).toEqual([]);
});
