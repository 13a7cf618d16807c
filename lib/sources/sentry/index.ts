// Reads the audit log of a standalone Ivanti Sentry.
import type {
  Checkpoint,
  ConnectorModule,
  LineCounts,
  LogContext,
  LogRows,
  LogStep,
  PushedFrom,
  PushedLine,
  PushedStep,
  ToldBefore,
} from '../contract.ts';
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
    const readerOf: ReaderOf = (gather) =>
      logReader({ format, gather }, config, { product: 'Ivanti Standalone Sentry', mappingVersion });
    return {
      ...readerOf(alone),
      poll: (context: LogContext) => poll(readerOf, context),
      readPushed: (lines: readonly PushedLine[], from: PushedFrom) => readPushed(readerOf, lines, from),
    };
  },
};

type ReaderOf = (gather: LogLines<SentryEntry>['gather']) => ReturnType<typeof logReader>;

/** Only the responses in the same batch are known. */
async function readPushed(readerOf: ReaderOf, lines: readonly PushedLine[], from: PushedFrom): Promise<PushedStep> {
  const useCases = new UseCases();
  const gather = (): Gathering<SentryEntry> => ({ add: (entry) => useCases.add(entry), rows: () => NOTHING });
  const step = await readerOf(gather).readPushed(lines, from);
  useCases.settle(Number.POSITIVE_INFINITY);
  return { ...step, ...(await toldOf(useCases, step.lines, from.toldBefore)) };
}

/** What is whole, but for what was told before. */
async function toldOf(useCases: UseCases, lines: LineCounts, toldBefore: ToldBefore) {
  const done = useCases.take();
  const { fresh, ids } = await toldOnce(toldBefore, done, ({ id }) => id);
  const known = done.length - fresh.length;
  return {
    told: [{ dataset, events: fresh.map(({ row }) => row) }],
    ids,
    lines: known > 0 ? { ...lines, ignored: { ...lines.ignored, known } } : lines,
  };
}

/** Halves wait in the checkpoint, sealed: they commit with the places of the files that they were read from. */
async function* poll(readerOf: ReaderOf, context: LogContext): AsyncGenerator<LogStep, void, void> {
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
    const lines = lost > 0 ? { ...step.lines, rejected: { ...step.lines.rejected, unsealed: lost } } : step.lines;
    position = step.checkpoint ?? position;
    const isChanged = step.checkpoint !== undefined || sealed !== (halves ?? null);
    halves = sealed;
    yield {
      ...step,
      ...(await toldOf(useCases, lines, toldBefore)),
      ...(isChanged && { checkpoint: { ...position, ...(sealed !== null && { halves: sealed, waiting: asking }) } }),
    };
    lost = 0;
  }
}

const NOTHING: readonly LogRows[] = [];
