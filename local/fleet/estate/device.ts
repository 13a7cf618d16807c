// One enrolled device. What can change is stored; serial numbers, addresses and apps follow from the seed.
import { below, chance, digits, guid, hash, hex, letters, luhnDigit } from '../random.ts';
import { type AppVersion, MANAGED_TITLES, TITLES, versionOf } from './catalogue.ts';
import { MODELS, type Model, OS_VERSIONS, type Platform } from './models.ts';

export type Ownership = 'company' | 'personal' | 'unknown';
export type Compliance = 'compliant' | 'noncompliant' | 'inGracePeriod' | 'unknown' | 'error';
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a device's record may change to. */
export interface DevicePatch {
  name?: string;
  ownership?: Ownership;
  /** The owner's `number`, or null: nobody. */
  ownerNumber?: number | null;
  osVersion?: string;
  compliance?: Compliance;
  managementState?: 'managed' | 'retirePending' | 'wipePending' | 'unhealthy';
  lastSyncAt?: number;
  freeStorage?: number;
  notes?: string;
  /** Counts the changes of its app inventory. */
  appsRevision?: number;
  /** Properties of Graph's managedDevice to answer instead of the computed ones. */
  overrides?: Record<string, Json>;
}

export interface Device extends Required<DevicePatch> {
  /** Intune's id: a new one with each enrolment. */
  readonly id: string;
  /** Stands for the hardware: the same after a new enrolment. */
  readonly seed: number;
  readonly platform: Platform;
  readonly model: Model;
  readonly enrolledAt: number;
  /** How many apps it had when it was enrolled. */
  readonly baseApps: number;
}

export interface DevicePlan {
  seed: number;
  enrolment: number;
  now: number;
  appsPerDevice: number;
  ownerNumber: number | null;
  ownerGivenName: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function platformOf(seed: number): Platform {
  const percent = below(100, seed, 1);
  if (percent < 40) return 'ios';
  if (percent < 70) return 'android';
  return percent < 92 ? 'windows' : 'macos';
}

function ownershipOf(seed: number): Ownership {
  const percent = below(100, seed, 2);
  if (percent < 72) return 'company';
  return percent < 95 ? 'personal' : 'unknown';
}

function complianceOf(seed: number): Compliance {
  const percent = below(100, seed, 3);
  if (percent < 86) return 'compliant';
  if (percent < 94) return 'noncompliant';
  return percent < 97 ? 'inGracePeriod' : 'unknown';
}

function nameOf(platform: Platform, model: Model, plan: DevicePlan): string {
  if (platform === 'windows') return `${chance(50, plan.seed, 4) ? 'DESKTOP-' : 'LT'}${letters(7, plan.seed, 5)}`;
  if (plan.ownerNumber === null) return `${model.model} ${digits(4, plan.seed, 6)}`;
  if (platform === 'android') return `${plan.ownerGivenName}_AndroidForWork_${digits(6, plan.seed, 6)}`;
  return `${plan.ownerGivenName}’s ${platform === 'macos' ? model.model : model.model.split(' ')[0]}`;
}

export function createDevice(plan: DevicePlan): Device {
  const { seed, now } = plan;
  const platform = platformOf(seed);
  const models = MODELS[platform];
  const model = models[hash(seed, 7) % models.length];
  const osVersion = OS_VERSIONS[platform][hash(seed, 8) % OS_VERSIONS[platform].length];
  if (!model || osVersion === undefined) throw new RangeError('the platform has no models');
  const ownership = ownershipOf(seed);
  // Only managed apps are listed for personally owned devices; the others make up for it in the average.
  const managedOnly = Math.min(MANAGED_TITLES, plan.appsPerDevice, 3 + below(8, seed, 9));
  const apps = Math.round(plan.appsPerDevice * (0.95 + below(60, seed, 9) / 100));
  return {
    id: guid(hash(seed, plan.enrolment), 10),
    seed,
    platform,
    model,
    name: nameOf(platform, model, plan),
    ownership,
    ownerNumber: plan.ownerNumber,
    osVersion,
    compliance: complianceOf(seed),
    managementState: 'managed',
    enrolledAt: now - (plan.enrolment > 0 ? 0 : HOUR + (hash(seed, 11) % (900 * DAY))),
    lastSyncAt: plan.enrolment > 0 ? now : now - (hash(seed, 12) % (chance(4, seed, 13) ? 90 * DAY : 8 * HOUR)),
    freeStorage: Math.floor(model.storage * (0.05 + below(80, seed, 14) / 100)),
    notes: chance(3, seed, 15) ? 'Spare device, screen scratched' : '',
    baseApps: Math.min(ownership === 'personal' ? managedOnly : apps, TITLES[platform].length),
    appsRevision: 0,
    overrides: {},
  };
}

/** 15 digits with a valid check digit, or '' for hardware without a modem. */
export function imeiOf(device: Device): string {
  if (device.model.typeAllocation === null) return '';
  const body = `${device.model.typeAllocation}${digits(6, device.seed, 20)}`;
  return body + luhnDigit(body);
}

export function serialOf(device: Device): string {
  if (device.model.manufacturer === 'Apple') return letters(10, device.seed, 21);
  if (device.platform === 'android') return `R5C${letters(8, device.seed, 21)}`;
  return `PF${letters(6, device.seed, 21)}`;
}

/** 12 hexadecimal digits of a globally administered, unicast address. */
export function macOf(device: Device, salt: number): string {
  const vendor = device.model.manufacturer === 'Apple' ? '4CD577' : '3C5AB4';
  return vendor + hex(6, device.seed, salt).toUpperCase();
}

/** ICCID (ITU-T E.118): 19 digits, the last one the check digit. '' where no SIM can be. */
export function iccidOf(device: Device): string {
  if (device.model.typeAllocation === null) return '';
  const body = `8949${digits(14, device.seed, 22)}`;
  return body + luhnDigit(body);
}

interface Inventory {
  installed: number;
  removed: Set<number>;
  updates: Map<number, number>;
}

/** Replays what happened to a device's apps since it was enrolled: installed, removed, updated. */
function replay(device: Device): Inventory {
  const inventory: Inventory = { installed: device.baseApps, removed: new Set(), updates: new Map() };
  const limit = TITLES[device.platform].length;
  for (let revision = 1; revision <= device.appsRevision; revision++) {
    const slot = below(inventory.installed, hash(device.seed, 30), revision);
    const kind = hash(device.seed, 31 + revision) % 6;
    if (kind === 0 && inventory.installed < limit) inventory.installed++;
    else if (kind === 1 && slot > 2) inventory.removed.add(slot);
    else inventory.updates.set(slot, (inventory.updates.get(slot) ?? 0) + 1);
  }
  return inventory;
}

const NO_CHANGES: Omit<Inventory, 'installed'> = { removed: new Set(), updates: new Map() };

/** The versions of apps that are on a device now. Titles do not repeat. */
export function appsOf(device: Device): AppVersion[] {
  const titles = TITLES[device.platform];
  const { installed, removed, updates } =
    device.appsRevision === 0 ? { installed: device.baseApps, ...NO_CHANGES } : replay(device);
  const free = titles.length - MANAGED_TITLES;
  const start = hash(device.seed, 32) % free;
  // A step that is coprime to the number of titles visits each once (196 - 12 = 184 = 8 * 23).
  const stride = [1, 3, 5, 7, 9, 11, 13, 15][hash(device.seed, 33) % 8] ?? 1;
  const apps: AppVersion[] = [];
  for (let slot = 0; slot < installed; slot++) {
    if (removed.has(slot)) continue;
    const index = slot < MANAGED_TITLES ? slot : MANAGED_TITLES + ((start + slot * stride) % free);
    const title = titles[index];
    if (!title) throw new RangeError('the catalogue has no such title');
    const step = (hash(device.seed, title.seed) % 4) + (updates.get(slot) ?? 0);
    apps.push(versionOf(title, step));
  }
  return apps;
}
