// One box for any key: who and what was found, why, and whether there is more.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/problem.ts';
import { ProblemBox } from '../parts/problem.tsx';
import { announce } from '../shell/announce.tsx';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { Asked, FoundAll } from './found-all.tsx';
import { type Searched, searched, searchFor } from './searched.ts';
import { texts } from './texts.ts';
import { asTyped, type Understood, understood } from './understood.ts';

export function Search() {
  const t = textsIn(texts).search;
  const f = formats();
  const field = useRef<HTMLInputElement>(null);
  const [isSearching, setSearching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const found = searched.value;

  async function search(typed: string, asked: Understood, before: Searched | null): Promise<void> {
    if (isSearching) return;
    setEmpty(asked.q === '');
    setProblem(null);
    if (asked.q === '') return field.current?.focus();
    setSearching(true);
    try {
      const next = { ...(await searchFor(asked.q, before)), typed, asked };
      searched.value = next;
      announce(t.found(f.number(next.users.length), f.number(next.devices.length)));
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('failed', 0));
    }
    setSearching(false);
  }

  // Behind the heading, which takes the focus of a view: here is typed. Who goes back to a row is there already.
  useLayoutEffect(() => {
    if (document.activeElement?.closest('table') === null) field.current?.focus();
  }, []);

  return (
    <>
      <Heading title={t.title} />
      <search>
        <form
          class="search"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = field.current?.value ?? '';
            void search(typed, understood(typed), null);
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
            <button type="submit" class="primary" aria-disabled={isSearching}>
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
      {problem && <ProblemBox problem={problem} />}
      {found && (
        <>
          <Asked of={found} whole={() => search(found.typed, asTyped(found.typed), null)} />
          <FoundAll found={found} isSearching={isSearching} more={() => search(found.typed, found.asked, found)} />
        </>
      )}
    </>
  );
}
