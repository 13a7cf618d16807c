// Mobile networks by their codes (ITU-T E.212): MCC, three digits, and MNC, two or three; `01` is not `001`. Names and
// countries come from a table that is shipped with the product; operator names are marketing text, and may be outdated.
//
// How a connector declares them: each code stands for every field that is made of it, so that what is switched off is
// neither made nor kept. A code that only helps to make a field (`helps`) is checked and leaves the field to
// `completeNetworks`, as it does where the wire has a name of its own in another parameter:
//
//   field('ios.SIM MCC', 'string', 'technical', 'home_network', { transform: mcc }),
//   field('ios.SIM MCC', 'string', 'technical', 'home_country', { transform: countryOfMcc }),
//   field('ios.SIM MNC', 'string', 'technical', 'carrier', { transform: helps(mnc) }),
//   field('ios.Current MCC', 'string', 'location', 'current_network', { switch: 'roaming', transform: mcc }),
//   field('ios.Current MCC', 'string', 'location', 'current_country', { switch: 'roaming', transform: countryOfMcc }),
//   field('ios.Current MNC', 'string', 'location', 'current_operator', { switch: 'roaming', transform: helps(mnc) }),
//   field('ios.Current MCC', 'string', 'location', 'roaming', { switch: 'roaming', transform: helps(mcc) }),
//
// and after mapping, with the codes as the wire has them, and what `collection.collectedOf('device')` says:
//
//   completeNetworks(row, { home: { mcc: r['ios.SIM MCC'], mnc: r['ios.SIM MNC'] }, current: { ... } }, collected);
import { createRequire } from 'node:module';
import type { MappedRow } from './map.ts';
import type { Transform } from './transforms.ts';

/** Version of the npm package `mcc-mnc-list` that is shipped: a snapshot of 2024-12-13. */
export const NETWORKS_VERSION = '1.1.11';

export interface Network {
  readonly mcc: string;
  /** Null where it is not known. */
  readonly mnc: string | null;
}

/** Codes of a network as the wire has them. */
export interface WireNetwork {
  readonly mcc?: unknown;
  readonly mnc?: unknown;
}

/** What products send where there is no SIM, no service, or no value. */
const PLACEHOLDER = /^(|0|65535|-+|null|none|n\/a|unknown)$/i;

function code(value: unknown, digits: RegExp): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  if (PLACEHOLDER.test(text)) return null;
  // A network code that became a number on its way has lost its leading zero.
  const padded = text.padStart(2, '0');
  return digits.test(padded) ? padded : undefined;
}

/** Mobile country code: three digits; undefined for what is none, null for a placeholder. */
export const mcc = (value: unknown): string | null | undefined => {
  const text = code(value, /^\d{3}$/);
  return text === '000' ? null : text;
};

/** Mobile network code: two or three digits; undefined for what is none, null for a placeholder. */
export const mnc = (value: unknown): string | null | undefined => code(value, /^\d{2,3}$/);

/** Checks what the transform checks, and leaves the field to `completeNetworks`. */
export const helps =
  (read: Transform): Transform =>
  (value) =>
    read(value) === undefined ? undefined : null;

interface Operator {
  readonly countryCode: string | null;
  readonly mcc: string;
  readonly mnc: string | null;
  readonly brand: string | null;
  readonly operator: string | null;
  readonly status: string;
}

interface Table {
  /** By MCC and MNC, the one that is in operation first. */
  readonly operators: ReadonlyMap<string, Operator>;
  readonly countries: ReadonlyMap<string, string | null>;
  /** Lengths of the network codes of an MCC. */
  readonly lengths: ReadonlyMap<string, ReadonlySet<number>>;
}

let loaded: Table | undefined;

/** Loaded by the first look-up: it takes some 30 ms, which a collector without mobile devices need not spend. */
function table(): Table {
  if (loaded) return loaded;
  const list: { all(): readonly Operator[] } = createRequire(import.meta.url)('mcc-mnc-list');
  const byMcc = Map.groupBy(list.all(), (o) => o.mcc);
  const countries = new Map([...byMcc].map(([key, operators]) => [key, countryAmong(key, operators)]));
  const operators = new Map<string, Operator>();
  const lengths = new Map<string, Set<number>>();
  for (const operator of list.all()) {
    if (!/^\d{2,3}$/.test(operator.mnc ?? '')) continue;
    const key = operator.mcc + operator.mnc;
    const other = operators.get(key);
    if (!other || rank(operator, countries) > rank(other, countries)) operators.set(key, operator);
    lengths.set(operator.mcc, (lengths.get(operator.mcc) ?? new Set()).add(key.length - 3));
  }
  loaded = { operators, countries, lengths };
  return loaded;
}

/** Of several with one code: one in operation before others, then the one of the country that the MCC stands for. */
const rank = (operator: Operator, countries: ReadonlyMap<string, string | null>): number =>
  (isOperational(operator) ? 2 : 0) + (operator.countryCode === countries.get(operator.mcc) ? 1 : 0);

const isOperational = (operator: Operator | undefined): boolean => operator?.status === 'Operational';

/** E.212 assigns it to Australia; the table names the islands that share it too. */
const ASSIGNED: Readonly<Record<string, string>> = { '505': 'AU' };
/** Guam shares the MCC of the United States, Jersey that of the United Kingdom: what most networks say, counts. */
const MOST = 0.75;

function countryAmong(key: string, operators: readonly Operator[]): string | null {
  const assigned = ASSIGNED[key];
  if (assigned !== undefined) return assigned;
  for (const [country, own] of Map.groupBy(operators, (o) => o.countryCode))
    if (country !== null && /^[A-Z]{2}$/.test(country) && own.length >= operators.length * MOST) return country;
  return null;
}

/**
 * Country of an MCC, ISO 3166-1 alpha-2; undefined for what is no MCC, null where it is unknown, international (901), or
 * shared by several countries of which none has three quarters of its networks (340: Guadeloupe, Martinique, ...).
 */
export function countryOfMcc(value: unknown): string | null | undefined {
  const key = mcc(value);
  return typeof key === 'string' ? (table().countries.get(key) ?? null) : key;
}

/** Brand, else name, of a network's operator; one in operation before a former one. Null where it is unknown. */
export function operatorOf(mccOf: unknown, mncOf: unknown): string | null {
  const network = networkOf({ mcc: mccOf, mnc: mncOf });
  const operator = network && table().operators.get(network.mcc + network.mnc);
  return operator?.brand ?? operator?.operator ?? null;
}

/** The network that an IMSI begins with: the table tells the length of its MNC. Null for what is no IMSI, or unknown. */
export function networkOfImsi(imsi: unknown): Network | null {
  const digits = typeof imsi === 'string' ? imsi.replace(/[\s-]/g, '') : '';
  if (!/^\d{14,15}$/.test(digits)) return null;
  const { operators, lengths } = table();
  const key = digits.slice(0, 3);
  // The longest first; a network that is in operation before one that is not (374-12 before the former 374-120).
  const found = [6, 5].map((end) => digits.slice(0, end)).filter((prefix) => operators.has(prefix));
  const prefix = found.find((p) => isOperational(operators.get(p))) ?? found[0];
  if (prefix !== undefined) return { mcc: key, mnc: prefix.slice(3) };
  const [length, ...others] = lengths.get(key) ?? [];
  if (length === undefined) return null;
  return { mcc: key, mnc: others.length === 0 ? digits.slice(3, 3 + length) : null };
}

/** Codes of the wire as the table writes them: a zero that was lost or added in front of the MNC is mended. */
function networkOf({ mcc: mccOf, mnc: mncOf }: WireNetwork): Network | null {
  const country = mcc(mccOf) ?? null;
  if (country === null) return null;
  const network = mnc(mncOf) ?? null;
  if (network === null) return { mcc: country, mnc: null };
  const other = network.length === 2 ? `0${network}` : network.startsWith('0') ? network.slice(1) : network;
  const { operators } = table();
  const written = !operators.has(country + network) && operators.has(country + other) ? other : network;
  return { mcc: country, mnc: written };
}

/** `MCC-MNC`; the MCC alone where the MNC is not known, since it does tell a network abroad from one at home. */
const nameOfNetwork = (network: Network): string =>
  network.mnc === null ? network.mcc : `${network.mcc}-${network.mnc}`;

const HOME = ['home_network', 'home_country', 'carrier'] as const;
const CURRENT = ['current_network', 'current_country', 'current_operator'] as const;
/** What the codes of networks make of a row, alone or with others. */
export const NETWORK_FIELDS: readonly string[] = [...HOME, ...CURRENT, 'roaming'];

/**
 * Completes a device's row by the codes of its networks, in fields that are collected. Names and countries that the wire
 * gave stay. `roaming` is set where the wire has no such flag: true in another country than that of the SIM, false in
 * the same network or country (so national roaming is false), null where either is not known.
 */
export function completeNetworks(
  row: MappedRow,
  networks: { readonly home?: WireNetwork | null | undefined; readonly current?: WireNetwork | null | undefined },
  collected: ReadonlySet<string>,
): void {
  const home = networks.home ? networkOf(networks.home) : null;
  const current = networks.current ? networkOf(networks.current) : null;
  const complete = (name: string, value: string | boolean | null): void => {
    if (collected.has(name)) row[name] ??= value;
  };
  for (const [network, fields] of [
    [home, HOME],
    [current, CURRENT],
  ] as const) {
    if (network === null) continue;
    // The MCC alone stands there by its transform.
    if (row[fields[0]] === network.mcc) row[fields[0]] = null;
    complete(fields[0], nameOfNetwork(network));
    complete(fields[1], countryOfMcc(network.mcc) ?? null);
    complete(fields[2], operatorOf(network.mcc, network.mnc));
  }
  complete('roaming', isRoaming(row, home, current));
}

function isRoaming(row: MappedRow, home: Network | null, current: Network | null): boolean | null {
  const { home_country: from, current_country: to, home_network, current_network } = row;
  if (typeof from === 'string' && typeof to === 'string') return from !== to;
  const same = typeof home_network === 'string' && home_network === current_network;
  return same && home?.mnc != null && current?.mnc != null ? false : null;
}
