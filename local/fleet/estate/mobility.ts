// Where devices are: the network of the SIM, the one that a device is in, and its last position. All follow from the
// hardware's seed and the day of the last contact, so that every system that knows the device says the same.
import { below, chance, digits, hash, pick } from '../random.ts';
import type { Device } from './device.ts';
import { type Site, siteOf } from './names.ts';

export interface Network {
  readonly mcc: string;
  readonly mnc: string;
  readonly operator: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly countryName: string;
}

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy: number;
  readonly altitude: number;
  readonly fixedAt: number;
}

const DAY = 86_400_000;
const ABROAD_PERCENT = 12;

const network = (mcc: string, mnc: string, operator: string, country: string, countryName: string): Network => ({
  mcc,
  mnc,
  operator,
  country,
  countryName,
});

/** In the order of the sites' carriers. */
const HOME: Readonly<Record<string, readonly [Network, ...Network[]]>> = {
  DE: [
    network('262', '01', 'Telekom', 'DE', 'Germany'),
    network('262', '02', 'Vodafone', 'DE', 'Germany'),
    network('262', '03', 'O2', 'DE', 'Germany'),
  ],
  GB: [
    network('234', '30', 'EE', 'GB', 'United Kingdom'),
    network('234', '10', 'O2 (UK)', 'GB', 'United Kingdom'),
    network('234', '15', 'Vodafone', 'GB', 'United Kingdom'),
  ],
  FR: [
    network('208', '01', 'Orange', 'FR', 'France'),
    network('208', '10', 'SFR', 'FR', 'France'),
    network('208', '20', 'Bouygues', 'FR', 'France'),
  ],
  US: [
    network('310', '410', 'AT&T', 'US', 'United States'),
    network('311', '480', 'Verizon', 'US', 'United States'),
    network('310', '260', 'T-Mobile', 'US', 'United States'),
  ],
};

const ABROAD: readonly [Network, ...Network[]] = [
  network('232', '01', 'A1', 'AT', 'Austria'),
  network('228', '01', 'Swisscom', 'CH', 'Switzerland'),
  network('222', '01', 'TIM', 'IT', 'Italy'),
  network('214', '07', 'Movistar', 'ES', 'Spain'),
  network('240', '01', 'Telia', 'SE', 'Sweden'),
];

const PLACES: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  München: [48.1372, 11.5756],
  Berlin: [52.5309, 13.3847],
  London: [51.5175, -0.0968],
  Paris: [48.8606, 2.3376],
  Austin: [30.2638, -97.7445],
};

const hasModem = (device: Device): boolean => device.model.typeAllocation !== null;
const dayOf = (device: Device): number => Math.floor(device.lastSyncAt / DAY);

/** The network that the SIM is of; null without a modem. */
export function homeNetworkOf(device: Device): Network | null {
  const site = siteOf(device.seed);
  const [first, ...others] = HOME[site.countryCode] ?? ABROAD;
  return hasModem(device) ? ([first, ...others][hash(device.seed, 63) % (others.length + 1)] ?? first) : null;
}

/** The network that the device was in when it last reported: mostly at home. */
export function currentNetworkOf(device: Device): Network | null {
  const home = homeNetworkOf(device);
  if (home === null || !isAbroad(device)) return home;
  return pick(ABROAD, device.seed, 71 + dayOf(device));
}

export const isRoaming = (device: Device): boolean => hasModem(device) && isAbroad(device);

const isAbroad = (device: Device): boolean => chance(ABROAD_PERCENT, device.seed, 70 + dayOf(device));

/** IMSI (ITU-T E.212): 15 digits that begin with the home network; '' without a modem. */
export function imsiOf(device: Device): string {
  const home = homeNetworkOf(device);
  if (home === null) return '';
  const start = home.mcc + home.mnc;
  return start + digits(15 - start.length, device.seed, 72);
}

/** The last position that a phone or tablet was asked for; null for what has none. */
export function positionOf(device: Device): Position | null {
  if (device.platform === 'windows' || device.platform === 'macos' || !chance(60, device.seed, 73)) return null;
  const [latitude, longitude] = placeOf(siteOf(device.seed));
  const offset = (salt: number): number => (below(20_000, device.seed, salt + dayOf(device)) - 10_000) / 100_000;
  const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return {
    latitude: rounded(latitude + offset(74)),
    longitude: rounded(longitude + offset(75)),
    accuracy: 5 + below(120, device.seed, 76),
    altitude: 20 + below(600, device.seed, 77),
    fixedAt: device.lastSyncAt - below(3_600, device.seed, 78) * 1_000,
  };
}

const placeOf = (site: Site): readonly [number, number] => PLACES[site.city] ?? [0, 0];
