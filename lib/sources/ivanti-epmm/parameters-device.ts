// Fields of the device list that all platforms have, and those of the user; the others are in parameters-platform.ts.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2QueryOperatorsandFields.htm

import { attribute, entity, field, type Line, leave, state } from '../declare.ts';
import { countryOfMcc, helps, mcc, mnc } from '../networks.ts';
import type { Parameter } from '../parameters.ts';
import * as shared from '../transforms.ts';
import { platformParameters } from './parameters-platform.ts';
import * as epmm from './transforms.ts';

const identity: readonly Line[] = [
  field('common.uuid', 'string', 'external_id'),
  field('user.uuid', 'string', 'user_external_id'),
  field('user.user_id', 'string', 'user_external_id'),
  field('ios.DeviceName', 'string', 'device_name'),
  field('common.SerialNumber', 'string', 'serial_number', { transform: shared.serialNumber }),
  field('common.imei', 'string', 'imei', { transform: epmm.unlessNull(shared.imei) }),
  field('ios.iPhone UDID', 'string', 'udid'),
  field('common.wifi_mac_address', 'string', 'wifi_mac', { transform: epmm.unlessNull(shared.mac) }),
  field('ios.iPhone MAC_ADDRESS_EN0', 'string', 'wifi_mac', { transform: epmm.unlessNull(shared.mac) }),
  field('common.current_phone_number', 'string', 'phone_number', { transform: epmm.phoneNumber }),
  field('user.user_id', 'string', 'user_principal_name', { transform: epmm.userPrincipalName }),
  field('user.email_address', 'string', 'mail'),
  field('common.imsi', 'string', 'imsi', { transform: epmm.unlessNull() }),
  field('ios.iPhone ICCID', 'string', 'iccid', { transform: epmm.unlessNull() }),
];

const condition: readonly Line[] = [
  field('common.platform', 'string', 'platform', { transform: epmm.platform }),
  field('common.platform', 'string', 'os'),
  field('common.os_version', 'string', 'os_version'),
  field('android.security_patch', 'string', 'security_patch_level'),
  field('common.manufacturer', 'string', 'manufacturer'),
  field('common.model_name', 'string', 'model'),
  field('common.model', 'string', 'model'),
  field('common.owner', 'string', 'ownership', { transform: epmm.ownership }),
  field('common.compliant', 'boolean', 'compliance', { transform: epmm.compliance }),
  field('common.security_state', 'string', 'compliance_state'),
  field('common.noncompliance_reasons', 'strings', 'compliance_reasons', { transform: epmm.reasons }),
  field('common.status', 'string', 'management_state'),
  field('common.device_encrypted', 'boolean', 'encrypted'),
  field('ios.Supervised', 'boolean', 'supervised'),
  field('common.device_is_compromised', 'boolean', 'compromised'),
  field('common.battery_level', 'integer', 'battery_percent', { unit: 'percent', transform: shared.percent }),
  field('common.storage_capacity', 'integer', 'storage_total_bytes', {
    unit: 'bytes',
    transform: shared.bytes,
  }),
  field('common.storage_free', 'integer', 'storage_free_bytes', {
    unit: 'bytes',
    transform: shared.bytes,
  }),
  field('common.registration_date', 'instant', 'enrolled_at'),
  field('common.last_connected_at', 'instant', 'last_seen_at'),
];

const roaming = { switch: 'roaming' } as const;

const networks: readonly Line[] = [
  field('common.home_operator_name', 'string', 'carrier'),
  field('ios.SIM MNC', 'string', 'carrier', { transform: helps(mnc) }),
  field('common.home_country_code', 'string', 'home_country', { transform: epmm.country }),
  field('ios.SIM MCC', 'string', 'home_country', { transform: countryOfMcc }),
  field('ios.SIM MCC', 'string', 'home_network', { transform: mcc }),
  field('common.current_operator_name', 'string', 'current_operator', roaming),
  field('ios.Current MNC', 'string', 'current_operator', { ...roaming, transform: helps(mnc) }),
  field('common.current_country_code', 'string', 'current_country', {
    ...roaming,
    transform: epmm.country,
  }),
  field('ios.Current MCC', 'string', 'current_country', { ...roaming, transform: countryOfMcc }),
  field('ios.Current MCC', 'string', 'current_network', { ...roaming, transform: mcc }),
  field('common.roaming', 'boolean', 'roaming', roaming),
  field('android.device_roaming_flag', 'boolean', 'roaming', roaming),
  attribute('common.current_country_name', 'string', 'location', roaming),
  attribute('common.home_country_name', 'string', 'technical'),
  state('common.cellular_technology'),
];

const attributes: readonly Line[] = [
  attribute('common.id', 'integer', 'identifier'),
  attribute('common.client_id', 'integer', 'identifier'),
  attribute('common.home_phone_number', 'string', 'contact', {
    profile: 'sensitive',
    transform: epmm.phoneNumber,
    phone: true,
  }),
  attribute('common.registration_imsi', 'string', 'identifier', {
    profile: 'sensitive',
    transform: epmm.unlessNull(),
    subscriber: true,
  }),
  attribute('common.ethernet_mac', 'string', 'identifier', {
    transform: epmm.unlessNull(shared.mac),
    found: 'identifier',
  }),
  attribute('common.ip_address', 'string', 'identifier', { profile: 'sensitive', transform: epmm.unlessNull() }),
  attribute('common.comment', 'string', 'content', { profile: 'sensitive' }),
  attribute('common.device_space_name', 'string', 'organisation', { tracked: true }),
  state('common.apns_capable', 'boolean'),
  state('common.background_status', 'string', {
    transform: epmm.typedText,
    description: '0 enabled, 1 denied by user, 2 disabled by policy, 3 no such device, 4 no such system, 5 unknown',
  }),
  state('common.blocked', 'boolean'),
  state('common.blocked_reasons', 'strings', { transform: epmm.reasons }),
  state('common.ccm_migration_status'),
  attribute('common.client_build_date', 'string', 'technical'),
  state('common.client_name'),
  state('common.client_version'),
  attribute('common.creation_date', 'instant', 'technical'),
  state('common.data_protection_enabled', 'boolean'),
  state('common.data_protection_reasons', 'strings', { transform: epmm.reasons }),
  state('common.device_admin_enabled', 'boolean'),
  state('common.language'),
  state('common.locale'),
  state('common.mdm_managed', 'boolean'),
  attribute('common.memory_capacity', 'integer', 'technical', { unit: 'bytes', transform: shared.bytes }),
  attribute('common.memory_free', 'integer', 'technical', { unit: 'bytes', transform: shared.bytes }),
  attribute('common.miclient_last_connected_at', 'instant', 'usage'),
  state('common.model'),
  attribute('common.modified_at', 'instant', 'technical'),
  state('common.platform_name'),
  state('common.quarantined', 'boolean'),
  state('common.quarantined_reasons', 'strings', { transform: epmm.reasons }),
  state('common.retired', 'boolean'),
  attribute('user.display_name', 'string', 'identifier'),
  attribute('user.first_name', 'string', 'identifier'),
  attribute('user.last_name', 'string', 'identifier'),
  attribute('user.sam_account_name', 'string', 'identifier'),
  attribute('user.user_id', 'string', 'identifier'),
];

export const device = entity({
  name: 'device',
  dataset: 'device',
  path: '/api/v2/devices',
  parameters: [...identity, ...condition, ...networks, ...attributes, ...platformParameters],
});

/** Missing in the list of fields that EPMM gives, and answered all the same. */
export const deviceLocation = entity({
  name: 'deviceLocation',
  dataset: 'location',
  path: '/api/v2/devices',
  parameters: [
    field('common.uuid', 'string', 'device_external_id', { key: true }),
    field('common.location', 'string', 'latitude', { switch: 'location', transform: epmm.latitude }),
    field('common.location', 'string', 'longitude', { switch: 'location', transform: epmm.longitude }),
    field('common.location', 'string', 'accuracy_metres', {
      switch: 'location',
      unit: 'm',
      transform: epmm.accuracy,
    }),
    field('common.location_last_captured_at', 'instant', 'fixed_at', {
      switch: 'location',
      transform: epmm.moment,
    }),
  ],
});

const CUSTOM = 'custom.device.';

/** What administrators made of their own; only what the source names is read. */
export const customParameters = (names: readonly string[]): readonly Parameter[] =>
  names.map((name) =>
    attribute(`${CUSTOM}${name}`, 'string', 'content', { profile: 'core', tracked: true, transform: epmm.typedText }),
  );

export const deviceLeftOut = [
  ...leave('device', 'The same as common.client_id, as older versions spell it.', ['common.clientId']),
  ...leave('v1Device', 'Of the deprecated V1 interface; the device list has it as common.status.', 'status statusCode'),
  ...leave(
    'v1Device',
    'Of the deprecated V1 interface; the device list has it in words, as common.*_reasons.',
    'compliance quarantinedStatus blockReason',
  ),
];
