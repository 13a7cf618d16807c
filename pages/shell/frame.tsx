// What stands around each document: navigation, language, the key; and the form for it where there is none.
import type { ComponentChildren } from 'preact';
import { now } from '../api/clock.ts';
import { LANGUAGES } from '../parts/formats.ts';
import { Announcer } from './announce.tsx';
import { hrefOf } from './hash.ts';
import { KeyForm } from './key-form.tsx';
import { choose, formats, language, textsIn } from './language.ts';
import { toStart } from './route.ts';
import { forget, key } from './session.ts';
import { texts } from './texts.ts';
import { type ViewName, viewsOfKey } from './view-names.ts';

/** The page of the API is a document of its own. */
const DOCS = 'docs.html';

/** Around `children`, which are shown to who has a key. `current` is the place in the navigation. */
export function Frame({
  current,
  children,
}: {
  readonly current: ViewName | 'docs' | undefined;
  readonly children: ComponentChildren;
}) {
  const t = textsIn(texts);
  const isOpen = key.value !== null;
  // The page of the API brings the main part with it.
  const Content = isOpen && current === 'docs' ? 'div' : 'main';
  return (
    <>
      <header class="bar">
        <a class="skip" href={location.hash || '#'} onClick={skip}>
          {t.skip}
        </a>
        <span class="name">EMM Lens</span>
        <Printed />
        {isOpen && <Navigation current={current} />}
        <div class="tools">
          <Languages />
          {isOpen && (
            <button type="button" onClick={forgetAll}>
              {t.key.forget}
            </button>
          )}
        </div>
      </header>
      <Content id="content">{isOpen ? children : <KeyForm />}</Content>
      <footer>
        <a href="licences.txt">{t.licences}</a>
      </footer>
      <Announcer />
    </>
  );
}

/** On paper nothing else says of which installation it is, and of when. */
const Printed = () => (
  <span class="in-print">
    {location.host}, {formats().instant(new Date(now.value).toISOString())}
  </span>
);

/** Whoever comes next begins at the start: the place was that of a person, perhaps. */
function forgetAll(): void {
  forget('asked');
  toStart();
}

/** The hash is the route: a link to `#content` would leave it. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector('h1')?.focus();
}

function Navigation({ current }: { readonly current: ViewName | 'docs' | undefined }) {
  const t = textsIn(texts);
  // Relative to this document: from the other one a hash alone would stay there.
  const pages = current === 'docs' ? './' : '';
  return (
    <nav aria-label={t.navigation}>
      {viewsOfKey().map((name) => (
        <a key={name} href={pages + hrefOf(name)} aria-current={name === current ? 'page' : undefined}>
          {t.views[name]}
        </a>
      ))}
      <a href={DOCS} aria-current={current === 'docs' ? 'page' : undefined}>
        {t.docs}
      </a>
    </nav>
  );
}

function Languages() {
  const t = textsIn(texts);
  return (
    <fieldset class="languages">
      <legend class="said">{t.language}</legend>
      {LANGUAGES.map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={language.value === one} onClick={() => choose(one)}>
          {{ en: 'English', de: 'Deutsch' }[one]}
        </button>
      ))}
    </fieldset>
  );
}
