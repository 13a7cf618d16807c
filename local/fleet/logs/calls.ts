// Calls and text messages of the company's devices as audit logs of BlackBerry have them, and what a mobile operator sends
// once a month. Devices are those with a SIM that somebody has.
import { type Device, imeiOf } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { homeNetworkOf, isRoaming } from '../estate/mobility.ts';
import { mobileNumber, officeNumber, siteOf } from '../estate/names.ts';
import { accountName, type Person } from '../estate/person.ts';
import { below, chance, hash, pick } from '../random.ts';
import type { Stretch } from './exchange-requests.ts';

interface Said {
  readonly at: number;
  readonly who: Person;
  readonly way: 'Incoming' | 'Outgoing';
  readonly party: string;
  readonly seed: number;
}

const SHORT = ['110', '112', '11833'];
const PREMIUM = ['+499001234567', '0900 7654321'];

const ownersOf = (estate: Estate): readonly Person[] =>
  estate.devices.flatMap((device) => {
    const owner = homeNetworkOf(device) === null ? undefined : estate.ownerOf(device);
    return owner?.enabled ? [owner] : [];
  });

function partyOf(seed: number): string {
  if (chance(2, seed, 1)) return pick(PREMIUM, seed, 2);
  if (chance(3, seed, 1)) return pick(SHORT, seed, 2);
  if (chance(6, seed, 3)) return 'Unknown';
  return (chance(70, seed, 4) ? mobileNumber : officeNumber)(siteOf(hash(seed, 5)), seed, 6);
}

/** Some of those who have a phone, each now and then. */
function saidIn(estate: Estate, { turn, at, ms }: Stretch, salt: number): readonly Said[] {
  const people = ownersOf(estate);
  const all = Array.from({ length: Math.min(60, 4 + Math.ceil(people.length / 40)) }, (_, i): readonly Said[] => {
    const seed = hash(hash(estate.options.seed, salt + turn), i);
    const who = people[below(people.length, seed, 10)];
    const way = chance(50, seed, 11) ? 'Incoming' : 'Outgoing';
    return who ? [{ at: at - below(ms, seed, 12), who, way, party: partyOf(seed), seed }] : [];
  });
  return all.flat().sort((a, b) => a.at - b.at);
}

const csv = (...values: readonly string[]): string =>
  values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');
const nameOf = (person: Person): string => (person.origin === 'cloud' ? person.userPrincipalName : accountName(person));

/** `11/02/2026 07:12:44 AM` */
function american(at: number): string {
  const [year, month, day, hour, ...rest] = new Date(at).toISOString().slice(0, 19).split(/[-T:]/);
  const hours = Number(hour);
  return `${month}/${day}/${year} ${String(hours % 12 || 12).padStart(2, '0')}:${rest.join(':')} ${hours < 12 ? 'AM' : 'PM'}`;
}

export const callsHead = (): string =>
  `"3.0"\n${csv('Name.ID', 'Type of Call', 'Name', 'Phone Number', 'Start Date', 'Elapsed Time', 'Memo')}\n`;

export const callLines = (estate: Estate, stretch: Stretch): readonly string[] =>
  saidIn(estate, stretch, 5_000_000).map(({ at, who, way, party, seed }) => {
    const missed = way === 'Incoming' && chance(20, seed, 13);
    const clock = new Date(below(1_200, seed, 14) * 1_000).toISOString().slice(11, 19);
    return csv(
      nameOf(who),
      `${missed ? 'Missed' : way} Call`,
      'Somebody',
      party,
      american(at),
      missed ? '' : clock,
      chance(10, seed, 17) ? 'Wants to be called back' : '',
    );
  });

export const messagesHead = (): string =>
  `${csv('Name.ID', 'Email Address', 'Type of Message', 'To', 'From', 'Body', 'Send/Received Date')}\n`;

export const messageLines = (estate: Estate, stretch: Stretch): readonly string[] =>
  saidIn(estate, stretch, 6_000_000).map(({ at, who, way, party, seed }) => {
    const second = chance(15, seed, 15) ? `,${partyOf(hash(seed, 16))}` : '';
    const [to, from] = way === 'Outgoing' ? [`${party}${second}`, ''] : ['', party];
    return csv(nameOf(who), who.mail, way, to, from, 'Shall we meet?\nSay "yes".', new Date(at).toISOString());
  });

const DAY_MS = 86_400_000;
const DAYS = 5;

export const carrierHead = (): string => 'Datum;Rufnummer;IMEI;Dienst;Volumen Inland;Volumen Ausland\n';

/** Of the days before the first turn, once. */
export function carrierLines(estate: Estate, { turn, at }: Stretch, first: number): readonly string[] {
  if (turn !== first) return [];
  const days = Array.from({ length: DAYS }, (_, i) => Math.floor(at / DAY_MS) - DAYS + i);
  return days.flatMap((day) => estate.devices.flatMap((device) => usageOf(device, day)));
}

function usageOf(device: Device, day: number): readonly string[] {
  if (homeNetworkOf(device) === null) return [];
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10).split('-').reverse().join('.');
  const megabytes = (most: number, salt: number): string =>
    (below(most * 100, device.seed, salt + day) / 100).toFixed(2).replace('.', ',');
  const own = `${date};${mobileNumber(siteOf(device.seed), device.seed, 62)};${imeiOf(device)}`;
  const abroad = isRoaming(device) ? megabytes(50, 7_100_000) : '0';
  return [`${own};GPRS/LTE;${megabytes(900, 7_000_000)};${abroad}`, `${own};Sprache;;`];
}

const PURPOSE = 'Explains costs of telephony of company devices.';
const DAYS_AS = { from: 'Datum', formats: ['%d.%m.%Y'] };
const MEGABYTES = { decimal: ',', unit: 'MB' };

/** As docs/configure.md reads them. */
export const CALLS = {
  type: 'log',
  purpose: PURPOSE,
  country: 'DE',
  dataset: 'call',
  mapping: {
    lines: 'delimited',
    fields: {
      occurredAt: { from: 'Start Date', formats: ['%m/%d/%Y %I:%M:%S %p'] },
      user: 'Name.ID',
      direction: {
        from: 'Type of Call',
        values: { 'Incoming Call': 'incoming', 'Outgoing Call': 'outgoing', 'Missed Call': 'missed' },
      },
      number: 'Phone Number',
      durationSeconds: 'Elapsed Time',
    },
  },
} as const;

export const MESSAGES = {
  type: 'log',
  purpose: PURPOSE,
  country: 'DE',
  dataset: 'message',
  mapping: {
    lines: 'delimited',
    fields: {
      occurredAt: 'Send/Received Date',
      user: 'Email Address',
      direction: { from: 'Type of Message', values: { Incoming: 'incoming', Outgoing: 'outgoing' } },
      kind: { is: 'SMS' },
      number: ['To', 'From'],
      recipients: { from: 'To', type: 'count' },
      content: 'Body',
    },
  },
} as const;

export const CARRIER = {
  type: 'log',
  purpose: 'Shows where mobile data plans are too small or too large.',
  country: 'DE',
  dataset: 'data_usage',
  mapping: {
    lines: 'delimited',
    delimiter: ';',
    fields: {
      occurredAt: DAYS_AS,
      day: DAYS_AS,
      imei: 'IMEI',
      phoneNumber: 'Rufnummer',
      homeBytes: { from: 'Volumen Inland', ...MEGABYTES },
      roamingBytes: { from: 'Volumen Ausland', ...MEGABYTES },
    },
    where: [{ from: 'Dienst', in: ['GPRS/LTE'] }],
  },
} as const;
