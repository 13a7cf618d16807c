// Fields of the device list that all platforms have, and those of the user; the others are in parameters-platform.ts.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2QueryOperatorsandFields.htm

import { attribute, field, leave, state } from '../declare.ts';
import { countryOfMcc, helps, mcc, mnc } from '../networks.ts';
import type { Entity, Parameter } from '../parameters.ts';
import * as values from '../values.ts';
import { platformParameters } from './parameters-platform.ts';
import * as epmm from './transforms.ts';

const identity: readonly Parameter[] = [
  field('common.uuid', 'string', 'identifier', 'external_id'),
  field('user.uuid', 'string', 'identifier', 'user_external_id'),
  field('user.user_id', 'string', 'identifier', 'user_external_id'),
  field('ios.DeviceName', 'string', 'identifier', 'device_name'),
  field('common.SerialNumber', 'string', 'identifier', 'serial_number', { transform: values.serialNumber }),
  field('common.imei', 'string', 'identifier', 'imei', { transform: epmm.unlessNull(values.imei) }),
  field('ios.iPhone UDID', 'string', 'identifier', 'udid'),
  field('common.wifi_mac_address', 'string', 'identifier', 'wifi_mac', { transform: epmm.unlessNull(values.mac) }),
  field('ios.iPhone MAC_ADDRESS_EN0', 'string', 'identifier', 'wifi_mac', { transform: epmm.unlessNull(values.mac) }),
  field('common.current_phone_number', 'string', 'contact', 'phone_number', { transform: epmm.phoneNumber }),
  field('user.user_id', 'string', 'identifier', 'user_principal_name', { transform: epmm.userPrincipalName }),
  field('user.email_address', 'string', 'contact', 'mail'),
  field('common.imsi', 'string', 'identifier', 'imsi', { transform: epmm.unlessNull() }),
  field('ios.iPhone ICCID', 'string', 'identifier', 'iccid', { transform: epmm.unlessNull() }),
];

const condition: readonly Parameter[] = [
  field('common.platform', 'string', 'technical', 'platform', { transform: epmm.platform }),
  field('common.platform', 'string', 'technical', 'os'),
  field('common.os_version', 'string', 'technical', 'os_version'),
  field('android.security_patch', 'string', 'technical', 'security_patch_level'),
  field('common.manufacturer', 'string', 'technical', 'manufacturer'),
  field('common.model_name', 'string', 'technical', 'model'),
  field('common.model', 'string', 'technical', 'model'),
  field('common.owner', 'string', 'technical', 'ownership', { transform: epmm.ownership }),
  field('common.compliant', 'boolean', 'technical', 'compliance', { transform: epmm.compliance }),
  field('common.security_state', 'string', 'technical', 'compliance_state'),
  field('common.noncompliance_reasons', 'strings', 'technical', 'compliance_reasons', { transform: epmm.reasons }),
  field('common.status', 'string', 'technical', 'management_state'),
  field('common.device_encrypted', 'boolean', 'technical', 'encrypted'),
  field('ios.Supervised', 'boolean', 'technical', 'supervised'),
  field('common.device_is_compromised', 'boolean', 'technical', 'compromised'),
  field('common.battery_level', 'integer', 'usage', 'battery_percent', { unit: 'percent', transform: values.percent }),
  field('common.storage_capacity', 'integer', 'technical', 'storage_total_bytes', {
    unit: 'bytes',
    transform: values.bytes,
  }),
  field('common.storage_free', 'integer', 'technical', 'storage_free_bytes', {
    unit: 'bytes',
    transform: values.bytes,
  }),
  field('common.registration_date', 'instant', 'technical', 'enrolled_at'),
  field('common.last_connected_at', 'instant', 'usage', 'last_seen_at'),
];

const roaming = { switch: 'roaming' } as const;

const networks: readonly Parameter[] = [
  field('common.home_operator_name', 'string', 'technical', 'carrier'),
  field('ios.SIM MNC', 'string', 'technical', 'carrier', { transform: helps(mnc) }),
  field('common.home_country_code', 'string', 'technical', 'home_country', { transform: epmm.country }),
  field('ios.SIM MCC', 'string', 'technical', 'home_country', { transform: countryOfMcc }),
  field('ios.SIM MCC', 'string', 'technical', 'home_network', { transform: mcc }),
  field('common.current_operator_name', 'string', 'location', 'current_operator', roaming),
  field('ios.Current MNC', 'string', 'location', 'current_operator', { ...roaming, transform: helps(mnc) }),
  field('common.current_country_code', 'string', 'location', 'current_country', {
    ...roaming,
    transform: epmm.country,
  }),
  field('ios.Current MCC', 'string', 'location', 'current_country', { ...roaming, transform: countryOfMcc }),
  field('ios.Current MCC', 'string', 'location', 'current_network', { ...roaming, transform: mcc }),
  field('common.roaming', 'boolean', 'location', 'roaming', roaming),
  field('android.device_roaming_flag', 'boolean', 'location', 'roaming', roaming),
  attribute('common.current_country_name', 'string', 'location', roaming),
  attribute('common.home_country_name', 'string', 'technical'),
  state('common.cellular_technology'),
];

/** Numbers that nothing masks: read where all numbers are. */
export const unmaskedNumbers = ['common.home_phone_number', 'common.registration_imsi'];
/** Numbers of which `phoneNumbers: off` leaves nothing. */
export const phoneNumbers = ['common.current_phone_number'];

const attributes: readonly Parameter[] = [
  attribute('common.id', 'integer', 'identifier'),
  attribute('common.client_id', 'integer', 'identifier'),
  attribute('common.home_phone_number', 'string', 'contact', { profile: 'sensitive', transform: epmm.phoneNumber }),
  attribute('common.registration_imsi', 'string', 'identifier', { profile: 'sensitive', transform: epmm.unlessNull() }),
  attribute('common.ethernet_mac', 'string', 'identifier', { transform: epmm.unlessNull(values.mac) }),
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
  attribute('common.memory_capacity', 'integer', 'technical', { unit: 'bytes', transform: values.bytes }),
  attribute('common.memory_free', 'integer', 'technical', { unit: 'bytes', transform: values.bytes }),
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

export const device: Entity = {
  name: 'device',
  dataset: 'device',
  path: '/api/v2/devices',
  parameters: [...identity, ...condition, ...networks, ...attributes, ...platformParameters],
};

/** Missing in the list of fields that EPMM gives, and answered all the same. */
export const deviceLocation: Entity = {
  name: 'deviceLocation',
  dataset: 'location',
  path: '/api/v2/devices',
  parameters: [
    field('common.uuid', 'string', 'identifier', 'device_external_id'),
    field('common.location', 'string', 'location', 'latitude', { switch: 'location', transform: epmm.latitude }),
    field('common.location', 'string', 'location', 'longitude', { switch: 'location', transform: epmm.longitude }),
    field('common.location', 'string', 'location', 'accuracy_metres', {
      switch: 'location',
      unit: 'm',
      transform: epmm.accuracy,
    }),
    field('common.location_last_captured_at', 'instant', 'location', 'fixed_at', {
      switch: 'location',
      transform: epmm.moment,
    }),
  ],
};

const CUSTOM = 'custom.device.';

/** What administrators made of their own; only what the source names is read. */
export const customParameters = (names: readonly string[]): readonly Parameter[] =>
  names.map((name) =>
    attribute(`${CUSTOM}${name}`, 'string', 'content', {
      profile: 'sensitive',
      tracked: true,
      transform: epmm.typedText,
    }),
  );

export const deviceLeftOut = [
  ...leave('device', 'The same as common.client_id, as older versions spell it.', ['common.clientId']),
  ...leave('v1Device', 'Of the deprecated V1 interface; the device list has it as common.status.', [
    'status',
    'statusCode',
  ]),
  ...leave('v1Device', 'Of the deprecated V1 interface; the device list has it in words, as common.*_reasons.', [
    'compliance',
    'quarantinedStatus',
    'blockReason',
  ]),
];
