// What is read of a line of an IIS log of Exchange, and what never is.
import { PIM_ACTIVITIES } from '../../catalog/index.ts';
import type { Declaration } from '../contract.ts';
import { entity, field, type Line, leave } from '../declare.ts';
import { isByItself } from './activity.ts';
import type { ExchangeActiveSyncConfig } from './config.ts';
import { facts } from './facts.ts';

const always = { key: true } as const;

/** Whom a line is about: found by these, which are not stored. */
const whose: readonly Line[] = [
  field('DeviceId', 'string', 'eas_device_id', {
    description: 'Finds the device; of one that no system knows a keyed hash is stored',
  }),
  field('DeviceId (unmanaged)', 'string', 'unmanaged_id', {
    description: 'The same in clear, of a device that no system knows',
  }),
  field('cs-username', 'string', 'domain_account', { description: 'DOMAIN\\user: finds the person' }),
  field('cs-username (address)', 'string', 'user_principal_name', { description: 'user@domain: finds the person' }),
  field('cs-username (mail)', 'string', 'mail', { description: 'The same, as a mail address' }),
  field('cs-username (SID)', 'string', 'security_identifier', { description: 'S-1-..: finds the person' }),
];

const counted = entity({
  name: 'activity',
  dataset: 'pim_activity',
  path: 'lines whose cs-uri-stem is /Microsoft-Server-ActiveSync, counted',
  parameters: [
    ...whose,
    field('Cmd', 'string', 'activity', { ...always, description: 'By what the command does' }),
    field('Ty', 'string', 'class', { ...always, description: 'Em, Ca, Co, Ta, Nt; of some commands what they do' }),
    field('DeviceType', 'string', 'device_type'),
    field('date time (first)', 'instant', 'first_at'),
    field('date time (last)', 'instant', 'last_at'),
    field('lines', 'integer', 'requests'),
    field('Cli', 'integer', 'items_in', { description: 'Adds, changes and deletes; mails that were sent' }),
    field('Srv', 'integer', 'items_out', { description: 'Adds, changes and deletes' }),
    field('failed lines', 'integer', 'errors'),
    field('SC1', 'string', 'last_status', { description: 'Or S, Error, sc-status' }),
  ],
});

const single = entity({
  name: 'request',
  dataset: 'pim_request',
  path: 'the same lines, one by one; off unless `requests: true`',
  parameters: [
    ...whose,
    field('place of the line', 'string', 'log_line'),
    field('Cmd', 'string', 'activity'),
    field('Ty', 'string', 'classes'),
    field('DeviceType', 'string', 'device_type'),
    field('Cli', 'integer', 'items_in'),
    field('Srv', 'integer', 'items_out'),
    field('result', 'boolean', 'failed'),
    field('SC1', 'string', 'status'),
    field('time-taken', 'integer', 'duration_ms'),
  ],
});

export const declaration: Declaration<ExchangeActiveSyncConfig> = {
  facts,
  entities: [counted, single],
  finer: [
    {
      name: 'hours',
      dataset: 'pim_activity',
      isOn: ({ hours }) => hours,
      rows: { field: 'activity', values: PIM_ACTIVITIES.filter((activity) => !isByItself(activity)) },
    },
  ],
  leftOut: [
    ...leave('activity', 'Says where somebody is, and names nobody reliably.', 'c-ip X-Forwarded-For'),
    ...leave('activity', 'Secrets of sessions.', 'cs(Cookie)'),
    ...leave(
      'activity',
      'Holds SIDs and mail addresses of people; no purpose needs it.',
      'Budget SmtpAdrs UserInfo ActivityContextData',
    ),
    ...leave(
      'activity',
      'No purpose needs it.',
      'cs(User-Agent) cs(Referer) s-ip s-computername cs-host PrxFrom Hb Pk SyncKey',
    ),
    ...leave('activity', 'Which folder, mail or attachment: content.', 'CollectionId ItemId LongId AttachmentName'),
  ],
};
