// /api/v2/devices/appinventory: the apps of up to 25 devices at once.
import type { AppVersion } from '../estate/catalogue.ts';
import { appsOf, type Device } from '../estate/device.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { chance, hash } from '../random.ts';
import { EpmmError, invalid, uuidOf } from './answer.ts';
import { instant } from './device-fields.ts';

const MOST_DEVICES = 25;
const PLATFORM_LETTERS = { ios: 'I', android: 'A', windows: 'W', macos: 'M' } as const;
const DAY = 86_400_000;

/** Reverse host name of the publisher, then the title: stays with each version. */
export const bundleOf = ({ platform, name }: AppVersion['title']): string =>
  `com.${platform}.${name.replace(/[^A-Za-z0-9]/g, '').toLowerCase() || 'app'}${hash(name.length, name.charCodeAt(0)) % 100}`;

function appRecord(device: Device, app: AppVersion): JsonObject {
  const { title, version } = app;
  return {
    appId: hash(title.seed, version.length),
    name: title.name,
    bundleId: bundleOf(title),
    platformType: PLATFORM_LETTERS[title.platform],
    version,
    longVersion: `${version} (${hash(title.seed, 330) % 10_000})`,
    shortVersion: version.split('.').slice(0, 2).join('.'),
    createdAt: instant(device.enrolledAt - (device.enrolledAt % DAY)),
    modifiedAt: instant(device.enrolledAt),
    status: chance(80, title.seed, 331) ? 'Installed' : 'Managed',
  };
}

export class AppInventories {
  /** Whether a part of the answer says which device it is about; the vendor does not tell. */
  named = true;
  /** Devices that are gone by the time they are asked about. */
  readonly missing = new Set<string>();
  readonly #find: (uuid: string) => Device | undefined;

  constructor(find: (uuid: string) => Device | undefined) {
    this.#find = find;
  }

  answer({ query }: Exchange): Answer {
    const uuids = (query.get('deviceUuids') ?? '').split(',').filter((uuid) => uuid !== '');
    if (uuids.length === 0 || uuids.length > MOST_DEVICES) throw invalid('deviceUuids must be 1 to 25.');
    const devices = uuids.flatMap((uuid) => (this.missing.has(uuid) ? [] : (this.#find(uuid) ?? [])));
    if (devices.length === 0) throw new EpmmError(404, 'device.not.found', 'The requested devices were not found.');
    const results = devices.map((device) => ({
      ...(this.named ? { deviceUuid: uuidOf(device) } : {}),
      appInventory: appsOf(device).map((app) => appRecord(device, app)),
    }));
    return { status: 200, json: { results, totalCount: results.length, resultCount: results.length, hasMore: false } };
  }
}
