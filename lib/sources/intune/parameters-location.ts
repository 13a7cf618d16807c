// Where a device was found when an administrator asked for it; Intune keeps that for a day.
// https://learn.microsoft.com/graph/api/resources/intune-devices-devicegeolocation
import { entity, field, leave } from '../declare.ts';
import * as shared from '../transforms.ts';

const located = { switch: 'location' } as const;
const degrees = { ...located, unit: 'degrees' } as const;
const metres = { ...located, unit: 'm' } as const;

export const deviceGeoLocation = entity({
  name: 'deviceGeoLocation',
  dataset: 'location',
  path: '/beta/deviceManagement/managedDevices/{id}?$select=deviceActionResults (locateDevice)',
  parameters: [
    field('lastCollectedDateTime', 'instant', 'fixed_at', located),
    field('latitude', 'decimal', 'latitude', degrees),
    field('longitude', 'decimal', 'longitude', degrees),
    field('horizontalAccuracy', 'decimal', 'accuracy_metres', metres),
    field('altitude', 'decimal', 'altitude_metres', metres),
    // -1 where the device does not tell.
    field('speed', 'decimal', 'speed', { ...located, unit: 'm/s', transform: shared.notNegative }),
    field('heading', 'decimal', 'heading', { ...degrees, transform: shared.notNegative }),
  ],
});

export const locationLeftOut = [
  ...leave('locateDeviceActionResult', 'Read property by property, as deviceGeoLocation.', ['deviceLocation']),
  ...leave('deviceGeoLocation', 'No field: nobody looks for a device by its height within some metres.', [
    'verticalAccuracy',
  ]),
];
