// One poll of one source, in the time zone of this process. Arguments: folder, database file, entry of the sources file.
import { Reader } from './reader.ts';

const [folder = '', file = '', entry = ''] = process.argv.slice(2);
const reader = await Reader.open(folder, file, JSON.parse(entry));
const { receipt } = await reader.poll();
await reader.close();
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
process.stdout.write(JSON.stringify({ outcome: receipt.error?.code ?? receipt.outcome, zone }));
