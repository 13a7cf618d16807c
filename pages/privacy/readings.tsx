// Who read personal data, when and why. To read that is a reading itself: it needs a purpose, and a press.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import type { Page } from '../api/use-list.ts';
import { datasetIn } from '../parts/datasets.ts';
import { ProblemBox } from '../parts/problem.tsx';
import { PurposeField } from '../parts/purpose.tsx';
import { SaveCsv } from '../parts/save-csv.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Reading } from './api.ts';
import { ReadingFilters } from './reading-filters.tsx';
import { type Filters, readingQuery } from './reading-query.ts';
import { texts } from './texts.ts';

const PATH = 'privacy/access-log';
const ALL: Filters = { since: '', until: '', dataset: '', purpose: '', key: '' };

export function Readings() {
  const t = textsIn(texts).readings;
  const [purpose, setPurpose] = useState('');
  const [filters, setFilters] = useState(ALL);
  const query = readingQuery(filters);
  const path = `${PATH}?${new URLSearchParams({ ...query, limit: '100' })}`;
  const [page, setPage] = useState<Page<Reading> | null>(null);
  const [wrong, setWrong] = useState<Problem | 'purpose' | null>(null);

  const asking = useRef(new AbortController());
  useEffect(() => () => asking.current.abort(), []);

  async function read(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    setWrong(purpose === '' ? 'purpose' : null);
    if (purpose === '') return;
    const { signal } = asking.current;
    await work(signal).catch((error: unknown) => {
      if (!signal.aborted) setWrong(error instanceof Problem ? error : new Problem('failed', 0));
    });
  }
  const show = () =>
    read(async (signal) => {
      setPage(null);
      setPage(await ask<Page<Reading>>(path, { purpose, signal }));
    });
  const more = (shown: Page<Reading>) =>
    read(async (signal) => {
      const next = await ask<Page<Reading>>(`${path}&cursor=${shown.nextCursor}`, { purpose, signal });
      setPage({ ...next, items: [...shown.items, ...next.items] });
    });

  return (
    <>
      <p>{t.about}</p>
      <ReadingFilters
        filters={filters}
        onChange={(changed) => {
          setFilters(changed);
          // What is asked for, and further pages, would be those of another question.
          asking.current.abort();
          asking.current = new AbortController();
          setPage(null);
        }}
      />
      <PurposeField chosen={purpose} onChoose={setPurpose} />
      <p class="actions start">
        <button type="button" class="primary" onClick={show}>
          {t.show}
        </button>
        {purpose === '' ? (
          <button type="button" onClick={() => setWrong('purpose')}>
            {textsIn(shell).csv.save}
          </button>
        ) : (
          <SaveCsv path={PATH} query={query} name="access-log" purpose={purpose} />
        )}
      </p>
      <p role="alert" class={wrong === 'purpose' ? 'wrong' : undefined}>
        {wrong === 'purpose' && textsIn(shell).purpose.missing}
      </p>
      {wrong instanceof Problem && <ProblemBox problem={wrong} />}
      {page && <Rows page={page} more={page.nextCursor === null ? undefined : () => more(page)} />}
    </>
  );
}

interface RowsProps {
  readonly page: Page<Reading>;
  readonly more: (() => Promise<void>) | undefined;
}

function Rows({ page, more }: RowsProps) {
  const t = textsIn(texts).readings;
  return <Table caption={t.caption} columns={columnsOf()} rows={page.items} keyOf={({ id }) => id} more={more} />;
}

/** Of the log, whole or of one person. */
export function columnsOf(): readonly Column<Reading>[] {
  const t = textsIn(texts).readings;
  const f = formats();
  return [
    { id: 'at', label: t.at, cell: ({ occurredAt }) => <When at={occurredAt} /> },
    { id: 'who', label: t.who, cell: ({ principal, roles }) => <Who principal={principal} roles={roles} /> },
    { id: 'purpose', label: t.purpose, cell: ({ purpose }) => purpose ?? t.unsaid },
    {
      id: 'what',
      label: t.what,
      cell: ({ dataset, operation }) => (
        <>
          {datasetIn(language.value, dataset)} (<code>{operation}</code>)
        </>
      ),
    },
    { id: 'fields', label: t.fields, cell: ({ fields }) => <Fields fields={fields} /> },
    { id: 'rows', label: t.rows, isNumber: true, cell: ({ rowCount }) => f.number(rowCount) },
  ];
}

/** Which key it was nobody can tell who has its hash alone: what it was for they can. */
const Who = ({ principal, roles }: Pick<Reading, 'principal' | 'roles'>) => (
  <>
    {principal}
    {roles && <div class="quiet">{roles}</div>}
  </>
);

const Fields = ({ fields }: { readonly fields: readonly string[] }) => (
  <details>
    <summary>{formats().number(fields.length)}</summary>
    <span lang="en">{fields.join(', ')}</span>
  </details>
);
