// The collectors: which run, in which version, with which sources.
import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { textsIn } from '../shell/language.ts';
import type { CollectorStatus } from './api.ts';
import { isGone } from './judge.ts';
import { Section, titleOf } from './section.tsx';
import { texts } from './texts/collectors.ts';

const EVERY_SECONDS = 120;

export function Collectors() {
  const t = textsIn(texts);
  const { columns: labels } = t;
  const answered = useAnswer<{ readonly items: readonly CollectorStatus[] }>('collectors', EVERY_SECONDS);
  const { data } = answered;
  const columns: readonly Column<CollectorStatus>[] = [
    { id: 'instance', label: labels.instance, cell: ({ instance }) => <code>{instance.slice(0, 8)}</code> },
    {
      id: 'versions',
      label: labels.versions,
      cell: ({ lensVersion, hostVersion, nodeVersion }) =>
        `EMM Lens ${lensVersion}, Functions ${hostVersion}, Node.js ${nodeVersion}`,
    },
    {
      id: 'sources',
      label: labels.sources,
      cell: ({ sources }) => (sources.length === 0 ? t.all : sources.join(', ')),
    },
    { id: 'started', label: labels.started, cell: ({ startedAt }) => <When at={startedAt} /> },
    {
      id: 'seen',
      label: labels.seen,
      cell: ({ lastSeenAt }) => (
        <>
          <When at={lastSeenAt} />
          {isGone(lastSeenAt, now.value) && <div class="note">{t.gone}</div>}
        </>
      ),
    },
  ];
  return (
    <Section name="collectors">
      <AnswerState answered={answered} />
      {data && (
        <Table
          caption={titleOf('collectors')}
          quiet
          columns={columns}
          rows={data.items}
          keyOf={({ instance }) => instance}
          empty={t.none}
        />
      )}
    </Section>
  );
}
