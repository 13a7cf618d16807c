// What went wrong, by its cause, and what can be done: in the place where the answer would stand.
import { germanOf, refusals } from '../api/german.ts';
import type { Problem } from '../api/problem.ts';
import type { Answered } from '../api/use-answer.ts';
import { formats, language, textsIn } from '../shell/language.ts';
import { texts } from '../shell/texts.ts';
import { Hint } from './hint.tsx';
import { Marked } from './marked.tsx';
import { SettingLines } from './setting-lines.tsx';

export function ProblemBox({ problem, again }: { readonly problem: Problem; readonly again?: () => unknown }) {
  const t = textsIn(texts).problem;
  const says = ['settings', 'unavailable', 'refused', 'right', 'gone', 'failed'].includes(problem.reason);
  return (
    <div role="alert" class="problem">
      <p>
        <strong>{t.causes[problem.reason]}</strong>
      </p>
      {says && problem.message !== problem.reason && <Title problem={problem} />}
      {says && problem.detail !== '' && <Detail problem={problem} />}
      {problem.mistakes.length > 0 && (
        <ul lang="en">
          {problem.mistakes.map(({ parameter, detail }) => (
            <li key={`${parameter} ${detail}`}>
              <code>{parameter}</code>: {detail}
            </li>
          ))}
        </ul>
      )}
      {problem.reason === 'failed' && problem.invocation && (
        <p>
          {t.invocation} <code>{problem.invocation}</code>
        </p>
      )}
      {problem.reason === 'renewed' ? (
        <button type="button" onClick={() => location.reload()}>
          {textsIn(texts).reload}
        </button>
      ) : (
        again && (
          <button type="button" onClick={() => again()}>
            {t.again}
          </button>
        )
      )}
    </div>
  );
}

/** What the API says in English stands in German where its code is known. */
function Title({ problem: { code, status, message } }: { readonly problem: Problem }) {
  const german = language.value === 'de' ? germanOf(code, status) : null;
  return german === null ? (
    <p lang="en">{message}</p>
  ) : (
    <p>
      <Marked lang="de" text={german} />
    </p>
  );
}

/** What the database failed of has a meaning by its code; of a refusal the title has it. */
function Detail({ problem: { reason, code, detail } }: { readonly problem: Problem }) {
  const isOfDatabase = reason === 'unavailable' && !Object.hasOwn(refusals, code);
  return (
    <div class="detail">
      {isOfDatabase ? (
        <Hint code={code} hint={detail} />
      ) : reason === 'settings' ? (
        <SettingLines detail={detail} />
      ) : (
        <span lang="en">{detail}</span>
      )}
    </div>
  );
}

/** Above what an answer shows: that it loads, what it failed of, and how old it is then. */
export function AnswerState({ answered }: { readonly answered: Answered<unknown> }) {
  const t = textsIn(texts);
  const { data, problem, asOf, unansweredSince, reload } = answered;
  const f = formats();
  if (unansweredSince && !problem)
    return (
      <p role="status" class="told warn">
        {t.problem.late(f.instant(unansweredSince))} {data !== null && asOf && t.problem.older(f.instant(asOf))}
      </p>
    );
  if (problem)
    return (
      <>
        <ProblemBox problem={problem} again={reload} />
        {data !== null && asOf && <p>{t.problem.older(formats().instant(asOf))}</p>}
      </>
    );
  return data === null ? <p aria-busy="true">{t.loading}</p> : null;
}

/** "As of", and a button to ask again. */
export function AsOf({ answered }: { readonly answered: Answered<unknown> }) {
  const t = textsIn(texts);
  const { asOf, isLoading, reload } = answered;
  if (!asOf) return null;
  return (
    <p class="as-of">
      <time dateTime={asOf}>{t.asOf(formats().instant(asOf))}</time>{' '}
      <button type="button" aria-disabled={isLoading} onClick={reload}>
        {t.reload}
      </button>
    </p>
  );
}
