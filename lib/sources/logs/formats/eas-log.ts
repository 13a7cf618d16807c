// What Exchange wrote behind `&Log=`: tokens between underscores, `Fc2` and `V141` before Exchange 2016, `FldrC1:2` and
// `Ver1:161` since, and both in between. Only counts and results are read: the rest holds addresses, names and SIDs.
// https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-ashttp/ names the commands, no page the tokens.
import type { Counts, FolderActivity, FolderClass, ServerLog } from './active-sync.ts';
import { behindDigits, countOf, digits } from './digits.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Folder = Writable<FolderActivity>;
interface Found extends Writable<ServerLog> {
  /** Of the older token, which the newer one overrules. */
  olderProtocol: string | null;
  readonly folders: Folder[];
}

const CLASSES = new Map<string, FolderClass>([
  ['Em', 'mail'],
  ['Ca', 'calendar'],
  ['Co', 'contacts'],
  ['Ta', 'tasks'],
  ['Nt', 'notes'],
]);

/** No request has so many folders. */
const MOST_FOLDERS = 1_000;

/** Tokens by name; the first of a kind counts, since names of people further back may look like one. */
const tokens: Readonly<Record<string, (found: Found, value: string) => void>> = {
  V: (found, value) => {
    found.olderProtocol ??= protocolOf(value);
  },
  Ver1: (found, value) => {
    found.protocol ??= protocolOf(value);
  },
  SC1: status,
  S: status,
  Error: (found, value) => {
    found.error ??= wordOf(value);
  },
  As: (found, value) => {
    found.access ??= wordOf(value);
  },
  Hb: (found, value) => {
    found.heartbeat ??= countOf(value);
  },
  Rto: (found, value) => {
    found.timedOut ??= (countOf(value) ?? 0) > 0;
  },
  PrxTo: (found) => {
    found.isProxied = true;
  },
  Fid: ({ folders }, value) => {
    if (folders.length < MOST_FOLDERS)
      folders.push({ id: value.slice(0, 64), class: null, filter: null, syncType: null, client: {}, server: {} });
  },
  Ty: ofFolder((folder, value) => {
    folder.class = CLASSES.get(value) ?? null;
  }),
  Filt: ofFolder(filter),
  Filts: ofFolder(filter),
  Filter1: ofFolder(filter),
  St: ofFolder((folder, value) => {
    folder.syncType = wordOf(value);
  }),
  Cli: ofFolder((folder, value) => {
    folder.client = countsOf(value);
  }),
  Srv: ofFolder(server),
  Svr: ofFolder(server),
};

function status(found: Found, value: string): void {
  found.easStatus ??= countOf(value);
}

function filter(folder: Folder, value: string): void {
  folder.filter = countOf(value);
}

function server(folder: Folder, value: string): void {
  folder.server = countsOf(value);
}

function ofFolder(set: (folder: Folder, value: string) => void): (found: Found, value: string) => void {
  return ({ folders }, value) => {
    const folder = folders.at(-1);
    if (folder !== undefined) set(folder, value);
  };
}

const TOKENS = new Map(Object.entries(tokens));

/** Of a hop that wrote none. */
export const NO_LOG: ServerLog = {
  protocol: null,
  easStatus: null,
  error: null,
  access: null,
  heartbeat: null,
  timedOut: null,
  folders: [],
  isProxied: false,
};

/** Longer names are none of ours, and are not cut out. */
const LONGEST_NAME = 8;

export function readServerLog(log: string): ServerLog {
  const found: Found = { ...NO_LOG, olderProtocol: null, folders: [] };
  for (let at = 0; at < log.length; ) {
    const next = log.indexOf('_', at);
    const end = next < 0 ? log.length : next;
    readToken(log, at, end, found);
    at = end + 1;
  }
  const { olderProtocol, ...rest } = found;
  return { ...rest, protocol: found.protocol ?? olderProtocol };
}

/** `Name:value`, or letters with a number right behind. */
function readToken(log: string, from: number, end: number, found: Found): void {
  let nameEnd = from;
  while (nameEnd < end && nameEnd - from <= LONGEST_NAME && isLetter(log.charCodeAt(nameEnd))) nameEnd += 1;
  const digitsEnd = behindDigits(log, nameEnd, Math.min(end, nameEnd + 16));
  if (digitsEnd < end && log.charCodeAt(digitsEnd) === 58)
    TOKENS.get(log.slice(from, digitsEnd))?.(found, log.slice(digitsEnd + 1, end));
  else if (digitsEnd === end && digitsEnd > nameEnd)
    TOKENS.get(log.slice(from, nameEnd))?.(found, log.slice(nameEnd, end));
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** 161 is 16.1, 25 is 2.5. */
function protocolOf(text: string): string | null {
  const version = digits(text, 0, text.length);
  return version < 10 || version > 999 ? null : `${Math.floor(version / 10)}.${version % 10}`;
}

const LONGEST_WORD = 64;
const isOfWord = (code: number): boolean => isLetter(code) || (code >= 48 && code <= 57);

/** A word of the server's own; what is more than a word may quote somebody. */
function wordOf(text: string): string | null {
  let end = 0;
  while (end < LONGEST_WORD && isOfWord(text.charCodeAt(end))) end += 1;
  const word = text.slice(0, end);
  return word === '' || word === 'None' ? null : word;
}

const COUNTED: ReadonlySet<string> = new Set(['a', 'c', 'd', 's', 'f', 'fs', 'e', 'r', 'A', 'sd']);
const isCounted = (name: string): name is keyof Counts => COUNTED.has(name);

/** `0a2c0d1f0e0s0fs` */
function countsOf(text: string): Counts {
  const counts: Writable<Counts> = {};
  const told = text.slice(0, 128);
  for (let at = 0; at < told.length; ) {
    const numberEnd = behindDigits(told, at);
    let end = numberEnd;
    while (end < told.length && isLetter(told.charCodeAt(end))) end += 1;
    const [count, name] = [digits(told, at, numberEnd), told.slice(numberEnd, end)];
    if (count < 0 || end === numberEnd) break;
    if (isCounted(name)) counts[name] = count;
    at = end;
  }
  return counts;
}
