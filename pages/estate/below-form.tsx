// Which devices have an app in a version below another one: leads to the list of devices, which asks for the purpose.
import { useRef, useState } from 'preact/hooks';
import { Allowed } from '../parts/allowed.tsx';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { isVersion } from './filters.ts';
import { Platforms } from './platforms.tsx';
import { texts } from './texts.ts';
import { typedApp } from './typed.ts';

export function BelowForm() {
  const t = textsIn(texts).apps;
  return (
    <section aria-labelledby="below">
      <h2 id="below">{t.below}</h2>
      <p>{t.belowHelp}</p>
      <Allowed needs="listAppDevices">
        <Form />
      </Allowed>
    </section>
  );
}

function Form() {
  const t = textsIn(texts).apps;
  const app = useRef<HTMLInputElement>(null);
  const version = useRef<HTMLInputElement>(null);
  const platform = useRef<HTMLSelectElement>(null);
  const [wrong, setWrong] = useState<keyof typeof t.wanted | null>(null);

  function list(event: Event): void {
    event.preventDefault();
    const [named = '', bound = '', on = ''] = [app, version, platform].map(({ current }) => current?.value.trim());
    const mistake = named === '' ? 'app' : !isVersion(bound) ? 'version' : on === '' ? 'platform' : null;
    setWrong(mistake);
    if (mistake !== null) {
      ({ app, version, platform })[mistake].current?.focus();
      return;
    }
    typedApp.value = named;
    location.hash = hrefOf('estate', ['devices'], { platform: on, appBelow: bound });
  }

  const of = (name: keyof typeof t.wanted) => ({ 'aria-invalid': wrong === name, 'aria-describedby': 'below-wrong' });
  return (
    <form class="fields" onSubmit={list}>
      <div>
        <label for="below-app">{t.app}</label>
        <input id="below-app" ref={app} autocomplete="off" {...of('app')} />
      </div>
      <div>
        <label for="below-version">{t.version}</label>
        <input
          id="below-version"
          ref={version}
          class="short"
          autocomplete="off"
          spellcheck={false}
          placeholder="9.60.4"
          {...of('version')}
        />
      </div>
      <div>
        <label for="below-platform">{t.platform}</label>
        <select id="below-platform" ref={platform} {...of('platform')}>
          <option value="">{t.choose}</option>
          <Platforms />
        </select>
      </div>
      <button type="submit">{t.list}</button>
      <p id="below-wrong" role="alert" class={wrong ? 'wrong' : 'nothing'}>
        {wrong && t.wanted[wrong]}
      </p>
    </form>
  );
}
