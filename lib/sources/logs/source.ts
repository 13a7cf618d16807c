// What reads a source of logs, whatever its lines tell: a type's `index.ts` says how they are read and what becomes of them.
import { type Checkpoint, type LogContext, type LogReader, type LogStep, NO_LINES } from '../contract.ts';
import type { LogConfig } from './config.ts';
import { firstLines } from './files/first-lines.ts';
import { follow } from './files/follow.ts';
import type { LogLines, Timed } from './format.ts';
import { readPushed } from './pushed/read.ts';

const DAY_MS = 86_400_000;

/** `product` is what writes the log: no log tells its version. Raise `mappingVersion` where more lines can be read than before. */
export function logReader<E extends Timed>(
  lines: LogLines<E>,
  config: LogConfig,
  { product, mappingVersion }: { readonly product: string; readonly mappingVersion: number },
): LogReader {
  return {
    isLog: true,
    async *poll(context) {
      const checkpoint = beganAt(context);
      const from = new Date(config.from ?? checkpoint.from);
      if (context.checkpoint?.from !== checkpoint.from) yield { ...NOTHING, checkpoint };
      const { name: source, paths, encoding } = config;
      if (paths.length === 0) return;
      yield* follow(lines, { source, paths, encoding, from, settings: { config, mappingVersion } }, context);
    },
    firstOf: (path) => firstLines(lines, path, config.encoding),
    goesOn: lines.format.goesOn,
    readPushed: (pushed, from) =>
      readPushed(lines, pushed, { ...from, fields: from.fields ?? config.push?.fields ?? null }),
    describe: async () => ({ product, version: 'unknown' }),
  };
}

const NOTHING: LogStep = { told: [], lines: NO_LINES, files: [] };

/** Kept from the first poll on: what was written while no collector ran is read. One that lies later was dated by a clock ahead. */
function beganAt({ checkpoint, clock }: LogContext): Checkpoint & { readonly from: string } {
  const dayAgo = new Date(clock.now().getTime() - DAY_MS).toISOString();
  const from = checkpoint?.from;
  return { from: typeof from === 'string' && from < dayAgo ? from : dayAgo };
}
