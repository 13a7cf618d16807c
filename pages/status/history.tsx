// Past polls of a source: rows and duration as lines, and those with an error as a list.
import { useAnswer } from '../api/use-answer.ts';
import { LineChart } from '../parts/line-chart.tsx';
import { Marked } from '../parts/marked.tsx';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { type Page, type Poll, pollsPath } from './api.ts';
import { texts } from './texts.ts';

const POLLS = 90;

/** `of`: when the last poll began; another one has another history. */
export function History({ name, of }: { readonly name: string; readonly of: string }) {
  const t = textsIn(texts).source;
  const f = formats();
  const answered = useAnswer<Page<Poll>>(pollsPath(name, POLLS), undefined, of);
  const { data } = answered;
  const ended = (data?.items ?? []).filter(({ outcome }) => outcome !== 'running').toReversed();
  const pointsOf = (value: (poll: Poll) => number | null) =>
    ended.map((poll) => ({ at: Date.parse(poll.startedAt), value: value(poll) }));
  const shared = {
    timeLabel: t.time,
    formatTime: (at: number) => f.instant(new Date(at).toISOString()),
    formatTick: f.moment,
  };
  return (
    <section>
      <h2>{t.history}</h2>
      <AnswerState answered={answered} />
      {data && ended.length === 0 && <p>{t.noPoll}</p>}
      {ended.length > 0 && (
        <>
          <div class="charts">
            <LineChart
              {...shared}
              caption={t.historyRows}
              series={[{ name: t.historyRows, points: pointsOf(({ rowsRead }) => rowsRead) }]}
            />
            <LineChart
              {...shared}
              caption={t.historySeconds}
              series={[{ name: t.historySeconds, points: pointsOf(({ seconds }) => seconds) }]}
              format={f.duration}
            />
          </div>
          <Failed polls={ended.filter(({ errorCode }) => errorCode !== null).toReversed()} />
        </>
      )}
    </section>
  );
}

function Failed({ polls }: { readonly polls: readonly Poll[] }) {
  const t = textsIn(texts).source;
  const { historyColumns: labels } = t;
  const outcomes: Readonly<Record<string, string>> = t.outcomes;
  const columns: readonly Column<Poll>[] = [
    { id: 'started', label: labels.started, cell: ({ startedAt }) => <When at={startedAt} /> },
    { id: 'outcome', label: labels.outcome, cell: ({ outcome }) => outcomes[outcome] ?? outcome },
    { id: 'code', label: labels.code, cell: ({ errorCode }) => <code>{errorCode}</code> },
    { id: 'hint', label: labels.hint, cell: ({ hint }) => hint && <Marked text={hint} /> },
  ];
  return (
    <Table
      caption={t.historyFailed}
      columns={columns}
      rows={polls}
      keyOf={({ id }) => id}
      empty={t.historyNoneFailed}
    />
  );
}
