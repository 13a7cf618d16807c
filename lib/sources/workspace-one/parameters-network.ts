// The network of a device, a request each: addresses, SIM cards and subscriptions.
// The subscriptions' names may come as `<CurrentMCC>k__BackingField`; they are read as CurrentMCC (see transforms.ts).

import { attribute, entity, field, leave, state, under } from '../declare.ts';
import { countryOfMcc, helps, mcc, mnc } from '../networks.ts';
import { imei, mac, meid } from '../transforms.ts';
import * as ws1 from './transforms.ts';

const path = '/api/mdm/devices/{id}/network';
const roaming = { switch: 'roaming' } as const;
/** An address tells where somebody is about as well as a network's name. */
const sensitive = { profile: 'sensitive' } as const;
const extended = { profile: 'extended' } as const;

export const deviceNetwork = entity({
  name: 'deviceNetwork',
  dataset: 'device',
  path,
  parameters: under('network', [
    field('PhoneNumber', 'string', 'phone_number', { ...extended, attribute: 'network.PhoneNumber' }),
    attribute('RoamingStatus', 'boolean', 'location', {
      ...roaming,
      description: 'A state, though the reference calls it a setting',
    }),
    state('DataRoamingEnabled', 'boolean'),
    state('VoiceRoamingEnabled', 'boolean'),
    attribute('PublicIPAddress', 'string', 'identifier', sensitive),
    attribute('IPAddress.WifiIPAddress', 'string', 'identifier', sensitive),
    attribute('IPAddress.CellularIPAddress', 'string', 'identifier', sensitive),
    attribute('IPAddress.EthernetIPAddress', 'string', 'identifier', sensitive),
    attribute('WifiInfo.WifiMacAddress', 'string', 'identifier', { transform: mac, found: 'identifier' }),
    attribute('WifiInfo.SignalStrength', 'string', 'technical', sensitive),
  ]),
});

export const cellularNetworkInfo = entity({
  name: 'cellularNetworkInfo',
  dataset: 'device',
  path,
  parameters: under('network', [
    attribute('CellularNetworkInfo.CellularTechnology', 'integer', 'technical'),
    field('CellularNetworkInfo.CurrentOperator', 'string', 'current_operator', roaming),
    field('CellularNetworkInfo.SubscriberCarrierNetwork', 'string', 'carrier', extended),
    field('CellularNetworkInfo.CurrentSIM', 'string', 'iccid', { ...extended, transform: ws1.iccid }),
    attribute('CellularNetworkInfo.ApprovedSims[].SimCardId', 'string', 'identifier', {
      transform: ws1.iccid,
      subscriber: true,
    }),
    state('CellularNetworkInfo.CarrierVersion'),
    attribute('CellularNetworkInfo.SignalStrength', 'string', 'technical', sensitive),
    field('CellularNetworkInfo.DeviceMCC.SIMMCC', 'string', 'home_country', {
      ...extended,
      transform: countryOfMcc,
    }),
    // SIMMCC, but SimMNC.
    field('CellularNetworkInfo.DeviceMNC.SimMNC', 'string', 'home_network', {
      ...extended,
      transform: helps(mnc),
    }),
    field('CellularNetworkInfo.DeviceMCC.CurrentMCC', 'string', 'current_country', {
      ...roaming,
      transform: countryOfMcc,
    }),
    field('CellularNetworkInfo.DeviceMNC.CurrentMNC', 'string', 'current_network', {
      ...roaming,
      transform: helps(mnc),
    }),
  ]),
});

const line = (property: string): string => `ServiceSubscription[].${property}`;

export const serviceSubscription = entity({
  name: 'serviceSubscription',
  dataset: 'device',
  path: `${path} (ServiceSubscription)`,
  parameters: under('network', [
    attribute(line('CarrierSettingsVersion'), 'string', 'technical'),
    attribute(line('CurrentCarrier'), 'string', 'location', roaming),
    attribute(line('CurrentMCC'), 'integer', 'location', { ...roaming, transform: mcc }),
    attribute(line('CurrentMNC'), 'integer', 'location', { ...roaming, transform: mnc }),
    attribute(line('CardID'), 'string', 'identifier', { transform: ws1.iccid, subscriber: true }),
    attribute(line('Imei'), 'string', 'identifier', { transform: imei, found: 'identifier' }),
    attribute(line('IsDataPreferred'), 'boolean', 'technical', { tracked: true }),
    attribute(line('IsVoicePreferred'), 'boolean', 'technical', { tracked: true }),
    attribute(line('Label'), 'string', 'content', sensitive),
    attribute(line('LabelID'), 'string', 'identifier', sensitive),
    field('ServiceSubscription', 'json', 'meid', {
      ...extended,
      attribute: `network.${line('Meid')}`,
      transform: ws1.firstOf('Meid', meid),
    }),
    attribute(line('PhoneNumber'), 'string', 'contact', { phone: true }),
    attribute(line('Slot'), 'string', 'technical'),
    attribute(line('Eid'), 'string', 'identifier', { subscriber: true }),
  ]),
});

const connection = (property: string): string => `DeviceNetworkInfo[].${property}`;

export const deviceNetworkInfo = entity({
  name: 'deviceNetworkInfo',
  dataset: 'device',
  path: `${path} (DeviceNetworkInfo)`,
  parameters: under('network', [
    attribute(connection('ConnectionType'), 'string', 'technical'),
    attribute(connection('IPAddress'), 'string', 'identifier', sensitive),
    attribute(connection('MACAddress'), 'string', 'identifier', { transform: mac }),
    attribute(connection('Name'), 'string', 'technical'),
    attribute(connection('Vendor'), 'string', 'technical'),
  ]),
});

export const networkLeftOut = [
  ...leave('device', 'Read property by property.', ['DeviceCellularNetworkInfo']),
  ...leave(
    'deviceNetwork',
    'Stands in CellularNetworkInfo, and is read there.',
    `
      DeviceMCC.SIMMCC DeviceMCC.CurrentMCC DeviceMNC.SimMNC DeviceMNC.CurrentMNC
    `,
  ),
];
