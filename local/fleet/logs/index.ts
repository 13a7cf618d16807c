// Logs of the company's servers: files that grow, are rotated and compressed, in a folder that a collector reads.
import { join } from 'node:path';
import type { Estate } from '../estate/estate.ts';
import type { Person } from '../estate/person.ts';
import type { Entry } from '../member.ts';
import { GrowingLog } from './growing-log.ts';
import { squidLines, w3cHead, w3cLines } from './web.ts';

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

type Lines = (people: readonly Person[], turn: number, at: number, ms: number) => readonly string[];

interface Kind {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly head?: () => string;
  readonly lines: Lines;
  readonly settings: Entry['settings'] & { readonly type: string };
}

/** A new log is one line here. */
const KINDS: readonly Kind[] = [
  {
    name: 'squid',
    file: 'access.log',
    bytes: 200_000,
    lines: squidLines,
    settings: { type: 'http-proxy', format: 'squid', purpose: 'Shows what the web is used for, and what is blocked.' },
  },
  {
    name: 'proxysg',
    file: 'SG_main.log',
    bytes: 200_000,
    head: w3cHead,
    lines: w3cLines,
    settings: { type: 'http-proxy', format: 'w3c', purpose: 'Shows what the web is used for, and what is blocked.' },
  },
];

/** Turns that have passed before the first, so that there is something to read. */
const BEFORE = 20;
const TURN_MS = 20_000;

/** Writes what happened before, and what happens with each turn. */
export function startLogs({ estate, folder, clock }: LogsOptions): Logs {
  const logs = KINDS.map(({ name, file, bytes, head, lines }) => ({
    log: new GrowingLog({ folder: join(folder, name), name: file, bytes, ...(head ? { head } : {}) }),
    lines,
  }));
  const write = (turn: number, at = clock()): void => {
    const people = estate.people.filter((person) => person?.enabled === true);
    for (const { log, lines } of logs)
      log.append(
        lines(
          people.filter((one) => one !== undefined),
          turn,
          at,
          TURN_MS,
        ),
      );
  };
  for (let n = BEFORE; n > 0; n -= 1) write(-n, clock() - n * TURN_MS);
  const entries = KINDS.map(({ name, settings: { type, ...settings } }) => ({
    type,
    name,
    managesDevices: false,
    settings: { ...settings, paths: [join(folder, name)] },
    secrets: {},
  }));
  return { entries, write: (turn) => write(turn) };
}
