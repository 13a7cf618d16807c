// The simulated fleet in a process of its own, and the Intune source that reads it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const ready = z.object({
  caPem: z.string(),
  graph: z.object({
    url: z.string(),
    authorityHost: z.string(),
    tenantId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
  }),
});

export interface FleetProcess {
  /** An entry of the sources file; its secret stands in `environment`. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startFleetProcess(folder: string, devices: number): Promise<FleetProcess> {
  const main = join(import.meta.dirname, '../local/fleet/main.ts');
  const child = spawn(
    process.execPath,
    [main, '--users', String(Math.ceil(devices / 1.5)), '--devices', String(devices)],
    {
      // With a channel to its parent it ends with it.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const ended = once(child, 'exit');
  const { stdout: out } = child;
  if (!out) throw new TypeError('the fleet has no output');
  const [line] = await Promise.race([once(createInterface(out), 'line'), ended]);
  if (child.exitCode !== null) throw new Error('the fleet ended at once');
  const { caPem, graph } = ready.parse(JSON.parse(String(line)));
  const { url: graphUrl, authorityHost, tenantId, clientId, clientSecret } = graph;
  writeFileSync(join(folder, 'ca.pem'), caPem);
  return {
    source: {
      name: 'intune',
      type: 'intune',
      tenantId,
      clientId,
      clientSecret: 'env:BENCH_GRAPH_SECRET',
      graphUrl,
      authorityHost,
      caFile: join(folder, 'ca.pem'),
    },
    environment: { BENCH_GRAPH_SECRET: clientSecret },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
