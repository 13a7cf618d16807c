// What is read of a sign-in, and what never is.
import type { Declaration } from '../contract.ts';
import { entity, field, leave } from '../declare.ts';
import type { EntraSignInsConfig } from './config.ts';
import { facts } from './facts.ts';

const always = { key: true } as const;

const signIn = entity({
  name: 'signIn',
  dataset: 'app_access',
  path: '/v1.0/auditLogs/signIns, and of the beta those of the type nonInteractiveUser',
  parameters: [
    field('id', 'string', 'log_line', { ...always, description: 'Known again by it; not stored' }),
    field('appId', 'string', 'app_id', always),
    field('appDisplayName', 'string', 'app'),
    field('isInteractive', 'boolean', 'kind', { ...always, description: 'sign-in, or token' }),
    field('conditionalAccessStatus', 'string', 'result', { ...always, description: 'Together with errorCode' }),
    field('status.errorCode', 'integer', 'code'),
    field('status.errorCode (meaning)', 'string', 'meaning'),
    field('createdDateTime', 'instant', 'failed_at'),
    field('sign-ins', 'integer', 'requests', always),
    field('clientAppUsed', 'string', 'client'),
    field('deviceDetail.operatingSystem', 'string', 'device_type'),
    field('deviceDetail.deviceId', 'string', 'entra_device_id', {
      description: 'Finds the device; of one that no system knows a keyed hash is stored',
    }),
    field('userId', 'string', 'entra_id', { description: 'Finds the person' }),
    field('userPrincipalName', 'string', 'user_principal_name', { description: 'Finds the person' }),
  ],
});

export const declaration: Declaration<EntraSignInsConfig> = {
  facts,
  entities: [signIn],
  leftOut: [
    ...leave(
      'signIn',
      'Says where somebody is.',
      'ipAddress location location.city location.state location.countryOrRegion location.geoCoordinates',
    ),
    ...leave('signIn', 'Names people; they are found by their ids.', 'userDisplayName deviceDetail.displayName'),
    ...leave(
      'signIn',
      'A judgement of Microsoft about a person; no purpose needs it.',
      'riskDetail riskEventTypes riskEventTypes_v2 riskLevelAggregated riskLevelDuringSignIn riskState',
    ),
    ...leave('signIn', 'Free text; the code says it.', 'status.failureReason status.additionalDetails'),
    ...leave(
      'signIn',
      'The management system says it of the device.',
      'deviceDetail.isCompliant deviceDetail.isManaged deviceDetail.trustType',
    ),
    ...leave(
      'signIn',
      'No purpose needs it.',
      `
        appliedConditionalAccessPolicies authenticationAppDeviceDetails correlationId deviceDetail.browser homeTenantId
        resourceDisplayName resourceId resourceTenantId servicePrincipalId servicePrincipalName userAgent
      `,
    ),
  ],
};
