// What an operator must know before a tenant of BlackBerry UEM can be polled.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'BlackBerry UEM (REST web services)',
  reference: 'https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_21_rest/',
  connections: [
    'HTTPS 18084 to the UEM Core, or the address of the cloud tenant',
    'HTTPS 443 to idp.blackberry.com, for OAuth',
  ],
  authentication: [
    'On-premises: an administrator of UEM (`provider` LOCAL) or of a directory (AD, with `domain`): `username`, `password`',
    'Cloud, and on-premises from 12.12: an OAuth client with `client_credentials`: `clientId`, `clientSecret`',
  ],
  permissions: [
    ['View users and activated devices', 'users, devices and the apps on them'],
    ['View groups, profiles and apps', 'configuration'],
    ['View servers, licences, and Apple certificates and tokens', 'infrastructure'],
  ],
  reading: [
    'Users by offset pages in the order of their names; as many different rows as the total says, which did not fall meanwhile, prove that all were read, and only what was absent in two consecutive passes is removed. A version that refuses `sortBy`, `includeTotal` or the vendor’s media types is asked without; without a total an empty page is the end.',
    'Devices by one request per user, apps by one more per company device: `parallelRequests` at a time. A 404, or an answer without the list, of a user or device that is still listed is no word for "none": what is stored stays, and the poll is `incomplete`; one that has left meanwhile (its list is asked once more) had nothing to tell; of all of them it means that this version has no such call.',
    'A device links to its user (`rel` is `user`), who must be the one that was asked for. Apps name no device, unless they link to it; an empty list names nobody.',
    'GET /devices is not read and proves no total: it counts hardware and not enrolments, has no user, last contact or compliance, and moves while users are asked one by one.',
    'Lists that a version does not have yet are not asked for; the version is that of the oldest server of type UEM.',
    'The push certificate’s date has no zone: it is that of the server (`utcOffset`).',
    'UEM names no device, no UPN and no network codes: networks are known by their operators’ names, roaming by its own flag.',
    'The certificate of port 18084 is self-signed unless replaced: `caFile` names it or its CA.',
    'Retry-After of 429 and 503 is obeyed; the vendor names no limit.',
  ],
};
