// The views, each where the hash says.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Boundary } from './boundary.tsx';
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
  const [loaded, setLoaded] = useState<{ readonly name: string; readonly View: ComponentType } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (name === undefined) return;
    setFailed(false);
    views[name]().then(
      ({ View }) => setLoaded({ name, View }),
      () => setFailed(true),
    );
  }, [name]);
  if (name === undefined)
    return (
      <Heading title={t.noView}>
        <a href={hrefOf('status')}>{t.toStatus}</a>
      </Heading>
    );
  if (failed) return <p class="problem">{t.problem.causes.connection}</p>;
  if (loaded?.name !== name) return <p aria-busy="true">{t.loading}</p>;
  return (
    <Boundary>
      <loaded.View />
    </Boundary>
  );
}
