// The mirrors of devices, of the apps on them, and of the EMM's own infrastructure.
import { mirror } from './dataset.ts';
import { COMPANY_ONLY } from './event.ts';
import { bigint, boolean, instant, integer, json, required, text } from './field.ts';

/** Platforms as EMM Lens names them, whatever a product calls them. */
export const PLATFORMS = ['ios', 'ipados', 'android', 'windows', 'macos', 'linux', 'chromeos', 'other'] as const;
export const OWNERSHIPS = ['company', 'personal', 'unknown'] as const;
export const COMPLIANCE_STATES = ['compliant', 'noncompliant', 'unknown'] as const;

export const device = mirror({
  name: 'device',
  purpose: 'Inventory, support and security of the devices that hold company data.',
  key: ['external_id'],
  user: 'user_external_id',
  hardware: ['serial_number', 'imei', 'eas_device_id'],
  covered: ['platform', 'compliance', 'ownership', 'model'],
  fields: {
    external_id: required.text(128)('identifier', 'Id of the device in the EMM', { opaque: true, filterable: true }),
    user_external_id: text(128)('identifier', "Id of the device's user in the EMM", { opaque: true }),
    device_name: text(256)('identifier', 'Name of the device; people often put theirs into it', {
      filterable: true,
      sortable: true,
      searchable: true,
      found: 'words',
      tracked: true,
    }),
    serial_number: text(128)('identifier', 'Serial number', {
      filterable: true,
      searchable: true,
      found: 'identifier',
      tracked: true,
    }),
    imei: text(32)('identifier', 'IMEI', { opaque: true, filterable: true, found: 'identifier', tracked: true }),
    meid: text(32)('identifier', 'MEID', { opaque: true, filterable: true, found: 'identifier' }),
    entra_device_id: text(64)('identifier', 'Entra device id', { opaque: true, filterable: true }),
    eas_device_id: text(64)('identifier', 'ActiveSync device id; case tells none apart', {
      filterable: true,
      found: 'identifier',
    }),
    udid: text(64)('identifier', 'Unique device identifier of the platform (UDID)', {
      opaque: true,
      filterable: true,
      found: 'identifier',
    }),
    wifi_mac: text(32)('identifier', 'Wi-Fi MAC address', { opaque: true, filterable: true, found: 'identifier' }),
    phone_number: text(64)('contact', 'Phone number; masked unless the source says otherwise', {
      found: 'number',
      tracked: true,
      minimise: 'phone',
    }),
    phone_number_hash: text(64)('contact', 'Keyed hash of the phone number', {
      opaque: true,
      filterable: true,
      alsoIn: 'phone_number_2_hash',
    }),
    phone_number_2_hash: text(64)('contact', 'Keyed hash of a second number in the same field', { opaque: true }),
    user_principal_name: text(320)('identifier', 'UPN of the user, as the EMM has it', {
      filterable: true,
      searchable: true,
      found: 'address',
    }),
    mail: text(320)('contact', 'Mail address of the user, as the EMM has it', { filterable: true }),
    platform: text(16)('technical', 'Platform', { opaque: true, filterable: true, tracked: true, values: PLATFORMS }),
    os: text(64)('technical', 'Operating system as the EMM names it', { filterable: true, tracked: true }),
    os_version: text(64)('technical', 'Version of the operating system', {
      version: true,
      filterable: true,
      sortable: true,
      tracked: true,
    }),
    security_patch_level: text(32)('technical', 'Android security patch level', {
      version: true,
      filterable: true,
      tracked: true,
    }),
    manufacturer: text(128)('technical', 'Manufacturer', { filterable: true, tracked: true }),
    model: text(128)('technical', 'Model', { filterable: true, sortable: true, tracked: true }),
    ownership: text(16)('technical', 'Who owns the device', {
      opaque: true,
      filterable: true,
      tracked: true,
      values: OWNERSHIPS,
    }),
    compliance: text(16)('technical', 'Compliance, in three words', {
      opaque: true,
      filterable: true,
      tracked: true,
      values: COMPLIANCE_STATES,
    }),
    compliance_state: text(64)('technical', 'Compliance as the EMM says it', { filterable: true, tracked: true }),
    management_state: text(64)('technical', 'State of management as the EMM says it', {
      filterable: true,
      tracked: true,
    }),
    compliance_reasons: json('technical', 'Why it does not comply, as the EMM says it: a list of texts', {
      tracked: true,
    }),
    encrypted: boolean('technical', 'Whether storage is encrypted', { filterable: true, tracked: true }),
    supervised: boolean('technical', 'Whether the device is supervised', { filterable: true, tracked: true }),
    compromised: boolean('technical', 'Whether it is jailbroken or rooted', { filterable: true, tracked: true }),
    carrier: text(128)('technical', 'Operator named by the SIM', { filterable: true, tracked: true }),
    iccid: text(32)('identifier', 'SIM; only its issuer unless the source says otherwise', {
      found: 'number',
      tracked: true,
      minimise: 'subscriber',
    }),
    iccid_hash: text(64)('identifier', 'Keyed hash of the ICCID', { opaque: true, filterable: true }),
    imsi: text(32)('identifier', 'Subscription; only its network unless the source says otherwise', {
      tracked: true,
      minimise: 'subscriber',
    }),
    imsi_hash: text(64)('identifier', 'Keyed hash of the IMSI', { opaque: true, filterable: true }),
    home_network: text(8)('technical', 'Network of the SIM, MCC-MNC', {
      opaque: true,
      filterable: true,
      tracked: true,
    }),
    home_country: text(2)('technical', 'Country of that network, ISO 3166-1', {
      opaque: true,
      filterable: true,
      tracked: true,
    }),
    current_network: text(8)('location', 'Network that the device is in, MCC-MNC', {
      opaque: true,
      filterable: true,
      switch: 'roaming',
    }),
    current_operator: text(128)('location', 'Operator of that network', { filterable: true, switch: 'roaming' }),
    current_country: text(2)('location', 'Country of that network, ISO 3166-1', {
      opaque: true,
      filterable: true,
      switch: 'roaming',
    }),
    roaming: boolean('location', 'Whether it is in another network than that of its SIM', {
      filterable: true,
      switch: 'roaming',
    }),
    battery_percent: integer('usage', 'Charge of the battery', { unit: 'percent' }),
    storage_total_bytes: bigint('technical', 'Storage', { unit: 'bytes', filterable: true }),
    storage_free_bytes: bigint('technical', 'Free storage', { unit: 'bytes', filterable: true }),
    enrolled_at: instant('technical', 'When the device was enrolled', { filterable: true, sortable: true }),
    last_seen_at: instant('usage', 'When the device last reported to the EMM', { filterable: true, sortable: true }),
  },
});

export const device_app = mirror({
  name: 'device_app',
  purpose: 'Security and licences: which software, in which version, is on company devices.',
  // The version is not part of the key: an update is a change, not a removal and an arrival.
  key: ['device_external_id', 'app_id'],
  parent: { dataset: 'device', key: ['device_external_id'], stored: COMPANY_ONLY },
  fields: {
    device_external_id: required.text(128)('identifier', 'Id of the device in the EMM', { opaque: true }),
    app_id: required.text(256)('usage', 'Id of the app within the EMM: bundle id, package name, or its key there', {
      opaque: true,
    }),
    title: text(256)('usage', 'Title', { filterable: true, sortable: true, searchable: true }),
    version: text(64)('usage', 'Installed version', { filterable: true, version: true }),
    publisher: text(256)('usage', 'Publisher', { filterable: true }),
    platform: text(16)('technical', 'Platform of the app', { opaque: true, filterable: true }),
    size_bytes: bigint('technical', 'Size', { unit: 'bytes' }),
    managed: boolean('technical', 'Whether the EMM installed it', { filterable: true }),
    install_state: text(64)('usage', 'State of the installation as the EMM says it', { filterable: true }),
  },
});

/** Administrators give it, and put people's names into it. */
const name = text(256)('organisation', 'Name', { filterable: true, sortable: true, searchable: true, tracked: true });

export const infrastructure = mirror({
  name: 'infrastructure',
  purpose: 'Keeps the management systems themselves running: servers, connectors, certificates, tokens, licences.',
  key: ['component', 'external_id'],
  unbounded: true,
  fields: {
    component: required.text(64)(
      'technical',
      'Kind: server, connector, apns-certificate, vpp-token, dep-token, tenant, licence',
      {
        opaque: true,
        filterable: true,
      },
    ),
    external_id: required.text(256)('technical', 'Id of the component in the system', { opaque: true }),
    name,
    state: text(64)('technical', 'State as the system says it', { filterable: true, tracked: true }),
    version: text(64)('technical', 'Version', { tracked: true }),
    expires_at: instant('technical', 'When it expires', { filterable: true, sortable: true, tracked: true }),
    last_activity_at: instant('technical', 'When it last worked or synchronised', { filterable: true }),
    units_total: bigint('technical', 'Of licences: how many there are', { unit: 'count' }),
    units_used: bigint('technical', 'Of licences: how many are used', { unit: 'count' }),
    units_free: bigint('technical', 'Of licences: how many are left', { unit: 'count' }),
  },
});

export const configuration = mirror({
  name: 'configuration',
  purpose: 'Shows what administrators set up in the management systems, to explain what devices and people got.',
  key: ['kind', 'external_id'],
  unbounded: true,
  fields: {
    kind: required.text(64)('technical', 'application, group, label, policy, profile, organisation-group', {
      opaque: true,
      filterable: true,
    }),
    external_id: required.text(256)('technical', 'Id in the system', { opaque: true }),
    name,
    state: text(64)('technical', 'State as the system says it', { filterable: true, tracked: true }),
    version: text(64)('technical', 'Version', { tracked: true }),
    platform: text(16)('technical', 'Platform that it is for', { opaque: true, filterable: true }),
    modified_at: instant('technical', 'When it was last changed', { filterable: true }),
  },
});
