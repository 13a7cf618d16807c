// A collector's life over several management systems, in a fresh process: each source is polled whole, then once more.
// `systems-child.ts <database> <sources file>` prints what each poll took and wrote, and the most memory that it held.
import { readFileSync } from 'node:fs';
import { poll } from '../lib/ingest/poll.ts';
import type { PollReceipt } from '../lib/ingest/run.ts';
import { createHttpClient } from '../lib/net/client.ts';
import { type ReadSource, readSources } from '../lib/settings/index.ts';
import { openStore, type Store } from '../lib/store/index.ts';

type Source = Extract<ReadSource, { config: unknown }>;

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
    stop: new AbortController().signal,
  });
  if (receipt?.outcome !== 'complete')
    throw new Error(`the poll of ${config.name} ended as ${receipt?.error?.code ?? receipt?.outcome}`);
  return receipt;
}

const told = ({ seconds, datasets }: PollReceipt) => {
  const sum = (of: 'read' | 'inserted' | 'updated') => Object.values(datasets).reduce((n, counts) => n + counts[of], 0);
  return { seconds, read: sum('read'), inserted: sum('inserted'), updated: sum('updated') };
};

const [database = '', file = ''] = process.argv.slice(2);
const store = await openStore({ database });
const polls = [];
for (const source of readSources(file).sources) {
  if (!('config' in source)) throw new Error(`${source.name} is misconfigured`);
  const first = told(await pollOf(store, source));
  polls.push({ source: source.name, first, second: told(await pollOf(store, source)) });
}
await store.close();
// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(JSON.stringify({ polls, peak: Number(kilobytes) / 1024 }));
