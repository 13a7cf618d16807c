// The systems that can be simulated, by the type of the source that reads them. A new one is a folder and one line here.
import type { SystemTypeName } from '../../lib/sources/registry.ts';
import { activeDirectory } from './active-directory/index.ts';
import { blackberryUem } from './blackberry-uem/index.ts';
import { exchangeOnline } from './exchange-online/index.ts';
import { entraSignIns, intune } from './intune/index.ts';
import { ivantiEpmm } from './ivanti-epmm/index.ts';
import { ivantiNeurons } from './ivanti-neurons/index.ts';
import type { Entry, FleetMember, SystemOptions } from './member.ts';
import { workspaceOne } from './workspace-one/index.ts';

/** Which system knows a device follows from their order: what is added goes to the end. */
const members = {
  intune,
  'blackberry-uem': blackberryUem,
  'ivanti-epmm': ivantiEpmm,
  'ivanti-neurons': ivantiNeurons,
  'workspace-one': workspaceOne,
  'active-directory': activeDirectory,
  'entra-sign-ins': entraSignIns,
  'exchange-online': exchangeOnline,
} satisfies Record<SystemTypeName, FleetMember>;

export type { SystemTypeName };

/** The running systems, each with what can be steered of it. */
export type Systems = { [T in SystemTypeName]: Awaited<ReturnType<(typeof members)[T]['start']>> };

const MEMBERS: { readonly [T in SystemTypeName]: FleetMember<Systems[T]> } = members;

export const isSourceType = (name: string): name is SystemTypeName => Object.hasOwn(members, name);

export const SOURCE_TYPE_NAMES: readonly SystemTypeName[] = Object.keys(members).filter(isSourceType);

export const managesDevices = (type: SystemTypeName): boolean => MEMBERS[type].managesDevices;

/** Starts the named systems. */
export async function startSystems(
  types: readonly SystemTypeName[],
  options: SystemOptions,
): Promise<Partial<Systems>> {
  const systems: Partial<Systems> = {};
  const start = async <T extends SystemTypeName>(type: T): Promise<void> => {
    systems[type] = await MEMBERS[type].start(options);
  };
  await Promise.all(types.map(start));
  return systems;
}

export const isWhole = (systems: Partial<Systems>): systems is Systems =>
  SOURCE_TYPE_NAMES.every((type) => systems[type]);

/** Throws RangeError where the system does not run. */
export function entryOf<T extends SystemTypeName>(systems: Partial<Systems>, type: T): Entry {
  const { sourceName = type, managesDevices, access } = MEMBERS[type];
  const system = systems[type];
  if (!system) throw new RangeError(`${type} does not run`);
  return { type, name: sourceName, managesDevices, ...access(system) };
}
