// What is read of the audit log of a Sentry, and what never is.
import type { Declaration } from '../contract.ts';
import { entity, field, leave } from '../declare.ts';
import type { SentryConfig } from './config.ts';
import { facts } from './facts.ts';

const always = { key: true } as const;

const auditLogRequest = entity({
  name: 'auditLogRequest',
  dataset: 'app_access',
  path: 'lines of the audit log, each request with its response',
  parameters: [
    field('useCaseID', 'string', 'log_line', { ...always, description: 'Joins both, known again by it; not stored' }),
    field('applicationId', 'string', 'app_id', { ...always, description: 'Or serviceType where there is none' }),
    field('serviceType', 'string', 'kind', { ...always, description: 'mail, tunnel or other' }),
    field('action', 'string', 'result', { ...always, description: 'Together with the status of the response' }),
    field('responseCode', 'integer', 'code'),
    field('responseCode (meaning)', 'string', 'meaning'),
    field('publishTime', 'instant', 'failed_at', always),
    field('use cases', 'integer', 'requests', always),
    field('serviceType (text)', 'string', 'client'),
    field('serverHost', 'string', 'host', { profile: 'extended' }),
    field('deviceType', 'string', 'device_type'),
    field('deviceID', 'string', 'external_id', {
      description: 'Finds the device; of one that no system knows a keyed hash is stored',
    }),
    field('requestUrl (DeviceId)', 'string', 'eas_device_id', { description: 'Of ActiveSync: finds the device' }),
    field('userID', 'string', 'domain_account', { description: 'DOMAIN\\user, or user: finds the person' }),
    field('userID (address)', 'string', 'user_principal_name', { description: 'user@domain: finds the person' }),
    field('userID (mail)', 'string', 'mail', { description: 'The same, as a mail address' }),
    field('userID (SID)', 'string', 'security_identifier', { description: 'S-1-..: finds the person' }),
  ],
});

export const declaration: Declaration<SentryConfig> = {
  facts,
  entities: [auditLogRequest],
  leftOut: [
    ...leave('auditLogRequest', 'Says where somebody is.', 'clientHost clientPort forwardedFor'),
    ...leave('auditLogRequest', 'What somebody looked at.', 'requestUrl httpMethod contextHeaders'),
    ...leave('auditLogRequest', 'No purpose needs it.', 'entryID entryType serviceName serverPort responseTime'),
  ],
};
