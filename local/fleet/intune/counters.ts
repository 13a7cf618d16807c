// What the service counts by itself, and the licences of the tenant.
import type { Estate } from '../estate/estate.ts';
import type { JsonObject } from '../http/exchange.ts';
import { guid } from '../random.ts';

const countOf = (estate: Estate, state: string): number =>
  estate.devicesOf('intune').reduce((sum, { compliance }) => sum + (compliance === state ? 1 : 0), 0);

export function updateSummary(estate: Estate): JsonObject {
  const kinds = ['compliant', 'nonCompliant', 'remediated', 'error', 'unknown', 'conflict', 'notApplicable'];
  const counts = kinds.flatMap((kind, i) => [
    [`${kind}DeviceCount`, i === 0 ? estate.devicesOf('intune').length : i],
    [`${kind}UserCount`, i === 0 ? estate.userCount : i],
  ]);
  return { id: guid(estate.options.seed, 960), displayName: 'Software updates', ...Object.fromEntries(counts) };
}

const states = (estate: Estate): JsonObject => ({
  unknownDeviceCount: countOf(estate, 'unknown'),
  notApplicableDeviceCount: 0,
  compliantDeviceCount: countOf(estate, 'compliant'),
  remediatedDeviceCount: 0,
  nonCompliantDeviceCount: countOf(estate, 'noncompliant'),
  errorDeviceCount: countOf(estate, 'error'),
  conflictDeviceCount: 0,
});

export const complianceSummary = (estate: Estate): JsonObject => ({
  id: guid(estate.options.seed, 961),
  ...states(estate),
  inGracePeriodCount: countOf(estate, 'inGracePeriod'),
  configManagerCount: 0,
});

export const settingSummaries = (estate: Estate): JsonObject[] =>
  ['Require encryption', 'Minimum version of the system'].map((settingName, i) => ({
    id: guid(estate.options.seed, 962 + i),
    setting: `DefaultDeviceCompliancePolicy.Setting${i}`,
    settingName,
    platformType: i === 0 ? 'all' : 'iOS',
    ...states(estate),
  }));

export const subscribedSkus = (estate: Estate): JsonObject[] =>
  ['EMS', 'SPE_E5'].map((skuPartNumber, i) => ({
    id: `${guid(estate.options.seed, 970)}_${guid(i, 971)}`,
    accountId: guid(estate.options.seed, 970),
    accountName: 'Contoso',
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: Math.min(estate.userCount, 5_000),
    prepaidUnits: { enabled: estate.userCount + 50, suspended: i, warning: 2 * i, lockedOut: 0 },
    servicePlans: [
      { servicePlanId: guid(i, 972), servicePlanName: 'INTUNE_A', provisioningStatus: 'Success', appliesTo: 'User' },
    ],
    skuId: guid(i, 971),
    skuPartNumber,
    subscriptionIds: [guid(estate.options.seed, 973 + i)],
  }));
