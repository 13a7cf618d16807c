// What is wrong with a source: the meaning of its state, code and hint of the last poll, and the rows of the table of faults.
import { useEffect, useState } from 'preact/hooks';
import { now } from '../api/clock.ts';
import { Facts } from '../parts/facts.tsx';
import { Marked } from '../parts/marked.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { type Fault, rowsFor } from './faults.ts';
import { gravityOf, isOverdue, shownState } from './judge.ts';
import { texts } from './texts/source.ts';
import { texts as table } from './texts/sources.ts';
import { texts as states } from './texts/states.ts';

export function Trouble({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const { lastPoll, problems } = source;
  const gravity = gravityOf(source, now.value);
  if (gravity === 'ok') return null;
  return (
    <section>
      <h2>{gravity === 'quiet' ? textsIn(table).columns.state : t.trouble}</h2>
      <p>{textsIn(states)[shownState(source)].means}</p>
      {isOverdue(source, now.value) && <p class="told bad">{textsIn(table).overdue}</p>}
      {problems.length > 0 && (
        <>
          <h3>{t.problems}</h3>
          <ul>
            {problems.map((line) => (
              <li key={line}>
                <Marked text={line} />
              </li>
            ))}
          </ul>
        </>
      )}
      {lastPoll?.errorCode && (
        <>
          <Facts
            facts={[
              [t.code, <code>{lastPoll.errorCode}</code>],
              [t.hint, lastPoll.hint === null ? null : <Marked text={lastPoll.hint} />],
            ]}
          />
          <FaultRows type={source.type} code={lastPoll.errorCode} hint={lastPoll.hint} />
        </>
      )}
    </section>
  );
}

interface FaultRowsProps {
  readonly type: string | null;
  readonly code: string;
  readonly hint: string | null;
}

/** The document is English, and loaded when it is wanted. */
function FaultRows({ type, code, hint }: FaultRowsProps) {
  const t = textsIn(texts);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  useEffect(() => {
    import('./faults-document.ts').then(
      (loaded) => setFaults(loaded.faults),
      () => undefined,
    );
  }, []);
  const rows = rowsFor(faults, { type, code, hint });
  if (rows.length === 0) return null;
  const { faultColumns: labels } = t;
  const columns: readonly Column<Fault>[] = [
    { id: 'happens', label: labels.happens, cell: ({ happens }) => <Marked text={happens} /> },
    { id: 'todo', label: labels.todo, cell: ({ todo }) => <Marked text={todo} /> },
    { id: 'written', label: labels.written, cell: ({ written }) => <Marked text={written} /> },
  ];
  return (
    <Table
      caption={t.faults}
      columns={columns}
      rows={rows}
      keyOf={({ type: of, kind, happens }) => `${of} ${kind} ${happens}`}
    />
  );
}
