// What an operator must know before EPMM can be polled.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Ivanti EPMM (MobileIron Core)',
  reference: 'https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2Overview.htm',
  connections: ['HTTPS 443 to the EPMM server'],
  authentication: ['HTTP Basic over TLS: `username`, `password` of a local account that only reads'],
  permissions: [
    ['Device Management: View dashboard, device page, device details', 'devices'],
    ['Device Management: Locate device', 'positions, where `location` is on'],
    ['User Management: View user', 'users'],
    ['App Management: View app inventory', 'apps on devices'],
    ['App Management: Manage app', 'the catalogue of apps, and VPP accounts'],
    ['Label Management: View label', 'labels'],
  ],
  reading: [
    'Lists by `limit` and `offset`, a row index; `hasMore` and `totalCount` prove that all was read, where neither is told an empty page. A version that refuses the order is asked without. Absent twice in a row is gone. Devices come in the order of their ids; for users the vendor names no field to sort by, so a total that changes while they are read proves nothing.',
    'A device of which the answer holds no inventory is not one without apps: what is stored of it stays.',
    'Devices are asked for the collected fields only; where a version refuses one (400), for those that it lists itself.',
    'Apps in bulk, 25 devices a request, two requests at a time (`parallelRequests`). Retry-After of 429 and 503 is obeyed.',
    'Which device apps are of has no documented name: `deviceUuid`, `uuid` or `common.uuid` must be one that was asked for. Without any, devices are asked for one by one, and such an answer names nobody.',
    'A retired device stays until EPMM deletes it: `managementState` says RETIRED. A new registration has a new id.',
    'A GDPR profile of the account blanks or obscures fields: then these are stored as they come.',
    'The space `adminDeviceSpaceId` is read, 1 the global one.',
  ],
};
