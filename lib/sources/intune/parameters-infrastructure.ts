// What keeps Intune itself running: certificates, tokens, connectors, the tenant.

import { attribute, count, entity, field, leave, state } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import { mobileApp, windowsAutopilotDeviceIdentity } from './parameters-configuration.ts';
import {
  deviceCompliancePolicyDeviceStateSummary,
  deviceCompliancePolicySettingStateSummary,
  managedDeviceOverview,
  softwareUpdateStatusSummary,
  subscribedSku,
} from './parameters-counters.ts';

const service = '/v1.0/deviceManagement';

const applePushNotificationCertificate = entity({
  name: 'applePushNotificationCertificate',
  dataset: 'infrastructure',
  path: `${service}/applePushNotificationCertificate`,
  parameters: [
    field('id', 'string', 'external_id'),
    field('topicIdentifier', 'string', 'name'),
    field('certificateUploadStatus', 'string', 'state'),
    field('expirationDateTime', 'instant', 'expires_at'),
    field('lastModifiedDateTime', 'instant', 'last_activity_at'),
    attribute('appleIdentifier', 'string', 'identifier', { tracked: true }),
    state('certificateSerialNumber'),
    state('certificateUploadFailureReason'),
  ],
});

const vppToken = entity({
  name: 'vppToken',
  dataset: 'infrastructure',
  path: '/v1.0/deviceAppManagement/vppTokens',
  parameters: [
    field('id', 'string', 'external_id'),
    field('organizationName', 'string', 'name'),
    field('state', 'string', 'state'),
    field('expirationDateTime', 'instant', 'expires_at'),
    field('lastSyncDateTime', 'instant', 'last_activity_at'),
    attribute('appleId', 'string', 'identifier', { tracked: true }),
    state('automaticallyUpdateApps', 'boolean'),
    attribute('countryOrRegion', 'string', 'organisation'),
    attribute('lastModifiedDateTime', 'instant', 'technical'),
    state('lastSyncStatus'),
    state('vppTokenAccountType'),
  ],
});

const depOnboardingSetting = entity({
  name: 'depOnboardingSetting',
  dataset: 'infrastructure',
  path: '/beta/deviceManagement/depOnboardingSettings',
  parameters: [
    field('id', 'string', 'external_id'),
    field('tokenName', 'string', 'name'),
    field('lastSyncErrorCode', 'integer', 'state', {
      transform: (code) => (typeof code === 'number' ? (code === 0 ? 'ok' : `error ${code}`) : undefined),
    }),
    field('tokenExpirationDateTime', 'instant', 'expires_at'),
    field('lastSuccessfulSyncDateTime', 'instant', 'last_activity_at'),
    attribute('appleIdentifier', 'string', 'identifier', { tracked: true }),
    state('dataSharingConsentGranted', 'boolean'),
    attribute('lastModifiedDateTime', 'instant', 'technical'),
    attribute('lastSyncTriggeredDateTime', 'instant', 'technical'),
    state('roleScopeTagIds', 'strings'),
    state('shareTokenWithSchoolDataSyncService', 'boolean'),
    count('syncedDeviceCount'),
    state('tokenType'),
  ],
});

const exchangeConnector = entity({
  name: 'exchangeConnector',
  dataset: 'infrastructure',
  path: `${service}/exchangeConnectors`,
  parameters: [
    field('id', 'string', 'external_id'),
    field('connectorServerName', 'string', 'name'),
    field('status', 'string', 'state'),
    field('version', 'string', 'version'),
    field('lastSyncDateTime', 'instant', 'last_activity_at'),
    attribute('exchangeAlias', 'string', 'contact', { phone: false }),
    state('exchangeConnectorType'),
    attribute('exchangeOrganization', 'string', 'organisation', { tracked: true }),
    attribute('primarySmtpAddress', 'string', 'contact', { phone: false }),
    state('serverName'),
  ],
});

const mobileThreatDefenseConnector = entity({
  name: 'mobileThreatDefenseConnector',
  dataset: 'infrastructure',
  path: `${service}/mobileThreatDefenseConnectors`,
  parameters: [
    field('id', 'string', 'external_id'),
    field('partnerState', 'string', 'state'),
    field('lastHeartbeatDateTime', 'instant', 'last_activity_at'),
    state('allowPartnerToCollectIOSApplicationMetadata', 'boolean'),
    state('allowPartnerToCollectIOSPersonalApplicationMetadata', 'boolean'),
    state('androidDeviceBlockedOnMissingPartnerData', 'boolean'),
    state('androidEnabled', 'boolean'),
    state('androidMobileApplicationManagementEnabled', 'boolean'),
    state('iosDeviceBlockedOnMissingPartnerData', 'boolean'),
    state('iosEnabled', 'boolean'),
    state('iosMobileApplicationManagementEnabled', 'boolean'),
    state('microsoftDefenderForEndpointAttachEnabled', 'boolean'),
    state('partnerUnresponsivenessThresholdInDays', 'integer', { unit: 'days' }),
    state('partnerUnsupportedOsVersionBlocked', 'boolean'),
    state('windowsDeviceBlockedOnMissingPartnerData', 'boolean'),
    state('windowsEnabled', 'boolean'),
  ],
});

const complianceManagementPartner = entity({
  name: 'complianceManagementPartner',
  dataset: 'infrastructure',
  path: `${service}/complianceManagementPartners`,
  parameters: [
    field('id', 'string', 'external_id'),
    field('displayName', 'string', 'name'),
    field('partnerState', 'string', 'state'),
    field('lastHeartbeatDateTime', 'instant', 'last_activity_at'),
    state('androidOnboarded', 'boolean'),
    state('iosOnboarded', 'boolean'),
    state('macOsOnboarded', 'boolean'),
  ],
});

const deviceManagement = entity({
  name: 'deviceManagement',
  dataset: 'infrastructure',
  path: service,
  parameters: [field('intuneAccountId', 'string', 'external_id'), field('subscriptionState', 'string', 'state')],
});

/**
 * Each with the component that its records are (in `configuration`, their kind); `single` where the address is one record
 * and not a collection; `extended` where nothing of it is asked for in the core profile.
 */
export interface Corner {
  readonly entity: Entity;
  readonly component: string;
  readonly single?: boolean;
  /** Whether a 404, or an object without values, says that there is none: no push certificate was uploaded. */
  readonly optional?: boolean;
  readonly extended?: boolean;
}

export const corners: readonly Corner[] = [
  { entity: deviceManagement, component: 'tenant', single: true },
  { entity: applePushNotificationCertificate, component: 'apns-certificate', single: true, optional: true },
  { entity: vppToken, component: 'vpp-token' },
  { entity: depOnboardingSetting, component: 'dep-token' },
  { entity: exchangeConnector, component: 'exchange-connector' },
  { entity: mobileThreatDefenseConnector, component: 'threat-defense-connector' },
  { entity: complianceManagementPartner, component: 'compliance-partner' },
  { entity: subscribedSku, component: 'licence' },
  { entity: managedDeviceOverview, component: 'counters', single: true, extended: true },
  { entity: softwareUpdateStatusSummary, component: 'counters', single: true, extended: true },
  { entity: deviceCompliancePolicyDeviceStateSummary, component: 'counters', single: true, extended: true },
  { entity: deviceCompliancePolicySettingStateSummary, component: 'counters', extended: true },
  { entity: mobileApp, component: 'application' },
  { entity: windowsAutopilotDeviceIdentity, component: 'enrolment-device', extended: true },
];

export const infrastructureLeftOut = [
  ...leave('applePushNotificationCertificate', 'The certificate itself: its dates and serial number say enough.', [
    'certificate',
  ]),
  ...leave('vppToken', 'A secret.', ['token']),
  ...leave(
    'complianceManagementPartner',
    'Lists of groups: no purpose here.',
    `
      androidEnrollmentAssignments iosEnrollmentAssignments macOsEnrollmentAssignments
    `,
  ),
];
