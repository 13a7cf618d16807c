// One poll of the files of a source: what is there, which file is which, and what is to be read of them, newest first, so
// that lines of today need not wait for those of last month. What is far behind is read in rounds.
import { hash } from 'node:crypto';
import type { FilesFound, LogContext, LogStep, TroublePlace } from '../../contract.ts';
import type { LogLines, Timed } from '../format.ts';
import type { Encoding } from '../lines.ts';
import { type FileSystem, fileCalls, NoAnswer } from './file-calls.ts';
import { type FoundFile, findFiles, troubleOf } from './find.ts';
import { type Following, Identifying, type Unread } from './identify.ts';
import { KnownFiles } from './identity.ts';
import { openFound, Troubles } from './opened.ts';
import { readFile } from './read-file.ts';
import { Step } from './step.ts';

export interface FilesToFollow {
  /** Its name. */
  readonly source: string;
  readonly paths: readonly string[];
  /** Of files without a byte order mark. */
  readonly encoding: Encoding;
  /** Files that were last written before are not opened. */
  readonly from: Date;
  /** All that says how lines are read: a file that could not be is tried again when it changes. */
  readonly settings: unknown;
}

type Context = Pick<LogContext, 'files' | 'signal' | 'clock'> & Partial<Pick<LogContext, 'toldBefore'>>;
const ROUND_BYTES = 256_000_000;
const DAY_MS = 86_400_000;

/** Never throws for what is wrong with a file: that is counted, and the file is read when it is mended. */
export async function* follow<E extends Timed>(
  source: LogLines<E>,
  of: FilesToFollow,
  context: Context,
  calls = fileCalls,
): AsyncGenerator<LogStep, void, void> {
  const step = new Step(source, context.toldBefore);
  try {
    yield* rounds(source, step, of, context, calls.of(of.source, context.signal));
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const troubles = new Troubles();
    troubles.add('not-answering', null);
    yield { ...(await step.take()), found: foundOf([], [], troubles) };
  }
}

async function* rounds<E extends Timed>(
  source: LogLines<E>,
  step: Step<E>,
  of: FilesToFollow,
  { files: before = [], signal, clock }: Context,
  system: FileSystem,
): AsyncGenerator<LogStep, void, void> {
  const reading = hash('sha256', JSON.stringify(of.settings)).slice(0, 32);
  const following = { system, clock, known: new KnownFiles(before), encoding: of.encoding, reading };
  for (let isBehind = true; isBehind; ) {
    const troubles = new Troubles();
    const { files, missing, forbidden } = await findFiles(system, of.paths);
    for (const place of missing) troubles.add('files-missing', null, place);
    for (const place of forbidden) troubles.add('permission', null, place);
    const recent = files.filter(({ modified }) => modified >= of.from.getTime());
    const { unread, noted, present } = await new Identifying(following, troubles).all(recent, signal);
    const dayAgo = clock.now().getTime() - DAY_MS;
    for (const file of present) if ((file.seenAt?.getTime() ?? 0) < dayAgo) step.note(file);
    for (const file of noted) step.note(file);
    const round = readRound(source, step, following, unread, troubles, signal);
    const kept = (committed: LogStep): void => {
      for (const file of committed.files) following.known.set({ ...file, seenAt: clock.now() });
    };
    let left: readonly Unread[];
    try {
      let next = await round.next();
      for (; !next.done; next = await round.next()) {
        yield next.value;
        kept(next.value);
      }
      left = next.value;
    } finally {
      await round.return([]);
    }
    const last = { ...(await step.take()), found: foundOf(recent, left, troubles) };
    yield last;
    kept(last);
    isBehind = left.length > 0;
  }
}

/** What is left for another round. */
async function* readRound<E extends Timed>(
  source: LogLines<E>,
  step: Step<E>,
  following: Following,
  unread: readonly Unread[],
  troubles: Troubles,
  signal: AbortSignal,
): AsyncGenerator<LogStep, readonly Unread[], void> {
  const left: Unread[] = [];
  let bytes = 0;
  for (const one of unread.toSorted((a, b) => b.found.modified - a.found.modified)) {
    signal.throwIfAborted();
    const opened = bytes >= ROUND_BYTES ? null : await openFound(following, one.found, troubles);
    if (bytes >= ROUND_BYTES) left.push(one);
    if (!opened) continue;
    try {
      if (yield* readFile(source, step, { opened, file: one.file, reading: following.reading })) left.push(one);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble) troubles.add(trouble, one.found);
    } finally {
      await opened.handle.close();
    }
    const { offset = one.file.offset, state = null } = step.noted(one.file.file) ?? {};
    if (state) troubles.add(state, one.found);
    bytes += offset - one.file.offset;
    if (step.room <= 0) yield await step.take();
  }
  return left;
}

/** With these files something is left unread. */
const UNREAD: ReadonlySet<string> = new Set(['permission', 'files-missing', 'unknown-format']);

function foundOf(files: readonly FoundFile[], left: readonly Unread[], { all }: Troubles): FilesFound {
  const behind: { readonly found: FoundFile; readonly bytes: number }[] = [...left];
  const problems: Partial<Record<(typeof all)[number]['trouble'], number>> = {};
  for (const { trouble, found } of all) {
    problems[trouble] = (problems[trouble] ?? 0) + 1;
    if (found && UNREAD.has(trouble)) behind.push({ found, bytes: found.size });
  }
  const oldest = behind.reduce((least, { found }) => Math.min(least, found.modified), Number.POSITIVE_INFINITY);
  return {
    known: files.length,
    behind: behind.length,
    bytesBehind: behind.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestUnread: oldest === Number.POSITIVE_INFINITY ? null : new Date(oldest).toISOString(),
    problems,
    places: placesOf(all),
  };
}

function placesOf(all: Troubles['all']): readonly TroublePlace[] {
  const groups = Map.groupBy(all, ({ trouble, path }) => `${path} ${trouble}`);
  const places = [...groups.values()].flatMap(([one, ...others]) =>
    one ? [{ trouble: one.trouble, path: one.path, files: others.length + 1 }] : [],
  );
  // The same however the files were looked at: only what changes is written.
  return places.toSorted((a, b) => (a.path ?? 0) - (b.path ?? 0) || (a.trouble < b.trouble ? -1 : 1));
}
