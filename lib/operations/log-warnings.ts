// What an operator should know of sources of logs: files that are not read, senders that never came, and times that were
// moved because they lay ahead.
import { type FilesKnown, filesKnown } from '../ingest/files-known.ts';
import type { LastRuns } from '../ingest/last-run.ts';
import { DAY_MS } from '../retention/unverified.ts';
import type { ReadSource } from '../settings/index.ts';
import type { LineCounts } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';

interface Warned {
  readonly source: string;
  /** What is wrong, in a word. */
  readonly trouble: string | null;
  readonly since?: Date | undefined;
  readonly line: string;
}

/** As the last poll of each source, and the last hour in which it had lines, tell it. */
export async function logWarnings({ db }: Store, runs: ReadonlyMap<string, LastRuns>): Promise<readonly Warned[]> {
  const found: Warned[] = [];
  const states = db.selectFrom('source_state').select(['source', 'files']).orderBy('source');
  for (const { source, files } of await states.execute()) {
    for (const { trouble, since, line } of troublesOf(filesKnown(files)))
      found.push({ source, trouble, since, line: `Source ${source}: ${line}` });
    const judged = runs.get(source)?.judged;
    const lines: Partial<LineCounts> = JSON.parse(judged?.lines ?? '{}');
    const ahead = lines.doubted?.ahead ?? 0;
    if (judged && ahead > 0)
      found.push({
        source,
        trouble: 'ahead',
        line: `Source ${source}: ${ahead} lines since ${judged.occurred_at.toISOString()} were dated ahead of the clock, and count when they were read. Does \`zone\` name the time zone of its times?`,
      });
  }
  return found;
}

/** Sources of logs of which no poll ended well for days: they have no rows that a pass would confirm. */
export async function staleLogs({ db }: Store, now: Date, days: number): Promise<readonly Warned[]> {
  const stale = db
    .selectFrom('source_state')
    .select(['source', 'last_success_at'])
    .where('files', 'is not', null)
    .where('last_success_at', '<', new Date(now.getTime() - days * DAY_MS));
  return (await stale.execute()).map(({ source, last_success_at }) => ({
    source,
    trouble: null,
    since: last_success_at ?? undefined,
    line: `No poll of source ${source} ended without an error since ${last_success_at?.toISOString()}: its lines are not read.`,
  }));
}

/** Sources that wait for senders, of which none ever came. */
export async function neverPushed({ db }: Store, sources: readonly Pushable[]): Promise<readonly Warned[]> {
  const came = await db.selectFrom('log_sender').select('source').distinct().execute();
  return sources
    .filter((one) => 'config' in one && one.config.enabled && one.config.push)
    .filter(({ name }) => !came.some(({ source }) => source === name))
    .map(({ name }) => ({
      source: name,
      trouble: null,
      line: `Source ${name}: no sender has pushed a line that was taken. Does the sender have its address and one of its keys? docs/push.md has what it is answered.`,
    }));
}

export type Pushable = Pick<ReadSource, 'name'> | ReadSource;

const troublesOf = (files: FilesKnown | null): readonly Omit<Warned, 'source'>[] =>
  Object.entries(files?.problems ?? {}).map(([trouble, times]) => ({
    trouble,
    since: firstOf(files?.places.filter((place) => place.trouble === trouble) ?? []),
    line: `${trouble} (${times}). docs/operate.md says what to do, by that word.`,
  }));

function firstOf(places: FilesKnown['places']): Date | undefined {
  const [first] = places.map(({ since }) => since).toSorted();
  return first === undefined ? undefined : new Date(first);
}
