// Reads the audit log of a standalone Ivanti Sentry.
import type { Checkpoint, ConnectorModule, LineCounts, LogContext, LogRows, LogStep } from '../contract.ts';
import type { Gathering, LogLines } from '../logs/format.ts';
import { readSentry, type SentryEntry } from '../logs/formats/sentry.ts';
import { behindSyslog } from '../logs/formats/syslog.ts';
import { formatOf } from '../logs/line-format.ts';
import { logReader } from '../logs/source.ts';
import { toldOnce } from '../told-once.ts';
import type { SentryConfig } from './config.ts';
import { UseCases } from './use-cases.ts';

const mappingVersion = 1;
const dataset = 'app_access' as const;

/** Of lines that are alone: a push, or one that is tried. Only their own responses are known. */
function alone(): Gathering<SentryEntry> {
  const useCases = new UseCases();
  return {
    add: (entry) => useCases.add(entry),
    rows: () => {
      useCases.settle(Number.POSITIVE_INFINITY);
      return [{ dataset, events: useCases.take().map(({ row }) => row) }];
    },
  };
}

export const connector: ConnectorModule<SentryConfig> = {
  mappingVersion,
  create: (config) => {
    const format = formatOf(behindSyslog(readSentry), config.zone);
    const readerOf = (gather: LogLines<SentryEntry>['gather']) =>
      logReader({ format, gather }, config, { product: 'Ivanti Standalone Sentry', mappingVersion });
    return { ...readerOf(alone), poll: (context: LogContext) => poll(readerOf, context) };
  },
};

/** Halves wait in the checkpoint, sealed: they commit with the places of the files that they were read from. */
async function* poll(
  readerOf: (gather: LogLines<SentryEntry>['gather']) => ReturnType<typeof logReader>,
  context: LogContext,
): AsyncGenerator<LogStep, void, void> {
  const { checkpoint, sealing, clock, toldBefore } = context;
  let { halves, waiting, ...position }: Checkpoint = checkpoint ?? {};
  const opened = typeof halves === 'string' ? (sealing?.open(halves) ?? null) : null;
  const kept = opened === null ? null : UseCases.of(opened);
  const useCases = kept ?? new UseCases();
  let lost = kept === null && typeof waiting === 'number' ? waiting : 0;
  if (lost > 0) context.log.warn('requests that waited for their responses cannot be opened any more', { lost });
  const gather = (): Gathering<SentryEntry> => ({
    add: (entry) => useCases.add(entry, clock.now().getTime()),
    rows: () => NOTHING,
  });
  for await (const step of readerOf(gather).poll({ ...context, checkpoint: checkpoint && position })) {
    useCases.settle(clock.now().getTime());
    const kept = useCases.kept;
    const asking = useCases.asking;
    const sealed = kept === null ? null : (sealing?.seal(kept) ?? null);
    // Without a key nothing may be kept: what waits has to do without its other half.
    if (kept !== null && sealed === null) useCases.settle(Number.POSITIVE_INFINITY);
    const done = useCases.take();
    const { fresh, ids } = await toldOnce(toldBefore, done, ({ id }) => id);
    const known = done.length - fresh.length;
    position = step.checkpoint ?? position;
    const isChanged = step.checkpoint !== undefined || sealed !== (halves ?? null);
    halves = sealed;
    yield {
      ...step,
      told: [{ dataset, events: fresh.map(({ row }) => row) }],
      ids,
      lines: countedToo(step.lines, { known, lost }),
      ...(isChanged && { checkpoint: { ...position, ...(sealed !== null && { halves: sealed, waiting: asking }) } }),
    };
    lost = 0;
  }
}

function countedToo(lines: LineCounts, { known, lost }: { readonly known: number; readonly lost: number }): LineCounts {
  return {
    ...lines,
    ...(known > 0 && { ignored: { ...lines.ignored, known } }),
    ...(lost > 0 && { rejected: { ...lines.rejected, unsealed: lost } }),
  };
}

const NOTHING: readonly LogRows[] = [];
