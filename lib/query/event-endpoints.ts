// The endpoints that list events, one line for each dataset: of one device, and of all. Those about people need a purpose.

import { required } from '../catalog/field.ts';
import { catalog, type EventDataset, type Fields, hasTellingFields } from '../catalog/index.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { INVESTIGATOR } from '../roles.ts';
import { listOf } from './list-endpoint.ts';
import { deviceIdOf, latestFirst, ofEvents, pascal, type Resource, resource } from './resource.ts';
import { idParameter } from './schema.ts';

export interface EventList {
  readonly dataset: EventDataset;
  readonly route: string;
  /** Summaries; without one there is no such list. */
  readonly ofDevice?: string;
  readonly ofUser?: string;
  readonly ofAll?: string;
  /** What that list has, where it is more than the dataset. */
  readonly together?: Resource;
}

const KINDS = { compliance: catalog.violation, rule: catalog.rule_hit } as const;

/** Where rows of several datasets are listed together. */
const optional = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, nullable: true }]));

/** Both kinds of what is forbidden, with the fields of both. */
const violations = resource(
  'violations',
  'AnyViolation',
  {
    ...catalog.rule_hit,
    name: catalog.violation.name,
    fields: {
      kind: required.text(16)('technical', 'Whether the device ceased, or began, to comply, or a rule was broken', {
        opaque: true,
        filterable: true,
        values: Object.keys(KINDS),
      }),
      ...optional(catalog.violation.fields),
      ...optional(catalog.rule_hit.fields),
    },
  },
  { sortedBy: latestFirst, kinds: KINDS, derived: new Map([['deviceId', deviceIdOf(catalog.rule_hit)]]) },
);

const LISTS: readonly EventList[] = [
  {
    dataset: catalog.location,
    route: 'locations',
    ofDevice: 'Where a device was, the latest position first',
    ofAll: 'Positions of devices, the latest first',
  },
  {
    dataset: catalog.roaming,
    route: 'roaming',
    ofDevice: 'In which foreign networks a device was, the latest first',
    ofAll: 'Roaming of devices, the latest first; `endedAt.isNull=true` for those that roam now',
  },
  {
    dataset: catalog.violation,
    route: 'violations',
    ofDevice: 'When a device began and ceased to comply, the latest first',
    ofAll: 'Devices that began and ceased to comply, and rules that were broken, the latest first',
    together: violations,
  },
  {
    dataset: catalog.rule_hit,
    route: 'rule-hits',
    ofDevice: 'Rules that were broken on a device, the latest first',
    ofUser: 'Rules that a person broke, the latest first',
  },
  {
    dataset: catalog.data_usage,
    route: 'data-usage',
    ofDevice: 'Mobile data that a device used each day, the latest first',
    ofAll: 'Mobile data of devices, day by day, as management systems and operators count it, the latest first',
  },
  {
    dataset: catalog.call,
    route: 'calls',
    ofDevice: 'Calls of a device, the latest first',
    ofUser: 'Calls of a person, the latest first',
    ofAll: 'Calls of devices and people, the latest first',
  },
  {
    dataset: catalog.message,
    route: 'messages',
    ofDevice: 'Messages of a device, the latest first',
    ofUser: 'Messages of a person, the latest first',
    ofAll: 'Messages of devices and people, the latest first: content only of sources that name what for',
  },
  {
    dataset: catalog.http_traffic,
    route: 'traffic',
    ofUser: 'Hosts that a person used, hour by hour, the latest first: of sources with `detail: person`',
    ofAll: 'Hosts that people used, hour by hour, the latest first: of sources with `detail: person`',
  },
  {
    dataset: catalog.http_category,
    route: 'traffic-categories',
    ofUser: 'Categories of hosts that a person used, day by day, the latest first',
    ofAll: 'Categories of hosts that people used, day by day, the latest first',
  },
  {
    dataset: catalog.http_request,
    route: 'traffic-requests',
    ofUser: "Single requests in a person's name, the latest first: of sources with `requests: true`",
    ofAll: 'Single requests, the latest first: of sources with `requests: true`',
  },
  {
    dataset: catalog.pim_activity,
    route: 'activities',
    ofDevice: 'What was done with mail, calendar and contacts on a device, the latest hour first',
    ofUser: 'What a person did with mail, calendar and contacts, the latest hour first',
    ofAll: 'Which device read and wrote whose mail, calendar and contacts, with what result, the latest hour first',
  },
  {
    dataset: catalog.app_access,
    route: 'app-access',
    ofDevice: 'Which apps were reached from a device, or were not and why, the latest hour first',
    ofUser: 'Which apps a person reached, or did not and why, the latest hour first',
    ofAll: 'Which apps people reached from which devices, or did not and why, the latest hour first',
  },
  {
    dataset: catalog.pim_request,
    route: 'mail-requests',
    ofDevice: 'Single requests of a device to the mail server, the latest first',
    ofUser: "Single requests in a person's name to the mail server, the latest first",
    ofAll: 'Single requests of devices to the mail server, the latest first',
  },
];

function ofDevice(list: EventList, summary: string): Endpoint {
  const resource = ofEvents(list.dataset, list.route);
  return {
    ...listOf(resource, [idParameter('device')]),
    name: `listDevice${pascal(list.route)}`,
    route: `devices/{id}/${list.route}`,
    tag: 'Devices',
    roles: INVESTIGATOR,
    summary,
    purpose: 'required',
    handle: async (request, api) => (await import('./devices.ts')).listDeviceEvents(resource, request, api),
  };
}

function ofUser(list: EventList, summary: string): Endpoint {
  const resource = ofEvents(list.dataset, list.route);
  return {
    ...listOf(resource, [idParameter('user')]),
    name: `listUser${pascal(list.route)}`,
    route: `users/{id}/${list.route}`,
    tag: 'Users',
    roles: INVESTIGATOR,
    summary,
    purpose: 'required',
    handle: async (request, api) => (await import('./users.ts')).listUserEvents(resource, request, api),
  };
}

function allOf(resource: Resource, summary: string): Endpoint {
  return {
    ...listOf(resource),
    name: `list${pascal(resource.name)}`,
    route: resource.name,
    tag: 'Events',
    roles: INVESTIGATOR,
    summary,
    purpose: hasTellingFields(resource.dataset) ? 'required' : 'optional',
    handle: async (request, api) => (await import('./list.ts')).queriedList(resource, request, api),
  };
}

export const endpointsOf = (lists: readonly EventList[]): readonly Endpoint[] => [
  ...lists.flatMap((list) => (list.ofDevice === undefined ? [] : [ofDevice(list, list.ofDevice)])),
  ...lists.flatMap((list) => (list.ofUser === undefined ? [] : [ofUser(list, list.ofUser)])),
  ...lists.flatMap((list) =>
    list.ofAll === undefined ? [] : [allOf(list.together ?? ofEvents(list.dataset, list.route), list.ofAll)],
  ),
];

export const eventEndpoints = endpointsOf(LISTS);
