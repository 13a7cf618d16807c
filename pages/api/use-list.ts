// A list of the API, a page at a time: what was listed stays while the next page is asked for.
import { useState } from 'preact/hooks';
import { ask } from './client.ts';
import { Problem } from './problem.ts';
import { type Answered, type HowAsked, useAnswer } from './use-answer.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total?: number;
  readonly totalIsExact?: boolean;
}

export interface Listed<T, P = Page<T>> {
  readonly answered: Answered<P>;
  readonly items: readonly T[];
  /** Asks for the next page; undefined behind the last one. */
  readonly more: (() => Promise<void>) | undefined;
  /** What the next page failed of. */
  readonly problem: Problem | null;
}

/** `path` has a query, or what is asked stands in a body; a page may tell more than its rows. */
export function useList<T, P extends Page<T> = Page<T>>(path: string | null, said?: HowAsked): Listed<T, P> {
  const answered = useAnswer<P>(path, undefined, undefined, said);
  const first = answered.data;
  const [further, setFurther] = useState<{ readonly of: Page<T> | null; readonly pages: readonly Page<T>[] }>({
    ...{ of: null, pages: [] },
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  // Pages behind another first page are those of another list.
  const pages = first === null ? [] : [first, ...(further.of === first ? further.pages : [])];
  const cursor = pages.at(-1)?.nextCursor ?? null;

  async function more(): Promise<void> {
    try {
      const page = await (said?.body === undefined
        ? ask<Page<T>>(`${path}&cursor=${cursor}`, said)
        : ask<Page<T>>(`${path}`, { ...said, body: { ...Object(said.body), cursor } }));
      setFurther({ of: first, pages: [...pages.slice(1), page] });
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('failed', 0));
    }
  }

  return {
    answered,
    items: pages.flatMap(({ items }) => items),
    more: cursor === null ? undefined : more,
    problem,
  };
}
