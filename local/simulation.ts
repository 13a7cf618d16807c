// The settings of `npm start` without a local.settings.json: the embedded database, and the simulated fleet as a child
// process. Everything is kept below .data/, so that a second start goes on with the same company and database.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { PRODUCTS } from './fleet/estate/products.ts';
import { everything, type Ready, sourcesOf, startFleetProcess } from './fleet-process.ts';
import type { StartOptions } from './options.ts';

export interface Simulation {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const TICK_MS = 20_000;

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
  const fleet = await startFleetProcess(fleetArguments(options, life));
  const { ready } = fleet;
  const keepLife = (tick: number) =>
    writeFileSync(join(folder, 'fleet.json'), JSON.stringify({ ...ready.estate, tick }));
  keepLife(ready.estate.tick);
  fleet.onTick(keepLife);
  return { folder, environment: writeSettings(folder, ready, options), stop: fleet.stop };
}

function readLife(folder: string): Ready['estate'] | null {
  const file = join(folder, 'fleet.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function fleetArguments(
  options: StartOptions,
  life: Ready['estate'] | null,
): Readonly<Record<string, number | string>> {
  return {
    users: options.users,
    devices: options.devices,
    apps: options.apps,
    seed: options.seed,
    'tick-interval': TICK_MS,
    products: PRODUCTS.join(),
    ...(life ? { tick: life.tick, epoch: life.epoch, step: life.stepMs } : {}),
  };
}

function writeSettings(folder: string, ready: Ready, { all }: StartOptions): Record<string, string> {
  const secret = (name: string, value: () => string, keep = false): string => {
    const file = join(folder, 'secrets', name);
    if (!keep || !existsSync(file)) writeFileSync(file, value(), { mode: 0o600 });
    return `file:${file}`;
  };
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ready.caPem);
  const keep = (name: string, value: string) => secret(name, () => value);
  const run = sourcesOf(ready, caFile, keep).map((source) => ({ ...source, ...(all ? everything(source.type) : {}) }));
  writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources: run }, null, 2));
  const key = () => randomBytes(32).toString('base64url');
  return {
    DATABASE: `sqlite:${join(folder, 'lens.db')}`,
    SOURCES_FILE: join(folder, 'sources.json'),
    POLL_SCHEDULE: '*/30 * * * * *',
    // The duty is daily; this is when it is looked at.
    LICENSE_SCHEDULE: '20 * * * * *',
    LICENSE_URL: ready.license.url,
    LICENSE_CA_FILE: caFile,
    AUDIT_KEY: secret('audit-key', key, true),
    PHONE_KEY: secret('phone-key', key, true),
  };
}
