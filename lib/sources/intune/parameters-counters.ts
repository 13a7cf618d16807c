// What Intune counts by itself, and the licences of the tenant. Counters always move: no change events.
import { attribute, count, counts, entity, field, leave, state } from '../declare.ts';

const service = '/v1.0/deviceManagement';
const id = field('id', 'string', 'external_id');

export const managedDeviceOverview = entity({
  name: 'managedDeviceOverview',
  dataset: 'infrastructure',
  path: `${service}/managedDeviceOverview`,
  parameters: [
    id,
    count('dualEnrolledDeviceCount'),
    count('enrolledDeviceCount'),
    count('mdmEnrolledCount'),
    ...counts(
      `
      androidCorporateWorkProfileCount androidCount androidDedicatedCount androidDeviceAdminCount
      androidFullyManagedCount androidWorkProfileCount configMgrDeviceCount iosCount macOSCount unknownCount
      windowsCount windowsMobileCount
    `,
      'deviceOperatingSystemSummary',
    ),
    ...counts(
      `
      allowedDeviceCount blockedDeviceCount quarantinedDeviceCount unavailableDeviceCount unknownDeviceCount
    `,
      'deviceExchangeAccessStateSummary',
    ),
  ],
});

export const softwareUpdateStatusSummary = entity({
  name: 'softwareUpdateStatusSummary',
  dataset: 'infrastructure',
  path: `${service}/softwareUpdateStatusSummary`,
  parameters: [
    id,
    field('displayName', 'string', 'name'),
    ...counts(`
      compliantDeviceCount compliantUserCount conflictDeviceCount conflictUserCount errorDeviceCount
      errorUserCount nonCompliantDeviceCount nonCompliantUserCount notApplicableDeviceCount notApplicableUserCount
      remediatedDeviceCount remediatedUserCount unknownDeviceCount unknownUserCount
    `),
  ],
});

export const deviceCompliancePolicyDeviceStateSummary = entity({
  name: 'deviceCompliancePolicyDeviceStateSummary',
  dataset: 'infrastructure',
  path: `${service}/deviceCompliancePolicyDeviceStateSummary`,
  parameters: [
    id,
    ...counts(`
      compliantDeviceCount configManagerCount conflictDeviceCount errorDeviceCount inGracePeriodCount
      nonCompliantDeviceCount notApplicableDeviceCount remediatedDeviceCount unknownDeviceCount
    `),
  ],
});

export const deviceCompliancePolicySettingStateSummary = entity({
  name: 'deviceCompliancePolicySettingStateSummary',
  dataset: 'infrastructure',
  path: `${service}/deviceCompliancePolicySettingStateSummaries`,
  parameters: [
    id,
    field('settingName', 'string', 'name'),
    ...counts(`
      compliantDeviceCount conflictDeviceCount errorDeviceCount nonCompliantDeviceCount notApplicableDeviceCount
    `),
    state('platformType'),
    count('remediatedDeviceCount'),
    state('setting'),
    count('unknownDeviceCount'),
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
  ...leave(
    'managedDeviceOverview',
    'Read counter by counter.',
    'deviceExchangeAccessStateSummary deviceOperatingSystemSummary',
  ),
  ...leave('subscribedSku', 'Read property by property.', 'prepaidUnits servicePlans'),
];
