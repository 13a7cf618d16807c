// The settings of `npm start` without a local.settings.json: the embedded database, and the simulated fleet as a child
// process. Everything is kept below .data/, so that a second start goes on with the same company and database.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isServed, keepSecret, WEBHOOK_SECRET, writeFolder } from './fleet/folder.ts';
import type { Entry } from './fleet/member.ts';
import { RULES } from './fleet/rules.ts';
import type { Ready } from './fleet/told.ts';
import { type FleetProcess, startFleetProcess } from './fleet-process.ts';
import type { StartOptions } from './options.ts';

export interface Simulation {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Logs whose lines are pushed to the collector: the shippers begin when it listens. */
  readonly pushed: readonly (NonNullable<Entry['pushed']> & { readonly source: string })[];
  readonly lose: FleetProcess['lose'];
  readonly onNotified: FleetProcess['onNotified'];
  stop(): Promise<void>;
}

const TICK_MS = 20_000;

const folderOf = (root: string, { users, devices, apps, seed }: StartOptions): string =>
  join(root, '.data', `company-${users}-${devices}-${apps}-${seed}`);

/** Whether an earlier start of this company still runs. */
export const isSimulated = (root: string, options: StartOptions): Promise<boolean> => isServed(folderOf(root, options));

/** Starts the fleet where it stopped, and writes what the collector needs to know of it. */
export async function simulate(root: string, options: StartOptions): Promise<Simulation> {
  const folder = folderOf(root, options);
  if (options.fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fleet = await startFleetProcess({ logs: join(folder, 'logs'), ...fleetOptions(options, readLife(folder)) });
  const { ready } = fleet;
  const keepLife = (tick: number) =>
    writeFileSync(join(folder, 'fleet.json'), JSON.stringify({ ...ready.estate, tick }));
  keepLife(ready.estate.tick);
  fleet.onTick(keepLife);
  const pushed = ready.entries.flatMap(({ name, pushed }) => (pushed ? [{ ...pushed, source: name }] : []));
  return {
    folder,
    environment: writeSettings(folder, ready, options),
    pushed,
    lose: fleet.lose,
    onNotified: fleet.onNotified,
    stop: fleet.stop,
  };
}

/** Settings that an operator gave, and that are those of the company all the same. */
export const overridden = (
  { environment }: Pick<Simulation, 'environment'>,
  given: Readonly<Record<string, string | undefined>>,
): readonly string[] =>
  Object.keys(environment).filter((name) => given[name] !== undefined && given[name] !== environment[name]);

function readLife(folder: string): Ready['estate'] | null {
  const file = join(folder, 'fleet.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

const fleetOptions = ({ users, devices, apps, seed }: StartOptions, life: Ready['estate'] | null) => ({
  users,
  devices,
  apps,
  seed,
  'tick-interval': TICK_MS,
  ...(life ? { tick: life.tick, epoch: life.epoch, step: life.stepMs } : {}),
});

/** Everything that a source can be told to read. A directory has no devices. */
export const everything = ({ managesDevices, type }: Entry): object => ({
  ...(type === 'workspace-one' ? { telephony: true } : {}),
  ...(type === 'http-proxy' ? { detail: 'person', requests: true } : {}),
  ...(type === 'entra-sign-ins' ? { personalDevices: true, nonInteractive: true } : {}),
  ...(type === 'exchange-activesync' ? { personalDevices: true, hours: true, requests: true } : {}),
  ...(type === 'log' ? { personalDevices: true, content: 'Shows everything that can be read.' } : {}),
  ...(type === 'exchange-exports' ? { personalDevices: true } : {}),
  profile: 'sensitive',
  phoneNumbers: 'full',
  ...(managesDevices ? { personalDevices: true, location: true, roaming: true } : {}),
});

function writeSettings(folder: string, ready: Ready, { all }: StartOptions): Record<string, string> {
  const { caFile, sourcesFile } = writeFolder(folder, ready, all ? everything : undefined);
  const rulesFile = join(folder, 'rules.json');
  writeFileSync(rulesFile, JSON.stringify({ rules: RULES }, null, 2));
  return {
    DATABASE: `sqlite:${join(folder, 'lens.db')}`,
    SOURCES_FILE: sourcesFile,
    RULES_FILE: rulesFile,
    POLL_SCHEDULE: '*/30 * * * * *',
    // The duty is daily; this is when it is looked at.
    LICENSE_SCHEDULE: '20 * * * * *',
    LICENSE_URL: ready.license.url,
    LICENSE_CA_FILE: caFile,
    LICENSE_PUBLIC_KEY: ready.license.publicKey,
    NOTIFY_WEBHOOK_URL: ready.notifications.url,
    NOTIFY_WEBHOOK_SECRETS: keepSecret(folder, WEBHOOK_SECRET, ready.notifications.secret),
    NOTIFY_WEBHOOK_CA_FILE: caFile,
    ...(all ? { PERSON_TIMELINE: 'on' } : {}),
    AUDIT_KEY: keyOf(folder, 'audit-key'),
    PHONE_KEY: keyOf(folder, 'phone-key'),
  };
}

/** Made by the first start of a company. */
function keyOf(folder: string, name: string): string {
  const file = join(folder, 'secrets', name);
  return existsSync(file) ? `file:${file}` : keepSecret(folder, name, randomBytes(32).toString('base64url'));
}
