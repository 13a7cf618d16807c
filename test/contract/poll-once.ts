// One poll of each of some sources, in the time zone of this process. Argument: PollOnce[] as JSON.
import { type PollOnce, pollOnce } from './elsewhere.ts';

const polls: readonly PollOnce[] = JSON.parse(process.argv[2] ?? '[]');
for (const poll of polls) await pollOnce(poll);
process.stdout.write(JSON.stringify(Intl.DateTimeFormat().resolvedOptions().timeZone));
