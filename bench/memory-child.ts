// A collector's life in a fresh process: a first load, then unchanged polls, until some time has passed.
// `memory-child.ts <database> <devices> <apps per device> <seconds>` prints what it held in memory before, and the most
// that it ever held, in MB. The source makes its pages one by one.
import { readFileSync } from 'node:fs';
import { openStore } from '../lib/store/index.ts';
import { pagedFleetSource } from './fleet.ts';
import { pollOnce } from './poll-once.ts';

/** `VmRSS`, `VmHWM`: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function megabytes(name: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

const [database = '', ...numbers] = process.argv.slice(2);
const [devices = 0, appsPerDevice = 0, seconds = 0] = numbers.map(Number);
const store = await openStore({ database });
const before = megabytes('VmRSS');
const inserted: number[] = [];
do {
  const { datasets } = await pollOnce(store, pagedFleetSource({ devices, appsPerDevice }));
  inserted.push(Object.values(datasets).reduce((sum, counts) => sum + counts.inserted, 0));
} while (inserted.length < 2 || performance.now() < seconds * 1000);
process.stdout.write(JSON.stringify({ before, peak: megabytes('VmHWM'), inserted }));
await store.close();
