// The poll of a source that ended last, what it rejected, and what each dataset has.

import { datasetIn } from '../parts/datasets.ts';
import { Facts } from '../parts/facts.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import type { LastPoll, SourceStatus } from './api.ts';
import { texts } from './texts.ts';

export function LastPollOf({ poll }: { readonly poll: LastPoll | null }) {
  const t = textsIn(texts).source;
  const f = formats();
  const count = (value: number | null): string | null => (value === null ? null : f.number(value));
  const outcomes: Readonly<Record<string, string>> = t.outcomes;
  return (
    <section>
      <h2>{t.lastPoll}</h2>
      {!poll && <p>{t.noPoll}</p>}
      {poll && (
        <Facts
          facts={[
            [t.facts.outcome, outcomes[poll.outcome] ?? poll.outcome],
            [t.facts.started, <When at={poll.startedAt} />],
            [t.facts.took, poll.seconds === null ? null : f.duration(poll.seconds)],
            [t.facts.lines, poll.lines ? f.number(poll.lines.read) : null],
            [t.facts.read, count(poll.rowsRead)],
            [t.facts.written, count(poll.rowsWritten)],
            [t.facts.removed, count(poll.rowsRemoved)],
            [t.facts.requests, count(poll.requests)],
            [t.facts.throttled, poll.throttled === 0 ? null : count(poll.throttled)],
            [t.facts.skew, poll.clockSkewMs === null ? null : skewIn(poll.clockSkewMs)],
          ]}
        />
      )}
      {poll && poll.rejected.length > 0 && <Rejected poll={poll} />}
    </section>
  );
}

function skewIn(milliseconds: number): string {
  return textsIn(texts).source.skewed(formats().duration(Math.abs(milliseconds) / 1_000), milliseconds > 0);
}

function Rejected({ poll: { rejected } }: { readonly poll: LastPoll }) {
  const t = textsIn(texts).source;
  const { rejectedColumns: labels } = t;
  type Value = LastPoll['rejected'][number];
  const columns: readonly Column<Value>[] = [
    { id: 'field', label: labels.field, cell: ({ field }) => <code>{field}</code> },
    { id: 'dataset', label: labels.dataset, cell: ({ dataset }) => datasetIn(language.value, dataset) },
    { id: 'reason', label: labels.reason, cell: ({ reason }) => <span lang="en">{reason}</span> },
    { id: 'count', label: labels.count, isNumber: true, cell: ({ count }) => formats().number(count) },
  ];
  return (
    <Table
      caption={t.rejected}
      columns={columns}
      rows={rejected}
      keyOf={({ dataset, field, reason }) => `${dataset} ${field} ${reason}`}
    />
  );
}

/** Mirrors have rows and passes; of what happened only what the last poll read is told. */
export function Datasets({ source: { datasets, lastPoll } }: { readonly source: SourceStatus }) {
  const t = textsIn(texts).source;
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
    { id: 'last', label: labels.last, cell: (name) => <InLastPoll counts={lastPoll?.datasets[name]} /> },
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
  const t = textsIn(texts).source;
  const f = formats();
  if (!counts) return null;
  const { read, inserted, updated, removed, unproven, why } = counts;
  return (
    <>
      {t.counts(f.number(read), f.number(inserted), f.number(updated), f.number(removed))}
      {unproven && (
        <div class="note">
          {t.unproven} {why && <code>{why}</code>}
        </div>
      )}
    </>
  );
}
