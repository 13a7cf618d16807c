// What stands around each view: navigation, language, the key; and the form for it where there is none.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { LANGUAGES } from '../parts/formats.ts';
import { Announcer } from './announce.tsx';
import { hrefOf } from './hash.ts';
import { Heading } from './heading.tsx';
import { KeyForm } from './key-form.tsx';
import { language, textsIn } from './language.ts';
import { route } from './route.ts';
import { forget, key } from './session.ts';
import { texts } from './texts.ts';
import { VIEW_NAMES } from './view-names.ts';
import { views } from './views.ts';

export function Shell() {
  const t = textsIn(texts);
  const isOpen = key.value !== null;
  return (
    <>
      <header class="bar">
        <a class="skip" href={hrefOf(route.value.view, route.value.path)} onClick={skip}>
          {t.skip}
        </a>
        <span class="name">EMM Lens</span>
        {isOpen && <Navigation />}
        <div class="tools">
          <Languages />
          {isOpen && (
            <button type="button" onClick={() => forget('asked')}>
              {t.key.forget}
            </button>
          )}
        </div>
      </header>
      <main id="content">{isOpen ? <Current /> : <KeyForm />}</main>
      <footer>
        <a href="licences.txt">{t.licences}</a>
      </footer>
      <Announcer />
    </>
  );
}

/** The hash is the route: a link to `#content` would leave it. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector('h1')?.focus();
}

function Navigation() {
  const t = textsIn(texts);
  return (
    <nav aria-label={t.navigation}>
      {VIEW_NAMES.map((name) => (
        <a key={name} href={hrefOf(name)} aria-current={name === viewName() ? 'page' : undefined}>
          {t.views[name]}
        </a>
      ))}
    </nav>
  );
}

function Languages() {
  const t = textsIn(texts);
  return (
    <fieldset class="languages">
      <legend class="said">{t.language}</legend>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={language.value === one}
          onClick={() => {
            language.value = one;
          }}
        >
          {{ en: 'English', de: 'Deutsch' }[one]}
        </button>
      ))}
    </fieldset>
  );
}

/** Without a view in the address the status. */
const viewName = () => {
  const { view } = route.value;
  return VIEW_NAMES.find((name) => name === (view === '' ? 'status' : view));
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
  return <loaded.View />;
}
