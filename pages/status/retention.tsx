// The receipt of the last retention: what was removed, and what that was due is left.
import { useAnswer } from '../api/use-answer.ts';
import { datasetIn } from '../parts/datasets.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import type { Receipt } from './api.ts';
import { Section, titleOf } from './section.tsx';
import { texts } from './texts/retention.ts';

const EVERY_SECONDS = 600;
/** Before it ran for the first time. */
const MAY_BE_NULL = { mayBeNull: true };

export function Retention() {
  const t = textsIn(texts);
  const answered = useAnswer<Receipt | null>('privacy/retention', EVERY_SECONDS, undefined, MAY_BE_NULL);
  return (
    <Section name="retention">
      {answered.asOf !== null && answered.data === null ? <p>{t.none}</p> : <AnswerState answered={answered} />}
      {answered.data && <ReceiptOf receipt={answered.data} />}
    </Section>
  );
}

function ReceiptOf({ receipt }: { readonly receipt: Receipt }) {
  const t = textsIn(texts);
  const f = formats();
  const { complete, endedAt, waitingSources, subjects, names, collectors, unverified } = receipt;
  return (
    <>
      <p>
        <span class={`state ${complete ? 'ok' : 'warn'}`}>{complete ? t.complete : t.incomplete}</span> {t.ran}:{' '}
        <When at={endedAt} />
      </p>
      {waitingSources > 0 && <p>{t.waiting(f.number(waitingSources))}</p>}
      <details>
        <summary>{t.byDataset}</summary>
        <Datasets receipt={receipt} />
        <p>{t.further(f.number(subjects), f.number(names), f.number(collectors))}</p>
      </details>
      {unverified.length > 0 && (
        <>
          <h3>{t.unverified}</h3>
          <ul>
            {unverified.map(({ source, dataset, removed }) => (
              <li key={`${source} ${dataset}`}>
                {source}, {datasetIn(language.value, dataset)}: {f.number(removed)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Datasets({ receipt: { datasets } }: { readonly receipt: Receipt }) {
  const { columns: labels } = textsIn(texts);

  const f = formats();
  type Row = readonly [string, Receipt['datasets'][string]];
  const columns: readonly Column<Row>[] = [
    { id: 'dataset', label: labels.dataset, cell: ([name]) => datasetIn(language.value, name) },
    { id: 'days', label: labels.days, isNumber: true, cell: ([, { days }]) => f.days(days) },
    { id: 'removed', label: labels.removed, isNumber: true, cell: ([, { removed }]) => f.number(removed) },
    { id: 'left', label: labels.left, isNumber: true, cell: ([, { left }]) => f.number(left) },
    { id: 'oldest', label: labels.oldest, cell: ([, { oldestLeft }]) => oldestLeft && <When at={oldestLeft} /> },
  ];
  return (
    <Table
      caption={titleOf('retention')}
      quiet
      columns={columns}
      rows={Object.entries(datasets)}
      keyOf={([name]) => name}
    />
  );
}
