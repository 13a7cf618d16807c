// How a device is protected and which policies it meets: of computers by Defender and attestation, of all by policies.
// https://learn.microsoft.com/graph/api/resources/intune-devices-windowsprotectionstate
import { attribute, count, entity, field, leave, state, under } from '../declare.ts';

const device = '/beta/deviceManagement/managedDevices/{id}';

export const windowsProtectionState = entity({
  name: 'windowsProtectionState',
  dataset: 'device',
  path: `${device}/windowsProtectionState`,
  parameters: under('windowsProtectionState', [
    state('antiMalwareVersion'),
    state('controlledConfigurationEnabled', 'boolean'),
    state('deviceState'),
    state('engineVersion'),
    state('fullScanOverdue', 'boolean'),
    state('fullScanRequired', 'boolean'),
    state('isVirtualMachine', 'boolean'),
    attribute('lastFullScanDateTime', 'instant', 'technical'),
    attribute('lastFullScanSignatureVersion', 'string', 'technical'),
    attribute('lastQuickScanDateTime', 'instant', 'technical'),
    attribute('lastQuickScanSignatureVersion', 'string', 'technical'),
    attribute('lastReportedDateTime', 'instant', 'technical'),
    state('malwareProtectionEnabled', 'boolean'),
    state('networkInspectionSystemEnabled', 'boolean'),
    state('productStatus'),
    state('quickScanOverdue', 'boolean'),
    state('realTimeProtectionEnabled', 'boolean'),
    state('rebootRequired', 'boolean'),
    state('signatureUpdateOverdue', 'boolean'),
    attribute('signatureVersion', 'string', 'technical'),
    state('tamperProtectionEnabled', 'boolean'),
  ]),
});

export const windowsDeviceMalwareState = entity({
  name: 'windowsDeviceMalwareState',
  dataset: 'device',
  path: `${device}/windowsProtectionState?$expand=detectedMalwareState`,
  parameters: under('windowsProtectionState', [
    state('detectedMalwareState[].category'),
    state('detectedMalwareState[].detectionCount', 'integer', { unit: 'count' }),
    state('detectedMalwareState[].displayName'),
    state('detectedMalwareState[].executionState'),
    state('detectedMalwareState[].initialDetectionDateTime', 'instant'),
    state('detectedMalwareState[].lastStateChangeDateTime', 'instant'),
    state('detectedMalwareState[].severity'),
    state('detectedMalwareState[].state'),
    state('detectedMalwareState[].threatState'),
  ]),
});

export const deviceCompliancePolicyState = entity({
  name: 'deviceCompliancePolicyState',
  dataset: 'device',
  path: `${device}/deviceCompliancePolicyStates`,
  parameters: under('deviceCompliancePolicyStates', [
    // Of those that the device does not meet: `reasonsOf` chooses them.
    field('value[].displayName', 'string', 'compliance_reasons', { profile: 'extended' }),
    state('value[].displayName'),
    state('value[].platformType'),
    state('value[].settingCount', 'integer', { unit: 'count' }),
    state('value[].state'),
    state('value[].version', 'integer'),
  ]),
});

export const deviceConfigurationState = entity({
  name: 'deviceConfigurationState',
  dataset: 'device',
  path: `${device}/deviceConfigurationStates`,
  parameters: under('deviceConfigurationStates', [
    state('value[].displayName'),
    state('value[].platformType'),
    state('value[].settingCount', 'integer', { unit: 'count' }),
    state('value[].state'),
    state('value[].version', 'integer'),
  ]),
});

export const deviceHealthAttestationState = entity({
  name: 'deviceHealthAttestationState',
  dataset: 'device',
  path: '/v1.0/deviceManagement/managedDevices',
  parameters: under('deviceHealthAttestationState', [
    state('attestationIdentityKey'),
    state('bitLockerStatus'),
    state('bootAppSecurityVersion'),
    state('bootDebugging'),
    state('bootManagerSecurityVersion'),
    state('bootManagerVersion'),
    state('bootRevisionListInfo'),
    state('codeIntegrity'),
    state('codeIntegrityCheckVersion'),
    state('codeIntegrityPolicy'),
    state('contentNamespaceUrl'),
    state('contentVersion'),
    state('dataExcutionPolicy'),
    state('deviceHealthAttestationStatus'),
    state('earlyLaunchAntiMalwareDriverProtection'),
    state('healthAttestationSupportedStatus'),
    state('healthStatusMismatchInfo'),
    attribute('issuedDateTime', 'instant', 'technical'),
    attribute('lastUpdateDateTime', 'string', 'technical'),
    state('operatingSystemKernelDebugging'),
    state('operatingSystemRevListInfo'),
    state('pcr0'),
    state('pcrHashAlgorithm'),
    count('resetCount'),
    count('restartCount'),
    state('safeMode'),
    state('secureBoot'),
    state('secureBootConfigurationPolicyFingerPrint'),
    state('testSigning'),
    state('tpmVersion'),
    state('virtualSecureMode'),
    state('windowsPE'),
  ]),
});

export const configurationManagerClientEnabledFeatures = entity({
  name: 'configurationManagerClientEnabledFeatures',
  dataset: 'device',
  path: '/v1.0/deviceManagement/managedDevices',
  parameters: under('configurationManagerClientEnabledFeatures', [
    state('compliancePolicy', 'boolean'),
    state('deviceConfiguration', 'boolean'),
    state('inventory', 'boolean'),
    state('modernApps', 'boolean'),
    state('resourceAccess', 'boolean'),
    state('windowsUpdateForBusiness', 'boolean'),
  ]),
});

export const protectionLeftOut = [
  ...leave('windowsProtectionState', 'The id of the device again.', ['id']),
  ...leave(
    'windowsDeviceMalwareState',
    'An id of the finding, and a page about it: its name and state say enough.',
    'id additionalInformationUrl',
  ),
  ...leave('deviceCompliancePolicyState', 'An id of the pair of policy and device.', ['id']),
  ...leave('deviceConfigurationState', 'An id of the pair of policy and device.', ['id']),
  ...['deviceCompliancePolicyState', 'deviceConfigurationState'].flatMap((entity) =>
    leave(entity, 'One request for each policy of each device, which does not scale to a fleet.', ['settingStates']),
  ),
];
