// A collector's life in a fresh process: a first load, then unchanged polls, until some time has passed.
// `memory-child.ts <database> <devices> <apps per device> <seconds>` prints what it held in memory before, and the most
// that it ever held, in MB. The source makes its pages one by one.
import { openStore } from '../lib/store/index.ts';
import { pagedFleetSource } from './fleet.ts';
import { megabytes } from './memory-use.ts';
import { pollOnce } from './poll-once.ts';

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
