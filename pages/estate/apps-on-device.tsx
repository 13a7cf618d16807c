// The apps on one device.
import { useList } from '../api/use-list.ts';
import { Name } from '../parts/name.tsx';
import { AnswerState, ProblemBox } from '../parts/problem.tsx';
import type { Column } from '../parts/table.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import { APP_FIELDS, type App } from './api.ts';
import { RowTable } from './row-table.tsx';
import { texts } from './texts.ts';

export function AppsOnDevice({ path, count }: { readonly path: string; readonly count: number }) {
  const t = textsIn(texts).device;
  const words = textsIn(shell);
  const { appColumns: labels } = t;
  const { answered, items, more, problem } = useList<App>(
    count === 0 ? null : `${path}/apps?limit=100&sort=title&fields=${APP_FIELDS}`,
  );
  const columns: readonly Column<App>[] = [
    { id: 'title', label: labels.title, cell: ({ title }) => title !== null && <Name text={title} /> },
    { id: 'version', label: labels.version, cell: ({ version }) => version },
    { id: 'publisher', label: labels.publisher, cell: ({ publisher }) => publisher },
    { id: 'state', label: labels.state, cell: ({ installState }) => installState },
    {
      id: 'managed',
      label: labels.managed,
      cell: ({ managed }) => (managed === null ? null : managed ? words.yes : words.no),
    },
  ];
  return (
    <section aria-labelledby="apps">
      <h2 id="apps">
        {t.apps} ({formats().number(count)})
      </h2>
      {count === 0 && <p class="empty">{t.noApps}</p>}
      {count > 0 && <AnswerState answered={answered} />}
      {answered.data && <RowTable caption={t.apps} columns={columns} rows={items} total={count} more={more} />}
      {problem && <ProblemBox problem={problem} />}
    </section>
  );
}
