// The inventory: titles in their versions on company devices, each number leading to its devices; and devices below a version.

import { useRef, useState } from 'preact/hooks';
import { useList } from '../api/use-list.ts';
import { Name } from '../parts/name.tsx';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import type { Inventory, Title } from './api.ts';
import { rememberApp } from './app-names.ts';
import { texts } from './texts.ts';
import { wordIn } from './words.tsx';

export function AppList() {
  const t = textsIn(texts);
  const { query } = route.value;
  const [title, platform] = [query.get('title') ?? '', query.get('platform') ?? ''];
  const search = new URLSearchParams({
    ...(title !== '' && { 'title.startsWith': title }),
    ...(platform !== '' && { platform }),
    limit: '100',
  });
  const { answered, items, more, problem } = useList<Title, Inventory>(`apps?${search}`);
  return (
    <>
      <Heading title={t.apps.title}>
        <AsOf answered={answered} />
      </Heading>
      <BelowForm />
      <h2>{t.apps.all}</h2>
      <form class="fields" aria-label={t.list.filters} onSubmit={(event) => event.preventDefault()}>
        <div>
          <label for="title">{t.apps.titleLabel}</label>
          <input
            id="title"
            key={title}
            defaultValue={title}
            autocomplete="off"
            onChange={(event) => setFilter('title', event.currentTarget.value.trim())}
          />
        </div>
        <div>
          <label for="platform">{t.apps.platform}</label>
          <select id="platform" value={platform} onChange={(event) => setFilter('platform', event.currentTarget.value)}>
            <option value="">{t.list.all}</option>
            {Object.entries(t.words.platforms).map(([one, word]) => (
              <option key={one} value={one}>
                {word}
              </option>
            ))}
          </select>
        </div>
      </form>
      <AnswerState answered={answered} />
      {answered.data && <Titles inventory={answered.data} items={items} more={more} />}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

interface TitlesProps {
  readonly inventory: Inventory;
  readonly items: readonly Title[];
  readonly more: (() => Promise<void>) | undefined;
}

function Titles({ inventory: { other, countedAt }, items, more }: TitlesProps) {
  const t = textsIn(texts);
  const { columns: labels } = t.apps;
  const f = formats();
  const columns: readonly Column<Title>[] = [
    { id: 'title', label: labels.title, cell: ({ title }) => title !== null && <Name text={title} /> },
    { id: 'version', label: labels.version, cell: ({ version }) => version },
    { id: 'platform', label: labels.platform, cell: ({ platform }) => wordIn(t.words.platforms, platform) },
    { id: 'devices', label: labels.devices, isNumber: true, cell: (one) => <Devices of={one} /> },
  ];
  return (
    <>
      <p class="quiet">{countedAt === null ? t.apps.countedNow : t.apps.counted(f.instant(countedAt))}</p>
      <Table
        caption={t.apps.title}
        quiet
        columns={columns}
        rows={items}
        keyOf={({ title, version, platform }) => `${title} ${version} ${platform}`}
        more={more}
        empty={t.apps.none}
      />
      {other && more === undefined && <p>{t.apps.other(f.number(other.apps), f.number(other.installations))}</p>}
    </>
  );
}

/** Leads to exactly these. */
function Devices({ of: { id, title, version, devices } }: { readonly of: Title }) {
  const told = formats().number(devices);
  if (id === null) return <>{told}</>;
  const name = [title, version].filter((part) => part !== null).join(' ');
  return (
    <a href={hrefOf('estate', ['apps', id])} onClick={() => rememberApp(id, name)}>
      {told}
    </a>
  );
}

/** Which devices have an app in a version below another one: leads to the list of devices, which asks for the purpose. */
function BelowForm() {
  const t = textsIn(texts).apps;
  const app = useRef<HTMLInputElement>(null);
  const version = useRef<HTMLInputElement>(null);
  const [isMissing, setMissing] = useState(false);

  function list(event: Event): void {
    event.preventDefault();
    const [named, bound] = [app.current?.value.trim() ?? '', version.current?.value.trim() ?? ''];
    setMissing(named === '' || bound === '');
    if (named === '') app.current?.focus();
    else if (bound === '') version.current?.focus();
    else location.hash = hrefOf('estate', ['devices'], { app: named, appBelow: bound });
  }

  return (
    <section aria-labelledby="below">
      <h2 id="below">{t.below}</h2>
      <p>{t.belowHelp}</p>
      <form class="fields" onSubmit={list}>
        <div>
          <label for="below-app">{t.app}</label>
          <input id="below-app" ref={app} autocomplete="off" aria-invalid={isMissing} aria-describedby="below-wrong" />
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
          />
        </div>
        <button type="submit">{t.list}</button>
        <p id="below-wrong" role="alert" class={isMissing ? 'wrong' : 'nothing'}>
          {isMissing && t.wanted}
        </p>
      </form>
    </section>
  );
}
