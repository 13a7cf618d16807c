// What Graph gives for one device at a time only: hardware, sparse properties, protection, policies. In the extended
// profile; asked for in batches of 20.
// https://learn.microsoft.com/graph/api/resources/intune-devices-hardwareinformation
import { attribute, count, entity, field, type Line, leave, state, under } from '../declare.ts';
import * as shared from '../transforms.ts';

const device = '/beta/deviceManagement/managedDevices/{id}';

/** Of managedDevice itself: empty in lists, or known to the beta endpoint alone. */
export const sparse: readonly Line[] = [
  field('udid', 'string', 'udid', { profile: 'extended' }),
  field('iccid', 'string', 'iccid', { profile: 'extended' }),
  attribute('ethernetMacAddress', 'string', 'identifier', { found: 'identifier' }),
  attribute('physicalMemoryInBytes', 'integer', 'technical', { unit: 'bytes', transform: shared.bytes }),
  attribute('notes', 'string', 'content', { profile: 'sensitive' }),
  state('autopilotEnrolled', 'boolean'),
  state('bootstrapTokenEscrowed', 'boolean'),
  state('chassisType'),
  state('deviceFirmwareConfigurationInterfaceManaged', 'boolean'),
  attribute('enrolledByUserPrincipalName', 'string', 'identifier', { profile: 'sensitive' }),
  state('joinType'),
  state('lostModeState'),
  state('preferMdmOverGroupPolicyAppliedDateTime', 'instant'),
  state('processorArchitecture'),
  state('retireAfterDateTime', 'instant'),
  attribute('roleScopeTagIds', 'strings', 'organisation'),
  state('skuFamily'),
  state('skuNumber', 'integer'),
  state('specificationVersion'),
  state('windowsActiveMalwareCount', 'integer', { unit: 'count' }),
  state('windowsRemediatedMalwareCount', 'integer', { unit: 'count' }),
];

export const hardwareInformation = entity({
  name: 'hardwareInformation',
  dataset: 'device',
  path: `${device}?$select=hardwareInformation`,
  parameters: under('hardwareInformation', [
    count('batteryChargeCycles'),
    attribute('batteryHealthPercentage', 'integer', 'technical', { unit: 'percent' }),
    field('batteryLevelPercentage', 'decimal', 'battery_percent', {
      profile: 'extended',
      transform: shared.percent,
    }),
    attribute('batterySerialNumber', 'string', 'identifier'),
    state('cellularTechnology'),
    attribute('deviceFullQualifiedDomainName', 'string', 'identifier'),
    state('deviceGuardLocalSystemAuthorityCredentialGuardState'),
    state('deviceGuardVirtualizationBasedSecurityHardwareRequirementState'),
    state('deviceGuardVirtualizationBasedSecurityState'),
    state('deviceLicensingLastErrorCode', 'integer'),
    state('deviceLicensingLastErrorDescription'),
    state('deviceLicensingStatus'),
    attribute('esimIdentifier', 'string', 'identifier', { subscriber: true }),
    attribute('ipAddressV4', 'string', 'identifier'),
    state('isSharedDevice', 'boolean'),
    state('operatingSystemEdition'),
    state('operatingSystemLanguage'),
    state('operatingSystemProductType', 'integer'),
    state('osBuildNumber'),
    state('productName'),
    state('residentUsersCount', 'integer', { unit: 'count' }),
    attribute('subnetAddress', 'string', 'identifier'),
    state('systemManagementBIOSVersion'),
    state('tpmManufacturer'),
    state('tpmSpecificationVersion'),
    state('tpmVersion'),
    attribute('wiredIPv4Addresses', 'strings', 'identifier'),
  ]),
});

export const deviceActionResult = entity({
  name: 'deviceActionResult',
  dataset: 'device',
  path: `${device}?$select=deviceActionResults`,
  parameters: [
    state('deviceActionResults[].actionName'),
    state('deviceActionResults[].actionState'),
    state('deviceActionResults[].lastUpdatedDateTime', 'instant'),
    state('deviceActionResults[].startDateTime', 'instant'),
  ],
});

export const detailLeftOut = [
  ...leave(
    'hardwareInformation',
    'On the record of the device already.',
    `
      imei isEncrypted isSupervised manufacturer meid model phoneNumber serialNumber subscriberCarrier wifiMac
      totalStorageSpace freeStorageSpace
    `,
  ),
  ...leave('hardwareInformation', 'Names other people than the user of the device.', ['sharedDeviceCachedUsers']),
  ...leave(
    'managedDevice',
    'Says the same as a property that is read.',
    `
      azureActiveDirectoryDeviceId ownerType securityPatchLevel aadRegistered deviceType managementFeatures
    `,
  ),
  ...leave('managedDevice', 'Says who signed in to a shared computer: people other than its user.', ['usersLoggedOn']),
  ...leave(
    'managedDevice',
    'Of Cloud PCs, Chrome OS and Configuration Manager: products of their own.',
    `
      chromeOSDeviceInfo cloudPcRemoteActionResults configurationManagerClientHealthState
      configurationManagerClientInformation
    `,
  ),
  ...leave(
    'managedDevice',
    'Read property by property, as the entity of that name.',
    `
      hardwareInformation deviceActionResults deviceHealthAttestationState
      configurationManagerClientEnabledFeatures
    `,
  ),
  ...leave(
    'usersLoggedOn',
    'Says who signed in to a shared computer: people other than its user.',
    'userId lastLogOnDateTime',
  ),
  ...leave(
    'sharedAppleDeviceUser',
    'Names other people than the user of the device.',
    'userPrincipalName dataToSync dataQuota dataUsed',
  ),
];
