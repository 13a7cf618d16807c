// A list with its filters, how many there are, and all of it as CSV.
import type { ComponentChildren } from 'preact';
import { type KeptList, useList } from '../api/use-list.ts';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { SaveCsv } from '../parts/save-csv.tsx';
import { Heading } from '../shell/heading.tsx';
import type { Kept } from '../shell/kept.ts';
import { formats, textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';

interface Shown<T> {
  readonly rows: readonly T[];
  readonly more: (() => Promise<void>) | undefined;
  readonly total: number | undefined;
}

interface FilteredListProps<T> {
  readonly title: string;
  /** How many there are, in words. */
  readonly count: (count: string) => string;
  /** Of the API, and what its file is called. */
  readonly path: string;
  readonly name?: string;
  readonly query: Readonly<Record<string, string>>;
  readonly kept: Kept<KeptList<T>>;
  readonly filters: ComponentChildren;
  readonly children: (shown: Shown<T>) => ComponentChildren;
}

export function FilteredList<T>(props: FilteredListProps<T>) {
  const { title, count, path, name = path, query, kept, filters, children } = props;
  const { answered, items, more, problem } = useList<T>(
    `${path}?${new URLSearchParams({ ...query, limit: '100' })}`,
    { wantsTotal: true },
    kept,
  );
  const { data } = answered;
  const t = textsIn(texts).list;
  const f = formats();
  const { total = items.length, totalIsExact = true } = data ?? {};
  return (
    <>
      <Heading title={title}>
        <AsOf answered={answered} />
      </Heading>
      <form class="fields" aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
        {filters}
      </form>
      <AnswerState answered={answered} />
      {data && (
        <>
          <div class="above">
            <p>
              <strong>{totalIsExact ? count(f.number(total)) : t.moreThan(f.number(total))}</strong>
            </p>
            <div class="actions start">
              <SaveCsv path={path} query={query} name={name} />
            </div>
          </div>
          {children({ rows: items, more, total: totalIsExact ? data.total : undefined })}
        </>
      )}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
