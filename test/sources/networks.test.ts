import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Unreadable } from '../../lib/sources/map.ts';
import {
  completeNetworks,
  countryOfMcc,
  helps,
  mcc,
  mnc,
  NETWORKS_VERSION,
  networkOfImsi,
  operatorOf,
} from '../../lib/sources/networks.ts';

const ALL = new Set([
  ...['home_network', 'home_country', 'carrier'],
  ...['current_network', 'current_country', 'current_operator', 'roaming'],
]);
const inVienna = { home: { mcc: '262', mnc: '01' }, current: { mcc: '232', mnc: '01' } };

describe('codes of networks', () => {
  test.each([
    ['262', '262'],
    [' 262 ', '262'],
    [262, '262'],
    ['0', null],
    [0, null],
    ['000', null],
    ['65535', null],
    [65535, null],
    ['--', null],
    ['', null],
    ['Unknown', null],
    [null, null],
    ['26', undefined],
    [1, undefined],
    ['2620', undefined],
    ['DE', undefined],
    [{}, undefined],
    [true, undefined],
    [26.2, undefined],
  ])('reads %j as the country code %j', (value, expected) => {
    expect(mcc(value)).toBe(expected);
  });

  test.each([
    ['01', '01'],
    ['001', '001'],
    ['00', '00'],
    ['410', '410'],
    [1, '01'],
    ['1', '01'],
    ['0', null],
    ['65535', null],
    ['--', null],
    ['1234', undefined],
    ['x1', undefined],
  ])('reads %j as the network code %j', (value, expected) => {
    expect(mnc(value)).toBe(expected);
  });

  test('a code that only helps is checked, and gives the field nothing', () => {
    expect([helps(mnc)('01'), helps(mnc)('--'), helps(mnc)('1234')]).toEqual([null, null, undefined]);
  });

  test.each<[string, string | null | undefined]>([
    ['262', 'DE'],
    ['232', 'AT'],
    ['234', 'GB'],
    ['505', 'AU'],
    ['270', 'LU'],
    ...['310', '311', '312', '313', '314', '315', '316'].map((us): [string, string] => [us, 'US']),
    ['340', null],
    ['901', null],
    ['001', null],
    ['289', null],
    ['198', null],
    ['0', null],
    ['26x', undefined],
  ])('%s belongs to %j', (value, expected) => {
    expect(countryOfMcc(value)).toBe(expected);
  });

  test.each([
    ['262', '01', 'Telekom'],
    [262, 1, 'Telekom'],
    // In operation in Luxembourg, a former one in Belgium.
    ['270', '77', 'Tango'],
    // Two countries with one code: the one that the MCC stands for.
    ['310', '410', 'AT&T'],
    ['425', '06', 'Wataniya Mobile'],
    // A zero that a product adds or loses.
    ['262', '001', 'Telekom'],
    ['310', '30', operatorOf('310', '030')],
    ['262', '999', null],
    ['704', '?', null],
    ['262', null, null],
    ['x', '01', null],
  ])('the operator of %j-%j is %j', (country, network, expected) => {
    expect(operatorOf(country, network)).toBe(expected);
  });

  test.each([
    ['262011234567890', { mcc: '262', mnc: '01' }],
    ['26201 1234567890', { mcc: '262', mnc: '01' }],
    ['310410123456789', { mcc: '310', mnc: '410' }],
    // 374-120 is not in operation, 374-12 is.
    ['374120123456789', { mcc: '374', mnc: '12' }],
    ['374130123456789', { mcc: '374', mnc: '130' }],
    // Unknown to the table, in countries with one length and with both.
    ['232991234567890', { mcc: '232', mnc: '99' }],
    ['302999123456789', { mcc: '302', mnc: '999' }],
    ['310999123456789', { mcc: '310', mnc: null }],
    ['198011234567890', null],
    ['26201', null],
    ['26201...', null],
    [null, null],
  ])('the IMSI %j is of %j', (imsi, expected) => {
    expect(networkOfImsi(imsi)).toEqual(expected);
  });

  test('the version that is told is the one that is shipped', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(dependencies['mcc-mnc-list']).toBe(NETWORKS_VERSION);
  });
});

describe("a device's networks", () => {
  const completed = (networks: Parameters<typeof completeNetworks>[1], given = {}, collected = ALL) => {
    const row = { attributes: {}, ...given };
    completeNetworks(row, networks, collected);
    const { attributes: _, ...fields } = row;
    return fields;
  };

  test('are named and placed by their codes', () => {
    expect(completed(inVienna, { home_network: '262', current_network: '232', roaming: null })).toEqual({
      home_network: '262-01',
      home_country: 'DE',
      carrier: 'Telekom',
      current_network: '232-01',
      current_country: 'AT',
      current_operator: 'A1.net',
      roaming: true,
    });
  });

  test('keep what the wire says', () => {
    const given = { carrier: 'Firma Mobil', current_operator: 'A1', current_country: 'AT', roaming: false };
    expect(completed(inVienna, given)).toMatchObject(given);
  });

  test('keep what could not be read, so that it is counted', () => {
    const unreadable = new Unreadable('not string');
    const row = completed({ home: { mcc: '262', mnc: 'x' } }, { home_network: '262', carrier: unreadable });
    expect(row).toMatchObject({ home_network: '262', home_country: 'DE', carrier: unreadable });
  });

  test('set no field that is not collected', () => {
    expect(completed(inVienna, {}, new Set(['home_network']))).toEqual({ home_network: '262-01' });
    expect(completed(inVienna, {}, new Set(['home_network', 'roaming']))).toEqual({
      home_network: '262-01',
      roaming: null,
    });
  });

  test.each([
    ['another country', ['262', '01'], ['232', '01'], true],
    ['the same network', ['262', '01'], ['262', '01'], false],
    ['another network at home', ['262', '01'], ['262', '02'], false],
    ['another MCC of the same country', ['310', '410'], ['311', '480'], false],
    ['the same network of a country that the code does not tell', ['340', '20'], ['340', '20'], false],
    ['another network of such a country', ['340', '20'], ['340', '01'], null],
    ['a satellite or a ship', ['262', '01'], ['901', '14'], null],
    ['no network', ['262', '01'], ['0', '0'], null],
    ['no SIM', ['--', '--'], ['232', '01'], null],
  ])('say of a device in %s whether it roams', (_, home, current, expected) => {
    const networks = { home: { mcc: home[0], mnc: home[1] }, current: { mcc: current[0], mnc: current[1] } };
    expect(completed(networks)).toMatchObject({ roaming: expected });
  });

  test('are told by the country code alone where the network code is missing', () => {
    const row = completed({ home: { mcc: '262' }, current: { mcc: '262', mnc: '--' } });
    expect(row).toMatchObject({ home_network: '262', home_country: 'DE', carrier: null, roaming: false });
  });

  test('are taken from the IMSI', () => {
    expect(completed({ home: networkOfImsi('310410123456789') })).toMatchObject({
      home_network: '310-410',
      home_country: 'US',
      carrier: 'AT&T',
    });
  });
});
