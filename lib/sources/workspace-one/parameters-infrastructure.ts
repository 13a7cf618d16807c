// What keeps the console running: its version, push certificates, the tunnel, and how many devices there are.

import { attribute, count, entity, field, leave, state } from '../declare.ts';

export const systemInfo = entity({
  name: 'systemInfo',
  dataset: 'infrastructure',
  path: '/api/system/info',
  parameters: [
    field('ProductName', 'string', 'name'),
    field('ProductVersion', 'string', 'version'),
    attribute('ProductCopyright', 'string', 'technical'),
    state('Version'),
    state('BuildKey'),
    state('CommitId'),
    attribute('Resources.Workspaces[].location', 'string', 'technical'),
    attribute('Resources.Collections[].location', 'string', 'technical'),
  ],
});

/** Of Apple's push service, a request per organisation group. */
export const apnsCertificate = entity({
  name: 'apnsCertificate',
  dataset: 'infrastructure',
  path: '/api/system/groups/{uuid}/apns (version=2)',
  parameters: [
    field('thumbprint', 'string', 'external_id'),
    field('issued_to', 'string', 'name'),
    field('current_setting', 'string', 'state'),
    field('valid_to', 'instant', 'expires_at'),
    state('certificate_type', 'integer'),
    state('issued_by'),
    state('valid_from', 'instant'),
    attribute('apple_id', 'string', 'identifier', { tracked: true }),
    state('child_permission'),
  ],
});

export const tunnelHealth = entity({
  name: 'tunnelHealth',
  dataset: 'infrastructure',
  path: '/api/mdm/tunnel/health',
  parameters: [
    field('api_to_tunnel_microservice_connectivity', 'string', 'state'),
    // The blank is the vendor's.
    state('tunnel_microservice _to_api_connectivity'),
    state('microservice_db_connectivity'),
  ],
});

export const deviceCount = entity({
  name: 'deviceCount',
  dataset: 'infrastructure',
  path: '/api/mdm/devices/devicecountinfo',
  parameters: [
    'TotalDevices',
    ...['Compromised', 'NoPasscode', 'NotEncrypted'].map((name) => `Security.${name}`),
    ...['CorporateDedicated', 'CorporateShared', 'EmployeeOwned', 'Undefined'].map((name) => `Ownership.${name}`),
    ...[
      'WindowsMobile',
      'Apple',
      'Android',
      'Athena',
      'Motorola',
      'WindowsPhone',
      'WindowsPC',
      'AppleOsX',
      'WindowsPhone8',
      'WindowsRT',
      'AppleTv',
      'QNX',
      'ChromeBook',
      'IOTDevice',
      'IOTGateway',
    ].map((name) => `Platforms.${name}`),
    ...['Enrolled', 'Unenrolled', 'Registered'].map((name) => `EnrollmentStatus.${name}`),
  ].map(count),
});

export const infrastructureLeftOut = [
  ...leave('deviceCount', 'Read number by number.', 'Security Ownership Platforms EnrollmentStatus'),
  ...leave('deviceCount', 'No count: the number of the last platform.', ['Platforms.MaxTypeValue']),
];
