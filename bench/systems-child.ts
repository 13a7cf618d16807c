// A collector's life over several management systems, in a fresh process: each source is polled until a poll writes
// nothing, which is the unchanged one; most are whole after the first, Neurons gives apps of so many devices a minute only.
// `systems-child.ts <database> <sources file>` prints what the polls took and wrote, and the most memory that it held.
import { readFileSync } from 'node:fs';
import { poll } from '../lib/ingest/poll.ts';
import type { PollReceipt } from '../lib/ingest/run.ts';
import { createHttpClient } from '../lib/net/client.ts';
import { type ReadSource, readSources } from '../lib/settings/index.ts';
import { openStore, type Store } from '../lib/store/index.ts';

type Source = Extract<ReadSource, { config: unknown }>;

const MOST_POLLS = 4;

const clock = { now: () => new Date() };
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function pollOf(store: Store, { config, type, connect }: Source): Promise<PollReceipt> {
  const { caFile } = config;
  const receipt = await poll({
    store,
    config: { ...config, type },
    connector: await connect(),
    collector: 'bench',
    clock,
    log: silent,
    http: (signal, deadline) => createHttpClient({ caFile, signal, deadline, clock, random: Math.random, log: silent }),
    phoneKey: 'a key for the bench alone',
    retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
    rules: [],
    stop: new AbortController().signal,
  });
  if (receipt?.outcome !== 'complete')
    throw new Error(`the poll of ${config.name} ended as ${receipt?.error?.code ?? receipt?.outcome}`);
  return receipt;
}

interface Told {
  readonly seconds: number;
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
}

const told = ({ seconds, datasets }: PollReceipt): Told => {
  const sum = (of: 'read' | 'inserted' | 'updated') => Object.values(datasets).reduce((n, counts) => n + counts[of], 0);
  return { seconds, read: sum('read'), inserted: sum('inserted'), updated: sum('updated') };
};

const both = (a: Told, b: Told): Told => ({
  seconds: a.seconds + b.seconds,
  read: a.read + b.read,
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
});

/** All polls that wrote, together, and the one after them. */
async function lifeOf(store: Store, source: Source): Promise<{ first: Told; second: Told }> {
  let first = told(await pollOf(store, source));
  for (let polls = 1; polls < MOST_POLLS; polls += 1) {
    const next = told(await pollOf(store, source));
    if (next.inserted + next.updated === 0) return { first, second: next };
    first = both(first, next);
  }
  throw new Error(`${MOST_POLLS} polls of ${source.config.name} wrote rows, the last ones of an unchanged company`);
}

const [database = '', file = ''] = process.argv.slice(2);
const store = await openStore({ database });
const polls = [];
for (const source of readSources(file).sources) {
  if (!('config' in source)) throw new Error(`${source.name} is misconfigured`);
  polls.push({ source: source.name, ...(await lifeOf(store, source)) });
}
await store.close();
// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(JSON.stringify({ polls, peak: Number(kilobytes) / 1024 }));
