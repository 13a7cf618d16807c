// What happens in a company that faults strike: changes that take nothing away, and people who come.
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import type { Estate } from '../../local/fleet/estate/estate.ts';

/** Where row faults strike, of every so many rows the last is spoiled; pages hold a multiple of it. */
export const SPOILED_EVERY = 5;

/** The rows of a list, in its order, that no row fault spoils. */
export const unspoiled = <Row>(list: readonly Row[]): readonly Row[] =>
  list.filter((_, index) => index % SPOILED_EVERY < SPOILED_EVERY - 1);

/** The first device of which the next revision of its apps changes a version, and takes no app away. */
export function keepingItsApps(devices: readonly Device[]): Device {
  const found = devices.find((device) => {
    const before = appsOf(device);
    const after = appsOf(revised(device));
    const kept = before.every(({ title }) => after.some((app) => app.title === title));
    return kept && !after.every((app) => before.includes(app));
  });
  if (!found) throw new RangeError('no device would keep its apps');
  return found;
}

const revised = (device: Device): Device => ({ ...device, appsRevision: device.appsRevision + 1 });

/** On one of these devices a version becomes another one, and no app goes. */
export function reviseApps(estate: Estate, devices: readonly Device[], patch: { lastSyncAt?: number } = {}): void {
  const device = keepingItsApps(devices);
  estate.updateDevice(device.id, { ...patch, appsRevision: device.appsRevision + 1 });
}

/** The ends of a list. */
export function twoOf(all: readonly string[]): readonly [string, string] {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new RangeError('there are no two');
  return [first, last];
}

/** People join until one of them is in a product's list, of so many: some are in the directory alone. */
export function joinUntilListed(estate: Estate, listed: () => number): void {
  const before = listed();
  while (listed() === before) estate.addUser();
}

/** The same text, with another number behind it. */
export const renumbered = (text: string, { sequence }: Estate): string => `${text.replace(/ \d+$/, '')} ${sequence}`;
