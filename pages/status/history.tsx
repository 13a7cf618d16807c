// Past polls of a source: rows and duration as lines, and those with an error as a list.
import { useAnswer } from '../api/use-answer.ts';
import type { Page } from '../api/use-list.ts';
import { Hint } from '../parts/hint.tsx';
import { LineChart } from '../parts/line-chart.tsx';
import { own } from '../parts/own.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { type Poll, pollsPath, type SourceStatus } from './api.ts';
import { readsLogs } from './judge.ts';
import { texts } from './texts/source.ts';

const POLLS = 90;

/** When the last poll began: another one has another history. */
export function History({ source }: { readonly source: SourceStatus }) {
  const { name, lastPoll } = source;
  const t = textsIn(texts);
  const f = formats();
  const answered = useAnswer<Page<Poll>>(pollsPath(name, POLLS), undefined, lastPoll?.startedAt ?? '');
  const { data } = answered;
  const isHour = readsLogs(source);
  const ended = (data ? data.items : []).filter(({ outcome }) => outcome !== 'running').toReversed();
  const pointsOf = (value: (poll: Poll) => number | null) =>
    ended.map((poll) => ({ at: Date.parse(poll.startedAt), value: value(poll) }));
  const unit = f.durationUnit(Math.max(0, ...ended.map(({ seconds }) => seconds ?? 0)));
  const shared = {
    timeLabel: t.time,
    formatTime: (at: number) => f.instant(new Date(at).toISOString()),
    formatTick: f.moment,
  };
  return (
    <section>
      <h2>{isHour ? t.historyHours : t.history}</h2>
      <AnswerState answered={answered} />
      {data && ended.length === 0 && <p>{isHour ? t.noHour : t.noPoll}</p>}
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
              series={[
                { name: t.historySeconds, points: pointsOf(({ seconds }) => seconds && seconds / unit.seconds) },
              ]}
              format={unit.tell}
            />
          </div>
          <Failed
            caption={isHour ? t.historyFailedHours : t.historyFailed}
            none={isHour ? t.historyNoneFailedHours : t.historyNoneFailed}
            polls={ended.filter(({ errorCode }) => errorCode !== null).toReversed()}
          />
        </>
      )}
    </section>
  );
}

interface FailedProps {
  readonly caption: string;
  readonly none: string;
  readonly polls: readonly Poll[];
}

function Failed({ caption, none, polls }: FailedProps) {
  const t = textsIn(texts);
  const { historyColumns: labels } = t;
  const outcomes: Readonly<Record<string, string>> = t.outcomes;
  const columns: readonly Column<Poll>[] = [
    { id: 'started', label: labels.started, cell: ({ startedAt }) => <When at={startedAt} /> },
    { id: 'outcome', label: labels.outcome, isWord: true, cell: ({ outcome }) => own(outcomes, outcome) ?? outcome },
    { id: 'code', label: labels.code, isWord: true, cell: ({ errorCode }) => <code>{errorCode}</code> },
    { id: 'server', label: labels.server, cell: ({ errorServer }) => errorServer },
    { id: 'hint', label: labels.hint, cell: ({ errorCode, hint }) => <Hint code={errorCode} hint={hint} /> },
  ];
  return <Table caption={caption} columns={columns} rows={polls} keyOf={({ id }) => id} empty={none} />;
}
