// What an operator should know of sources of logs: files that are not read, and times that were moved because they lay ahead.
import type { FilesFound, LineCounts } from '../sources/contract.ts';
import { firstRows, type Store } from '../store/index.ts';

interface Warned {
  readonly source: string;
  readonly line: string;
}

/** As the last poll of each source, and the last hour in which it had lines, tell it. */
export async function logWarnings({ db, engine }: Store): Promise<readonly Warned[]> {
  const found: Warned[] = [];
  const states = db.selectFrom('source_state').select(['source', 'files']).orderBy('source');
  for (const { source, files } of await states.execute()) {
    const troubles = files ? troublesOf(JSON.parse(files)) : [];
    for (const trouble of troubles) found.push({ source, line: `Source ${source}: ${trouble}` });
    const runs = db
      .selectFrom('poll_run')
      .select(['occurred_at', 'lines'])
      .where('source', '=', source)
      .where('lines', 'is not', null)
      .orderBy('id', 'desc');
    const last = await firstRows(engine, runs, 1).executeTakeFirst();
    const lines: Partial<LineCounts> = JSON.parse(last?.lines ?? '{}');
    const ahead = lines.doubted?.ahead ?? 0;
    if (last && ahead > 0)
      found.push({
        source,
        line: `Source ${source}: ${ahead} lines since ${last.occurred_at.toISOString()} were dated ahead of the clock, and count when they were read. Does \`zone\` name the time zone of its times?`,
      });
  }
  return found;
}

const troublesOf = ({ problems }: FilesFound): readonly string[] =>
  Object.entries(problems).map(
    ([problem, times]) => `${problem} (${times}). docs/operate.md says what to do, by that word.`,
  );
