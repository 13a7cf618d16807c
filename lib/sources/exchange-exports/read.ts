// Reads the newest export of each kind, whole, with each poll: it is the state of Exchange as the lists of other systems are.
import { SourceError } from '../../errors.ts';
import { Apart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { PollContext, PollStep, SourceRow } from '../contract.ts';
import { type FileSystem, fileCalls, NoAnswer } from '../logs/files/file-calls.ts';
import { type FoundFile, findFiles, troubleOf } from '../logs/files/find.ts';
import { UTC, zoneOf } from '../logs/zones.ts';
import { Progress } from '../progress.ts';
import { Seen } from '../seen.ts';
import { checkpointShape } from './checkpoint.ts';
import type { ExchangeExportsConfig } from './config.ts';
import { type ExportFile, isAheadOf, KINDS, type Kind, openExport } from './records.ts';
import { rowOf } from './rows.ts';
import { type Culture, cultureOf } from './values.ts';

/** Of those that were written last: folders are not cleared. */
const LOOKED_AT = 50;
const ROWS_AT_ONCE = 1_000;
const HOUR_MS = 3_600_000;

/** Throws SourceError: what is wrong with one kind does not keep the other from being read. */
export async function* readExports(
  config: ExchangeExportsConfig,
  collection: Collection,
  context: PollContext,
): AsyncGenerator<PollStep, void, void> {
  try {
    yield* readNewest({ config, context, system: fileCalls.of(config.name, context.signal) }, collection);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new SourceError('The file system does not answer.', {
      code: 'not-answering',
      hint: 'Nothing was removed. Look at the mount that `paths` lie on: its server may be gone.',
    });
  }
}

interface Place {
  readonly config: ExchangeExportsConfig;
  readonly context: PollContext;
  readonly system: FileSystem;
}

async function* readNewest(place: Place, collection: Collection): AsyncGenerator<PollStep, void, void> {
  const { config, context } = place;
  const newest = await newestOf(place);
  const progress = new Progress(checkpointShape, context.checkpoint);
  const apart = new Apart(context);
  const culture = cultureOf(config.culture, zoneOf(config.zone) ?? UTC);
  for (const kind of KINDS) {
    const before = progress.now.read[kind.name];
    const found = newest.get(kind);
    if (found || before !== undefined)
      yield* apart.read(kind.dataset, readExport({ ...place, kind, found, before, culture, collection, progress }));
  }
  apart.end();
}

interface Reading extends Place {
  readonly kind: Kind;
  readonly found: FoundFile | undefined;
  /** What the last one was the state of. */
  readonly before: string | undefined;
  readonly culture: Culture;
  readonly collection: Collection;
  readonly progress: Progress<{ readonly read: Record<string, string> }>;
}

async function* readExport(reading: Reading): AsyncGenerator<PollStep, void, void> {
  const { kind, found, before } = reading;
  const file = found && (await opened(found, reading));
  if (!file || file.kind !== kind)
    throw new SourceError('An export that was there is there no more.', {
      code: 'files-missing',
      hint: `Nothing was removed. Look whether the script still writes the export of ${kind.path}, and \`paths\`.`,
    });
  try {
    // What was read while the clock was ahead is no measure.
    const isMeasure = before !== undefined && !isAheadOf(reading.context.clock.now(), Date.parse(before));
    if (isMeasure && file.at.toISOString() < before)
      throw new SourceError('The newest export is older than the last one that was read.', {
        code: 'older-export',
        hint: 'It is no newer state, and was not read. Look whether the script still runs, and which clock it has.',
      });
    yield* rowsOf(reading, file);
  } finally {
    await file.close();
  }
}

async function* rowsOf(reading: Reading, file: ExportFile): AsyncGenerator<PollStep, void, void> {
  const { kind, collection, culture, config, context, progress } = reading;
  const dataset = kind.dataset === 'mailbox' ? 'mailbox' : 'mail_device';
  const entity = collection.entity(kind.name);
  yield { dataset, pass: 'start' };
  let [count, distinct] = [0, 0];
  const different = new Seen();
  let batch: SourceRow[] = [];
  for await (const record of file.records(context.signal)) {
    const row = rowOf(entity, record, { culture, at: file.at, keyedHash: context.keyedHash });
    count += 1;
    if (different.add(String(row.external_id))) distinct += 1;
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield { dataset, rows: batch };
    batch = [];
  }
  const checkpoint = progress.with({ read: { ...progress.now.read, [kind.name]: file.at.toISOString() } });
  yield { dataset, rows: batch };
  const isOld = file.at.getTime() < context.clock.now().getTime() - config.staleHours * HOUR_MS;
  if (isOld) yield { dataset, unproven: 'outdated', checkpoint };
  // A row that came twice stands in the place of another.
  else if (file.mark?.rows !== count || distinct !== count) yield { dataset, unproven: 'no-end-mark', checkpoint };
  else yield { dataset, complete: { marker: 'end-mark', rows: count }, checkpoint };
}

/** Throws SourceError where there is none of any kind. */
async function newestOf(place: Place): Promise<ReadonlyMap<Kind, FoundFile>> {
  const { config, context, system } = place;
  const { files, forbidden } = await findFiles(system, config.paths);
  const latest = files.toSorted((a, b) => b.modified - a.modified).slice(0, LOOKED_AT);
  const newest = new Map<Kind, { readonly found: FoundFile; readonly time: number }>();
  let [others, ahead] = [0, 0];
  for (const found of latest) {
    const file = await opened(found, place);
    if (!file) others += 1;
    await file?.close();
    if (!file) continue;
    if (file.isMarkAhead || file.isAhead) ahead += 1;
    // One whose time is no measure hides none whose time is one.
    const time = file.isAhead ? Number.NEGATIVE_INFINITY : file.at.getTime();
    const known = newest.get(file.kind);
    if (!known || known.time < time) newest.set(file.kind, { found, time });
  }
  if (ahead > 0) context.log.warn('Exports are ahead of the clock: look at that of who writes them.', { files: ahead });
  if (newest.size === 0) throw nothingFound(latest.length, forbidden.length);
  if (others > 0) context.log.warn('Files beside the exports are none, or cannot be read.', { files: others });
  return new Map([...newest].map(([kind, { found }]) => [kind, found]));
}

async function opened(
  found: FoundFile,
  { config: { encoding }, context: { clock }, system }: Place,
): Promise<ExportFile | null> {
  try {
    return await openExport(system, found, encoding, clock.now());
  } catch (error) {
    troubleOf(error);
    return null;
  }
}

function nothingFound(files: number, forbidden: number): SourceError {
  if (forbidden > 0)
    return new SourceError('Exports may not be read.', {
      code: 'permission',
      hint: 'Let the account of the collector read the directories of `paths` and the files in them.',
    });
  return new SourceError('There is no export.', {
    code: files > 0 ? 'unknown-format' : 'files-missing',
    hint: 'Look whether the script runs, and whether `paths` names where it writes: docs/sources/exchange-exports.md.',
  });
}
