// What processes did that loaded the recorder first: where they connected to, what they looked up and started.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** A module for `--import`, from the root of the repository. It writes into the file that EGRESS_RECORD names. */
export const RECORDER = 'test/end-to-end/recorder.ts';

const recorded = z.object({ kind: z.string(), to: z.string() });

/** An empty record. */
export const beginRecord = (file: string): void => writeFileSync(file, '');

/** `kind to` of what was done, each once, sorted. */
export function recordOf(file: string): string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
  return [
    ...new Set(lines.map((line) => recorded.parse(JSON.parse(line))).map(({ kind, to }) => `${kind} ${to}`)),
  ].sort();
}
