// What an operator must know before a tenant of Workspace ONE UEM can be polled.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Omnissa Workspace ONE UEM (AirWatch)',
  reference: 'https://developer.omnissa.com/ws1-uem-apis/',
  connections: [
    'HTTPS 443 to the API server (`url`: as<number>.awmdm.com, or your own)',
    'HTTPS 443 to <region>.uemauth.workspaceone.com, for tokens of an OAuth client',
  ],
  authentication: [
    'OAuth client with a role: `clientId`, `clientSecret`, and `region` or `tokenUrl`',
    'or an administrator account with an API role (Basic): `username`, `password`',
    'and always the REST API key of the organisation group: `tenantCode` (Groups & Settings, System, Advanced, API, REST API)',
  ],
  permissions: [
    ['REST API Devices Read', 'devices, their network, security, certificates, apps, notes and events'],
    ['REST API Devices BitLocker Read', 'drives of Windows devices; extended profile'],
    ['REST API Users Read', 'users'],
    ['REST API Groups Read', 'organisation groups, user groups, sample rates, push certificates'],
    ['REST API Apps Read', 'the catalogue of applications'],
    ['REST API Compliance Policy Read', 'why a device does not comply'],
    ['REST API Telecom Read', 'mobile data a day, in the sensitive profile; calls and messages a day with `telephony`'],
  ],
  reading: [
    'Pages by number, 500 rows at most, sorted by the id of the device; as many different rows as `Total` says prove the end, and 204 is an empty list. A console that gives fewer rows than are asked for is followed; one that refuses `orderby` is asked without. Users and apps have no documented order: a total that changes while they are read proves nothing. A 404 of a device that is still listed is no word for "none"; whether it is, the list says once more. A device is gone when two whole readings lack it.',
    'What only a request per device tells (network, security, certificates, apps, ...) is requested where one of its parameters is collected: count with one request per device and part.',
    'What names its device or user (`DeviceId` of apps, certificates, notes, positions and of the wide search, `uuid` of version 3 and of users) must be of the one that was asked for. Answers about network, security, compliance, content, events, logged-in users, tunnel, BitLocker and assigned apps name nobody, nor do those about groups.',
    'The audit feed of deleted devices is not read: it names serial numbers, of which a device enrolled twice has two records, and no ids.',
    'Dates have no zone: `timeZoneOffsetMinutes` says how far ahead of UTC they are.',
    'The unit of DeviceCapacity is not documented: it is read as GiB. Elevation and speed of positions are read as metres and metres per second.',
    'Mobile data is read for whole days before today (UTC), the last days again where they come late; KiloBytes are taken for 1,024 bytes, though a page of the reference says bytes: compare one device before you report it.',
    'Retry-After of 429 and 503 is obeyed.',
  ],
};
