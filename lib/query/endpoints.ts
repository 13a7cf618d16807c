// The endpoints that read what was mirrored. Modules that need the database are imported when they are asked.

import type { Endpoint, JsonSchema } from '../http/endpoint.ts';
import { each, integer, objectOf, orNull, said, text, textOrNull } from '../http/json-schema.ts';
import { DESK, INVESTIGATOR } from '../roles.ts';
import { isAppFilter } from './app-filter.ts';
import { LINKS_SCHEMA } from './device-links.ts';
import { eventEndpoints } from './event-endpoints.ts';
import { answered, answeredAs, common, listOf, PAGE_CHARACTERS } from './list-endpoint.ts';
import { mailEndpoints } from './mail-endpoints.ts';
import {
  accessLog,
  changes,
  configuration,
  deviceApps,
  devices,
  directoryUsers,
  emmUsers,
  infrastructure,
  operatorJournal,
  type Resource,
  statistics,
  users,
} from './resource.ts';
import { idParameter, itemSchema, listParameters, pageSchema } from './schema.ts';
import { FOUND_SCHEMA, SEARCH_ANSWER, SEARCH_BODY, SEARCH_PARAMETERS } from './search-schema.ts';
import { APP_PARAMETERS, APP_SCHEMA, COUNTED_AT } from './statistics-schema.ts';
import { timelineEndpoint } from './timeline-endpoint.ts';
import { TRAFFIC_PARAMETERS, TRAFFIC_SCHEMA } from './traffic-schema.ts';

const namedUser = said(
  orNull(objectOf({ id: text, displayName: orNull(text) })),
  "The device's user; null where none is known",
);

const viewsOf = (resource: Resource): JsonSchema =>
  each(itemSchema(resource, { link: textOrNull('How it was linked: strong, weak or own') }));

const userDetail = itemSchema(
  users,
  {
    views: said(
      objectOf({ directory: viewsOf(directoryUsers), emm: viewsOf(emmUsers) }),
      'What each source holds about the person',
    ),
    devices: each(itemSchema(devices), 'Their devices, in short'),
  },
  'UserDetail',
);

const deviceDetail = itemSchema(
  devices,
  {
    user: namedUser,
    appCount: said(integer, 'How many apps are known on it'),
    links: LINKS_SCHEMA,
  },
  'DeviceDetail',
);

export const queryEndpoints: readonly Endpoint[] = [
  {
    ...listOf(users),
    name: 'listUsers',
    route: 'users',
    tag: 'Users',
    roles: DESK,
    summary: 'Users: persons that a source knows',
    handle: async (request, api) => (await import('./list.ts')).queriedList(users, request, api),
  },
  {
    ...common,
    checksQuery: undefined,
    name: 'showUser',
    route: 'users/{id}',
    tag: 'Users',
    roles: DESK,
    summary: 'One user: what each source holds, and the devices',
    dataset: 'subject',
    shows: ['subject', directoryUsers.table, emmUsers.table],
    parameters: [idParameter('user')],
    response: answered('The user', userDetail),
    problems: [404, 410],
    handle: async (request, api) => (await import('./users.ts')).showUser(request, api),
  },
  {
    ...listOf(changes, [idParameter('user')]),
    name: 'listUserChanges',
    route: 'users/{id}/changes',
    tag: 'Users',
    roles: INVESTIGATOR,
    summary: 'What changed at a user, the latest first',
    purpose: 'required',
    handle: async (request, api) => (await import('./users.ts')).listUserEvents(changes, request, api),
  },
  {
    ...listOf(devices),
    name: 'listDevices',
    route: 'devices',
    tag: 'Devices',
    roles: DESK,
    summary: 'Devices',
    handle: async (request, api) => (await import('./list.ts')).queriedList(devices, request, api),
  },
  {
    ...common,
    checksQuery: undefined,
    name: 'showDevice',
    route: 'devices/{id}',
    tag: 'Devices',
    roles: DESK,
    summary: 'One device, with its user',
    dataset: 'device',
    parameters: [idParameter('device')],
    response: answered('The device', deviceDetail),
    problems: [404, 410],
    handle: async (request, api) => (await import('./devices.ts')).showDevice(request, api),
  },
  {
    ...listOf(deviceApps, [idParameter('device')]),
    name: 'listDeviceApps',
    route: 'devices/{id}/apps',
    tag: 'Devices',
    roles: DESK,
    summary: 'Apps on a device',
    handle: async (request, api) => (await import('./devices.ts')).listDeviceApps(request, api),
  },
  {
    ...listOf(changes, [idParameter('device')]),
    name: 'listDeviceChanges',
    route: 'devices/{id}/changes',
    tag: 'Devices',
    roles: INVESTIGATOR,
    summary: 'What changed on a device, the latest first',
    purpose: 'required',
    handle: async (request, api) => (await import('./devices.ts')).listDeviceEvents(changes, request, api),
  },
  ...mailEndpoints,
  ...eventEndpoints,
  timelineEndpoint,
  {
    ...common,
    name: 'countApps',
    route: 'apps',
    tag: 'Statistics',
    roles: 'every role',
    summary: 'Apps over all company devices, with how many have them',
    dataset: 'device_app',
    parameters: APP_PARAMETERS,
    response: answered('The most frequent apps', APP_SCHEMA),
    handle: async (request, api) => (await import('./apps.ts')).countApps(request, api),
  },
  {
    ...listOf(devices, [idParameter('app')]),
    parameters: [idParameter('app'), ...listParameters(devices).filter(({ name }) => !isAppFilter(name))],
    name: 'listAppDevices',
    route: 'apps/{id}/devices',
    tag: 'Devices',
    roles: INVESTIGATOR,
    summary: 'Company devices that have an app in a version',
    purpose: 'required',
    handle: async (request, api) => (await import('./apps.ts')).listAppDevices(request, api),
  },
  {
    ...listOf(statistics),
    name: 'listStatistics',
    route: 'statistics',
    tag: 'Statistics',
    roles: 'every role',
    summary: 'Daily numbers, without persons',
    response: { description: 'A page', ...answeredAs(pageSchema(statistics, COUNTED_AT)) },
    handle: async (request, api) => (await import('./counted-devices.ts')).listStatistics(request, api),
  },
  {
    ...common,
    name: 'countTraffic',
    route: 'statistics/traffic',
    tag: 'Statistics',
    roles: 'every role',
    summary: 'The most used, or most blocked, hosts or categories of each day, without persons',
    dataset: null,
    shows: ['http_total'],
    parameters: TRAFFIC_PARAMETERS,
    response: answered('Each day, the latest first', TRAFFIC_SCHEMA),
    handle: async (request, api) => (await import('./traffic.ts')).countTraffic(request, api),
  },
  {
    ...listOf(infrastructure),
    name: 'listInfrastructure',
    route: 'infrastructure',
    tag: 'Infrastructure',
    roles: ['operator', ...DESK],
    summary: 'Servers, connectors, certificates, tokens and licences of the EMM systems',
    handle: async (request, api) => (await import('./list.ts')).queriedList(infrastructure, request, api),
  },
  {
    ...listOf(configuration),
    name: 'listConfiguration',
    route: 'configuration',
    tag: 'Infrastructure',
    roles: ['operator', ...DESK],
    summary: 'What administrators set up in the EMM systems: applications, groups, labels, policies, profiles',
    handle: async (request, api) => (await import('./list.ts')).queriedList(configuration, request, api),
  },
  {
    ...listOf(operatorJournal),
    name: 'listOperatorJournal',
    route: 'operator-journal',
    tag: 'Privacy',
    roles: ['operator', 'privacy'],
    summary: 'What operators asked for and decided, the latest first',
    handle: async (request, api) => (await import('./list.ts')).queriedList(operatorJournal, request, api),
  },
  {
    ...listOf(accessLog),
    name: 'listAccessLog',
    route: 'privacy/access-log',
    tag: 'Privacy',
    roles: ['privacy'],
    summary:
      'Who read personal data, when, why and which fields, the latest first; of whom is told in the export of a person',
    purpose: 'required',
    handle: async (request, api) => (await import('./list.ts')).queriedList(accessLog, request, api),
  },
  {
    ...common,
    name: 'search',
    route: 'search',
    tag: 'Search',
    roles: DESK,
    summary: 'Users and devices by the beginning of a name, an address or a number',
    description: 'The text stands in the URL, which proxies log: prefer POST.',
    dataset: 'subject',
    parameters: SEARCH_PARAMETERS,
    response: answered('What was found', FOUND_SCHEMA),
    handle: async (request, api) => (await import('./search.ts')).search(request, api),
  },
  {
    ...common,
    checksQuery: undefined,
    method: 'POST',
    name: 'searchByBody',
    characters: PAGE_CHARACTERS,
    route: 'search',
    tag: 'Search',
    roles: DESK,
    summary: 'The same, and lists, with the query in the body',
    dataset: 'subject',
    parameters: [],
    requestBody: SEARCH_BODY,
    response: { description: 'What was found, or a page of the list', ...answeredAs(SEARCH_ANSWER) },
    handle: async (request, api) => (await import('./search.ts')).searchByBody(request, api),
  },
];
