// A poll in a process of its own, in another time zone: the zone of a process that runs cannot be changed.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { COMPILE_CACHE } from '../end-to-end/collector-process.ts';
import type { Company, SourceEntry } from '../end-to-end/company.ts';

const answer = z.object({ outcome: z.literal('complete'), zone: z.string() });
const run = promisify(execFile);

/** Polls the source once into a new database. Throws where the poll is not complete. */
export async function pollElsewhere(
  company: Company,
  entry: SourceEntry,
  zone: string,
): Promise<{ readonly file: string; readonly zone: string }> {
  const file = company.databaseFile('elsewhere');
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, 'poll-once.ts'), company.folder, file, JSON.stringify(entry)],
    { env: { PATH: process.env.PATH, TZ: zone, NODE_COMPILE_CACHE: COMPILE_CACHE } },
  );
  return { file, zone: answer.parse(JSON.parse(stdout)).zone };
}
