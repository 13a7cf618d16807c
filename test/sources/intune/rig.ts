// A simulated tenant of Intune, and polls of it.
import type { Estate } from '../../../local/fleet/estate/estate.ts';
import type { Intune } from '../../../local/fleet/intune/index.ts';
import { type Rig as RigOf, type RigOptions, startRigOf } from '../polled.ts';

export interface Rig extends RigOf<Intune> {
  readonly graph: Intune;
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const rig = await startRigOf('intune', { waits: 'none', ...options });
  rig.system.delta.pageSize = 15;
  return { ...rig, graph: rig.system };
}

/** The Entra users of the estate, by id. */
export function entraUsers(estate: Estate): string[] {
  return estate.people.flatMap((p) => (p && p.origin !== 'directory' ? [p.id] : [])).sort();
}
