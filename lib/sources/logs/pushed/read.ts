// Reads lines that were pushed: as those of a file, but that a header is kept for the sender, not for a place.
import { randomUUID } from 'node:crypto';
import { Turns } from '../../../turns.ts';
import type { PushedFrom, PushedLine, PushedStep } from '../../contract.ts';
import { Step } from '../files/step.ts';
import type { LogLines, Timed } from '../format.ts';
import type { Line } from '../lines.ts';

/** Between two looks at the clock: others are served meanwhile. */
const LINES_AT_ONCE = 100;

export async function readPushed<E extends Timed>(
  source: LogLines<E>,
  lines: readonly PushedLine[],
  { fields, receivedAt, toldBefore }: PushedFrom,
): Promise<PushedStep> {
  const reader = source.format.begin({ fields, writtenAt: receivedAt.getTime() });
  const step = new Step(source, toldBefore);
  const batch = randomUUID();
  const turns = new Turns();
  const counted: boolean[] = [];
  for (const { text, rejected, name } of lines) {
    if (counted.length % LINES_AT_ONCE === 0) await turns.givenWhenDue();
    if (name !== null && rejected !== undefined) step.reject(rejected);
    counted.push(
      name !== null && (rejected !== undefined || step.add(inFull(text), () => name, reader, batch).is !== 'neither'),
    );
  }
  const { told, lines: counts, ids = [] } = await step.take();
  return { told, lines: counts, ids, fields: reader.fields, counted };
}

const inFull = (text: string): Line => ({ text, bytes: null, from: 0, to: 0 });
