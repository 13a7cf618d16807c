// Fields of the device list that only one platform has. The reporting database calls some of them otherwise.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2QueryOperatorsandFields.htm

import { attribute, type Line, leave, state } from '../declare.ts';
import * as shared from '../transforms.ts';
import * as epmm from './transforms.ts';

const android: readonly Line[] = [
  state('android.admin_activated', 'boolean'),
  state('android.afw_capable', 'boolean'),
  state('android.attestation'),
  state('android.board'),
  state('android.brand'),
  state('android.codename'),
  state('android.device'),
  state('android.dpm_encryption_status', 'string', { transform: epmm.typedText }),
  state('android.incremental'),
  state('android.knox_version'),
  state('android.mdm_enabled', 'boolean'),
  attribute('android.media_card_capacity', 'integer', 'technical', { unit: 'bytes', transform: shared.bytes }),
  attribute('android.media_card_free', 'integer', 'technical', { unit: 'bytes', transform: shared.bytes }),
  state('android.multi_mdm', 'boolean'),
  state('android.os_build_number'),
  state('android.platform_flags', 'string', { transform: epmm.typedText }),
  state('android.registration_status'),
  state('android.samsung_dm', 'boolean'),
  state('android.secure_apps_enabled', 'boolean'),
  state('android.secure_apps_encryption_enabled', 'boolean'),
  state('android.secure_apps_encryption_mode'),
  state('android.security_detail'),
  state('android.security_reason', 'string', { transform: epmm.typedText }),
  state('android.usb_debugging', 'boolean'),
];

const ios: readonly Line[] = [
  attribute('ios.BluetoothMAC', 'string', 'identifier', { transform: epmm.unlessNull(shared.mac) }),
  state('ios.BuildVersion'),
  state('ios.CarrierSettingsVersion'),
  // What the user set, not where the device is.
  state('ios.DataRoamingEnabled', 'boolean'),
  state('ios.FDE_Enabled', 'boolean'),
  state('ios.HardwareEncryptionCaps', 'string', { transform: epmm.typedText }),
  state('ios.PasscodeIsCompliant', 'boolean'),
  state('ios.data_protection', 'boolean'),
  state('ios.forceEncryptedBackup', 'boolean'),
  state('ios.iPhone VERSION'),
  attribute('ios.ip_address', 'string', 'identifier', { profile: 'sensitive', transform: epmm.unlessNull() }),
  attribute('ios.vpn_ip_address', 'string', 'identifier', { profile: 'sensitive', transform: epmm.unlessNull() }),
  state('ios.wakeup_status'),
];

const windows: readonly Line[] = [
  state('windows_phone.dm_client_version'),
  state('windows_phone.wp_firmware_version'),
  state('windows_phone.wp_hardware_version'),
];

export const platformParameters: readonly Line[] = [...android, ...ios, ...windows];

const column = (entity: string, names: Readonly<Record<string, string>>) =>
  Object.entries(names).flatMap(([name, wire]) =>
    leave(entity, `A column of the reporting database; the device list has it as ${wire}.`, [name]),
  );

export const platformLeftOut = [
  ...column('deviceIosDetail', {
    bluetooth_mac: 'ios.BluetoothMAC',
    build_version: 'ios.BuildVersion',
    carrier_settings_version: 'ios.CarrierSettingsVersion',
    current_mcc: 'ios.Current MCC',
    current_mnc: 'ios.Current MNC',
    data_roaming_enabled: 'ios.DataRoamingEnabled',
    device_name: 'ios.DeviceName',
    FDEncryption_Enabled: 'ios.FDE_Enabled',
    force_encrypted_backup: 'ios.forceEncryptedBackup',
    hardware_encryption_caps: 'ios.HardwareEncryptionCaps',
  }),
  ...column('deviceAndroidDetail', {
    board: 'android.board',
    codename: 'android.codename',
    dpm_encryption_status: 'android.dpm_encryption_status',
    security_patch: 'android.security_patch',
    security_reason: 'android.security_reason',
  }),
];
