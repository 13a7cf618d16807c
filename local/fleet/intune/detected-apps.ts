// /deviceManagement/detectedApps: which versions of apps are on how many devices, and on which. Counted over all devices,
// so it is done once per state of the fleet.

import type { AppVersion } from '../estate/catalogue.ts';
import { appsOf, type Device } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import {
  badRequest,
  contextUrl,
  nextLink,
  notFound,
  type PropertyTable,
  pageSize,
  projector,
  readToken,
  selected,
  writeToken,
} from './odata.ts';

const PAGE = 50;
const DEVICE_PAGE = 1000;

/** detectedAppPlatformType has no plain `android`. */
const PLATFORM = { ios: 'ios', android: 'androidWorkProfile', windows: 'windows', macos: 'macOS' } as const;

interface Installed {
  app: AppVersion;
  devices: Device[];
}

const PROPERTIES: PropertyTable<Installed> = {
  id: ({ app }) => app.id,
  displayName: ({ app }) => app.title.name,
  version: ({ app }) => app.version,
  sizeInByte: ({ app }) => app.sizeInByte,
  deviceCount: ({ devices }) => devices.length,
  publisher: ({ app }) => app.title.publisher,
  platform: ({ app }) => PLATFORM[app.title.platform],
};
const NAMES = new Set(Object.keys(PROPERTIES));

export class DetectedApps {
  readonly #estate: Estate;
  #installed: Installed[] = [];
  #byId = new Map<string, Installed>();
  #version = -1;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  list(exchange: Exchange): Answer {
    this.#refresh();
    return this.#page(
      exchange,
      this.#installed,
      'deviceManagement/detectedApps',
      Math.min(pageSize(exchange, PAGE), DEVICE_PAGE),
    );
  }

  single(exchange: Exchange, id: string): Answer {
    this.#refresh();
    const installed = this.#byId.get(id);
    if (!installed) throw notFound();
    const row = projector(PROPERTIES, selected(exchange, NAMES, [...NAMES], 'detectedApp'))(installed);
    return {
      status: 200,
      json: { '@odata.context': contextUrl(exchange, 'deviceManagement/detectedApps/$entity'), ...row },
    };
  }

  /** The devices that have the app, a page at a time. */
  devices(exchange: Exchange, id: string, rows: (devices: Device[]) => JsonObject[]): Answer {
    this.#refresh();
    const installed = this.#byId.get(id);
    if (!installed) throw notFound();
    const start = position(exchange);
    const top = Math.min(pageSize(exchange, DEVICE_PAGE), DEVICE_PAGE);
    const value = rows(installed.devices.slice(start, start + top));
    const body: JsonObject = {
      '@odata.context': contextUrl(exchange, `deviceManagement/detectedApps('${id}')/managedDevices`),
      '@odata.count': value.length,
    };
    if (start + top < installed.devices.length)
      body['@odata.nextLink'] = nextLink(exchange, writeToken({ position: start + top }));
    return { status: 200, json: { ...body, value } };
  }

  /** Beta: the apps of one device. */
  ofDevice(exchange: Exchange, id: string): Answer {
    const device = this.#estate.deviceOf('intune', id);
    if (!device) throw notFound();
    this.#refresh();
    const installed = appsOf(device).flatMap((app) => this.#byId.get(app.id) ?? []);
    return this.#page(exchange, installed, `deviceManagement/managedDevices('${id}')/detectedApps`, DEVICE_PAGE);
  }

  #page(exchange: Exchange, all: Installed[], fragment: string, top: number): Answer {
    if (exchange.query.has('$orderby')) throw badRequest('Ordering is not supported.');
    const start = position(exchange);
    const value = all
      .slice(start, start + top)
      .map(projector(PROPERTIES, selected(exchange, NAMES, [...NAMES], 'detectedApp')));
    const body: JsonObject = { '@odata.context': contextUrl(exchange, fragment), '@odata.count': all.length };
    if (start + top < all.length) body['@odata.nextLink'] = nextLink(exchange, writeToken({ position: start + top }));
    return { status: 200, json: { ...body, value } };
  }

  #refresh(): void {
    if (this.#version === this.#estate.deviceVersion) return;
    const byId = new Map<string, Installed>();
    for (const device of this.#estate.devicesOf('intune')) {
      for (const app of appsOf(device)) {
        const known = byId.get(app.id);
        if (known) known.devices.push(device);
        else byId.set(app.id, { app, devices: [device] });
      }
    }
    this.#byId = byId;
    this.#installed = [...byId.values()];
    this.#version = this.#estate.deviceVersion;
  }
}

function position(exchange: Exchange): number {
  const token = exchange.query.get('$skiptoken');
  return token === null ? 0 : Number(readToken(token).position);
}
