// A simulated tenant of Neurons, and polls of it.
import type { IvantiNeurons } from '../../../local/fleet/ivanti-neurons/index.ts';
import { type Rig as RigOf, type RigOptions, startRigOf } from '../polled.ts';

export interface Rig extends RigOf<IvantiNeurons> {
  readonly neurons: IvantiNeurons;
}

const SMALL = { users: 30, devices: 45, appsPerDevice: 4, waits: 'none' } as const;
const settings = { pageSize: 10, appRequestsPerMinute: 60_000 };

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const rig = await startRigOf('ivanti-neurons', { ...SMALL, settings, ...options });
  return { ...rig, neurons: rig.system };
}
