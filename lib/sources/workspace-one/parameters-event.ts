// What happened: positions of devices, and the mobile data of a day.

import { entity, field, type Line, leave } from '../declare.ts';
import * as ws1 from './transforms.ts';

const located = { switch: 'location' } as const;
const sensitive = { profile: 'sensitive' } as const;

export const gps = entity({
  name: 'gps',
  dataset: 'location',
  path: '/api/mdm/devices/gps/search',
  parameters: [
    field('DeviceId.Value', 'integer', 'device_external_id', { ...located, transform: ws1.id }),
    field('SampleTime', 'instant', 'fixed_at', located),
    field('Latitude', 'string', 'latitude', { ...located, unit: 'degrees', transform: ws1.decimal }),
    field('Longitude', 'string', 'longitude', { ...located, unit: 'degrees', transform: ws1.decimal }),
    field('Elevation', 'string', 'altitude_metres', { ...located, unit: 'm', transform: ws1.decimal }),
    field('Speed', 'string', 'speed', { ...located, unit: 'm/s', transform: ws1.notNegative }),
  ],
});

const counted = { switch: 'telephony', transform: ws1.count } as const;
const VOICE = 'In the unit of the console, which the reference does not name; of peak and off-peak times together';

const usageLines = (profile: 'core' | 'sensitive'): readonly Line[] => [
  field('DeviceId.Value', 'integer', 'device_external_id', { profile, transform: ws1.id }),
  field('Date', 'string', 'day', { profile, transform: ws1.day }),
  field('NonRoamingKiloBytes', 'string', 'home_bytes', {
    ...sensitive,
    unit: 'bytes',
    transform: ws1.kilobytes,
    description: 'Read as units of 1,024 bytes, which the reference contradicts in another place',
  }),
  field('RoamingKiloBytes', 'string', 'roaming_bytes', {
    ...sensitive,
    unit: 'bytes',
    transform: ws1.kilobytes,
    description: 'Read as units of 1,024 bytes, which the reference contradicts in another place',
  }),
  field('IncomingPeakVoiceUsage', 'string', 'incoming_voice', { ...counted, description: VOICE }),
  field('IncomingOffPeakVoiceUsage', 'string', 'incoming_voice', { ...counted, description: VOICE }),
  field('OutgoingPeakVoiceUsage', 'string', 'outgoing_voice', { ...counted, description: VOICE }),
  field('OutgoingOffPeakVoiceUsage', 'string', 'outgoing_voice', { ...counted, description: VOICE }),
  field('IncomingMessageUsage', 'string', 'incoming_messages', counted),
  field('OutgoingMessageUsage', 'string', 'outgoing_messages', counted),
];

const usage = (profile: 'core' | 'sensitive') =>
  entity({
    name: 'telecomUsage',
    dataset: 'data_usage',
    path: '/api/mdm/telecom/devices/bulkusagehistory',
    parameters: usageLines(profile),
  });
export const telecomUsage = usage('sensitive');
/** With `telephony` its days are read whatever the profile is. */
export const telecomUsageByDay = usage('core');

export const eventLeftOut = [
  ...leave('gps', 'Free text that people type.', ['Note']),
  ...leave('gps', 'The device and the time name a position.', 'Id Uuid'),
  ...leave(
    'telecomUsage',
    'The same as the number and network of the device.',
    'PhoneNumber HomeMCC HomeMNC CellularTechnology',
  ),
  ...leave('telecomUsage', 'The sum of what is read.', 'PeakVoiceUsage OffPeakVoiceUsage MessageUsage'),
];
