// The views, each where the hash says.
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api/problem.ts';
import { ProblemBox } from '../parts/problem.tsx';
import { Boundary } from './boundary.tsx';
import { loaded } from './code.ts';
import { Frame } from './frame.tsx';
import { hrefOf } from './hash.ts';
import { Heading } from './heading.tsx';
import { textsIn } from './language.ts';
import { route } from './route.ts';
import { texts } from './texts.ts';
import { VIEW_NAMES, viewsOfKey } from './view-names.ts';
import { views } from './views.ts';

export const Shell = () => (
  <Frame current={viewName()}>
    <Current />
  </Frame>
);

/** Without a view in the address the first one that the key is for: the status, mostly. */
const viewName = () => {
  const { view } = route.value;
  return VIEW_NAMES.find((name) => name === (view === '' ? (viewsOfKey()[0] ?? 'status') : view));
};

function Current() {
  const t = textsIn(texts);
  const name = viewName();
  const [shown, setShown] = useState<{ readonly name: string; readonly View: ComponentType } | null>(null);
  const [failed, setFailed] = useState<{ readonly name: string; readonly problem: Problem } | null>(null);
  // Code of a view that was left meanwhile may come last: shown in place of this one it would load for ever.
  const wanted = useRef(name);
  wanted.current = name;
  async function load(): Promise<void> {
    if (name === undefined) return;
    setFailed(null);
    try {
      const { View } = await loaded(views[name]);
      if (wanted.current === name) setShown({ name, View });
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem('failed', 0);
      if (wanted.current === name) setFailed({ name, problem });
    }
  }
  useEffect(() => {
    void load();
  }, [name]);
  if (name === undefined)
    return (
      <Heading title={t.noView}>
        <a href={hrefOf('status')}>{t.toStatus}</a>
      </Heading>
    );
  if (failed?.name === name)
    return (
      <>
        <Heading key={name} title={t.views[name]} />
        <ProblemBox problem={failed.problem} again={load} />
      </>
    );
  if (shown?.name !== name) return <p aria-busy="true">{t.loading}</p>;
  return (
    <Boundary>
      <shown.View />
    </Boundary>
  );
}
