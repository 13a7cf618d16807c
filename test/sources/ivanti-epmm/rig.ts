// A simulated EPMM, and polls of it.
import type { IvantiEpmm } from '../../../local/fleet/ivanti-epmm/index.ts';
import { type Rig as RigOf, type RigOptions, startRigOf } from '../polled.ts';

export interface Rig extends RigOf<IvantiEpmm> {
  readonly epmm: IvantiEpmm;
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const rig = await startRigOf('ivanti-epmm', options);
  return { ...rig, epmm: rig.system };
}

/** What the server was asked, decoded: `path?query`. */
export const askedOf = ({ epmm }: Rig): string[] =>
  epmm.requests.map(({ path, query }) => `${path}?${decodeURIComponent(query.replaceAll('+', ' '))}`);
