// `log-memory-child.ts <database> <folder> <detail>`: one poll of the logs of Squid in a folder, in a fresh process. Prints
// the most that it ever held in memory, in MB, and the rows of its counters.
import { openStore } from '../lib/store/index.ts';
import { readLog } from '../test/sources/http-proxy/reading.ts';
import { megabytes } from './memory-use.ts';

const [database = '', folder = '', detail = ''] = process.argv.slice(2);
const store = await openStore({ database });
const { outcome, datasets } = await readLog(store, 'bench', { paths: [folder], format: 'squid', detail });
const rows = Object.values(datasets).reduce((sum, counts) => sum + counts.inserted, 0);
process.stdout.write(JSON.stringify({ outcome, rows, peak: megabytes('VmHWM') }));
await store.close();
