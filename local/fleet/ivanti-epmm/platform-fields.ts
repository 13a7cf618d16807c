// Fields of the device list that one platform has. Macs have those of iOS.
import { type Device, iccidOf, type Json, macOf } from '../estate/device.ts';
import { currentNetworkOf, homeNetworkOf, isRoaming } from '../estate/mobility.ts';
import { below, chance, digits, hex, pick } from '../random.ts';

type Field = (device: Device) => Json | undefined;

const often =
  (percent: number, salt: number): Field =>
  (device) =>
    chance(percent, device.seed, salt);

const oneOf =
  (values: readonly [string, ...string[]], salt: number): Field =>
  (device) =>
    pick(values, device.seed, salt);

const patchLevel: Field = (device) => `2026-${String(1 + below(10, device.seed, 64)).padStart(2, '0')}-05`;
const hasCard = (device: Device): boolean => chance(20, device.seed, 340);
const CARD = 64_000_000_000;

const android: Readonly<Record<string, Field>> = {
  'android.admin_activated': () => true,
  'android.afw_capable': () => true,
  'android.attestation': oneOf(['passed', 'passed', 'not attempted', 'failed'], 341),
  'android.board': oneOf(['s5e9945', 'shusky', 'kalama'], 342),
  'android.brand': (device) => device.model.manufacturer.toLowerCase(),
  'android.codename': () => 'REL',
  'android.device': (device) => device.model.model.toLowerCase().replace(/ /g, '_'),
  'android.device_roaming_flag': (device) => (device.model.typeAllocation === null ? undefined : isRoaming(device)),
  'android.dpm_encryption_status': (device) => 3 + below(3, device.seed, 343),
  'android.incremental': (device) => `S921BXXS${digits(4, device.seed, 344)}`,
  'android.knox_version': (device) => (device.model.manufacturer === 'samsung' ? '3.11' : undefined),
  'android.mdm_enabled': () => true,
  'android.media_card_capacity': (device) => (hasCard(device) ? CARD : 0),
  'android.media_card_free': (device) => (hasCard(device) ? below(CARD, device.seed, 345) : 0),
  'android.multi_mdm': () => false,
  'android.os_build_number': (device) => `UP1A.231005.${digits(3, device.seed, 346)}`,
  'android.platform_flags': (device) => `0x${hex(4, device.seed, 347)}`,
  'android.registration_status': oneOf(['Device Owner', 'Profile Owner', 'Device Admin'], 348),
  'android.samsung_dm': (device) => device.model.manufacturer === 'samsung',
  'android.secure_apps_enabled': often(30, 349),
  'android.secure_apps_encryption_enabled': often(30, 349),
  'android.secure_apps_encryption_mode': oneOf(['AES256', 'FIPS'], 350),
  'android.security_detail': oneOf(['Compliant', 'Compliant', 'Device out of date'], 351),
  'android.security_patch': patchLevel,
  'android.security_reason': (device) => below(4, device.seed, 352),
  'android.usb_debugging': often(4, 353),
};

const ofNetwork =
  (network: typeof homeNetworkOf, part: 'mcc' | 'mnc'): Field =>
  (device) =>
    network(device)?.[part];

const onMac: Field = (device) => (device.platform === 'macos' ? chance(90, device.seed, 360) : undefined);

const ios: Readonly<Record<string, Field>> = {
  'ios.BluetoothMAC': (device) => macOf(device, 27).toLowerCase(),
  'ios.BuildVersion': (device) => `22${pick(['A', 'B', 'C'], device.seed, 361)}${digits(3, device.seed, 362)}`,
  'ios.CarrierSettingsVersion': (device) => (homeNetworkOf(device) ? `61.${below(9, device.seed, 363)}` : undefined),
  'ios.Current MCC': ofNetwork(currentNetworkOf, 'mcc'),
  'ios.Current MNC': ofNetwork(currentNetworkOf, 'mnc'),
  'ios.SIM MCC': ofNetwork(homeNetworkOf, 'mcc'),
  'ios.SIM MNC': ofNetwork(homeNetworkOf, 'mnc'),
  'ios.DataRoamingEnabled': often(60, 364),
  'ios.DeviceName': (device) => device.name,
  'ios.FDE_Enabled': onMac,
  'ios.HardwareEncryptionCaps': () => 3,
  'ios.PasscodeIsCompliant': often(95, 365),
  'ios.Supervised': (device) => device.platform === 'ios' && device.ownership === 'company',
  'ios.data_protection': often(95, 366),
  'ios.forceEncryptedBackup': often(80, 367),
  'ios.iPhone ICCID': (device) => iccidOf(device),
  'ios.iPhone MAC_ADDRESS_EN0': (device) => macOf(device, 28).toLowerCase(),
  'ios.iPhone UDID': (device) => `00008110-${hex(16, device.seed, 368).toUpperCase()}`,
  'ios.iPhone VERSION': (device) => device.osVersion,
  'ios.ip_address': (device) => `10.20.${below(256, device.seed, 369)}.${below(254, device.seed, 370)}`,
  'ios.vpn_ip_address': (device) =>
    chance(30, device.seed, 371) ? `172.16.0.${below(254, device.seed, 372)}` : 'null',
  'ios.wakeup_status': oneOf(['Success', 'Success', 'NotNow'], 373),
};

const windows: Readonly<Record<string, Field>> = {
  'windows_phone.dm_client_version': oneOf(['10.0.19041.1', '10.0.22621.1'], 380),
  'windows_phone.wp_firmware_version': (device) => `1.${below(60, device.seed, 381)}`,
  'windows_phone.wp_hardware_version': () => '1.0.0.0',
};

export const PLATFORM_FIELDS = { android, ios, windows } as const;
