// The simulated fleet as a child process, and the entries of a sources file that read it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What the fleet says when it listens: where, and with which credentials. */
export interface Ready {
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

export interface FleetProcess {
  readonly ready: Ready;
  /** Told after each tick that came by itself. */
  onTick(told: (tick: number) => void): void;
  stop(): Promise<void>;
}

/** Arguments of `fleet/main.ts` by name. With a channel to its parent the fleet ends with it. */
export async function startFleetProcess(options: Readonly<Record<string, number | string>>): Promise<FleetProcess> {
  const main = fileURLToPath(new URL('./fleet/main.ts', import.meta.url));
  const values = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [main, ...values], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  return {
    ready: await readyOf(child),
    onTick: (told) =>
      child.on('message', (message) => {
        const tick: unknown =
          typeof message === 'object' && message !== null && 'tick' in message ? message.tick : undefined;
        if (typeof tick === 'number') told(tick);
      }),
    stop: () => stop(child),
  };
}

/** The fleet prints one line of JSON when it listens. */
async function readyOf(child: ChildProcess): Promise<Ready> {
  if (!child.stdout) throw new TypeError('the fleet has no output');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('{')) return JSON.parse(line);
  throw new Error('The simulated fleet ended before it was ready; its message stands above.');
}

/** One source for each system that the company runs. `secret` keeps a secret and answers the reference to it. */
export function sourcesOf(
  { graph, epmm, neurons, uem, workspaceOne, directory, products }: Ready,
  caFile: string,
  secret: (name: string, value: string) => string,
): readonly (Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string })[] {
  const sources = [
    {
      name: 'intune',
      type: 'intune',
      tenantId: graph.tenantId,
      clientId: graph.clientId,
      clientSecret: secret('graph', graph.clientSecret),
      graphUrl: graph.url,
      authorityHost: graph.authorityHost,
      caFile,
    },
    {
      name: 'ivanti-epmm',
      type: 'ivanti-epmm',
      url: epmm.url,
      username: epmm.username,
      password: secret('epmm', epmm.password),
      caFile,
    },
    {
      name: 'ivanti-neurons',
      type: 'ivanti-neurons',
      url: neurons.url,
      username: neurons.username,
      password: secret('neurons', neurons.password),
      appRequestsPerMinute: 6_000,
      caFile,
    },
    {
      name: 'blackberry-uem',
      type: 'blackberry-uem',
      url: uem.url,
      tenantId: uem.tenantId,
      username: uem.username,
      password: secret('uem', uem.password),
      caFile,
    },
    {
      name: 'workspace-one',
      type: 'workspace-one',
      url: workspaceOne.url,
      tenantCode: secret('workspace-one-tenant-code', workspaceOne.tenantCode),
      clientId: workspaceOne.clientId,
      clientSecret: secret('workspace-one', workspaceOne.clientSecret),
      tokenUrl: workspaceOne.tokenUrl,
      caFile,
    },
    {
      name: 'directory',
      type: 'active-directory',
      url: directory.url,
      bindDn: directory.bindDn,
      password: secret('directory', directory.password),
      baseDn: directory.baseDn,
      caFile,
    },
  ];
  return sources.filter(({ type }) => type === 'active-directory' || products.includes(type));
}

/** Everything that a source can be told to read. A directory has no devices. */
export const everything = (type: string): object => ({
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
