// The device, as the search (version 1) lists it.
// https://as1234.awmdm.com/api/help (MDM, version 1): GET /devices/search

import { attribute, entity, field, state } from '../declare.ts';
import { countryOfMcc, helps, mcc } from '../networks.ts';
import { imei, mac, serialNumber } from '../transforms.ts';
import * as ws1 from './transforms.ts';

const path = '/api/mdm/devices/search';
const roaming = { switch: 'roaming' } as const;

export const device = entity({
  name: 'device',
  dataset: 'device',
  path,
  parameters: [
    field('Id.Value', 'integer', 'external_id', { transform: ws1.id }),
    field('UserId.Id.Value', 'integer', 'user_external_id', { transform: ws1.id }),
    field('DeviceFriendlyName', 'string', 'device_name'),
    field('SerialNumber', 'string', 'serial_number', { transform: serialNumber }),
    field('Imei', 'string', 'imei', { transform: imei }),
    field('EasId', 'string', 'eas_device_id'),
    // EasId is mostly empty while the list is not.
    field('EasIds.EasId', 'strings', 'eas_device_id', {
      transform: (ids) =>
        Array.isArray(ids) ? (ids.find((id) => typeof id === 'string' && id !== '') ?? null) : undefined,
    }),
    field('Udid', 'string', 'udid'),
    field('MacAddress', 'string', 'wifi_mac', { transform: mac }),
    field('PhoneNumber', 'string', 'phone_number'),
    field('UserName', 'string', 'user_principal_name', { transform: ws1.upn }),
    field('UserEmailAddress', 'string', 'mail'),
    field('Platform', 'string', 'platform', { transform: ws1.platform }),
    field('Platform', 'string', 'os'),
    field('OperatingSystem', 'string', 'os_version'),
    field('SecurityPatchDate', 'string', 'security_patch_level', { transform: ws1.day }),
    field('OEMInfo', 'string', 'manufacturer'),
    field('Model', 'string', 'model'),
    field('Ownership', 'string', 'ownership', { transform: ws1.ownership }),
    field('ComplianceStatus', 'string', 'compliance', { transform: ws1.compliance }),
    field('ComplianceStatus', 'string', 'compliance_state'),
    field('ComplianceSummary', 'json', 'compliance_reasons', { transform: ws1.brokenPolicies }),
    field('EnrollmentStatus', 'string', 'management_state'),
    field('DataEncryptionYN', 'string', 'encrypted', { transform: ws1.yesNo }),
    field('IsSupervised', 'boolean', 'supervised'),
    field('CompromisedStatus', 'boolean', 'compromised'),
    field('DeviceMCC.SIMMCC', 'string', 'home_network', { transform: mcc }),
    field('DeviceMCC.SIMMCC', 'string', 'home_country', { transform: countryOfMcc }),
    field('DeviceMCC.CurrentMCC', 'string', 'current_network', { ...roaming, transform: mcc }),
    field('DeviceMCC.CurrentMCC', 'string', 'current_country', { ...roaming, transform: countryOfMcc }),
    field('DeviceMCC.CurrentMCC', 'string', 'roaming', { ...roaming, transform: helps(mcc) }),
    field('IsRoaming', 'boolean', 'roaming', roaming),
    field('BatteryLevel', 'string', 'battery_percent', { unit: 'percent', transform: ws1.percent }),
    field('DeviceCapacity', 'decimal', 'storage_total_bytes', {
      unit: 'bytes',
      transform: ws1.gibibytes,
      description: 'GiB on the wire, which the reference does not say',
    }),
    field('AvailableDeviceCapacity', 'decimal', 'storage_free_bytes', {
      unit: 'bytes',
      transform: ws1.gibibytes,
      description: 'GiB on the wire, which the reference does not say',
    }),
    field('LastEnrolledOn', 'instant', 'enrolled_at'),
    field('LastSeen', 'instant', 'last_seen_at'),
    attribute('TimeZone', 'string', 'location', { profile: 'sensitive' }),
    attribute('AssetNumber', 'string', 'identifier', { tracked: true }),
    attribute('DeviceReportedName', 'string', 'identifier'),
    attribute('LocationGroupId.Id.Value', 'integer', 'organisation', { transform: ws1.id }),
    attribute('LocationGroupId.Uuid', 'string', 'organisation'),
    attribute('LocationGroupName', 'string', 'organisation', { tracked: true }),
    attribute('DataProtectionStatus', 'integer', 'technical', { tracked: true }),
    attribute('PlatformId.Id.Value', 'integer', 'technical'),
    attribute('ModelId.Name', 'string', 'technical'),
    attribute('LastComplianceCheckOn', 'instant', 'technical'),
    attribute('LastCompromisedCheckOn', 'instant', 'technical'),
    attribute('ComplianceSummary.DeviceCompliance[].PolicyName', 'string', 'technical'),
    attribute('ComplianceSummary.DeviceCompliance[].CompliantStatus', 'boolean', 'technical'),
    state('IsRemoteManagementEnabled'),
    attribute('AcLineStatus', 'integer', 'usage', { profile: 'sensitive' }),
    attribute('VirtualMemory', 'integer', 'technical'),
    attribute('LastSystemSampleTime', 'instant', 'usage'),
    state('IsDeviceDNDEnabled', 'boolean'),
    state('IsDeviceLocatorEnabled', 'boolean'),
    state('IsCloudBackupEnabled', 'boolean'),
    state('IsActivationLockEnabled', 'boolean'),
    attribute('IsNetworkTethered', 'boolean', 'usage', { profile: 'sensitive' }),
    attribute('LastNetworkLANSampleTime', 'instant', 'usage'),
    attribute('LastBluetoothSampleTime', 'instant', 'usage'),
    state('SystemIntegrityProtectionEnabled', 'boolean'),
    attribute('ProcessorArchitecture', 'integer', 'technical'),
    state('UserApprovedEnrollment', 'boolean'),
    state('EnrolledViaDEP', 'boolean'),
    attribute('TotalPhysicalMemory', 'integer', 'technical'),
    attribute('AvailablePhysicalMemory', 'integer', 'technical'),
    state('OSBuildVersion'),
    attribute('HostName', 'string', 'identifier'),
    attribute('LocalHostName', 'string', 'identifier'),
    attribute('SystemUpdateReceivedTime', 'instant', 'technical'),
    state('IsSecurityPatchUpdate', 'boolean'),
    attribute('DeviceManufacturerId', 'integer', 'technical'),
    attribute('DeviceNetworkInfo[].ConnectionType', 'string', 'technical'),
    attribute('EnrollmentUserUuid', 'string', 'identifier'),
    state('ManagedBy', 'integer'),
    attribute('WifiSsid', 'string', 'location', { profile: 'sensitive' }),
    state('DepTokenSource', 'integer'),
    attribute('Uuid', 'string', 'identifier'),
  ],
});

const card = (property: string): string => `DeviceCellularNetworkInfo[].${property}`;

/** SIM cards of the device, in the same row of the search. */
export const deviceCellularInfo = entity({
  name: 'deviceCellularInfo',
  dataset: 'device',
  path: `${path} (DeviceCellularNetworkInfo)`,
  parameters: [
    field('DeviceCellularNetworkInfo', 'json', 'iccid', {
      attribute: card('CardId'),
      transform: ws1.firstOf('CardId', ws1.iccid),
    }),
    field('DeviceCellularNetworkInfo', 'json', 'phone_number', {
      attribute: card('PhoneNumber'),
      transform: ws1.firstOf('PhoneNumber', ws1.text),
    }),
    // Abroad it is the operator there.
    field('DeviceCellularNetworkInfo', 'json', 'current_operator', {
      ...roaming,
      attribute: card('CarrierName'),
      transform: ws1.firstOf('CarrierName', ws1.text),
    }),
    attribute(card('DeviceMCC.SIMMCC'), 'string', 'technical', { transform: mcc }),
    attribute(card('DeviceMCC.CurrentMCC'), 'string', 'location', { ...roaming, transform: mcc }),
    attribute(card('IsRoaming'), 'boolean', 'location', roaming),
  ],
});
