// What happened: positions of devices, and the mobile data of a day.

import { entity, field, leave } from '../declare.ts';
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

export const telecomUsage = entity({
  name: 'telecomUsage',
  dataset: 'data_usage',
  path: '/api/mdm/telecom/devices/bulkusagehistory',
  parameters: [
    field('DeviceId.Value', 'integer', 'device_external_id', { ...sensitive, transform: ws1.id }),
    field('Date', 'string', 'day', { ...sensitive, transform: ws1.day }),
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
  ],
});

export const eventLeftOut = [
  ...leave('gps', 'Free text that people type.', ['Note']),
  ...leave('gps', 'The device and the time name a position.', 'Id Uuid'),
  ...leave(
    'telecomUsage',
    'The same as the number and network of the device.',
    'PhoneNumber HomeMCC HomeMNC CellularTechnology',
  ),
  ...leave(
    'telecomUsage',
    'Calls and messages of people: never read.',
    `
      PeakVoiceUsage IncomingPeakVoiceUsage OutgoingPeakVoiceUsage OffPeakVoiceUsage IncomingOffPeakVoiceUsage
      OutgoingOffPeakVoiceUsage MessageUsage IncomingMessageUsage OutgoingMessageUsage
    `,
  ),
];
