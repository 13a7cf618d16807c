// What an operator must know before the log of a standalone Sentry can be read.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Ivanti Standalone Sentry: audit log',
  reference: 'https://help.ivanti.com/mi/help/en_us/SNTRY/9.x/gdsa/Content/SentryGuide/Log_representation_format.htm',
  connections: [
    'None: files, in directories that are local or mounted, read-only; or lines that a syslog server pushes',
  ],
  authentication: ['None. Sentry names people by the account that their device signed in with'],
  permissions: [
    ['Read the directories and the files in them', 'by the account of the collector; nothing is written there'],
  ],
  reading: [
    'Audit logging on, as JSON: a line for each request of a device and one for its response, with the same useCaseID. Both are one row, in whichever order, poll and file they come: what waits for its other half is kept sealed (AES-256-GCM under a key that is derived from PHONE_KEY), 15 minutes at most, 10,000 of each at most, and 600 kB of both at most, some 3,000 requests: the oldest go first. Then the action alone says how it ended. After PHONE_KEY has changed what waited cannot be opened any more, and is counted as `unsealed` among the rejected lines. Of pushed lines both halves must come in one batch.',
    'The fields of responses are documented nowhere: `responseCode` or `statusCode`, and `responseTime`, are read where they are there.',
    'BLOCK is blocked; a status of 400 or more is a failure, with the meaning of HTTP; ALLOW, and any other status, is a success; else the result is unknown. Successes are counted by the hour, for each app, device and person; all else is told singly. A useCaseID that is told again is known for two days.',
    'A device is found by deviceID, its id in Ivanti EPMM or Neurons, or by the ActiveSync id in the address of a request for mail.',
    'Not read of an address beyond that: path and query. Addresses of clients and headers are not stored. The host that was reached is in the profile `extended`.',
    'Tunnel logs of Workspace ONE and of other gateways have no published format: a source of the type `log` reads them by a mapping.',
  ],
};
