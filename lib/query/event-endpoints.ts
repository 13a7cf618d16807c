// The endpoints that read events about devices: of one device, and of all. Each needs a purpose.
import type { Endpoint } from '../http/endpoint.ts';
import { listOf } from './list-endpoint.ts';
import { dataUsage, locations, type Resource, roaming, violations } from './resource.ts';
import { idParameter } from './schema.ts';

function ofDevice(resource: Resource, name: string, summary: string): Endpoint {
  return {
    ...listOf(resource, [idParameter('device')]),
    name,
    route: `devices/{id}/${resource.name}`,
    tag: 'Devices',
    summary,
    purpose: 'required',
    handle: async (request, api) => (await import('./devices.ts')).listDeviceEvents(resource, request, api),
  };
}

function ofAll(resource: Resource, name: string, summary: string): Endpoint {
  return {
    ...listOf(resource),
    name,
    route: resource.name,
    tag: 'Events',
    summary,
    purpose: 'required',
    handle: async (request, api) => (await import('./list.ts')).personalList(resource, request, api),
  };
}

export const eventEndpoints: readonly Endpoint[] = [
  ofDevice(locations, 'listDeviceLocations', 'Where a device was, the latest position first'),
  ofDevice(roaming, 'listDeviceRoaming', 'In which foreign networks a device was, the latest first'),
  ofDevice(violations, 'listDeviceViolations', 'When a device began and ceased to comply, the latest first'),
  ofDevice(dataUsage, 'listDeviceDataUsage', 'Mobile data that a device used each day, the latest first'),
  ofAll(locations, 'listLocations', 'Positions of devices, the latest first'),
  ofAll(roaming, 'listRoaming', 'Roaming of devices, the latest first; `endedAt.isNull=true` for those that roam now'),
  ofAll(violations, 'listViolations', 'Devices that began and ceased to comply, the latest first'),
];
