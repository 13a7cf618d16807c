// Where a device was found when an administrator asked for it; Intune keeps that for a day.
// https://learn.microsoft.com/graph/api/resources/intune-devices-devicegeolocation
import { leave } from '../declare.ts';
import type { Entity, Parameter, WireType } from '../parameters.ts';
import * as values from '../values.ts';

const position = (
  wire: string,
  field: string,
  type: WireType = 'decimal',
  further: Partial<Parameter> = {},
): Parameter => ({
  wire,
  type,
  class: 'location',
  profile: 'core',
  switch: 'location',
  field,
  ...further,
});

export const deviceGeoLocation: Entity = {
  name: 'deviceGeoLocation',
  dataset: 'location',
  path: '/beta/deviceManagement/managedDevices/{id}?$select=deviceActionResults (locateDevice)',
  parameters: [
    position('lastCollectedDateTime', 'fixed_at', 'instant'),
    position('latitude', 'latitude', 'decimal', { unit: 'degrees' }),
    position('longitude', 'longitude', 'decimal', { unit: 'degrees' }),
    position('horizontalAccuracy', 'accuracy_metres', 'decimal', { unit: 'm' }),
    position('altitude', 'altitude_metres', 'decimal', { unit: 'm' }),
    // -1 where the device does not tell.
    position('speed', 'speed', 'decimal', { unit: 'm/s', transform: values.notNegative }),
    position('heading', 'heading', 'decimal', { unit: 'degrees', transform: values.notNegative }),
  ],
};

export const locationLeftOut = [
  ...leave('locateDeviceActionResult', 'Read property by property, as deviceGeoLocation.', ['deviceLocation']),
  ...leave('deviceGeoLocation', 'No field: nobody looks for a device by its height within some metres.', [
    'verticalAccuracy',
  ]),
];
