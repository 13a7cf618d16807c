// /deviceManagement/managedDevices: the list, one device, the count. Pages are keyset pages by (deviceName, id), so that
// a device removed between two pages hides no other; `@odata.count` counts the page; `$skip` does nothing (as with Intune).

import type { Device } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { complianceStates, configurationStates, protectionState } from './device-details.ts';
import { deviceProperties, LIST_NULL } from './device-properties.ts';
import { type FilterRules, parseFilter } from './filter.ts';
import {
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

const MAX_PAGE = 1000;

/** As the metadata's descriptions say. */
const FILTERS: FilterRules = {
  lastSyncDateTime: ['lt', 'gt', 'le', 'ge'],
  enrolledDateTime: ['lt', 'gt', 'le', 'ge'],
  complianceGracePeriodExpirationDateTime: ['lt', 'gt'],
  complianceState: ['eq'],
  operatingSystem: ['eq'],
  imei: ['eq'],
  serialNumber: ['eq'],
  manufacturer: ['eq'],
  managementAgent: ['eq'],
  managementState: ['eq'],
  jailBroken: ['eq'],
  exchangeAccessState: ['eq'],
  deviceCategoryDisplayName: ['eq'],
  deviceName: ['eq', 'contains'],
  model: ['eq', 'contains'],
  emailAddress: ['contains'],
  phoneNumber: ['contains'],
  osVersion: ['contains'],
  userPrincipalName: ['eq', 'ne'],
  azureADDeviceId: ['eq'],
  managedDeviceOwnerType: ['eq'],
};

const before = (a: Device, name: string, id: string): boolean => a.name < name || (a.name === name && a.id <= id);

export class ManagedDevices {
  /** The service may answer in smaller pages than `$top` asks for. */
  maxPage = MAX_PAGE;
  readonly #estate: Estate;
  readonly #properties: PropertyTable<Device>;
  readonly #names: ReadonlySet<string>;
  readonly #beta: PropertyTable<Device>;
  readonly #betaNames: ReadonlySet<string>;
  #sorted: Device[] = [];
  #sortedVersion = -1;

  constructor(estate: Estate) {
    this.#estate = estate;
    this.#properties = deviceProperties(estate);
    this.#names = new Set(Object.keys(this.#properties));
    this.#beta = deviceProperties(estate, 'beta');
    this.#betaNames = new Set(Object.keys(this.#beta));
  }

  list(exchange: Exchange): Answer {
    const top = Math.min(pageSize(exchange, MAX_PAGE), this.maxPage);
    const { page, more } = this.#page(exchange, top);
    const project = this.#listProjector(exchange);
    const last = page.at(-1);
    const body: JsonObject = {
      '@odata.context': contextUrl(exchange, 'deviceManagement/managedDevices'),
      '@odata.count': page.length,
    };
    if (more && last) {
      body['@odata.nextLink'] = nextLink(exchange, writeToken({ LastDeviceName: last.name, LastDeviceId: last.id }));
    }
    return { status: 200, json: { ...body, value: page.map(project) } };
  }

  /** Only here, and only when `$select` names them, the sparse properties have values. */
  single(exchange: Exchange, id: string): Answer {
    const device = this.#estate.deviceOf('intune', id);
    if (!device) throw notFound();
    const explicit = exchange.query.get('$select') !== null;
    const beta = exchange.path.startsWith('/beta/');
    const known = beta ? this.#betaNames : this.#names;
    const names = selected(exchange, known, [...this.#names], 'managedDevice');
    const row = projector(explicit ? (beta ? this.#beta : this.#properties) : this.#listTable(), names)(device);
    return {
      status: 200,
      json: { '@odata.context': contextUrl(exchange, 'deviceManagement/managedDevices/$entity'), ...row },
    };
  }

  /** A navigation of one device. */
  relation(exchange: Exchange, id: string, name: 'windowsProtectionState' | 'compliance' | 'configuration'): Answer {
    const device = this.#estate.deviceOf('intune', id);
    if (!device) throw notFound();
    // The device is a key of the context: `managedDevices('<id>')/deviceConfigurationStates`.
    const part = exchange.path.split('/').at(-1) ?? '';
    const context = { '@odata.context': contextUrl(exchange, `deviceManagement/managedDevices('${id}')/${part}`) };
    if (name === 'compliance') return { status: 200, json: { ...context, value: complianceStates(device) } };
    if (name === 'configuration') return { status: 200, json: { ...context, value: configurationStates(device) } };
    const state = protectionState(device, exchange.query.get('$expand') === 'detectedMalwareState');
    if (state === null) throw notFound();
    return { status: 200, json: state };
  }

  count(): Answer {
    return {
      status: 200,
      headers: { 'content-type': 'text/plain' },
      content: String(this.#estate.devicesOf('intune').length),
    };
  }

  /** The device rows of a navigation such as detectedApps/{id}/managedDevices. */
  rows(exchange: Exchange, devices: Device[]): JsonObject[] {
    return devices.map(this.#listProjector(exchange));
  }

  #listProjector(exchange: Exchange): (device: Device) => JsonObject {
    return projector(this.#listTable(), selected(exchange, this.#names, [...this.#names], 'managedDevice'));
  }

  #listTable(): PropertyTable<Device> {
    const empty = Object.entries(LIST_NULL).map(([name, value]) => [name, () => value] as const);
    return { ...this.#properties, ...Object.fromEntries(empty) };
  }

  #page(exchange: Exchange, top: number): { page: Device[]; more: boolean } {
    const matches = parseFilter<Device>(
      exchange.query.get('$filter'),
      FILTERS,
      (device, name) => this.#properties[name]?.(device) ?? null,
    );
    const devices = this.#inOrder();
    const page: Device[] = [];
    for (let i = this.#start(exchange, devices); i < devices.length; i++) {
      const device = devices[i];
      if (!device || (matches && !matches(device))) continue;
      if (page.length === top) return { page, more: true };
      page.push(device);
    }
    return { page, more: false };
  }

  #start(exchange: Exchange, devices: Device[]): number {
    const token = exchange.query.get('$skiptoken');
    if (token === null) return 0;
    const { LastDeviceName, LastDeviceId } = readToken(token);
    let low = 0;
    let high = devices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const device = devices[middle];
      if (device && before(device, String(LastDeviceName), String(LastDeviceId))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #inOrder(): Device[] {
    if (this.#sortedVersion !== this.#estate.deviceListVersion) {
      this.#sorted = [...this.#estate.devicesOf('intune')].sort((a, b) => (before(a, b.name, b.id) ? -1 : 1));
      this.#sortedVersion = this.#estate.deviceListVersion;
    }
    return this.#sorted;
  }
}
