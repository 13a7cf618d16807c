// One box for any key: who and what was found, why, and whether there is more. What is shown is of the question that stands above it.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/problem.ts';
import { ProblemBox } from '../parts/problem.tsx';
import { announce } from '../shell/announce.tsx';
import { arriveAt } from '../shell/focus.ts';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { Asked, FoundAll } from './found-all.tsx';
import { ofNobodyFound } from './of-nobody.ts';
import { type Question, type Searched, searched, searchFor } from './searched.ts';
import { texts } from './texts.ts';
import { asTyped, understood } from './understood.ts';

export function Search() {
  const t = textsIn(texts).search;
  const f = formats();
  const field = useRef<HTMLInputElement>(null);
  const running = useRef<AbortController | null>(null);
  const [question, setQuestion] = useState<Question | null>(searched.peek());
  const [isSearching, setSearching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const found = searched.value;

  /** `before`: the same question, further on; another one takes the place of one that is not answered yet. */
  async function search(next: Question, before: Searched | null = null): Promise<void> {
    if (before !== null && isSearching) return;
    running.current?.abort();
    const isAsked = next.asked.q !== '';
    searched.value = before;
    setQuestion(isAsked ? next : null);
    setEmpty(!isAsked);
    setProblem(null);
    setSearching(isAsked);
    if (!isAsked) return field.current?.focus();
    running.current = new AbortController();
    const { signal } = running.current;
    try {
      const all = await searchFor(next, before, signal);
      searched.value = all;
      const counts = [all.users.length, all.devices.length, ofNobodyFound(all).length] as const;
      announce(t.found(f.number(counts[0]), f.number(counts[1]), f.number(counts[2])));
    } catch (error) {
      if (signal.aborted) return;
      setProblem(error instanceof Problem ? error : new Problem('failed', 0));
    }
    setSearching(false);
  }

  // Behind the heading, which takes the focus of a view: here is typed. Who goes back to a row is there already.
  useLayoutEffect(() => arriveAt(() => field.current?.focus()), []);
  useEffect(() => () => running.current?.abort(), []);

  return (
    <>
      <Heading title={t.title} />
      <search>
        <form
          class="search"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = field.current?.value ?? '';
            void search({ typed, asked: understood(typed) });
          }}
        >
          <label for="q">{t.label}</label>
          <div class="with-button">
            <input
              id="q"
              ref={field}
              type="search"
              defaultValue={found?.typed ?? ''}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="q-help q-wrong"
              aria-invalid={isEmpty}
            />
            <button type="submit" class="primary">
              {isSearching ? t.searching : t.go}
            </button>
          </div>
          <p id="q-wrong" role="alert" class={isEmpty ? 'wrong' : undefined}>
            {isEmpty && t.empty}
          </p>
          <p id="q-help" class="quiet">
            {t.help}
          </p>
        </form>
      </search>
      {question && (
        <Asked asked={question.asked} whole={() => search({ ...question, asked: asTyped(question.typed) })} />
      )}
      {isSearching && <p aria-busy="true">{t.searching}</p>}
      {found && <FoundAll found={found} isSearching={isSearching} more={() => search(found, found)} />}
      {problem && question && <ProblemBox problem={problem} again={() => search(question, found)} />}
    </>
  );
}
