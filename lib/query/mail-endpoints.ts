// The endpoints that list mailboxes, and what synchronises them: all, of a person, of a device.

import type { Endpoint } from '../http/endpoint.ts';
import { DESK } from '../roles.ts';
import { listOf } from './list-endpoint.ts';
import { mailboxes, mailDevices } from './resource.ts';
import { idParameter } from './schema.ts';

const TAG = 'Mailboxes';

export const mailEndpoints: readonly Endpoint[] = [
  {
    ...listOf(mailboxes),
    name: 'listMailboxes',
    route: 'mailboxes',
    tag: TAG,
    roles: DESK,
    summary: 'Mailboxes: size, quotas, last logon',
    handle: async (request, api) => (await import('./list.ts')).queriedList(mailboxes, request, api),
  },
  {
    ...listOf(mailDevices),
    name: 'listMailDevices',
    route: 'mail-devices',
    tag: TAG,
    roles: DESK,
    summary: 'Devices that synchronise mailboxes: last synchronisation, whether they are allowed, and why',
    handle: async (request, api) => (await import('./list.ts')).queriedList(mailDevices, request, api),
  },
  {
    ...listOf(mailboxes, [idParameter('user')]),
    name: 'listUserMailboxes',
    route: 'users/{id}/mailboxes',
    tag: 'Users',
    roles: DESK,
    summary: "A person's mailboxes",
    handle: async (request, api) => (await import('./users.ts')).listOwnRows(mailboxes, request, api),
  },
  {
    ...listOf(mailDevices, [idParameter('user')]),
    name: 'listUserMailDevices',
    route: 'users/{id}/mail-devices',
    tag: 'Users',
    roles: DESK,
    summary: "Devices that synchronise a person's mailboxes",
    handle: async (request, api) => (await import('./users.ts')).listOwnRows(mailDevices, request, api),
  },
  {
    ...listOf(mailDevices, [idParameter('device')]),
    name: 'listDeviceMailDevices',
    route: 'devices/{id}/mail-devices',
    tag: 'Devices',
    roles: DESK,
    summary: 'Which mailboxes a device synchronises',
    handle: async (request, api) => (await import('./devices.ts')).listDeviceEvents(mailDevices, request, api),
  },
];
