// The simulated company of the bench in a process of its own.
import { writeFolder } from '../local/fleet/folder.ts';
import type { SystemTypeName } from '../local/fleet/members.ts';
import { type FleetProcess, startFleetProcess } from '../local/fleet-process.ts';

export interface CompanySize {
  readonly devices: number;
  readonly appsPerDevice?: number;
  readonly types: readonly SystemTypeName[];
}

/** Its `sources.json` is in the folder. Answers what stops it. */
export async function startCompany(folder: string, size: CompanySize): Promise<FleetProcess['stop']> {
  const { devices, appsPerDevice = 40, types } = size;
  const users = Math.ceil(devices / 1.5);
  const { ready, stop } = await startFleetProcess({ users, devices, apps: appsPerDevice }, types);
  writeFolder(folder, ready);
  return stop;
}
