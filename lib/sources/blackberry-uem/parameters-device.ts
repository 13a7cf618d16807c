// User device, with the device that it is and its last position, as GET /users/{userGuid}/userDevices returns it.
// https://developer.blackberry.com/files/bws/reference/blackberry_uem_12_22_rest/json_UserDeviceView.html
import { attribute, count, entity, field, leave, state, under } from '../declare.ts';
import * as shared from '../transforms.ts';
import { compliance, megabytes, ownership } from './transforms.ts';

const PATH = '/{tenantGuid}/api/v1/users/{userGuid}/userDevices';
const sensitive = { profile: 'sensitive' } as const;
const roaming = { switch: 'roaming' } as const;

export const userDevice = entity({
  name: 'userDevice',
  dataset: 'device',
  path: PATH,
  parameters: [
    // Of the enrolment: of hardware that two people share there are two, and the addresses of its apps are made of it.
    field('guid', 'string', 'external_id'),
    field('userGuid', 'string', 'user_external_id', { description: 'From the address of the list' }),
    field('enrollmentState', 'string', 'management_state'),
    field('outOfComplianceInfo', 'json', 'compliance', { transform: compliance }),
    field('outOfComplianceInfo[].reason', 'string', 'compliance_reasons'),
    field('lastContactTime', 'instant', 'last_seen_at'),
    state('outOfComplianceInfo[].displayName'),
    attribute('outOfComplianceInfo[].date', 'instant', 'technical'),
    state('checkedOut', 'boolean'),
    state('clientVersion'),
    attribute('dynamicsDeviceId', 'string', 'identifier'),
    state('enrollmentType', 'strings'),
    state('language'),
    state('lastPerimeterStateChanged', 'instant'),
    attribute('lastPasswordChangeTime', 'instant', 'usage'),
    state('loggingExpiryDate', 'instant'),
    state('loggingStatus'),
    state('service.guid'),
    state('service.name'),
    state('service.displayName'),
    state('attestationInfo[].type'),
    state('attestationInfo[].status'),
    state('attestationInfo[].attestationNote'),
    attribute('attestationInfo[].lastAttestationResponseReceived', 'instant', 'technical'),
    state('osUpdateStatus.latestVersion'),
    state('osUpdateStatus.otherVersions', 'strings'),
    state('osUpdateStatus.updateIsAvailable', 'boolean'),
    state('osUpdateStatus.isLatest', 'boolean'),
    state('osUpdateStatus.latestResponse'),
    count('osUpdateStatus.attempts'),
    count('osUpdateStatus.attemptsRemaining'),
    attribute('osUpdateStatus.timestamp', 'instant', 'technical'),
    ...['maliciousApplications', 'maliciousSystemApplications'].flatMap((list) =>
      ['package', 'name', 'version', 'hash'].map((property) =>
        attribute(`${list}[].${property}`, 'string', 'usage', sensitive),
      ),
    ),
    attribute('sideloadedApplications', 'json', 'usage', sensitive),
  ],
});

/** Whether a parameter tells which apps somebody has: not read of devices whose apps are not read either. */
export const tellsApps = (wire: string): boolean => /^(malicious|maliciousSystem|sideloaded)Applications\b/.test(wire);

export const device = entity({
  name: 'device',
  dataset: 'device',
  path: `${PATH} (device)`,
  parameters: under('device', [
    field('serialNumber', 'string', 'serial_number', { transform: shared.serialNumber }),
    // With blanks from iOS: 01 400000 155119 5.
    field('imei', 'string', 'imei', { transform: shared.imei }),
    field('meid', 'string', 'meid', { transform: shared.meid }),
    field('activeSyncId', 'string', 'eas_device_id'),
    field('udid', 'string', 'udid'),
    field('wifiMacAddress', 'string', 'wifi_mac', { transform: shared.mac }),
    field('phoneNumber', 'string', 'phone_number'),
    field('iccid', 'string', 'iccid'),
    field('osFamilyName', 'string', 'platform', { transform: shared.platform }),
    field('osFamilyName', 'string', 'os'),
    field('osVersion', 'string', 'os_version'),
    field('securityPatchLevel', 'string', 'security_patch_level'),
    field('hardwareVendorCompanyName', 'string', 'manufacturer'),
    field('hardwareModel', 'string', 'model'),
    field('ownership', 'string', 'ownership', { transform: ownership }),
    field('supervised', 'boolean', 'supervised'),
    field('compromised', 'boolean', 'compromised'),
    field('homeCarrier', 'string', 'carrier'),
    // Names alone: UEM has no network codes, so networks and countries stay unknown.
    field('currentCarrier', 'string', 'current_operator', roaming),
    field('networkRoaming', 'boolean', 'roaming', roaming),
    field('batteryLevel', 'decimal', 'battery_percent', { unit: 'percent', transform: shared.percent }),
    field('internalStorageSize', 'decimal', 'storage_total_bytes', { unit: 'MB', transform: megabytes }),
    field('internalStorageFree', 'decimal', 'storage_free_bytes', { unit: 'MB', transform: megabytes }),
    field('activationDate', 'instant', 'enrolled_at'),
    attribute('guid', 'string', 'identifier'),
    attribute('pin', 'string', 'identifier'),
    attribute('clientId', 'string', 'technical'),
    state('clientVersion'),
    state('os'),
    state('hardwareName'),
    state('acquireLogs', 'boolean'),
    state('depEnabled', 'boolean'),
    attribute('externalStorageSize', 'decimal', 'technical', { unit: 'MB' }),
    attribute('externalStorageFree', 'decimal', 'technical', { unit: 'MB' }),
    attribute('ramTotal', 'decimal', 'technical', { unit: 'MB' }),
    attribute('ramFree', 'decimal', 'technical', { unit: 'MB' }),
  ]),
});

const located = { switch: 'location' } as const;

export const geolocation = entity({
  name: 'geolocation',
  dataset: 'location',
  path: `${PATH} (deviceLocation)`,
  parameters: [
    field('timestamp', 'instant', 'fixed_at', located),
    field('latitude', 'decimal', 'latitude', located),
    field('longitude', 'decimal', 'longitude', located),
    field('accuracy', 'decimal', 'accuracy_metres', located),
    field('altitude', 'decimal', 'altitude_metres', located),
    field('speed', 'decimal', 'speed', located),
    field('direction', 'decimal', 'heading', located),
    field('type', 'string', 'method', located),
  ],
});

export const deviceLeftOut = [
  ...leave(
    'userDevice',
    'Its single properties are declared instead of the whole.',
    'deviceLocation maliciousSystemApplications',
  ),
  ...leave('userDevice', 'Addresses made of the ids, by the internal name of the server.', ['links']),
  ...leave('device', 'Addresses made of the ids, by the internal name of the server.', ['links']),
];
