// The poll of a source that ended last, or the hour of a log, what it rejected, and what each dataset has.
import { datasetIn } from '../parts/datasets.ts';
import { Facts } from '../parts/facts.tsx';
import { own } from '../parts/own.ts';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import type { LastPoll, SourceStatus } from './api.ts';
import { readsLogs } from './judge.ts';
import { Rejected } from './rejected.tsx';
import { texts } from './texts/source.ts';
import { unprovenIn } from './unproven.tsx';

export function LastPollOf({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const { lastPoll } = source;
  const isHour = readsLogs(source);
  return (
    <section>
      <h2>{isHour ? t.lastHour : t.lastPoll}</h2>
      {!lastPoll && <p>{isHour ? t.noHour : t.noPoll}</p>}
      {lastPoll && (isHour ? <OfHour poll={lastPoll} /> : <OfPoll poll={lastPoll} />)}
      <Rejected source={source} />
    </section>
  );
}

const outcomeIn = ({ outcome }: LastPoll): string => {
  const { outcomes }: { readonly outcomes: Readonly<Record<string, string>> } = textsIn(texts);
  return own(outcomes, outcome) ?? outcome;
};
const counted = (value: number | null): string | null => (value === null ? null : formats().number(value));
const lasted = (seconds: number | null): string | null => (seconds === null ? null : formats().duration(seconds));

/** Lines remove nothing, and are asked for nowhere. */
function OfHour({ poll }: { readonly poll: LastPoll }) {
  const { facts, hourMeans } = textsIn(texts);
  return (
    <>
      <p class="quiet">{hourMeans}</p>
      <Facts
        facts={[
          [facts.hourOutcome, outcomeIn(poll)],
          [facts.hourStarted, <When at={poll.startedAt} />],
          [facts.hourTook, lasted(poll.seconds)],
          [facts.lines, counted(poll.lines?.read ?? null)],
          [facts.read, counted(poll.rowsRead)],
          [facts.written, counted(poll.rowsWritten)],
        ]}
      />
    </>
  );
}

function OfPoll({ poll }: { readonly poll: LastPoll }) {
  const { facts } = textsIn(texts);
  return (
    <Facts
      facts={[
        [facts.outcome, outcomeIn(poll)],
        [facts.started, <When at={poll.startedAt} />],
        [facts.took, lasted(poll.seconds)],
        [facts.read, counted(poll.rowsRead)],
        [facts.written, counted(poll.rowsWritten)],
        [facts.removed, counted(poll.rowsRemoved)],
        [facts.requests, counted(poll.requests)],
        [facts.throttled, poll.throttled === 0 ? null : counted(poll.throttled)],
        [facts.skew, poll.clockSkewMs === null ? null : skewIn(poll.clockSkewMs)],
      ]}
    />
  );
}

function skewIn(milliseconds: number): string {
  return textsIn(texts).skewed(formats().duration(Math.abs(milliseconds) / 1_000), milliseconds > 0);
}

/** Mirrors have rows and passes; of what happened only what the last poll read is told. */
export function Datasets({ source }: { readonly source: SourceStatus }) {
  const { datasets, lastPoll } = source;
  const t = textsIn(texts);
  const { datasetColumns: labels } = t;
  const f = formats();
  const names = [...new Set([...Object.keys(datasets), ...Object.keys(lastPoll?.datasets ?? {})])];
  const columns: readonly Column<string>[] = [
    { id: 'dataset', label: labels.dataset, cell: (name) => datasetIn(language.value, name) },
    { id: 'rows', label: labels.rows, isNumber: true, cell: (name) => datasets[name] && f.number(datasets[name].rows) },
    {
      id: 'absent',
      label: labels.absent,
      isNumber: true,
      cell: (name) => datasets[name] && f.number(datasets[name].absent),
    },
    {
      id: 'complete',
      label: labels.complete,
      cell: (name) => {
        const mirror = datasets[name];
        return mirror && (mirror.lastCompletePassAt ? <When at={mirror.lastCompletePassAt} /> : t.noPass);
      },
    },
    {
      id: 'last',
      label: readsLogs(source) ? labels.lastHour : labels.last,
      cell: (name) => <InLastPoll counts={lastPoll?.datasets[name]} />,
    },
  ];
  if (names.length === 0) return null;
  return (
    <section>
      <h2>{t.datasets}</h2>
      <Table caption={t.datasets} quiet columns={columns} rows={names} keyOf={(name) => name} />
    </section>
  );
}

function InLastPoll({ counts }: { readonly counts: LastPoll['datasets'][string] | undefined }) {
  const t = textsIn(texts);
  const f = formats();
  if (!counts) return null;
  const { read, inserted, updated, removed } = counts;
  const unproven = unprovenIn(counts);
  return (
    <>
      {t.counts(f.number(read), f.number(inserted), f.number(updated), f.number(removed))}
      {unproven && <div class="note">{unproven}</div>}
    </>
  );
}
