// The device, as the search (version 1) lists it.
// https://as1234.awmdm.com/api/help (MDM, version 1): GET /devices/search

import { attribute, field, state } from '../declare.ts';
import { countryOfMcc, helps, mcc } from '../networks.ts';
import type { Entity } from '../parameters.ts';
import { imei, mac, serialNumber } from '../values.ts';
import * as values from './values.ts';

const path = '/api/mdm/devices/search';
const roaming = { switch: 'roaming' } as const;

export const device: Entity = {
  name: 'device',
  dataset: 'device',
  path,
  parameters: [
    field('Id.Value', 'integer', 'identifier', 'external_id', { transform: values.id }),
    field('UserId.Id.Value', 'integer', 'identifier', 'user_external_id', { transform: values.id }),
    field('DeviceFriendlyName', 'string', 'identifier', 'device_name'),
    field('SerialNumber', 'string', 'identifier', 'serial_number', { transform: serialNumber }),
    field('Imei', 'string', 'identifier', 'imei', { transform: imei }),
    field('EasId', 'string', 'identifier', 'eas_device_id'),
    // EasId is mostly empty while the list is not.
    field('EasIds.EasId', 'strings', 'identifier', 'eas_device_id', {
      transform: (ids) =>
        Array.isArray(ids) ? (ids.find((id) => typeof id === 'string' && id !== '') ?? null) : undefined,
    }),
    field('Udid', 'string', 'identifier', 'udid'),
    field('MacAddress', 'string', 'identifier', 'wifi_mac', { transform: mac }),
    field('PhoneNumber', 'string', 'contact', 'phone_number'),
    field('UserName', 'string', 'identifier', 'user_principal_name', { transform: values.upn }),
    field('UserEmailAddress', 'string', 'contact', 'mail'),
    field('Platform', 'string', 'technical', 'platform', { transform: values.platform }),
    field('Platform', 'string', 'technical', 'os'),
    field('OperatingSystem', 'string', 'technical', 'os_version'),
    field('SecurityPatchDate', 'string', 'technical', 'security_patch_level', { transform: values.day }),
    field('OEMInfo', 'string', 'technical', 'manufacturer'),
    field('Model', 'string', 'technical', 'model'),
    field('Ownership', 'string', 'technical', 'ownership', { transform: values.ownership }),
    field('ComplianceStatus', 'string', 'technical', 'compliance', { transform: values.compliance }),
    field('ComplianceStatus', 'string', 'technical', 'compliance_state'),
    field('ComplianceSummary', 'json', 'technical', 'compliance_reasons', { transform: values.brokenPolicies }),
    field('EnrollmentStatus', 'string', 'technical', 'management_state'),
    field('DataEncryptionYN', 'string', 'technical', 'encrypted', { transform: values.yesNo }),
    field('IsSupervised', 'boolean', 'technical', 'supervised'),
    field('CompromisedStatus', 'boolean', 'technical', 'compromised'),
    field('DeviceMCC.SIMMCC', 'string', 'technical', 'home_network', { transform: mcc }),
    field('DeviceMCC.SIMMCC', 'string', 'technical', 'home_country', { transform: countryOfMcc }),
    field('DeviceMCC.CurrentMCC', 'string', 'location', 'current_network', { ...roaming, transform: mcc }),
    field('DeviceMCC.CurrentMCC', 'string', 'location', 'current_country', { ...roaming, transform: countryOfMcc }),
    field('DeviceMCC.CurrentMCC', 'string', 'location', 'roaming', { ...roaming, transform: helps(mcc) }),
    field('IsRoaming', 'boolean', 'location', 'roaming', roaming),
    field('BatteryLevel', 'string', 'usage', 'battery_percent', { unit: 'percent', transform: values.percent }),
    field('DeviceCapacity', 'decimal', 'technical', 'storage_total_bytes', {
      unit: 'bytes',
      transform: values.gibibytes,
      description: 'GiB on the wire, which the reference does not say',
    }),
    field('AvailableDeviceCapacity', 'decimal', 'technical', 'storage_free_bytes', {
      unit: 'bytes',
      transform: values.gibibytes,
      description: 'GiB on the wire, which the reference does not say',
    }),
    field('LastEnrolledOn', 'instant', 'technical', 'enrolled_at'),
    field('LastSeen', 'instant', 'usage', 'last_seen_at'),
    attribute('TimeZone', 'string', 'location', { profile: 'sensitive' }),
    attribute('AssetNumber', 'string', 'identifier', { tracked: true }),
    attribute('DeviceReportedName', 'string', 'identifier'),
    attribute('LocationGroupId.Id.Value', 'integer', 'organisation', { transform: values.id }),
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
};

const card = (property: string): string => `DeviceCellularNetworkInfo[].${property}`;

/** SIM cards of the device, in the same row of the search. */
export const deviceCellularInfo: Entity = {
  name: 'deviceCellularInfo',
  dataset: 'device',
  path: `${path} (DeviceCellularNetworkInfo)`,
  parameters: [
    field('DeviceCellularNetworkInfo', 'json', 'identifier', 'iccid', {
      attribute: card('CardId'),
      transform: values.firstOf('CardId', values.iccid),
    }),
    field('DeviceCellularNetworkInfo', 'json', 'contact', 'phone_number', {
      attribute: card('PhoneNumber'),
      transform: values.firstOf('PhoneNumber', values.text),
    }),
    // Abroad it is the operator there.
    field('DeviceCellularNetworkInfo', 'json', 'location', 'current_operator', {
      ...roaming,
      attribute: card('CarrierName'),
      transform: values.firstOf('CarrierName', values.text),
    }),
    attribute(card('DeviceMCC.SIMMCC'), 'string', 'technical', { transform: mcc }),
    attribute(card('DeviceMCC.CurrentMCC'), 'string', 'location', { ...roaming, transform: mcc }),
    attribute(card('IsRoaming'), 'boolean', 'location', roaming),
  ],
};
