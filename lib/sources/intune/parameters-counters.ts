// What Intune counts by itself, and the licences of the tenant. Counters always move: no change events.
import { attribute, entity, field, leave, state } from '../declare.ts';

const service = '/v1.0/deviceManagement';
const id = field('id', 'string', 'external_id');

export const managedDeviceOverview = entity({
  name: 'managedDeviceOverview',
  dataset: 'infrastructure',
  path: `${service}/managedDeviceOverview`,
  parameters: [
    id,
    attribute('dualEnrolledDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('enrolledDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('mdmEnrolledCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.androidCorporateWorkProfileCount', 'integer', 'technical', {
      unit: 'count',
    }),
    attribute('deviceOperatingSystemSummary.androidCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.androidDedicatedCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.androidDeviceAdminCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.androidFullyManagedCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.androidWorkProfileCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.configMgrDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.iosCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.macOSCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.unknownCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.windowsCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceOperatingSystemSummary.windowsMobileCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceExchangeAccessStateSummary.allowedDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceExchangeAccessStateSummary.blockedDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceExchangeAccessStateSummary.quarantinedDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceExchangeAccessStateSummary.unavailableDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('deviceExchangeAccessStateSummary.unknownDeviceCount', 'integer', 'technical', { unit: 'count' }),
  ],
});

export const softwareUpdateStatusSummary = entity({
  name: 'softwareUpdateStatusSummary',
  dataset: 'infrastructure',
  path: `${service}/softwareUpdateStatusSummary`,
  parameters: [
    id,
    field('displayName', 'string', 'name'),
    attribute('compliantDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('compliantUserCount', 'integer', 'technical', { unit: 'count' }),
    attribute('conflictDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('conflictUserCount', 'integer', 'technical', { unit: 'count' }),
    attribute('errorDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('errorUserCount', 'integer', 'technical', { unit: 'count' }),
    attribute('nonCompliantDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('nonCompliantUserCount', 'integer', 'technical', { unit: 'count' }),
    attribute('notApplicableDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('notApplicableUserCount', 'integer', 'technical', { unit: 'count' }),
    attribute('remediatedDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('remediatedUserCount', 'integer', 'technical', { unit: 'count' }),
    attribute('unknownDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('unknownUserCount', 'integer', 'technical', { unit: 'count' }),
  ],
});

export const deviceCompliancePolicyDeviceStateSummary = entity({
  name: 'deviceCompliancePolicyDeviceStateSummary',
  dataset: 'infrastructure',
  path: `${service}/deviceCompliancePolicyDeviceStateSummary`,
  parameters: [
    id,
    attribute('compliantDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('configManagerCount', 'integer', 'technical', { unit: 'count' }),
    attribute('conflictDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('errorDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('inGracePeriodCount', 'integer', 'technical', { unit: 'count' }),
    attribute('nonCompliantDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('notApplicableDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('remediatedDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('unknownDeviceCount', 'integer', 'technical', { unit: 'count' }),
  ],
});

export const deviceCompliancePolicySettingStateSummary = entity({
  name: 'deviceCompliancePolicySettingStateSummary',
  dataset: 'infrastructure',
  path: `${service}/deviceCompliancePolicySettingStateSummaries`,
  parameters: [
    id,
    field('settingName', 'string', 'name'),
    attribute('compliantDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('conflictDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('errorDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('nonCompliantDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('notApplicableDeviceCount', 'integer', 'technical', { unit: 'count' }),
    state('platformType'),
    attribute('remediatedDeviceCount', 'integer', 'technical', { unit: 'count' }),
    state('setting'),
    attribute('unknownDeviceCount', 'integer', 'technical', { unit: 'count' }),
  ],
});

/** https://learn.microsoft.com/graph/api/resources/subscribedsku */
export const subscribedSku = entity({
  name: 'subscribedSku',
  dataset: 'infrastructure',
  path: '/v1.0/subscribedSkus',
  parameters: [
    field('id', 'string', 'external_id'),
    field('skuPartNumber', 'string', 'name'),
    field('capabilityStatus', 'string', 'state'),
    field('prepaidUnits.enabled', 'integer', 'units_total', { unit: 'count' }),
    field('consumedUnits', 'integer', 'units_used', { unit: 'count' }),
    attribute('accountId', 'string', 'organisation'),
    attribute('accountName', 'string', 'organisation'),
    attribute('appliesTo', 'string', 'organisation'),
    attribute('prepaidUnits.suspended', 'integer', 'organisation', { unit: 'count' }),
    attribute('prepaidUnits.warning', 'integer', 'organisation', { unit: 'count' }),
    attribute('servicePlans[].servicePlanName', 'string', 'organisation'),
    attribute('servicePlans[].provisioningStatus', 'string', 'organisation', { tracked: true }),
    attribute('skuId', 'string', 'organisation'),
    attribute('subscriptionIds', 'strings', 'organisation'),
  ],
});

export const countersLeftOut = [
  ...leave('managedDeviceOverview', 'Read counter by counter.', [
    'deviceExchangeAccessStateSummary',
    'deviceOperatingSystemSummary',
  ]),
  ...leave('subscribedSku', 'Read property by property.', ['prepaidUnits', 'servicePlans']),
];
