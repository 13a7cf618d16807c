// The settings of `npm start` without a local.settings.json: the embedded database, and the simulated fleet as a child
// process. Everything is kept below .data/, so that a second start goes on with the same company and database.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { PRODUCTS } from './fleet/estate/products.ts';
import type { StartOptions } from './options.ts';

export interface Simulation {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const TICK_MS = 20_000;

interface Ready {
  readonly caPem: string;
  readonly graph: {
    readonly url: string;
    readonly authorityHost: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly epmm: { readonly url: string; readonly username: string; readonly password: string };
  readonly neurons: { readonly url: string; readonly username: string; readonly password: string };
  /** The management systems that the company runs. */
  readonly products: readonly string[];
  readonly uem: {
    readonly url: string;
    readonly tenantId: string;
    readonly username: string;
    readonly password: string;
  };
  readonly workspaceOne: {
    readonly url: string;
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly tenantCode: string;
  };
  readonly directory: {
    readonly url: string;
    readonly bindDn: string;
    readonly password: string;
    readonly baseDn: string;
  };
  readonly license: { readonly url: string };
  readonly estate: { readonly tick: number; readonly epoch: number; readonly stepMs: number };
}

const folderOf = (root: string, { users, devices, apps, seed }: StartOptions): string =>
  join(root, '.data', `company-${users}-${devices}-${apps}-${seed}`);

/**
 * Whether an earlier start of this company still runs: then its fleet answers under the authority that is kept here. A
 * second fleet would replace authority and secrets under its feet.
 */
export function isSimulated(root: string, options: StartOptions): Promise<boolean> {
  const [sourcesFile, caFile] = ['sources.json', 'ca.pem'].map((name) => join(folderOf(root, options), name));
  if (!sourcesFile || !caFile || !existsSync(sourcesFile) || !existsSync(caFile)) return Promise.resolve(false);
  const { sources }: { sources: { graphUrl?: string }[] } = JSON.parse(readFileSync(sourcesFile, 'utf8'));
  const { hostname, port } = new URL(sources.find((source) => source.graphUrl)?.graphUrl ?? 'https://127.0.0.1:1');
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), ca: readFileSync(caFile), timeout: 2_000 });
    const answer = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('secureConnect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

/** Starts the fleet where it stopped, and writes what the collector needs to know of it. */
export async function simulate(root: string, options: StartOptions): Promise<Simulation> {
  const folder = folderOf(root, options);
  if (options.fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
  const life = readLife(folder);
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./fleet/main.ts', import.meta.url)), ...fleetArguments(options, life)],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  const ready = await readyOf(child);
  const keepLife = (tick: number) =>
    writeFileSync(join(folder, 'fleet.json'), JSON.stringify({ ...ready.estate, tick }));
  keepLife(ready.estate.tick);
  child.on('message', (message) => {
    const tick: unknown =
      typeof message === 'object' && message !== null && 'tick' in message ? message.tick : undefined;
    if (typeof tick === 'number') keepLife(tick);
  });
  return { folder, environment: writeSettings(folder, ready, options), stop: () => stop(child) };
}

function readLife(folder: string): Ready['estate'] | null {
  const file = join(folder, 'fleet.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function fleetArguments(options: StartOptions, life: Ready['estate'] | null): string[] {
  const wanted: Record<string, number | string> = {
    users: options.users,
    devices: options.devices,
    apps: options.apps,
    seed: options.seed,
    'tick-interval': TICK_MS,
    products: PRODUCTS.join(),
  };
  if (life) Object.assign(wanted, { tick: life.tick, epoch: life.epoch, step: life.stepMs });
  return Object.entries(wanted).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** The fleet prints one line of JSON when it listens. */
async function readyOf(child: ChildProcess): Promise<Ready> {
  if (!child.stdout) throw new TypeError('the fleet has no output');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('{')) return JSON.parse(line);
  throw new Error('The simulated fleet ended before it was ready; its message stands above.');
}

function writeSettings(
  folder: string,
  { caPem, graph, epmm, neurons, uem, workspaceOne, directory, license, products }: Ready,
  { all }: StartOptions,
): Record<string, string> {
  const secret = (name: string, value: () => string, keep = false): string => {
    const file = join(folder, 'secrets', name);
    if (!keep || !existsSync(file)) writeFileSync(file, value(), { mode: 0o600 });
    return `file:${file}`;
  };
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, caPem);
  const sources = [
    {
      name: 'intune',
      type: 'intune',
      tenantId: graph.tenantId,
      clientId: graph.clientId,
      clientSecret: secret('graph', () => graph.clientSecret),
      graphUrl: graph.url,
      authorityHost: graph.authorityHost,
      caFile,
    },
    {
      name: 'ivanti-epmm',
      type: 'ivanti-epmm',
      url: epmm.url,
      username: epmm.username,
      password: secret('epmm', () => epmm.password),
      caFile,
    },
    {
      name: 'ivanti-neurons',
      type: 'ivanti-neurons',
      url: neurons.url,
      username: neurons.username,
      password: secret('neurons', () => neurons.password),
      appRequestsPerMinute: 6_000,
      caFile,
    },
    {
      name: 'blackberry-uem',
      type: 'blackberry-uem',
      url: uem.url,
      tenantId: uem.tenantId,
      username: uem.username,
      password: secret('uem', () => uem.password),
      caFile,
    },
    {
      name: 'workspace-one',
      type: 'workspace-one',
      url: workspaceOne.url,
      tenantCode: secret('workspace-one-tenant-code', () => workspaceOne.tenantCode),
      clientId: workspaceOne.clientId,
      clientSecret: secret('workspace-one', () => workspaceOne.clientSecret),
      tokenUrl: workspaceOne.tokenUrl,
      caFile,
    },
    {
      name: 'directory',
      type: 'active-directory',
      url: directory.url,
      bindDn: directory.bindDn,
      password: secret('directory', () => directory.password),
      baseDn: directory.baseDn,
      caFile,
    },
  ];
  const run = sources
    .filter(({ type }) => type === 'active-directory' || products.includes(type))
    .map((source) => ({ ...source, ...(all ? everything(source.type) : {}) }));
  writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources: run }, null, 2));
  const key = () => randomBytes(32).toString('base64url');
  return {
    DATABASE: `sqlite:${join(folder, 'lens.db')}`,
    SOURCES_FILE: join(folder, 'sources.json'),
    POLL_SCHEDULE: '*/30 * * * * *',
    // The duty is daily; this is when it is looked at.
    LICENSE_SCHEDULE: '20 * * * * *',
    LICENSE_URL: license.url,
    LICENSE_CA_FILE: caFile,
    AUDIT_KEY: secret('audit-key', key, true),
    PHONE_KEY: secret('phone-key', key, true),
  };
}

/** Everything that a source can be told to read. A directory has no devices. */
const everything = (type: string): object => ({
  profile: 'sensitive',
  phoneNumbers: 'full',
  ...(type === 'active-directory' ? {} : { personalDevices: true, location: true, roaming: true }),
});

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(hard);
}
