// A device as lists of devices return it: names from the vendor's integration guide, and from records of the service.
// https://help.ivanti.com/mi/help/en_US/SVCNOW/3.1/gd/MobileIronServiceNowIntegratorGuide3/MobileIron_Cloud_device_.htm

import { attribute, count, entity, field, type Line, leave, state } from '../declare.ts';
import { countryOfMcc, helps, mcc, mnc } from '../networks.ts';
import type { Parameter } from '../parameters.ts';
import { guid, imei, mac, meid, serialNumber } from '../transforms.ts';
import * as neurons from './transforms.ts';

const DEVICES = '/api/v1/device?dmPartitionId={id}';
const sensitive = { profile: 'sensitive' } as const;
const abroad = { switch: 'roaming' } as const;
const moment = { transform: neurons.moment } as const;

const identity: readonly Line[] = [
  field('id', 'string', 'external_id', { transform: neurons.idText }),
  field('ownerId', 'string', 'user_external_id', { transform: neurons.idText }),
  field('deviceName', 'string', 'device_name'),
  field('serialNumber', 'string', 'serial_number', { transform: neurons.present(serialNumber) }),
  field('imei', 'string', 'imei', { transform: neurons.present(imei) }),
  field('meid', 'string', 'meid', { transform: neurons.present(meid) }),
  field('azureDeviceId', 'string', 'entra_device_id', { transform: guid }),
  field('easDeviceIdentifiers', 'string', 'eas_device_id', { transform: neurons.firstOf }),
  field('udid', 'string', 'udid', { transform: neurons.present() }),
  field('wifiMacAddress', 'string', 'wifi_mac', { transform: neurons.present(mac) }),
  field('phoneNumber', 'string', 'phone_number', { transform: neurons.present() }),
  field('Iccid', 'string', 'iccid', { transform: neurons.present() }),
  // The guide writes it with a capital, the service does not.
  field('iccid', 'string', 'iccid', { transform: neurons.present() }),
  field('imsi', 'string', 'imsi', { transform: neurons.present() }),
  field('uid', 'string', 'user_principal_name'),
  field('emailAddress', 'string', 'mail'),
  attribute('altSerialNumber', 'string', 'identifier', { transform: neurons.present(), found: 'identifier' }),
  attribute('androidEnrollmentSpecificId', 'string', 'identifier'),
  attribute('androidWorkUid', 'string', 'identifier', { transform: neurons.asText }),
  attribute('azureUserUpn', 'string', 'identifier'),
  attribute('clientDeviceIdentifier', 'string', 'identifier'),
  attribute('displayName', 'string', 'identifier'),
  attribute('easDeviceIdentifiers', 'strings', 'identifier'),
  attribute('esimIdentifier', 'string', 'identifier', { subscriber: true }),
  attribute('firstName', 'string', 'identifier'),
  attribute('guid', 'string', 'identifier'),
  attribute('imei2', 'string', 'identifier', { transform: neurons.present(imei), found: 'identifier' }),
  attribute('ipAddress', 'string', 'identifier', sensitive),
  attribute('lastName', 'string', 'identifier'),
  attribute('legalOwnerEmailAddress', 'string', 'contact', { phone: false }),
  attribute('legalOwnerId', 'string', 'identifier', { transform: neurons.idText }),
  attribute('mdmChannelId', 'string', 'identifier'),
  attribute('wifiMacAddressForInventory', 'string', 'identifier', {
    transform: neurons.present(mac),
    found: 'identifier',
  }),
];

const systemAndHardware: readonly Line[] = [
  field('platformType', 'string', 'platform', { transform: neurons.platform }),
  field('platformType', 'string', 'os'),
  field('platformVersion', 'string', 'os_version'),
  field('osVersion', 'string', 'os_version'),
  field('androidSecurityPatchLevel', 'string', 'security_patch_level'),
  field('manufacturer', 'string', 'manufacturer'),
  field('prettyModel', 'string', 'model'),
  field('totalCapacity', 'decimal', 'storage_total_bytes', {
    unit: 'GB',
    transform: neurons.gigabytes,
  }),
  field('availableCapacity', 'decimal', 'storage_free_bytes', {
    unit: 'GB',
    transform: neurons.gigabytes,
  }),
  field('batteryLevel', 'integer', 'battery_percent', { unit: 'percent', transform: neurons.percent }),
  state('androidBuildFingerprint'),
  state('androidBuildId'),
  state('androidSystemUpdateStatus'),
  state('androidZebraPatchLevel'),
  count('batteryChargeCycles'),
  attribute('batteryChargingStatus', 'string', 'usage'),
  attribute('batteryHealthPercentage', 'integer', 'technical', { unit: 'percent' }),
  state('batteryHealthStatus'),
  attribute('batteryManufacturedDate', 'instant', 'technical', moment),
  attribute('deviceModel', 'string', 'technical'),
  state('firmwareVersion'),
  state('lastHotfixId'),
  attribute('lastHotfixInstalledOn', 'instant', 'technical', moment),
  state('locale'),
  state('osBuildVersion'),
  attribute('salesCode', 'string', 'technical'),
  attribute('totalRamMB', 'integer', 'technical', { unit: 'MB' }),
  state('tpmSpecificationVersion'),
  attribute('uptime', 'integer', 'usage'),
  attribute('windowsDeviceType', 'string', 'technical'),
];

const management: readonly Line[] = [
  field('ownershipType', 'string', 'ownership', { transform: neurons.ownership }),
  field('complianceState', 'boolean', 'compliance', { transform: neurons.compliance }),
  field('complianceState', 'boolean', 'compliance_state', { transform: neurons.asText }),
  field('violatedPolicies', 'strings', 'compliance_reasons', { transform: neurons.reasons }),
  field('registrationState', 'string', 'management_state'),
  field('supervised', 'boolean', 'supervised'),
  field('jailbroken', 'boolean', 'compromised'),
  field('lastRegistrationTime', 'instant', 'enrolled_at', moment),
  field('lastCheckin', 'instant', 'last_seen_at', moment),
  state('actionExceptionCodes', 'strings'),
  state('activationLockEnabled', 'boolean'),
  state('androidAospDeviceWithoutGms', 'boolean'),
  state('androidDeviceOwnerModeEnabled', 'boolean'),
  state('androidManagedByGoogle', 'boolean'),
  state('androidNetworkSlicingEnabled', 'boolean'),
  state('androidWorkContainerEnabled', 'boolean'),
  state('antiPhishingGeneralStatus'),
  state('antiPhishingVpnGeneralStatus'),
  state('assignedConfigs[].name'),
  attribute('assignedConfigs[].policyType', 'string', 'technical'),
  state('authOnly', 'boolean'),
  state('azureClientStatusCode', 'string', { transform: neurons.asText }),
  state('azureIntuneDeviceStatus', 'string', { transform: neurons.asText }),
  attribute('azureIntuneStatusUpdatedAt', 'instant', 'technical', moment),
  state('blocked', 'boolean'),
  attribute('bridgeDeviceDataLastCapturedAt', 'instant', 'technical', moment),
  state('bridgeVersion'),
  attribute('clientLastCheckin', 'instant', 'usage', moment),
  state('clientVersion'),
  state('cloudBackupEnabled', 'boolean'),
  attribute('clusterIdentifier', 'string', 'technical'),
  state('depEligible', 'boolean'),
  state('depEnrolled', 'boolean'),
  attribute('deviceSource', 'string', 'technical'),
  attribute('dmPartitionId', 'string', 'organisation', { transform: neurons.idText }),
  attribute('dmPartitionName', 'string', 'organisation', { tracked: true }),
  state('fcmEnabled', 'boolean'),
  state('kioskState'),
  state('locatorServiceEnabled', 'boolean'),
  state('lostModeEnabled', 'boolean'),
  state('mamOnly', 'boolean'),
  count('maxResidentUsers'),
  state('mobileThreatDefenseGeneralStatus'),
  state('multiUser', 'boolean'),
  state('passcodeCompliant', 'boolean'),
  state('passcodeCompliantWithProfiles', 'boolean'),
  state('policyViolationCount', 'integer', { unit: 'count' }),
  state('quarantined', 'boolean'),
  state('recoveryLockEnabled', 'boolean'),
  state('samsungEfotaCapable', 'boolean'),
  state('secureAppsEncryptionMode'),
  state('secureAppsEncryptionStatus'),
  state('secureAppsStatus'),
  state('supportLockMessage', 'boolean'),
  state('userEnrolled', 'boolean'),
];

/** The SIM's network by its own codes, else by those that its IMSI begins with. */
const network: readonly Line[] = [
  field('subscriberCarrierNetwork', 'string', 'carrier', { transform: neurons.present() }),
  field('homeCarrierName', 'string', 'carrier', { transform: neurons.present() }),
  field('subscriberMnc', 'string', 'carrier', { transform: neurons.present(helps(mnc)) }),
  field('subscriberMcc', 'string', 'home_network', { transform: neurons.present(mcc) }),
  field('homeCountryCode', 'string', 'home_country', { transform: neurons.country }),
  field('subscriberMcc', 'string', 'home_country', { transform: neurons.present(countryOfMcc) }),
  field('currentMcc', 'string', 'current_network', { ...abroad, transform: neurons.present(mcc) }),
  field('currentCarrierNetwork', 'string', 'current_operator', {
    ...abroad,
    transform: neurons.present(),
  }),
  field('currentMnc', 'string', 'current_operator', { ...abroad, transform: neurons.present(helps(mnc)) }),
  field('currentCountryCode', 'string', 'current_country', { ...abroad, transform: neurons.country }),
  field('currentMcc', 'string', 'current_country', { ...abroad, transform: neurons.present(countryOfMcc) }),
  field('roaming', 'boolean', 'roaming', abroad),
  attribute('cellularTechnology', 'string', 'technical'),
  attribute('currentCountryName', 'string', 'location', { ...abroad, transform: neurons.present() }),
  attribute('homeCountryName', 'string', 'technical', { transform: neurons.present() }),
];

export const device = entity({
  name: 'device',
  dataset: 'device',
  path: DEVICES,
  parameters: [...identity, ...systemAndHardware, ...management, ...network],
});

/** On the record of the device; without the switch nothing of it is mapped. */
export const devicePosition = entity({
  name: 'devicePosition',
  dataset: 'location',
  path: DEVICES,
  parameters: [
    field('id', 'string', 'device_external_id', { transform: neurons.idText, switch: 'location' }),
    field('locationLastCapturedAt', 'instant', 'fixed_at', { ...moment, switch: 'location' }),
    field('latitude', 'decimal', 'latitude', { switch: 'location' }),
    field('longitude', 'decimal', 'longitude', { switch: 'location' }),
  ],
});

/** Administrators give them their names and their meaning, so that the sources file must name them. */
export const customAttributes = (names: readonly string[]): readonly Parameter[] =>
  names.map((name) =>
    attribute(`customAttributes.attrs.${name}`, 'json', 'content', {
      profile: 'core',
      transform: neurons.customAttribute,
    }),
  );

export const deviceLeftOut = [
  ...leave('device', 'The name of the device once more.', ['entityName']),
  ...leave('device', 'Read by name, as `customAttributes` of the source says.', ['customAttributes']),
  ...leave(
    'device',
    'Form not known: empty in every record that we have seen.',
    `
      appEasIdentifiers assignedPolicies locationStatusDetail serviceSubscriptions systemUpdateInformation
      userPreferenceCSVHeader
    `,
  ),
  ...leave(
    'device',
    'Of a configuration, not of the device; empty in lists of devices.',
    `
      assignedConfigs[].description assignedConfigs[].dmPartitionDistributionType assignedConfigs[].enabled
      assignedConfigs[].installedDeviceCount assignedConfigs[].modifiedAt assignedConfigs[].modifiedBy
      assignedConfigs[].priority assignedConfigs[].totalDeviceCount assignedConfigs[].uuid
      assignedConfigs[].violationDeviceCount
    `,
  ),
];
