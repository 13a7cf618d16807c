// What devices ask of Exchange in a while: mail, calendar and contacts of the people of the company, Outlook with an id of
// its own, shared mailboxes, devices that are refused, and the probes with which Exchange asks itself.
import type { Device } from '../estate/device.ts';
import { easIdOf } from '../estate/eas-id.ts';
import type { Estate } from '../estate/estate.ts';
import { SHARED } from '../estate/mailbox.ts';
import { COMPANY } from '../estate/names.ts';
import { accountName, type Person } from '../estate/person.ts';
import { below, chance, hash, hex } from '../random.ts';

/** The turn of the company's life decides what happened; when, is the clock's. */
export interface Stretch {
  readonly turn: number;
  /** Its end. */
  readonly at: number;
  readonly ms: number;
}

export interface EasRequest {
  readonly at: number;
  readonly user: string;
  /** As `cs-username` has it; the device sends `user`. */
  readonly signedIn: string;
  readonly device: string;
  readonly deviceType: string;
  readonly agent: string;
  readonly command: string;
  /** Tokens of the folders that it touched. */
  readonly folders: string;
  readonly http: number;
  readonly eas: number | null;
  readonly access: string;
  readonly ms: number;
  readonly seed: number;
}

const FOLDERS = [
  ['Em', 5],
  ['Em', 5],
  ['Em', 5],
  ['Ca', 2],
  ['Co', 3],
  ['Ta', 4],
  ['Nt', 6],
] as const;
/** Each as often as it stands here. */
const COMMANDS = [
  ...Array(12).fill('Sync'),
  'Ping',
  'Ping',
  'Ping',
  'FolderSync',
  'Provision',
  'SendMail',
  'SmartReply',
  'ItemOperations',
  'Search',
  'MeetingResponse',
  'MoveItems',
  'Settings',
] as const;

/** Requests that ended in a stretch of time: some of all devices, in proportion to their number. */
export function requestsOf(estate: Estate, { turn, at, ms }: Stretch): readonly EasRequest[] {
  const seed = hash(estate.options.seed, 3_000_000 + turn);
  const count = Math.min(200, Math.max(8, Math.round(estate.devices.length * 0.05)));
  const found = Array.from({ length: count }, (_, i) => requestOf(estate, hash(seed, i), at - ms, at));
  return found.flatMap((request) => request ?? []).sort((a, b) => a.at - b.at);
}

function requestOf(estate: Estate, dice: number, from: number, to: number): EasRequest | null {
  const device = estate.devices[below(estate.devices.length, dice, 1)];
  const partnership = device && partnershipOf(estate, device);
  if (!partnership) return null;
  const { owner, id, deviceType, agent, refused } = partnership;
  const shared = chance(4, dice, 702) ? SHARED[below(SHARED.length, dice, 703)] : undefined;
  const command = COMMANDS[below(COMMANDS.length, dice, 704)] ?? 'Sync';
  return {
    at: from + below(to - from, dice, 705),
    user: shared === undefined ? addressOf(owner) : `${shared}@${COMPANY.mailDomain}`,
    signedIn: shared === undefined ? signedInAs(owner) : `${shared}@${COMPANY.mailDomain}`,
    device: id,
    deviceType,
    agent,
    command,
    folders: foldersOf(command, dice),
    http: refused ? 403 : 200,
    eas: refused ? null : command === 'Sync' && chance(2, dice, 707) ? 8 : 1,
    access: refused ? 'BlockedP' : 'AllowedG',
    ms: command === 'Ping' ? below(1_000_000, dice, 708) : 20 + below(400, dice, 709),
    seed: dice,
  };
}

export interface Partnership {
  readonly owner: Person;
  /** As it signs in. */
  readonly id: string;
  readonly deviceType: string;
  readonly agent: string;
  readonly refused: boolean;
}

/** What a device is to Exchange: some people have Outlook in place of its own app. Null where it reads no mail. */
export function partnershipOf(estate: Estate, device: Device): Partnership | null {
  const owner = estate.ownerOf(device);
  const id = easIdOf(device, estate.options.types ?? ['intune']);
  if (!owner || !id) return null;
  const outlook = chance(12, owner.seed, 700);
  return {
    owner,
    id: outlook ? hex(32, owner.seed, 706).toUpperCase() : id,
    ...(outlook ? OUTLOOK : kindOf(device)),
    refused: !outlook && chance(3, device.seed, 701),
  };
}

const OUTLOOK = { deviceType: 'Outlook', agent: 'Outlook-iOS-Android/1.0' };
const kindOf = ({ platform, model }: Device) =>
  platform === 'ios'
    ? { deviceType: model.model.startsWith('iPad') ? 'iPad' : 'iPhone', agent: 'Apple-iPhone17C1/2301.350' }
    : { deviceType: 'SamsungDevice', agent: 'Android-SAMSUNG-SM-S921B/101.140000' };

const addressOf = ({ mail }: Person): string => mail;
/** People of the directory sign in as Windows knows them, some by their address; others have an address alone. */
const signedInAs = (person: Person): string =>
  person.origin === 'cloud' || chance(25, person.seed, 710)
    ? person.userPrincipalName
    : `${COMPANY.netbios}\\${accountName(person)}`;

function foldersOf(command: string, dice: number): string {
  if (command !== 'Sync' && command !== 'Ping') return '';
  const count = 1 + below(2, dice, 720);
  const tokens = Array.from({ length: count }, (_, i) => {
    const [type, id] = FOLDERS[below(FOLDERS.length, dice, 721 + i)] ?? FOLDERS[0];
    const server = command === 'Sync' ? below(4, dice, 730 + i) : 0;
    const client = command === 'Sync' ? below(2, dice, 740 + i) : 0;
    return `_Fid:${id + 10 * i}_Ty:${type}_Filter1:4_St:S_Cli:${client}a0c0d0f0e0s0fs_Srv:${server}a${server % 2}c0d0s0e0r0A0sd`;
  });
  return `_FldrC1:${count}${tokens.join('')}`;
}
