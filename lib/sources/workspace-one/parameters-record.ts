// The newer record of a device (version 3), and the drives of those with Windows.
// GET /devices/{uuid}, Accept: application/json;version=3

import { attribute, entity, field, leave, state, under } from '../declare.ts';
import { bytes } from '../transforms.ts';
import * as ws1 from './transforms.ts';

const inBytes = { unit: 'bytes', transform: bytes } as const;

export const deviceV3 = entity({
  name: 'deviceV3',
  dataset: 'device',
  path: '/api/mdm/devices/{uuid} (version=3)',
  parameters: under('v3', [
    attribute('device_reported_name', 'string', 'identifier'),
    attribute('total_storage_bytes', 'string', 'technical', inBytes),
    attribute('available_storage_bytes', 'string', 'technical', inBytes),
    attribute('total_physical_memory_bytes', 'string', 'technical', inBytes),
    attribute('available_physical_memory_bytes', 'string', 'technical', inBytes),
    attribute('total_external_storage_bytes', 'string', 'technical', inBytes),
    attribute('available_external_storage_bytes', 'string', 'technical', inBytes),
    field('battery_level_percentage', 'string', 'battery_percent', {
      unit: 'percent',
      transform: ws1.percent,
      profile: 'extended',
    }),
    attribute('computer_name', 'string', 'identifier'),
    state('supervised', 'boolean'),
    state('data_encrypted', 'boolean'),
    attribute('last_reboot', 'instant', 'usage'),
    attribute('hardware_device_identifier', 'string', 'identifier'),
    attribute('processor_architecture_name', 'string', 'technical'),
    attribute('carrier_info.roaming_enabled', 'boolean', 'location', { switch: 'roaming' }),
    attribute('enrollment_info.enrollment_status', 'integer', 'technical', { tracked: true }),
    attribute('enrollment_info.compliance_status', 'integer', 'technical', { tracked: true }),
    attribute('enrollment_info.enrollment_timestamp', 'instant', 'technical'),
    attribute('enrollment_info.last_seen_timestamp', 'instant', 'usage'),
    attribute('enrollment_info.ownership', 'integer', 'technical', { tracked: true }),
    attribute('enrollment_info.organization_group_uuid', 'string', 'organisation'),
    attribute('enrollment_info.organization_group_name', 'string', 'organisation'),
    attribute('enrollment_info.enrollment_user_uuid', 'string', 'identifier'),
    attribute('enrollment_info.managed_by', 'integer', 'technical', { tracked: true }),
  ]),
});

export const bitlocker = entity({
  name: 'bitlocker',
  dataset: 'device',
  path: '/api/mdm/devices/{uuid}/bitlocker/drives',
  parameters: under('bitlocker', [state('overall_bitlocker_status', 'integer'), state('cipher_mismatch', 'boolean')]),
});

const drive = (property: string): string => `drive_information[].${property}`;

export const bitlockerDrive = entity({
  name: 'bitlockerDrive',
  dataset: 'device',
  path: '/api/mdm/devices/{uuid}/bitlocker/drives (drive_information)',
  parameters: under('bitlocker', [
    state(drive('drive_status'), 'integer'),
    attribute(drive('volume_identifier'), 'string', 'technical'),
    attribute(drive('drive_letter'), 'string', 'technical'),
    attribute(drive('volume_name'), 'string', 'content', { profile: 'sensitive' }),
    attribute(drive('volume_type'), 'integer', 'technical'),
    attribute(drive('size_in_bytes'), 'integer', 'technical', { unit: 'bytes' }),
    attribute(drive('bitlocker_version'), 'string', 'technical'),
    state(drive('conversion_status'), 'integer'),
    attribute(drive('percentage_encrypted'), 'decimal', 'technical', { unit: 'percent' }),
    state(drive('encryption_method'), 'integer'),
    state(drive('protection_status'), 'boolean'),
    attribute(drive('number_reboots_remaining'), 'integer', 'technical'),
    state(drive('lock_status'), 'boolean'),
    attribute(drive('identification_field'), 'string', 'technical'),
    state(drive('auto_unlock'), 'boolean'),
    state(drive('is_active'), 'boolean'),
    attribute(drive('dell_ddpe_status'), 'integer', 'technical'),
    state(drive('suspended_status'), 'integer'),
  ]),
});

export const recordLeftOut = [
  ...leave('deviceV3', 'The same as PhoneNumber, which is minimised.', ['carrier_info.phone_number']),
  ...leave(
    'deviceV3',
    'The same as in the search.',
    `
      enrollment_info.enrollment_user_name enrollment_info.enrollment_user_email_address
    `,
  ),
  ...leave('bitlockerDrive', 'A key of the profile, of no use outside the console.', ['profile_unique_key']),
];
