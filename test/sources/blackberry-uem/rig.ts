// A simulated tenant of UEM, and polls of it.
import type { BlackberryUem } from '../../../local/fleet/blackberry-uem/index.ts';
import { type Rig as RigOf, type RigOptions, references, startRigOf } from '../polled.ts';
import type { Settings } from '../source-of.ts';

export interface Rig extends RigOf<BlackberryUem> {
  readonly uem: BlackberryUem;
  /** Settings that sign in by OAuth. */
  readonly oauth: Settings;
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const rig = await startRigOf('blackberry-uem', { settings: { pageSize: 6 }, ...options });
  const { clientId, clientSecret, tokenUrl } = rig.system;
  const client = { clientId, ...references('blackberry-uem', { clientSecret }), tokenUrl };
  return { ...rig, uem: rig.system, oauth: { username: undefined, password: undefined, ...client } };
}
