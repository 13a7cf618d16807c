// What an operator must know before sign-ins to Entra ID can be read.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Sign-ins to Microsoft Entra ID (Microsoft Graph)',
  reference: 'https://learn.microsoft.com/graph/api/resources/signin',
  connections: ['HTTPS 443 to graph.microsoft.com and login.microsoftonline.com (or those of the national cloud)'],
  authentication: [
    'App registration with a client secret: `tenantId`, `clientId`, `clientSecret`',
    'or with a certificate: `certificateFile`',
  ],
  permissions: [['AuditLog.Read.All', 'sign-ins; the tenant needs Entra ID P1']],
  reading: [
    'Windows of `windowMinutes` by createdDateTime (`ge` and `le`, the only two that Graph understands), each to its last page before anything of it commits: pages come in no order.',
    'Entra tells sign-ins late. The last window is read again with each poll, and `overlapHours` once an hour; what is known is told by its `id` for two days. After a stop of more than 36 hours it goes on where it was: what came late before that is missing.',
    'A tenant keeps 30 days, without P1 seven: where it refuses a window as too old twice, and answers the newest between, the reading goes on with what it keeps, and says so in the log. Where the newest is refused, too, the poll fails (`http-400`), and the next one goes on where the last was.',
    'A place that is ahead of the clock, since that was once wrong, is no measure: the last 36 hours are read again, and what is known is not counted twice.',
    'Success is an error code of 0 that conditional access did not refuse: ActiveSync that it blocks has 0. `interrupted` was asked for more, such as a second factor: what came of it is a sign-in of its own. The meaning of a code is that of the reference of Microsoft; of codes that it does not list none is told.',
    'Successes are counted by the hour, for each app, device and person; all else is told singly, with its time.',
    'A device is found by its Entra id, which Intune tells; a person by the Entra object id, or with `people: upn` by the UPN. Of devices that are known as personal or of unknown ownership nothing is stored unless `personalDevices: true`; one that no system knows is flagged `unmanaged`, with a keyed hash of its id.',
    'Not read: address, place and coordinates of a sign-in, the display name of person and device, browser, risk.',
  ],
};
