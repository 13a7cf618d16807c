// ActiveSync ids: what a device signs in to Exchange with, and what systems that manage it have of it.
import type { SystemTypeName } from '../../../lib/sources/registry.ts';
import { chance, hex, letters } from '../random.ts';
import type { Device } from './device.ts';
import { typesOf } from './enrolled-in.ts';

const isMobile = ({ platform }: Device): boolean => platform === 'ios' || platform === 'android';

/** By the system: some do not ask for the id, or have it of some devices. */
export const EAS_ID = {
  intune: (device: Device) =>
    device.platform !== 'windows' && chance(60, device.seed, 81) ? hex(32, device.seed, 82).toUpperCase() : null,
  'ivanti-neurons': (device: Device) => (chance(60, device.seed, 81) ? hex(32, device.seed, 82).toUpperCase() : null),
  'blackberry-uem': (device: Device) => (isMobile(device) ? hex(26, device.seed, 342).toUpperCase() : null),
  'workspace-one': (device: Device) => (device.platform === 'windows' ? null : letters(26, device.seed, 409)),
} as const satisfies Partial<Record<SystemTypeName, (device: Device) => string | null>>;

const isKnown = (type: SystemTypeName): type is keyof typeof EAS_ID => Object.hasOwn(EAS_ID, type);

/** What the device itself sends: null for one without mail. Some are known to no system. */
export function easIdOf(device: Device, types: readonly SystemTypeName[]): string | null {
  if (!isMobile(device)) return null;
  const [known] = typesOf(device, types).flatMap((type) => (isKnown(type) ? (EAS_ID[type](device) ?? []) : []));
  return known ?? hex(32, device.seed, 82).toUpperCase();
}
