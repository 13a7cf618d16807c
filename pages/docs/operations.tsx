// Reads the description of the API with the key, and lets Swagger UI show it; above it a box to search.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { ProblemBox } from '../parts/problem.tsx';
import { announce } from '../shell/announce.tsx';
import { loaded } from '../shell/code.ts';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { key } from '../shell/session.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Description } from './search.ts';
import { texts } from './texts.ts';

export function Operations() {
  const t = textsIn(texts);
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | Problem | { readonly search: (phrase: string) => number }>('loading');

  async function show(): Promise<void> {
    setState('loading');
    try {
      const [description, { showOperations }] = await Promise.all([
        ask<Description>('openapi.json'),
        loaded(() => import('./swagger.ts')),
      ]);
      const known = key.peek();
      if (place.current && known !== null) setState({ search: showOperations(place.current, description, known) });
    } catch (error) {
      setState(error instanceof Problem ? error : new Problem('failed', 0));
    }
  }
  useEffect(() => {
    void show();
  }, []);

  const isShown = typeof state === 'object' && 'search' in state;
  return (
    <>
      {/* Swagger UI brings the main part of the page. */}
      <section role={isShown ? undefined : 'main'} aria-label={t.title}>
        <Heading title={t.title} />
        <p>{t.about}</p>
        <h2 class="said">{t.operations}</h2>
        {state === 'loading' && <p aria-busy="true">{textsIn(shell).loading}</p>}
        {state instanceof Problem && <ProblemBox problem={state} again={show} />}
        {isShown && <Search search={state.search} />}
      </section>
      <div ref={place} lang="en" />
    </>
  );
}

function Search({ search }: { readonly search: (phrase: string) => number }) {
  const t = textsIn(texts);
  const f = formats();
  return (
    <label class="docs-search">
      {t.search}
      <input
        type="search"
        autocomplete="off"
        onInput={(event) => announce(t.found(f.number(search(event.currentTarget.value))))}
      />
    </label>
  );
}
