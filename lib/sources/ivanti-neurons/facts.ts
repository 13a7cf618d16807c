// What an operator must know before a tenant of Neurons for MDM can be polled.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Ivanti Neurons for MDM (MobileIron Cloud)',
  reference:
    'https://help.ivanti.com/mi/help/en_US/cld/8x/api/MDMCustomerIntegrationAPIGuide/MDMCustomerIntegrationAPIGuide.pdf',
  connections: ['HTTPS 443 to the cluster of the tenant (na1, na2, eu1, ap1, ... .mobileiron.com)'],
  authentication: [
    'HTTP Basic: `username` and `password` of an API user of the tenant. Basic authentication does not work for users who sign in with a second factor.',
    'A GDPR profile of that user obfuscates names, addresses, numbers and serial numbers: with one, people are not recognised.',
  ],
  permissions: [
    ['Device Read Only', 'devices, their apps and device spaces; in every space that is to be read'],
    ['User Read Only', 'accounts'],
    ['Tenant Admin', 'the tenant itself: without it `infrastructure` stays empty'],
  ],
  reading: [
    'Device spaces, then the devices of each, 500 rows a page by `start` (`offset` is ignored). What a page counts must be what was read; absence counts when two passes in a row have seen it.',
    'Devices come by their last check-in, the newest first. Those that check in while the list is read move to its top: it is read once more from there, so that none is missed.',
    'A battery level up to 1 is a share of one, as Apple reports it: 1 is full. Where other devices of the platform on the same page are told in percent, 1 is one percent.',
    'Times are milliseconds since 1970; seconds are known by their size. Names of properties differ in their capitals (`Iccid`, `iccid`): both are read.',
    'Capacities are taken for gigabytes of 10^9 bytes; the vendor names no unit.',
    'Apps: one request per device, of which the service allows 30 a minute. They are read in the order of check-ins, ten minutes a poll (`appMinutes`), and for a device that has not checked in since not again: the first time, 10,000 devices take 34 polls.',
    'A check-in more than an hour ahead of the clock counts for none: the apps of such a device are read once a day. A device that was removed and comes back has its apps read though it has not checked in since, behind all others.',
    "ASSUMED, not documented in what we have: that request is `GET /api/v1/device/{id}/appinventory`, and its items are those of the vendor's platform services. Where it answers 404 for every device, the source is `not-supported`: set `apps` to false and tell us. Of a single device a 404 changes nothing that is stored; the poll is `incomplete` where that device is still listed.",
    'ASSUMED: `ownerId` of a device is the `id` of an account. Where it is not, devices are still linked to people by `uid` and mail address.',
    'Positions, where the device reports them, come with the list of devices: with `location` they are kept, without it they are not looked at.',
    'Custom attributes come with the list of devices, too; those that `customAttributes` names are kept.',
    'Devices name their space (`dmPartitionId`), which must be the one that was asked for. An app inventory names no device.',
    'A device that is retired or wiped stays with that state until an administrator deletes it.',
  ],
};
