// What keeps the console running: its version, push certificates, the tunnel, and how many devices there are.

import { attribute, field, leave, state } from '../declare.ts';
import type { Entity } from '../parameters.ts';

export const systemInfo: Entity = {
  name: 'systemInfo',
  dataset: 'infrastructure',
  path: '/api/system/info',
  parameters: [
    field('ProductName', 'string', 'technical', 'name'),
    field('ProductVersion', 'string', 'technical', 'version'),
    attribute('ProductCopyright', 'string', 'technical'),
    state('Version'),
    state('BuildKey'),
    state('CommitId'),
    attribute('Resources.Workspaces[].location', 'string', 'technical'),
    attribute('Resources.Collections[].location', 'string', 'technical'),
  ],
};

/** Of Apple's push service, a request per organisation group. */
export const apnsCertificate: Entity = {
  name: 'apnsCertificate',
  dataset: 'infrastructure',
  path: '/api/system/groups/{uuid}/apns (version=2)',
  parameters: [
    field('thumbprint', 'string', 'technical', 'external_id'),
    field('issued_to', 'string', 'technical', 'name'),
    field('current_setting', 'string', 'technical', 'state'),
    field('valid_to', 'instant', 'technical', 'expires_at'),
    state('certificate_type', 'integer'),
    state('issued_by'),
    state('valid_from', 'instant'),
    attribute('apple_id', 'string', 'identifier', { tracked: true }),
    state('child_permission'),
  ],
};

export const tunnelHealth: Entity = {
  name: 'tunnelHealth',
  dataset: 'infrastructure',
  path: '/api/mdm/tunnel/health',
  parameters: [
    field('api_to_tunnel_microservice_connectivity', 'string', 'technical', 'state'),
    // The blank is the vendor's.
    state('tunnel_microservice _to_api_connectivity'),
    state('microservice_db_connectivity'),
  ],
};

const count = (name: string) => attribute(name, 'integer', 'technical', { unit: 'count' });

export const deviceCount: Entity = {
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
};

export const infrastructureLeftOut = [
  ...leave('deviceCount', 'Read number by number.', ['Security', 'Ownership', 'Platforms', 'EnrollmentStatus']),
  ...leave('deviceCount', 'No count: the number of the last platform.', ['Platforms.MaxTypeValue']),
];
