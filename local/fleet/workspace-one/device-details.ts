// What one device answers to a request of its own.
import { type Device, iccidOf, imeiOf, type Json, macOf } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { currentNetworkOf, homeNetworkOf, isRoaming } from '../estate/mobility.ts';
import type { JsonObject } from '../http/exchange.ts';
import { below, chance, digits, guid, hash, hex } from '../random.ts';
import { cardsOf, connectionsOf, isApple, phoneOf, policiesOf, versionOf } from './device-row.ts';
import { deviceNumber, deviceUuid, entityId, groupOf, reference, userUuid } from './ids.ts';
import { userName } from './people.ts';
import { time } from './wire.ts';

const DAY = 86_400_000;

export const deviceReference = (device: Device): Json =>
  reference(deviceNumber(device), device.name, deviceUuid(device));

/** The subscriptions' names are those of C#'s backing fields, as some versions of the console answer. */
const backing = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`<${name}>k__BackingField`, value]));

function cellular(device: Device): JsonObject {
  const home = homeNetworkOf(device);
  const current = currentNetworkOf(device);
  return {
    CellularTechnology: home === null ? 0 : 1,
    CurrentOperator: current?.operator ?? '',
    SubscriberCarrierNetwork: home?.operator ?? '',
    CurrentSIM: iccidOf(device),
    ApprovedSims: home === null ? [] : [{ SimCardId: iccidOf(device) }],
    CarrierVersion: home === null ? '' : '61.0',
    SignalStrength: '-1',
    DeviceMCC: { SIMMCC: home?.mcc ?? '', CurrentMCC: current?.mcc ?? '' },
    DeviceMNC: { SimMNC: home?.mnc ?? '', CurrentMNC: current?.mnc ?? '' },
  };
}

function subscriptions(device: Device): Json[] {
  const current = currentNetworkOf(device);
  if (current === null || device.platform !== 'ios') return [];
  return [
    backing({
      CarrierSettingsVersion: '61.0',
      CurrentCarrier: current.operator,
      CurrentMCC: Number(current.mcc),
      CurrentMNC: Number(current.mnc),
      CardID: iccidOf(device),
      Imei: imeiOf(device),
      IsDataPreferred: true,
      IsVoicePreferred: true,
      Label: 'Primary',
      LabelID: guid(device.seed, 420),
      Meid: imeiOf(device).slice(0, 14),
      PhoneNumber: phoneOf(device),
      Slot: 'CTSubscriptionSlotOne',
      Eid: `8904903200${digits(22, device.seed, 421)}`,
    }),
  ];
}

export function network(device: Device): JsonObject {
  const host = `${below(200, device.seed, 407)}.${below(250, device.seed, 408)}`;
  return {
    PhoneNumber: phoneOf(device),
    RoamingStatus: isRoaming(device),
    DataRoamingEnabled: chance(70, device.seed, 422),
    VoiceRoamingEnabled: chance(60, device.seed, 423),
    PublicIPAddress: `198.51.100.${below(250, device.seed, 424)}`,
    IPAddress: {
      WifiIPAddress: `10.0.${host}`,
      CellularIPAddress: cardsOf(device).length === 0 ? '' : `100.64.${host}`,
      EthernetIPAddress: device.platform === 'windows' ? `10.1.${host}` : '',
    },
    WifiInfo: { WifiMacAddress: macOf(device, 23), SignalStrength: String(-40 - below(50, device.seed, 425)) },
    CellularNetworkInfo: cellular(device),
    DeviceNetworkInfo: connectionsOf(device),
    ServiceSubscription: subscriptions(device),
  };
}

/** Secrets among the rest, as the console answers them. */
export function security(device: Device): JsonObject {
  const mac = device.platform === 'macos';
  return {
    IsCompromised: chance(1, device.seed, 411),
    DataProtectionEnabled: true,
    BlockLevelEncryption: true,
    FileLevelEncryption: device.platform === 'ios',
    IsPasscodePresent: chance(95, device.seed, 426),
    IsPasscodeCompliant: chance(93, device.seed, 426),
    PasscodeLockGracePeriod: 300,
    PasscodeLockGracePeriodEnforced: 300,
    PercentComplete: 100,
    DellDdpeEncryptionStatus: false,
    EncryptionStatus: 'Encrypted',
    DriveEncryptionLevel: 'AES256',
    IsEncrypted: true,
    HasPersonalRecoveryKey: mac,
    HasInstitutionalRecoveryKey: false,
    PersonalRecoveryKey: mac ? `SECRET-${hex(16, device.seed, 427)}` : null,
    UnlockPin: `SECRET-${digits(6, device.seed, 428)}`,
    EnrolledViaDEP: isApple(device) && device.ownership === 'company',
    UserApprovedEnrollment: mac,
    SystemIntegrityProtectionEnabled: mac,
    SecureBoot: {
      SecureBootStatus: mac ? 'full' : 'NotSupported',
      ExternalBootStatus: mac ? 'disallowed' : 'NotSupported',
    },
    IsActivationLockManageable: isApple(device),
    BootstrapTokenEscrowStatus: mac,
    AuthenticatedRootVolumeEnabled: mac,
    BootstrapTokenAllowedForAuthentication: mac ? 'allowed' : 'not supported',
    BootstrapTokenRequiredForKernelExtensionApproval: mac,
    BootstrapTokenRequiredForSoftwareUpdate: mac,
    IsRecoveryLockEnabled: false,
  };
}

const itemId = (device: Device, salt: number): JsonObject => ({
  Id: entityId(hash(device.seed, salt) % 1_000_000),
  Uuid: guid(device.seed, salt),
});

/** Lists of a device: what they are called in the answer, and their rows. */
export const LISTS: Readonly<Record<string, { key: string; rows: (device: Device, offset: number) => Json[] }>> = {
  compliance: { key: 'DeviceCompliance', rows: policiesOf },
  certificates: {
    key: 'DeviceCertificates',
    rows: (device, offset) => [
      {
        FirstSampleTime: time(device.enrolledAt, offset),
        LastSampleTime: time(device.lastSyncAt, offset),
        IsIdentity: 'True',
        DeviceId: deviceReference(device),
        CertificateLoaded: 1,
        Error: chance(50, device.seed, 430) ? 'None' : 'Expires soon',
        Name: `emm-${hex(8, device.seed, 431)}`,
        ExpiresOn: '11/2/2027 6:58:01 AM',
        IssuedBy: 'CN=Contoso Issuing CA',
        Status: 2,
        ...itemId(device, 432),
      },
    ],
  },
  content: {
    key: 'DeviceContents',
    rows: (device) => [
      {
        ContentName: 'Travel policy.pdf',
        Status: 2,
        DownloadPriority: 1,
        DeployMode: 1,
        ContentType: 3,
        ...itemId(device, 433),
      },
    ],
  },
  notes: {
    key: 'DeviceNotes',
    rows: (device, offset) =>
      device.notes === '' && !chance(30, device.seed, 434)
        ? []
        : [
            {
              Id: hash(device.seed, 435) % 1_000_000,
              DeviceId: deviceNumber(device),
              Note: device.notes === '' ? 'Handed over in person' : device.notes,
              CreatedOn: time(device.enrolledAt, offset),
              ModifiedOn: time(device.enrolledAt, offset),
            },
          ],
  },
  eventlog: {
    key: 'DeviceEventLogEntries',
    rows: (device, offset) => [
      {
        Severity: 'Information',
        TimeStamp: time(device.lastSyncAt, offset),
        Source: 'Device',
        Event: 'DeviceInformationSample',
        AdminAccount: 'administrator',
        EventDataList: [{ EventDataType: 'Text', OldValue: '', NewValue: 'free text' }],
        ...itemId(device, 436),
      },
    ],
  },
};

export const loggedInUsers = (device: Device, offset: number): Json[] =>
  /^iPad/.test(device.model.model) || device.platform === 'macos'
    ? [
        {
          name: 'Somebody else',
          managedAppleId: 'somebody@contoso.example',
          isActiveUser: true,
          hasDataToSync: false,
          dataQuota: 2_147_483_648,
          dataUsed: 104_857_600.5,
          sampleTime: time(device.lastSyncAt, offset),
          lastLoggedInTime: time(device.lastSyncAt - DAY, offset),
          id: 7,
          uuid: guid(device.seed, 437),
        },
      ]
    : [];

export const tunnelAccess = (device: Device): JsonObject => {
  const blocked = chance(8, device.seed, 438);
  return { block_access: blocked, reason: blocked ? 'NonCompliant' : 'None', device_display_name: device.name };
};

export function extensive(device: Device, estate: Estate, offset: number): JsonObject {
  const group = groupOf(estate.ownerOf(device)?.seed ?? device.seed);
  return {
    DeviceId: deviceNumber(device),
    DeviceUuid: deviceUuid(device),
    DeviceFriendlyName: device.name,
    OrganizationGroupId: group.number,
    OrganizationGroupUuid: group.uuid,
    EnrollmentDate: time(device.enrolledAt, offset),
    Compliant: device.compliance === 'compliant',
    EnrollmentStatus: 'Enrolled',
    UnEnrolledDate: chance(10, device.seed, 439) ? time(device.enrolledAt - DAY, offset) : '0001-01-01T00:00:00.000',
    Products: [{ ProductId: 3, Name: 'Kiosk', Status: 'Compliant' }],
    SmartGroups: [{ SmartGroupId: 11, SmartGroupUuid: guid(11, 440), Name: 'All devices' }],
    CustomAttributes: [{ Name: 'store', Value: digits(4, device.seed, 441), ApplicationGroup: 'com.contoso.agent' }],
  };
}

/** Version 3: names with underlines, sizes as text. */
export function recordV3(device: Device, estate: Estate, offset: number): JsonObject {
  const owner = estate.ownerOf(device);
  const group = groupOf(owner?.seed ?? device.seed);
  const at = (instant: number): string => `${time(instant, offset)}`;
  return {
    uuid: deviceUuid(device),
    device_reported_name: device.name,
    total_storage_bytes: String(device.model.storage),
    available_storage_bytes: String(device.freeStorage),
    total_physical_memory_bytes: String(device.model.memory),
    available_physical_memory_bytes: String(Math.floor(device.model.memory / 3)),
    total_external_storage_bytes: device.platform === 'android' ? '64000000000' : '0',
    available_external_storage_bytes: device.platform === 'android' ? '32000000000' : '0',
    battery_level_percentage: String(5 + below(95, device.seed, 417)),
    computer_name: device.name,
    supervised: isApple(device) && device.ownership === 'company',
    data_encrypted: true,
    last_reboot: at(device.lastSyncAt - DAY),
    hardware_device_identifier: hex(16, device.seed, 442),
    processor_architecture_name: device.platform === 'windows' ? 'x64' : 'ARM64',
    carrier_info: { phone_number: phoneOf(device), roaming_enabled: isRoaming(device) },
    enrollment_info: {
      enrollment_status: 4,
      compliance_status: device.compliance === 'compliant' ? 3 : 4,
      enrollment_timestamp: at(device.enrolledAt),
      last_seen_timestamp: at(device.lastSyncAt),
      ownership: device.ownership === 'personal' ? 3 : 1,
      organization_group_uuid: group.uuid,
      organization_group_name: group.name,
      enrollment_user_name: owner ? userName(owner) : '',
      enrollment_user_uuid: owner ? userUuid(owner) : '',
      enrollment_user_email_address: owner?.mail ?? '',
      managed_by: 1,
    },
    os_version: versionOf(device),
  };
}

export const bitlocker = (device: Device): JsonObject => ({
  overall_bitlocker_status: 1,
  cipher_mismatch: false,
  drive_information: [
    {
      drive_status: 1,
      volume_identifier: `{${guid(device.seed, 443)}}`,
      drive_letter: 'C:',
      volume_name: 'System',
      volume_type: 0,
      size_in_bytes: device.model.storage,
      bitlocker_version: '2.0',
      conversion_status: 1,
      percentage_encrypted: 100.0,
      encryption_method: 7,
      protection_status: true,
      number_reboots_remaining: 0,
      lock_status: false,
      identification_field: 'Contoso',
      auto_unlock: false,
      is_active: true,
      dell_ddpe_status: 0,
      suspended_status: 0,
      profile_unique_key: hex(8, device.seed, 444),
    },
  ],
});
