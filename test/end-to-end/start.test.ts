// `npm start` as its user meets it: local/start.ts with the simulated fleet, until Ctrl-C, and a second time.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { page, sources } from './answers.ts';
import { buildOnce } from './bundle.ts';
import { beginRecord, RECORDER, recordOf } from './egress-record.ts';
import { Started } from './started.ts';

// No other start has these numbers: its folder is this test's own.
const OPTIONS = { users: 43, devices: 61, apps: 5, seed: 471_100 };
const folder = join(process.cwd(), '.data', `company-${Object.values(OPTIONS).join('-')}`);
const ARGUMENTS = Object.entries(OPTIONS).flatMap(([name, value]) => [`--${name}`, String(value)]);
const SOURCES = ['intune', 'blackberry-uem', 'ivanti-epmm', 'ivanti-neurons', 'workspace-one', 'directory'];
/** Of every start: the host, and the fleet, which is a child of it. */
const record = `${folder}.egress`;
const ENVIRONMENT = {
  ...{ HOME: folder, EGRESS_RECORD: record },
  NODE_OPTIONS: `--import=${join(process.cwd(), RECORDER)}`,
};

/** What a pasted line prints. */
async function pasted(command: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return JSON.parse(stdout);
}

async function listens(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const settings = z.object({
  sources: z.array(z.looseObject({ graphUrl: z.string().optional(), url: z.string().optional() })),
});
/** Where the servers of the fleet, a child process, listen. */
const fleetAddresses = (): string[] =>
  settings
    .parse(JSON.parse(readFileSync(join(folder, 'sources.json'), 'utf8')))
    .sources.flatMap(({ graphUrl, url }) => graphUrl ?? url ?? []);

// Real settings in the working tree would be used instead of the fleet.
const simulated = existsSync('local.settings.json') ? describe.skip : describe;

simulated('npm start', () => {
  const started: Started[] = [];
  const start = (...options: readonly string[]): Started => {
    const one = new Started([...ARGUMENTS, ...options], ENVIRONMENT);
    started.push(one);
    return one;
  };
  const devicesStored = async (command: string): Promise<number> => {
    const { items } = sources.parse(await pasted(command));
    return items.reduce((sum, { datasets }) => sum + (datasets.device?.rows ?? 0), 0);
  };
  beforeAll(() => {
    buildOnce();
    beginRecord(record);
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    for (const one of started) {
      if (one.running) one.signal('SIGKILL');
      await one.exit;
    }
    for (const path of [folder, record]) rmSync(path, { recursive: true, force: true });
  });

  it('prints three lines that work as they stand, and ends cleanly', async () => {
    const lens = start('--port', '0');
    const commands = await lens.commands();
    expect(commands).toHaveLength(3);
    for (const source of SOURCES) await lens.said(new RegExp(`poll ended source=${source} outcome=complete`));
    const [sourcesCommand = '', devicesCommand = '', searchCommand = ''] = commands;
    // Some are known to two systems.
    expect(await devicesStored(sourcesCommand)).toBeGreaterThanOrEqual(OPTIONS.devices);
    expect(page.parse(await pasted(devicesCommand)).items).toHaveLength(3);
    const found = z.object({ users: z.array(z.unknown()), devices: z.array(z.unknown()) });
    const { users, devices } = found.parse(await pasted(searchCommand));
    expect(users.length + devices.length).toBeGreaterThan(0);

    const people = page.parse(await pasted(sourcesCommand.replace(/sources'$/, "users?limit=1000'"))).items;
    expect(people.length).toBeGreaterThanOrEqual(OPTIONS.users);
    for (const { displayName, mail } of people)
      for (const name of [displayName, mail]) if (typeof name === 'string') expect(lens.output).not.toContain(name);

    const addresses = [...fleetAddresses(), /http:\/\/[\d.:]+/.exec(sourcesCommand)?.[0] ?? ''];
    for (const address of addresses) expect([address, await listens(address)]).toEqual([address, true]);
    lens.signal('SIGTERM');
    expect(await lens.exit).toEqual([0, null]);
    for (const address of addresses) expect([address, await listens(address)]).toEqual([address, false]);
  });

  it('goes on with the same company and database at the second start, which no third one disturbs, and ends a poll that is under way', async () => {
    const lens = start('--port', '0');
    const [sourcesCommand = ''] = await lens.commands();
    expect(await devicesStored(sourcesCommand)).toBeGreaterThanOrEqual(OPTIONS.devices);
    const other = start('--port', '0');
    expect(await other.exit).toEqual([1, null]);
    expect(other.output).toMatch(/runs already/);
    const poll = sourcesCommand.replace('curl -s', 'curl -s -X POST').replace(/sources'$/, "sources/intune/poll'");
    await pasted(poll);
    const [, inserted] = await lens.said(/poll ended source=intune outcome=complete read=\d+ inserted=(\d+)/);
    // What came meanwhile, not all of it anew.
    expect(Number(inserted)).toBeLessThan(OPTIONS.devices);
    // Another one, which waits for its report of apps.
    await pasted(poll);
    await lens.said(/poll begins source=intune[\s\S]*poll ended source=intune[\s\S]*poll begins source=intune/);
    lens.controlC();
    expect(await lens.exit).toEqual([0, null]);
    expect(lens.output).toMatch(/poll ended early source=intune outcome=aborted .*code=stopped/);
  });

  it('says how it is used where an option is wrong', async () => {
    const lens = start('--devices', 'many');
    expect(await lens.exit).toEqual([2, null]);
    expect(lens.output).toMatch(/--devices wants a number[\s\S]*npm start -- \[options\]/);
  });

  it('says what to do when the port is taken', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const lens = start('--port', String(port));
    expect(await lens.exit).toEqual([1, null]);
    taken.close();
    // Before anything was begun.
    expect(lens.output).toMatch(new RegExp(`^! Port ${port} is in use: [^\\n]+\n$`));
  });

  it('has left the machine with nothing: the host and the simulated company speak over loopback', () => {
    const done = recordOf(record);
    expect(done.filter((line) => /^connect/.test(line)).length).toBeGreaterThan(SOURCES.length);
    expect(done.filter((line) => !/^(connect 127\.0\.0\.1:\d+|spawn .*node)$/.test(line))).toEqual([]);
  });
});
