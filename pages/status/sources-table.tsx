// The sources, broken ones first, with how their last polls went.

import { now } from '../api/clock.ts';
import { useAnswer } from '../api/use-answer.ts';
import type { Page } from '../api/use-list.ts';
import { Hint } from '../parts/hint.tsx';
import { Marked } from '../parts/marked.tsx';
import { productIn } from '../parts/products.ts';
import { Sparkline } from '../parts/sparkline.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, language, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { route, setFilter } from '../shell/route.ts';
import { type Poll, pollsPath, type SourceStatus } from './api.ts';
import { CutOff } from './cut-off.tsx';
import { isCutOff, needsAttention, neverBecause, readsLogs, rejectedOf, rowsOf, worstFirst } from './judge.ts';
import { Section } from './section.tsx';
import { SourceLink, State } from './source-link.tsx';
import { texts } from './texts/sources.ts';
import { NotTold } from './told.tsx';

const POLLS = 30;
const POLLS_EVERY_SECONDS = 120;

export function SourcesTable({ sources }: { readonly sources: readonly SourceStatus[] }) {
  const t = textsIn(texts);
  const { columns: labels } = t;
  const only = route.value.query.get('only') === 'attention';
  const shown = worstFirst(sources, now.value).filter((source) => !only || needsAttention(source, now.value));
  const columns: readonly Column<SourceStatus>[] = [
    { id: 'source', label: labels.source, cell: (source) => <Named source={source} /> },
    { id: 'state', label: labels.state, cell: (source) => <Told source={source} /> },
    { id: 'success', label: labels.success, isWord: true, cell: (source) => <LastSuccess source={source} /> },
    { id: 'next', label: labels.next, cell: (source) => <Next source={source} /> },
    { id: 'rows', label: labels.rows, isNumber: true, cell: rowCount },
    // Nothing would stand in it.
    ...(may('source-polls')
      ? [{ id: 'polls', label: labels.polls, cell: (source: SourceStatus) => <Polls source={source} /> }]
      : []),
  ];
  return (
    <Section name="sources">
      <label class="check">
        <input type="checkbox" checked={only} onChange={() => setFilter('only', only ? '' : 'attention')} />
        {t.only}
      </label>
      <Table caption={t.caption} columns={columns} rows={shown} keyOf={({ name }) => name} empty={t.noneBad} />
    </Section>
  );
}

/** Sources of what happened have no rows of their own. */
const rowCount = (source: SourceStatus): string | null =>
  Object.keys(source.datasets).length === 0 ? null : formats().number(rowsOf(source));

const Named = ({ source }: { readonly source: SourceStatus }) => (
  <>
    <SourceLink name={source.name} />
    <div class="quiet light">{productIn(language.value, source)}</div>
  </>
);

/** With the cause and the hint of what failed. */
function Told({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const f = formats();
  const { lastPoll, problems } = source;
  const rejected = rejectedOf(lastPoll);
  return (
    <>
      <State source={source} />
      {problems?.map((line) => (
        <p key={line} class="note">
          <Marked text={line} />
        </p>
      ))}
      {!problems && source.state === 'misconfigured' && <NotTold what="problems" />}
      <CutOff source={source} />
      {lastPoll?.errorCode && !isCutOff(lastPoll) && (
        <p class="note">
          <code>{lastPoll.errorCode}</code> <Hint code={lastPoll.errorCode} hint={lastPoll.hint} isBrief />
        </p>
      )}
      {(lastPoll?.throttled ?? 0) > 0 && <p class="note">{t.throttled(f.number(lastPoll?.throttled ?? 0))}</p>}
      {rejected > 0 && <p class="note">{t.rejected(f.number(rejected))}</p>}
    </>
  );
}

export function LastSuccess({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  return source.lastSuccessAt ? <When at={source.lastSuccessAt} /> : <span>{t.never[neverBecause(source)]}</span>;
}

/** Whole seconds. */
const lastingIn = (since: string): string =>
  formats().duration(Math.max(0, Math.round((now.value - Date.parse(since)) / 1_000)));

/** A time that has passed is due, not some seconds ago. */
export function Next({ source: { nextPollAt, due, signIn, runningPoll, push } }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  if (signIn)
    return (
      <>
        {t.refused(signIn.tries)} <When at={signIn.nextTryAt} />
      </>
    );
  if (runningPoll?.startedAt) return <>{t.runningFor(lastingIn(runningPoll.startedAt))}</>;
  if (runningPoll) return <>{t.running}</>;
  // It may have passed since the answer.
  if (nextPollAt && (due || Date.parse(nextPollAt) <= now.value))
    return (
      <>
        {t.dueSince} <When at={nextPollAt} />
      </>
    );
  if (due) return <>{t.due}</>;
  if (nextPollAt) return <When at={nextPollAt} />;
  return <>{push ? t.byPush : t.notPolled}</>;
}

/** Rows of the last polls; marks stand where one had an error. */
function Polls({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const f = formats();
  const { data } = useAnswer<Page<Poll>>(
    pollsPath(source.name, POLLS),
    POLLS_EVERY_SECONDS,
    source.lastPoll?.startedAt,
  );
  if (!data) return null;
  const ended = data.items.filter(({ outcome }) => outcome !== 'running').toReversed();
  if (ended.length === 0) return <span class="quiet">{t.sparkNone}</span>;
  const points = ended.map((poll) => ({
    at: Date.parse(poll.startedAt),
    value: poll.rowsRead,
    isBad: poll.errorCode !== null && !isCutOff(poll),
  }));
  const read = ended.map(({ rowsRead }) => rowsRead ?? 0);
  const failed = points.filter(({ isBad }) => isBad).length;
  const say = readsLogs(source) ? t.sparkHours : t.spark;
  const says = say(f.number(ended.length), f.number(Math.min(...read)), f.number(Math.max(...read)), f.number(failed));
  return <Sparkline points={points} says={says} />;
}
