// A list of the API, a page at a time: what was listed stays while the next page is asked for.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Kept, keptOfEntries } from '../shell/kept.ts';
import { ask } from './client.ts';
import { Problem } from './problem.ts';
import { type Answered, type Before, type HowAsked, useAnswer } from './use-answer.ts';

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

/** A list that going back comes to again, as it was listed then: nobody is read a second time for it. */
export type KeptList<T, P extends Page<T> = Page<T>> = Before<P> & { readonly further: readonly Page<T>[] };
export const keptLists = <T, P extends Page<T> = Page<T>>(): Kept<KeptList<T, P>> => keptOfEntries<KeptList<T, P>>();

/** `path` has a query, or what is asked stands in a body; a page may tell more than its rows. */
export function useList<T, P extends Page<T> = Page<T>>(
  path: string | null,
  said?: HowAsked,
  kept?: Kept<KeptList<T, P>>,
): Listed<T, P> {
  const question = JSON.stringify([path, said]);
  const { current: before } = useRef(kept?.get(question));
  const answered = useAnswer<P>(path, undefined, undefined, said, before);
  const { data: first, asOf } = answered;
  const [further, setFurther] = useState<{ readonly of: Page<T> | null; readonly pages: readonly Page<T>[] }>({
    ...{ of: before?.data ?? null, pages: before?.further ?? [] },
  });
  const [failed, setFailed] = useState<{ readonly of: Page<T> | null; readonly problem: Problem } | null>(null);
  // Pages behind another first page are those of another list.
  const pages = first === null ? [] : [first, ...(further.of === first ? further.pages : [])];
  const cursor = pages.at(-1)?.nextCursor ?? null;
  useEffect(() => {
    if (first !== null && asOf !== null) kept?.set(question, { data: first, asOf, further: pages.slice(1) });
  }, [first, further]);

  async function more(): Promise<void> {
    try {
      const page = await (said?.body === undefined
        ? ask<Page<T>>(`${path}&cursor=${cursor}`, said)
        : ask<Page<T>>(`${path}`, { ...said, body: { ...Object(said.body), cursor } }));
      setFurther({ of: first, pages: [...pages.slice(1), page] });
      setFailed(null);
    } catch (error) {
      setFailed({ of: first, problem: error instanceof Problem ? error : new Problem('failed', 0) });
    }
  }

  return {
    answered,
    items: pages.flatMap(({ items }) => items),
    more: cursor === null ? undefined : more,
    problem: failed?.of === first ? failed.problem : null,
  };
}
