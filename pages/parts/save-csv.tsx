// Saves a list as CSV, and says how far that is.
import { useEffect, useRef, useState } from 'preact/hooks';
import { now } from '../api/clock.ts';
import { Problem } from '../api/problem.ts';
import { announce } from '../shell/announce.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { csvOf } from './download.ts';
import { ProblemBox } from './problem.tsx';
import { saveFile } from './save.ts';

interface SaveCsvProps {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** In place of the query. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly name: string;
  readonly purpose?: string | undefined;
}

export function SaveCsv({ path, query, body, name, purpose }: SaveCsvProps) {
  const t = textsIn(texts).csv;
  const f = formats();
  const [read, setRead] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const saving = useRef<AbortController | null>(null);
  // A file of other filters than those that are shown would have the same name.
  useEffect(() => {
    setProblem(null);
    return () => saving.current?.abort();
  }, [JSON.stringify([path, query, body, purpose])]);

  async function run(): Promise<void> {
    if (read !== null) return;
    setRead(0);
    saving.current = new AbortController();
    const { signal } = saving.current;
    setProblem(null);
    try {
      const file = await csvOf({
        path,
        query,
        body,
        signal,
        onPage: setRead,
        ...(purpose !== undefined && { purpose }),
      });
      saveFile(`${name}-${new Date(now.peek()).toISOString().slice(0, 10)}.csv`, file);
      announce(t.saved);
    } catch (error) {
      if (signal.aborted) announce(t.stopped);
      else setProblem(error instanceof Problem ? error : new Problem('failed', 0));
    }
    setRead(null);
  }

  return (
    <>
      <button type="button" aria-disabled={read !== null} onClick={run}>
        {read === null ? t.save : t.saving(f.number(read))}
      </button>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
