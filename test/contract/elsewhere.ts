// Polls in a process of its own, in another time zone: the zone of a process that runs cannot be changed.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { COMPILE_CACHE } from '../end-to-end/collector-process.ts';
import type { SourceEntry } from '../end-to-end/company.ts';
import { Reader, requireComplete } from './reader.ts';

export interface PollOnce {
  /** Where the sources file may be written. */
  readonly folder: string;
  /** A new database. */
  readonly file: string;
  readonly entry: SourceEntry;
}

/** Throws where the poll is not complete. */
export async function pollOnce({ folder, file, entry }: PollOnce): Promise<void> {
  const reader = await Reader.open(folder, file, entry);
  requireComplete(await reader.poll());
  await reader.close();
}

/** Throws where a poll is not complete, or the process has another zone. */
export async function pollElsewhere(zone: string, polls: readonly PollOnce[]): Promise<void> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'poll-once.ts'), JSON.stringify(polls)],
    { env: { PATH: process.env.PATH, TZ: zone, NODE_COMPILE_CACHE: COMPILE_CACHE } },
  );
  if (JSON.parse(stdout) !== zone) throw new Error(`the process had the zone ${stdout}`);
}
