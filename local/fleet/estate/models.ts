// Hardware and operating systems that the fleet consists of, as the management servers spell them.

export type Platform = 'ios' | 'android' | 'windows' | 'macos';

export interface Model {
  manufacturer: string;
  model: string;
  /** The first eight digits of the IMEI (type allocation code), or null where there is no modem. */
  typeAllocation: string | null;
  storage: number;
  memory: number;
}

const GB = 1_000_000_000;
const GIB = 1_073_741_824;

const model = (
  manufacturer: string,
  name: string,
  typeAllocation: string | null,
  storage: number,
  memory: number,
): Model => ({
  manufacturer,
  model: name,
  typeAllocation,
  storage: storage * GB,
  memory: memory * GIB,
});

export const MODELS: Record<Platform, readonly Model[]> = {
  ios: [
    model('Apple', 'iPhone 13', '35407115', 128, 4),
    model('Apple', 'iPhone 14', '35693803', 128, 6),
    model('Apple', 'iPhone 15', '35000000', 128, 6),
    model('Apple', 'iPhone 15 Pro', '35021190', 256, 8),
    model('Apple', 'iPhone 16', '35672110', 128, 8),
    model('Apple', 'iPhone SE', '35645209', 64, 4),
    model('Apple', 'iPad (10th generation)', null, 64, 4),
    model('Apple', 'iPad Air', '35848306', 256, 8),
  ],
  android: [
    model('samsung', 'SM-S921B', '35196712', 128, 8),
    model('samsung', 'SM-A556B', '35388911', 128, 8),
    model('samsung', 'SM-G736B', '35047689', 128, 6),
    model('Google', 'Pixel 8', '35840731', 128, 8),
    model('Google', 'Pixel 9a', '35921147', 128, 8),
    model('Zebra Technologies', 'TC58', '35316009', 64, 4),
    model('Fairphone', 'FP5', '35161811', 256, 8),
    model('samsung', 'SM-X210', null, 64, 4),
  ],
  windows: [
    model('LENOVO', '21HDS0RC00', null, 512, 16),
    model('Dell Inc.', 'Latitude 7440', '01602800', 512, 16),
    model('HP', 'HP EliteBook 840 14 inch G10 Notebook PC', null, 512, 16),
    model('Microsoft Corporation', 'Surface Pro 9', null, 256, 16),
    model('LENOVO', '20XW00A4GE', null, 256, 8),
  ],
  macos: [
    model('Apple', 'MacBook Air', null, 256, 8),
    model('Apple', 'MacBook Pro', null, 512, 16),
    model('Apple', 'Mac mini', null, 256, 16),
  ],
};

/** Oldest first: an update moves a device to a later one. */
export const OS_VERSIONS: Record<Platform, readonly string[]> = {
  ios: ['16.7.10', '17.6.1', '17.7.2', '18.1', '18.1.1', '18.2', '18.3.1', '18.4', '18.5', '26.0', '26.0.1', '26.1'],
  android: ['12', '13', '14', '14', '15', '15', '16'],
  windows: [
    '10.0.19045.5011',
    '10.0.19045.5131',
    '10.0.22631.4317',
    '10.0.22631.4460',
    '10.0.26100.2161',
    '10.0.26100.2314',
    '10.0.26200.6899',
  ],
  macos: [
    '13.7.1 (22H221)',
    '14.7.1 (23H222)',
    '15.0.1 (24A348)',
    '15.1 (24B83)',
    '15.1.1 (24B91)',
    '26.0 (25A354)',
    '26.1 (25B78)',
  ],
};

/** `operatingSystem` of a managed device. Intune writes macOS so since 2019. */
export const OPERATING_SYSTEM: Record<Platform, string> = {
  ios: 'iOS',
  android: 'Android',
  windows: 'Windows',
  macos: 'macOS',
};
