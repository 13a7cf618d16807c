// What is wrong with a source: the meaning of its state, code and hint of the last poll, and the rows of the table of faults.
import { now } from '../api/clock.ts';
import { Facts } from '../parts/facts.tsx';
import { Hint } from '../parts/hint.tsx';
import { Marked } from '../parts/marked.tsx';
import { own } from '../parts/own.ts';
import { textsIn } from '../shell/language.ts';
import type { SourceStatus } from './api.ts';
import { CutOff } from './cut-off.tsx';
import { FaultTable } from './fault-table.tsx';
import { rowsFor } from './faults.ts';
import { gravityOf, isCutOff, isOverdue, shownState } from './judge.ts';
import { texts } from './texts/source.ts';
import { texts as table } from './texts/sources.ts';
import { failing, texts as states } from './texts/states.ts';
import { NotTold } from './told.tsx';
import { Unproven } from './unproven.tsx';

export function Trouble({ source }: { readonly source: SourceStatus }) {
  const t = textsIn(texts);
  const { lastPoll, problems } = source;
  const isQuiet = isCutOff(lastPoll) && source.state !== 'failing';
  const code = isQuiet ? null : (lastPoll?.errorCode ?? null);
  const gravity = gravityOf(source, now.value);
  if (gravity === 'ok') return <CutOff source={source} />;
  return (
    <section>
      <h2>{gravity === 'quiet' ? textsIn(table).columns.state : t.trouble}</h2>
      <p>{meansOf(source)}</p>
      <Unproven source={source} />
      <CutOff source={source} />
      {isOverdue(source, now.value) && <p class="told bad">{textsIn(table).overdue}</p>}
      {!problems && source.state === 'misconfigured' && <NotTold what="problems" />}
      {problems && problems.length > 0 && (
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
      {lastPoll && code !== null && (
        <>
          <Facts
            facts={[
              [t.code, <code>{code}</code>],
              [t.server, lastPoll.errorServer],
              [t.hint, <Hint code={code} hint={lastPoll.hint} />],
            ]}
          />
          <FaultTable
            caption={t.faults}
            find={(faults) => rowsFor(faults, { type: source.type, code, hint: lastPoll.hint })}
          />
        </>
      )}
    </section>
  );
}

function meansOf(source: SourceStatus): string {
  const { state, lastPoll } = source;
  const which: Readonly<Record<string, string>> = textsIn(failing);
  return (state === 'failing' && own(which, lastPoll?.outcome ?? '')) || textsIn(states)[shownState(source)].means;
}
