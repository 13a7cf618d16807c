// Values as Active Directory and OpenLDAP write them: GUID, SID, FILETIME, GeneralizedTime, userAccountControl, DN. Each
// is read by a function of its own, and below stand the transforms of the tables that are made of them. A value that does
// not fit gives undefined; one that stands for "none" or "never" gives null.
import { hash } from 'node:crypto';
import { isDate, momentAt } from '../instant.ts';
import { ofText, type Transform } from '../transforms.ts';
import { plainDn } from './entry.ts';

/** Text form of an objectGUID: the first three groups are little-endian (MS-DTYP 2.3.4). */
export function guidText(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 16) return undefined;
  const hex = Buffer.from(bytes).toString('hex');
  const group = (...at: number[]): string => at.map((i) => hex.slice(2 * i, 2 * i + 2)).join('');
  return [group(3, 2, 1, 0), group(5, 4), group(7, 6), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `S-1-5-21-...` of an objectSid (MS-DTYP 2.4.2.2): the authority big-endian, what follows little-endian. */
export function sidText(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes);
  const count = buffer[1];
  if (count === undefined || buffer.length < 8 || buffer.length !== 8 + 4 * count) return undefined;
  const subAuthorities = Array.from({ length: count }, (_, i) => buffer.readUInt32LE(8 + 4 * i));
  return ['S', buffer[0], buffer.readUIntBE(2, 6), ...subAuthorities].join('-');
}

const EPOCH_AS_FILETIME = 116_444_736_000_000_000n;

/** Instant of a FILETIME (100 ns since 1601): 0 and 2^63 - 1 mean never. Exceeds 2^53: BigInt. */
export function filetime(text: string): Date | null | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const ticks = BigInt(text);
  if (ticks < 0n) return undefined;
  const milliseconds = Number((ticks - EPOCH_AS_FILETIME) / 10_000n);
  // What lies behind the years of our clock is never, too.
  return momentAt(milliseconds) ?? null;
}

export const filetimeOf = (at: Date): bigint => BigInt(at.getTime()) * 10_000n + EPOCH_AS_FILETIME;

const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2}))?)?(?:[.,](\d+))?(Z|[+-]\d{2}(?:\d{2})?)$/;

/** Instant of a GeneralizedTime (RFC 4517, 3.3.13). A fraction is read where seconds are given. */
export function generalizedTime(text: string): Date | null | undefined {
  const match = GENERALIZED_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  if (fraction !== '' && match[6] === undefined) return undefined;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3) || '00'}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  return momentAt(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset}`));
}

/** Bits of userAccountControl and of msDS-User-Account-Control-Computed (MS-ADTS 2.2.16), by our names. */
export const ACCOUNT_FLAGS = {
  disabled: 0x2,
  homeDirectoryRequired: 0x8,
  locked: 0x10,
  passwordNotRequired: 0x20,
  passwordCannotChange: 0x40,
  encryptedTextPasswordAllowed: 0x80,
  normalAccount: 0x200,
  interdomainTrust: 0x800,
  workstationTrust: 0x1000,
  serverTrust: 0x2000,
  passwordNeverExpires: 0x10000,
  mnsLogon: 0x20000,
  smartcardRequired: 0x40000,
  trustedForDelegation: 0x80000,
  notDelegated: 0x100000,
  desKeyOnly: 0x200000,
  preauthenticationNotRequired: 0x400000,
  passwordExpired: 0x800000,
  trustedToAuthenticateForDelegation: 0x1000000,
  partialSecrets: 0x4000000,
} as const;

/** The bits of an integer as AD writes it: signed, 32 bits. */
export function bits(text: string): number | undefined {
  return /^-?\d{1,10}$/.test(text) ? Number(text) >>> 0 : undefined;
}

export function flagNames(text: string): string[] | undefined {
  const value = bits(text);
  if (value === undefined) return undefined;
  return Object.entries(ACCOUNT_FLAGS)
    .filter(([, bit]) => (value & bit) !== 0)
    .map(([name]) => name);
}

const RDN = /^[^=,+]+=((?:\\[0-9A-Fa-f]{2}|\\.|[^\\,+])*)/su;

/** The value of a DN's first RDN, unescaped (RFC 4514): `CN=Berg\, Anna,OU=Sales` is `Berg, Anna`. */
export function nameOf(dn: string): string | undefined {
  const value = RDN.exec(dn)?.[1]?.trim();
  if (value === undefined || value === '' || value.startsWith('#')) return undefined;
  // Escaped bytes are UTF-8 and may be part of one character, so they are put together first.
  const unescaped = value.replace(/(?:\\[0-9A-Fa-f]{2})+|\\(.)/gsu, (run, single: string | undefined) =>
    single !== undefined ? single : Buffer.from(run.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
  return unescaped;
}

/** GeneralizedTime: `20261123144928.0Z`. */
export const time = ofText(generalizedTime);
/** FILETIME: 100 ns since 1601; 0 and 2^63 - 1 are never. */
export const ticks = ofText(filetime);
/** A DN, kept as the name in its first RDN. */
export const dn = ofText(nameOf);
export const dns = eachOf(dn);
/** Of a DN, whatever its case and blanks: what entries are found by that others name. */
export const dnKey = ofText((text) => hash('sha256', plainDn(text), 'buffer').subarray(0, 16));

const OCTETS = new WeakSet<Transform>();
/** Whether a transform is handed octets; all others get text. */
export const readsOctets = (transform: Transform | undefined): boolean =>
  transform !== undefined && OCTETS.has(transform);

export const guid = ofOctets(guidText);
export const sid = ofOctets(sidText);
export const sids = eachOf(sid);
OCTETS.add(sids);

const flagOf =
  (test: (flags: number, bit: number) => boolean) =>
  (bit: number): Transform =>
    ofText((text) => {
      const flags = bits(text);
      return flags === undefined ? undefined : test(flags, bit);
    });
export const isSet = flagOf((flags, bit) => (flags & bit) !== 0);
export const isClear = flagOf((flags, bit) => (flags & bit) === 0);

/** A list that is made of the one value. */
export const flags: Transform = (raw) => (Array.isArray(raw) ? ofText(flagNames)(raw[0]) : undefined);

function ofOctets(decode: (bytes: Uint8Array) => unknown): Transform {
  const transform: Transform = (raw) => (raw instanceof Uint8Array ? decode(raw) : undefined);
  OCTETS.add(transform);
  return transform;
}

function eachOf(read: Transform): Transform {
  return (raw) => {
    if (!Array.isArray(raw)) return undefined;
    const values = raw.map(read);
    return values.length === 0 ? null : values.every((value) => typeof value === 'string') ? values : undefined;
  };
}
