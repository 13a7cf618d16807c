// What is read of the usage reports: columns by their names.
// https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail
import type { Declaration } from '../contract.ts';
import { entity, field, leave } from '../declare.ts';
import { instantOf } from '../instant.ts';
import { ofText } from '../transforms.ts';
import type { ExchangeOnlineConfig } from './config.ts';
import { facts } from './facts.ts';

const always = { key: true } as const;
const bytes = { unit: 'bytes' } as const;
/** Reports tell days. */
const day = { transform: ofText((text) => instantOf(`${text}T00:00:00Z`)) };

export const mailboxUsageDetail = entity({
  name: 'mailboxUsageDetail',
  dataset: 'mailbox',
  path: "GET /v1.0/reports/getMailboxUsageDetail(period='D7')",
  parameters: [
    field('User Principal Name (key)', 'string', 'external_id', {
      description: 'The UPN; of a deleted mailbox with the day, since another may have the name',
    }),
    field('User Principal Name', 'string', 'user_principal_name', always),
    field('Display Name', 'string', 'display_name'),
    field('Recipient Type', 'string', 'type'),
    field('Storage Used (Byte)', 'integer', 'size_bytes', bytes),
    field('Item Count', 'integer', 'item_count'),
    field('Deleted Item Count', 'integer', 'deleted_item_count'),
    field('Deleted Item Size (Byte)', 'integer', 'deleted_size_bytes', bytes),
    field('Issue Warning Quota (Byte)', 'integer', 'warning_quota_bytes', bytes),
    field('Prohibit Send Quota (Byte)', 'integer', 'send_quota_bytes', bytes),
    field('Prohibit Send/Receive Quota (Byte)', 'integer', 'send_receive_quota_bytes', bytes),
    field('quota state', 'string', 'quota_state', { description: 'By size and quotas' }),
    field('Last Activity Date', 'instant', 'last_activity_at', day),
    field('Has Archive', 'boolean', 'has_archive'),
    field('Created Date', 'instant', 'created_at', day),
    field('Deleted Date', 'instant', 'deleted_at', day),
    field('Report Refresh Date', 'instant', 'reported_at', { ...always, ...day }),
  ],
});

/** Columns that stand for kinds of mail programs. */
export const CLIENTS = [
  'Mail For Mac',
  'Outlook For Mac',
  'Outlook For Windows',
  'Outlook For Mobile',
  'Other For Mobile',
  'Outlook For Web',
  'POP3 App',
  'IMAP4 App',
  'SMTP App',
] as const;

export const emailAppUsageUserDetail = entity({
  name: 'emailAppUsageUserDetail',
  dataset: 'mailbox',
  path: "GET /v1.0/reports/getEmailAppUsageUserDetail(period='D7')",
  parameters: CLIENTS.map((name) =>
    field(name, 'string', 'clients', { profile: 'extended', description: 'Named among them where it was used' }),
  ),
});

export const emailActivityUserDetail = entity({
  name: 'emailActivityUserDetail',
  dataset: 'pim_activity',
  path: 'GET /v1.0/reports/getEmailActivityUserDetail(date=2026-10-31)',
  parameters: [
    field('User Principal Name', 'string', 'user_principal_name', always),
    field('column', 'string', 'activity', { ...always, description: 'send, receive, read, meeting, meeting-response' }),
    field('column (class)', 'string', 'class', { ...always, description: 'mail or calendar' }),
    field('Send Count', 'integer', 'items_in'),
    field('Receive Count', 'integer', 'items_out'),
    field('Read Count', 'integer', 'requests'),
    field('Meeting Created Count', 'integer', 'items_in'),
    field('Meeting Interacted Count', 'integer', 'requests'),
  ],
});

export const declaration: Declaration<ExchangeOnlineConfig> = {
  facts,
  entities: [mailboxUsageDetail, emailAppUsageUserDetail, emailActivityUserDetail],
  entitiesFor: ({ activity }) => [
    mailboxUsageDetail,
    emailAppUsageUserDetail,
    ...(activity ? [emailActivityUserDetail] : []),
  ],
  leftOut: [
    ...leave('mailboxUsageDetail', 'The same for all mailboxes, or told otherwise.', [
      'Is Deleted',
      'Deleted Item Quota (Byte)',
      'Report Period',
    ]),
    ...leave('emailActivityUserDetail', 'Licences of a person; no purpose needs them here.', ['Assigned Products']),
  ],
};
