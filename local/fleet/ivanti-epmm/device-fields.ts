// Every field of the device list that the simulated server knows, made from the estate's device. What a platform has not
// is left out of the answer, as EPMM does.
import { createDevice, type Device, imeiOf, type Json, macOf, serialOf } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { currentNetworkOf, homeNetworkOf, imsiOf, isRoaming, positionOf } from '../estate/mobility.ts';
import { mobileNumber, siteOf } from '../estate/names.ts';
import { accountName, type Person } from '../estate/person.ts';
import { below, chance, digits, pick } from '../random.ts';
import { uuidOf } from './answer.ts';
import { PLATFORM_FIELDS } from './platform-fields.ts';
import { principalOf, userUuidOf } from './users.ts';

const HOUR = 3_600_000;

/** UTC, with milliseconds. */
export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();

const PLATFORM_NAMES = { ios: 'iOS', android: 'Android', windows: 'Windows', macos: 'OS X' } as const;
const STATUS = { managed: 'ACTIVE', retirePending: 'RETIRE_PENDING', wipePending: 'WIPED', unhealthy: 'LOST' } as const;

/** Some that were retired are still listed. */
const isRetired = (device: Device): boolean => chance(3, device.seed, 310);
const isCompliant = (device: Device): boolean => device.compliance === 'compliant';
const isQuarantined = (device: Device): boolean => device.compliance === 'noncompliant' && chance(50, device.seed, 311);
const REASONS = ['OS_VERSION', 'PASSCODE_NOT_COMPLIANT', 'DATA_PROTECTION_DISABLED', 'OUT_OF_CONTACT'] as const;

function reasonsOf(device: Device): Json {
  return isCompliant(device) ? [] : [pick(REASONS, device.seed, 312)];
}

function phoneOf(device: Device): string {
  // Without a modem, or registered without a number.
  if (device.model.typeAllocation === null) return chance(50, device.seed, 313) ? 'PDA' : 'PDA 2';
  return mobileNumber(siteOf(device.seed), device.seed, 62);
}

function securityState(device: Device): string {
  if (device.compliance === 'noncompliant') return isQuarantined(device) ? 'Quarantined' : 'Out of Compliance';
  return device.compliance === 'error' ? 'Error' : 'Ok';
}

const identity = (device: Device, id: number): Record<string, Json | undefined> => ({
  'common.uuid': uuidOf(device),
  'common.id': id,
  'common.client_id': 1_073_741_823 + (id % 1_000_000),
  'common.SerialNumber': serialOf(device),
  'common.imei': imeiOf(device),
  'common.imsi': imsiOf(device),
  'common.registration_imsi': imsiOf(device),
  'common.wifi_mac_address': macOf(device, 28).toLowerCase(),
  'common.ethernet_mac': device.platform === 'windows' ? macOf(device, 29).toLowerCase() : 'null',
  'common.ip_address': `10.${below(256, device.seed, 314)}.${below(256, device.seed, 315)}.${below(254, device.seed, 316)}`,
  'common.current_phone_number': phoneOf(device),
  'common.home_phone_number': phoneOf(device),
});

const networks = (device: Device): Record<string, Json | undefined> => {
  const home = homeNetworkOf(device);
  const current = currentNetworkOf(device);
  return {
    'common.home_operator_name': home?.operator ?? 'Unknown',
    'common.home_country_code': home?.country ?? 'Unknown',
    'common.home_country_name': home?.countryName ?? 'Unknown',
    'common.current_operator_name': current?.operator ?? 'Unknown',
    'common.current_country_code': current?.country ?? 'Unknown',
    'common.current_country_name': current?.countryName ?? 'Unknown',
    'common.roaming': home ? isRoaming(device) : undefined,
    'common.cellular_technology': home ? pick(['GSM', 'LTE', '5G'], device.seed, 317) : undefined,
  };
};

const state = (device: Device): Record<string, Json | undefined> => ({
  'common.status': isRetired(device) ? 'RETIRED' : STATUS[device.managementState],
  'common.retired': isRetired(device),
  'common.platform': PLATFORM_NAMES[device.platform],
  'common.platform_name': `${PLATFORM_NAMES[device.platform]} ${device.osVersion.split(' ')[0]}`,
  'common.os_version': device.osVersion,
  'common.manufacturer': device.model.manufacturer,
  'common.model':
    device.model.manufacturer === 'Apple'
      ? `${device.model.model.split(' ')[0]}14,${1 + below(8, device.seed, 318)}`
      : device.model.model,
  'common.model_name': device.model.model,
  'common.owner': device.ownership === 'unknown' ? null : device.ownership === 'company' ? 'COMPANY' : 'EMPLOYEE',
  'common.compliant': device.compliance === 'unknown' ? null : isCompliant(device),
  'common.noncompliance_reasons': reasonsOf(device),
  'common.quarantined': isQuarantined(device),
  'common.quarantined_reasons': isQuarantined(device) ? reasonsOf(device) : [],
  'common.blocked': isQuarantined(device) && chance(50, device.seed, 319),
  'common.blocked_reasons': isQuarantined(device) && chance(50, device.seed, 319) ? [2] : [],
  'common.security_state': securityState(device),
  'common.device_is_compromised': chance(0.5, device.seed, 66),
  'common.device_encrypted': !chance(4, device.seed, 320),
  'common.data_protection_enabled': !chance(6, device.seed, 321),
  'common.data_protection_reasons': chance(6, device.seed, 321) ? ['PASSCODE_NOT_SET'] : [],
  'common.device_admin_enabled': device.platform === 'android' ? true : undefined,
  'common.mdm_managed': true,
  'common.apns_capable': device.model.manufacturer === 'Apple',
  'common.background_status': String(below(6, device.seed, 322)),
  'common.ccm_migration_status': chance(10, device.seed, 323) ? 'MIGRATED' : 'NONE',
  'common.comment': device.notes,
  'common.device_space_name': 'Global',
});

const inventory = (device: Device): Record<string, Json | undefined> => ({
  'common.battery_level':
    device.platform === 'windows' ? -1 : 5 + below(96, device.seed, Math.floor(device.lastSyncAt / HOUR)),
  'common.storage_capacity': device.model.storage,
  'common.storage_free': device.freeStorage,
  'common.memory_capacity': device.model.memory,
  'common.memory_free': Math.floor(device.model.memory * (0.1 + below(60, device.seed, 324) / 100)),
  'common.language': siteOf(device.seed).language.slice(0, 2),
  'common.locale': siteOf(device.seed).language,
  'common.client_name': device.platform === 'android' ? 'com.mobileiron' : 'com.mobileiron.phoneatwork',
  'common.client_version': `12.${below(6, device.seed, 325)}.0.0.${digits(2, device.seed, 326)}R`,
  'common.client_build_date': 'Aug 29 2026 13:02:18',
  'common.registration_date': instant(device.enrolledAt),
  'common.creation_date': instant(device.enrolledAt - 60_000),
  'common.modified_at': instant(device.lastSyncAt),
  'common.last_connected_at': instant(device.lastSyncAt),
  'common.miclient_last_connected_at': instant(device.lastSyncAt - below(HOUR, device.seed, 327)),
  'custom.device.assetTag': `AT-${digits(6, device.seed, 328)}`,
  'custom.device.floor': below(9, device.seed, 329),
});

const userOf = (owner: Person | undefined): Record<string, Json | undefined> => ({
  'user.user_id': owner ? principalOf(owner) : null,
  'user.uuid': owner ? userUuidOf(owner) : null,
  'user.display_name': owner?.displayName ?? null,
  'user.first_name': owner?.givenName ?? null,
  'user.last_name': owner?.surname ?? null,
  'user.email_address': owner?.mail ?? null,
  'user.sam_account_name': owner ? accountName(owner) : null,
});

/** Answered when they are asked for, and missing in the list of fields. */
export const UNLISTED = ['common.id', 'common.location', 'common.location_last_captured_at'] as const;

const position = (device: Device): Record<string, Json | undefined> => {
  const found = positionOf(device);
  return {
    'common.location': found ? `${found.latitude}, ${found.longitude}` : null,
    'common.location_last_captured_at': found ? instant(found.fixedAt) : null,
  };
};

function platformFieldsOf(device: Device): Record<string, Json | undefined> {
  const makers = device.platform === 'macos' ? PLATFORM_FIELDS.ios : PLATFORM_FIELDS[device.platform];
  return Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make(device)]));
}

/** All fields of a device of that id. */
export function fieldsOf(estate: Estate, device: Device, id: number): Readonly<Record<string, Json | undefined>> {
  return {
    ...identity(device, id),
    ...networks(device),
    ...state(device),
    ...inventory(device),
    ...userOf(estate.ownerOf(device)),
    ...platformFieldsOf(device),
    ...position(device),
    ...device.overrides,
  };
}

/** Names of all fields, whatever the platform: of a device that nobody has. */
export function fieldNames(estate: Estate): ReadonlySet<string> {
  const plan = { seed: 1, enrolment: 0, now: 0, appsPerDevice: 0, ownerNumber: null, ownerGivenName: '' };
  const platforms = Object.values(PLATFORM_FIELDS).flatMap((fields) => Object.keys(fields));
  return new Set([...Object.keys(fieldsOf(estate, createDevice(plan), 0)), ...platforms]);
}
