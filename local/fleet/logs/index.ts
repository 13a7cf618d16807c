// Logs of the company's servers: files that grow, are rotated and compressed, in a folder that a collector reads.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Estate } from '../estate/estate.ts';
import type { Person } from '../estate/person.ts';
import type { Entry } from '../member.ts';
import {
  CALLS,
  CARRIER,
  callLines,
  callsHead,
  carrierHead,
  carrierLines,
  MESSAGES,
  messageLines,
  messagesHead,
} from './calls.ts';
import { writeExports } from './exchange-exports.ts';
import { type HopLines, headerOf, linesOf } from './exchange-lines.ts';
import type { Stretch } from './exchange-requests.ts';
import { GrowingLog } from './growing-log.ts';
import { sentryLines } from './sentry.ts';
import { branchLines, squidLines, w3cHead, w3cLines, zscalerLines } from './web.ts';

export interface Logs {
  readonly entries: readonly Entry[];
  /** What happened since the last turn. */
  write(turn: number): void;
}

export interface LogsOptions {
  readonly estate: Estate;
  readonly folder: string;
  readonly clock: () => number;
}

interface File {
  readonly folder: string;
  readonly file: string;
  /** Rotated once it is larger. */
  readonly bytes: number;
  readonly head?: () => string;
  readonly lines: (estate: Estate, stretch: Stretch) => readonly string[];
}

/** What one source reads. */
interface Kind {
  readonly name: string;
  readonly files: readonly File[];
  readonly settings: Entry['settings'] & { readonly type: string };
  /** A shipper pushes the lines of its only file. */
  readonly isPushed?: true;
}

const ofPeople =
  (lines: (people: readonly Person[], turn: number, at: number, ms: number) => readonly string[]) =>
  (estate: Estate, { turn, at, ms }: Stretch): readonly string[] => {
    const people = estate.people.flatMap((person) => (person?.enabled ? [person] : []));
    return lines(people, turn, at, ms);
  };

const ofExchange =
  (hop: keyof HopLines) =>
  (estate: Estate, stretch: Stretch): readonly string[] =>
    linesOf(estate, stretch)[hop];

const ofCarrier = (estate: Estate, stretch: Stretch): readonly string[] => carrierLines(estate, stretch, -BEFORE);

const WEB_PURPOSE = 'Shows what the web is used for, and what is blocked.';

/** A new log is one line here. */
const KINDS: readonly Kind[] = [
  {
    name: 'squid',
    files: [{ folder: 'squid', file: 'access.log', bytes: 200_000, lines: ofPeople(squidLines) }],
    settings: { type: 'http-proxy', format: 'squid', purpose: WEB_PURPOSE },
  },
  {
    name: 'proxysg',
    files: [{ folder: 'proxysg', file: 'SG_main.log', bytes: 200_000, head: w3cHead, lines: ofPeople(w3cLines) }],
    settings: { type: 'http-proxy', format: 'w3c', purpose: WEB_PURPOSE },
  },
  {
    name: 'branch',
    isPushed: true,
    files: [{ folder: 'branch', file: 'access.log', bytes: 200_000, lines: ofPeople(branchLines) }],
    settings: { type: 'http-proxy', format: 'squid', purpose: WEB_PURPOSE },
  },
  {
    name: 'zscaler',
    files: [{ folder: 'zscaler', file: 'nss.log', bytes: 200_000, lines: ofPeople(zscalerLines) }],
    settings: { type: 'http-proxy', format: 'zscaler-nss', purpose: WEB_PURPOSE },
  },
  {
    name: 'sentry',
    files: [{ folder: 'sentry', file: 'audit.log', bytes: 100_000, lines: sentryLines }],
    settings: { type: 'sentry', purpose: 'Shows which apps reach the intranet, and why some do not.' },
  },
  {
    name: 'exchange',
    files: [
      { folder: 'exchange/W3SVC1', file: 'u_ex.log', bytes: 50_000, head: headerOf, lines: ofExchange('frontEnd') },
      { folder: 'exchange/W3SVC2', file: 'u_ex.log', bytes: 50_000, head: headerOf, lines: ofExchange('backEnd') },
    ],
    settings: {
      type: 'exchange-activesync',
      purpose: 'Shows which devices read and write whose mail, calendar and contacts.',
    },
  },
  {
    name: 'phone-calls',
    files: [{ folder: 'calls', file: 'PhoneCallLog.csv', bytes: 100_000, head: callsHead, lines: callLines }],
    settings: CALLS,
  },
  {
    name: 'text-messages',
    files: [{ folder: 'messages', file: 'SMSLog.csv', bytes: 100_000, head: messagesHead, lines: messageLines }],
    settings: MESSAGES,
  },
  {
    name: 'carrier',
    files: [{ folder: 'carrier', file: 'usage.csv', bytes: 10_000_000, head: carrierHead, lines: ofCarrier }],
    settings: CARRIER,
  },
];

const EXPORTS = {
  name: 'exchange-exports',
  folder: 'exchange-exports',
  purpose: 'Finds mailboxes that run full, and devices that nobody uses any more.',
  /** As a scheduled task does. */
  everyTurns: 15,
} as const;

/** Turns that have passed before the first, so that there is something to read. */
const BEFORE = 20;
const TURN_MS = 20_000;

/** Writes what happened before, and what happens with each turn. */
export function startLogs({ estate, folder, clock }: LogsOptions): Logs {
  const logs = KINDS.flatMap(({ files }) =>
    files.map(({ folder: own, file, bytes, head, lines }) => ({
      log: new GrowingLog({ folder: join(folder, own), name: file, bytes, ...(head ? { head } : {}) }),
      lines,
    })),
  );
  const write = (turn: number, at = clock()): void => {
    for (const { log, lines } of logs) log.append(lines(estate, { turn, at, ms: TURN_MS }));
  };
  for (let n = BEFORE; n > 0; n -= 1) write(-n, clock() - n * TURN_MS);
  const exports = join(folder, EXPORTS.folder);
  const writeAll = (turn: number): void => {
    write(turn);
    if (turn % EXPORTS.everyTurns === 0) writeExports(estate, exports, clock());
  };
  writeExports(estate, exports, clock());
  const { name, purpose } = EXPORTS;
  const entry = {
    type: name,
    name,
    managesDevices: false,
    settings: { purpose, paths: [exports], schedule: '0 * * * * *' },
    secrets: {},
  };
  return { entries: [...KINDS.map((kind) => entryOf(kind, folder)), entry], write: writeAll };
}

function entryOf({ name, files, settings: { type, ...settings }, isPushed }: Kind, folder: string): Entry {
  const entry = { type, name, managesDevices: false, secrets: {} };
  const [first] = files;
  if (!isPushed || !first)
    return { ...entry, settings: { ...settings, paths: files.map((file) => join(folder, file.folder)) } };
  const pushed = { file: join(folder, first.folder, first.file), key: randomBytes(24).toString('hex') };
  return { ...entry, settings, pushed };
}
