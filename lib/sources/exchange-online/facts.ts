// What an operator must know before the reports of a tenant can be read.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Exchange Online (usage reports of Microsoft Graph)',
  reference: 'https://learn.microsoft.com/graph/api/resources/mailbox-usage-reports',
  connections: [
    'HTTPS 443 to graph.microsoft.com and login.microsoftonline.com (or those of the national cloud)',
    'HTTPS 443 to reports.office.com (*.office.com), from where reports are downloaded',
  ],
  authentication: [
    'App registration with a client secret: `tenantId`, `clientId`, `clientSecret`',
    'or with a certificate: `certificateFile`',
  ],
  permissions: [['Reports.Read.All', 'the usage reports']],
  reading: [
    'getMailboxUsageDetail and, in the profile `extended`, getEmailAppUsageUserDetail of the last seven days; getEmailActivityUserDetail of single days.',
    'Graph answers with an address that is valid for minutes and carries its own signature: the token is not sent there, and no address is logged. Columns are read by their names.',
    'Reports lag behind by two days: `reportedAt` of a mailbox says of when it is. They are restated: the last three days of activity are read again, and their counts take the place of those that were told before, by source, day, person and kind. Nothing is counted twice.',
    'Names that the tenant conceals are recognised, and `/api/sources` says so (`names-concealed`): nobody could be linked by them, so these rows are counted and not stored, and nothing is removed. An administrator shows names in Microsoft 365 admin center, Settings, Org settings, Services, Reports. EMM Lens does not change that setting.',
    'A report has no count: a row that is cut or comes twice, or a page in its place, proves nothing gone. A row of activity that comes twice counts once.',
    'A report of mailboxes that is older than the last one that was read is no newer state (`older-report`), and one that does not say its day as `2026-11-02` is not read (`no-report-date`); activity is read all the same.',
    'A mailbox that was deleted stays for as long as it can be recovered, with `deletedAt`.',
    'Devices stand in no report of Graph: a source of the type exchange-exports reads them.',
    'Graph serves 14 of these requests in ten minutes; Retry-After is obeyed.',
  ],
};
