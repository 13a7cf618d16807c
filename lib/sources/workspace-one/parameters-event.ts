// What happened: positions of devices, and the mobile data of a day.

import { field, leave } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as values from './values.ts';

const located = { switch: 'location' } as const;
const sensitive = { profile: 'sensitive' } as const;

export const gps: Entity = {
  name: 'gps',
  dataset: 'location',
  path: '/api/mdm/devices/gps/search',
  parameters: [
    field('DeviceId.Value', 'integer', 'identifier', 'device_external_id', { ...located, transform: values.id }),
    field('SampleTime', 'instant', 'location', 'fixed_at', located),
    field('Latitude', 'string', 'location', 'latitude', { ...located, unit: 'degrees', transform: values.decimal }),
    field('Longitude', 'string', 'location', 'longitude', { ...located, unit: 'degrees', transform: values.decimal }),
    field('Elevation', 'string', 'location', 'altitude_metres', { ...located, unit: 'm', transform: values.decimal }),
    field('Speed', 'string', 'location', 'speed', { ...located, unit: 'm/s', transform: values.notNegative }),
  ],
};

export const telecomUsage: Entity = {
  name: 'telecomUsage',
  dataset: 'data_usage',
  path: '/api/mdm/telecom/devices/bulkusagehistory',
  parameters: [
    field('DeviceId.Value', 'integer', 'identifier', 'device_external_id', { ...sensitive, transform: values.id }),
    field('Date', 'string', 'metadata', 'day', { ...sensitive, transform: values.day }),
    field('NonRoamingKiloBytes', 'string', 'metadata', 'home_bytes', {
      ...sensitive,
      unit: 'bytes',
      transform: values.kilobytes,
      description: 'Read as units of 1,024 bytes, which the reference contradicts in another place',
    }),
    field('RoamingKiloBytes', 'string', 'metadata', 'roaming_bytes', {
      ...sensitive,
      unit: 'bytes',
      transform: values.kilobytes,
      description: 'Read as units of 1,024 bytes, which the reference contradicts in another place',
    }),
  ],
};

export const eventLeftOut = [
  ...leave('gps', 'Free text that people type.', ['Note']),
  ...leave('gps', 'The device and the time name a position.', ['Id', 'Uuid']),
  ...leave('telecomUsage', 'The same as the number and network of the device.', [
    'PhoneNumber',
    'HomeMCC',
    'HomeMNC',
    'CellularTechnology',
  ]),
  ...leave('telecomUsage', 'Calls and messages of people: never read.', [
    'PeakVoiceUsage',
    'IncomingPeakVoiceUsage',
    'OutgoingPeakVoiceUsage',
    'OffPeakVoiceUsage',
    'IncomingOffPeakVoiceUsage',
    'OutgoingOffPeakVoiceUsage',
    'MessageUsage',
    'IncomingMessageUsage',
    'OutgoingMessageUsage',
  ]),
];
