// The inventory: titles in their versions on company devices, each number leading to its devices; and devices below a version.

import { keptLists, useList } from '../api/use-list.ts';
import { Name } from '../parts/name.tsx';
import { AnswerState, AsOf, ProblemBox } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { Heading } from '../shell/heading.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { may } from '../shell/rights.ts';
import { route } from '../shell/route.ts';
import type { Inventory, Title } from './api.ts';
import { rememberApp } from './app-names.ts';
import { BelowForm } from './below-form.tsx';
import { Choice, OddFilters } from './choice.tsx';
import { texts } from './texts.ts';
import { typedTitle } from './typed.ts';
import { wordIn } from './words.tsx';

const kept = keptLists<Title, Inventory>();

export function AppList() {
  const t = textsIn(texts);
  const platform = route.value.query.get('platform') ?? '';
  const title = typedTitle.value;
  // What is typed stands in a body.
  const isTyped = title !== '';
  const query = new URLSearchParams({ ...(platform !== '' && { platform }), limit: '100' });
  const filters = { 'title.startsWith': title, ...(platform !== '' && { platform }) };
  const { answered, items, more, problem } = useList(
    isTyped ? 'search' : `apps?${query}`,
    isTyped ? { method: 'POST', body: { dataset: 'apps', filters, limit: 100 } } : undefined,
    kept,
  );
  return (
    <>
      <Heading title={t.apps.title}>
        <AsOf answered={answered} />
      </Heading>
      {may('listDevices') && <BelowForm />}
      <h2>{t.apps.all}</h2>
      <form class="fields" aria-label={t.list.filters} onSubmit={(event) => event.preventDefault()}>
        {may('searchByBody') && (
          <div>
            <label for="title">{t.apps.titleLabel}</label>
            <input
              id="title"
              defaultValue={title}
              autocomplete="off"
              onChange={(event) => {
                typedTitle.value = event.currentTarget.value.trim();
              }}
            />
          </div>
        )}
        <Choice name="platform" label={t.apps.platform} words={t.words.platforms} />
        <OddFilters known={['platform']} />
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
  if (id === null || !may('listAppDevices')) return <>{told}</>;
  const name = [title, version].filter((part) => part !== null).join(' ');
  return (
    <a href={hrefOf('estate', ['apps', id])} onClick={() => rememberApp(id, name)}>
      {told}
    </a>
  );
}
