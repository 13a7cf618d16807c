// The simulated company of the bench in a process of its own, and the sources that read it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FleetProcess, sourcesOf, startFleetProcess } from '../local/fleet-process.ts';

export interface BenchCompany {
  /** Entries of the sources file; their secrets stand in `environment`. */
  readonly sources: ReturnType<typeof sourcesOf>;
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: FleetProcess['stop'];
}

export interface CompanySize {
  readonly devices: number;
  readonly appsPerDevice?: number;
  readonly products: readonly string[];
}

export async function startCompany(folder: string, size: CompanySize): Promise<BenchCompany> {
  const { devices, appsPerDevice = 40, products } = size;
  const users = Math.ceil(devices / 1.5);
  const fleet = await startFleetProcess({ users, devices, apps: appsPerDevice, products: products.join() });
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, fleet.ready.caPem);
  const environment: Record<string, string> = {};
  const sources = sourcesOf(fleet.ready, caFile, (name, value) => {
    const variable = `BENCH_${name.toUpperCase().replaceAll('-', '_')}`;
    environment[variable] = value;
    return `env:${variable}`;
  });
  return { sources, environment, stop: fleet.stop };
}
