// The filters of the list of devices: each is in the hash as soon as it is chosen, so that the address can be sent to somebody.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useAnswer } from '../api/use-answer.ts';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { type FilterName, filtersIn, GONE, SORT, SORTS, UNKNOWN } from './filters.ts';
import { texts } from './texts.ts';
import { wordIn } from './words.tsx';

/** Those that have a field of their own; the others come with a link, and can be taken away. */
const SHOWN = ['platform', 'ownership', 'compliance', 'source', 'below', 'unseen'] as const;

export function DeviceFilters() {
  const t = textsIn(texts);
  const { data } = useAnswer<{ readonly items: readonly { readonly name: string }[] }>('privacy/sources');
  const { query } = route.value;
  const sources = Object.fromEntries((data?.items ?? []).map(({ name }) => [name, name]));
  const further = filtersIn(query).filter(([name]) => !SHOWN.some((one) => one === name));
  const told = (value: string): string => (value === UNKNOWN ? t.list.notTold : value);
  return (
    <form class="fields" aria-label={t.list.filters} onSubmit={(event) => event.preventDefault()}>
      <Choice name="platform" words={t.words.platforms} />
      <Choice name="ownership" words={t.words.ownerships} />
      <Choice name="compliance" words={t.words.compliances} />
      <Choice name="source" words={sources} />
      <Text name="below" help={t.list.versionHelp} />
      <Choice name="unseen" words={t.list.ages} />
      <Order />
      {further.map(([name, value]) => (
        <div key={name}>
          <div class="label">{t.list.filter[name]}</div>
          <button type="button" onClick={() => setFilter(name, '')}>
            {told(value)} <span aria-hidden="true">✕</span>
            <span class="said">
              {t.list.filter[name]}: {t.list.remove}
            </span>
          </button>
        </div>
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={query.get(GONE) !== null}
          onChange={(event) => setFilter(GONE, event.currentTarget.checked ? '1' : '')}
        />
        {t.list.gone}
      </label>
      {query.size > 0 && <a href={hrefOf('estate', ['devices'])}>{t.list.reset}</a>}
    </form>
  );
}

interface FieldProps {
  readonly name: FilterName;
  readonly children: (id: string) => ComponentChildren;
}

function Field({ name, children }: FieldProps) {
  const t = textsIn(texts).list;
  const id = useId();
  return (
    <div>
      <label for={id}>{t.filter[name]}</label>
      {children(id)}
    </div>
  );
}

interface ChoiceProps {
  readonly name: FilterName;
  readonly words: Readonly<Record<string, string>>;
}

/** One of these; what came with a link is one of them, too. */
function Choice({ name, words }: ChoiceProps) {
  const t = textsIn(texts).list;
  const value = route.value.query.get(name) ?? '';
  const known = Object.hasOwn(words, value) || value === '' ? words : { ...words, [value]: wordIn(words, value) };
  return (
    <Field name={name}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => setFilter(name, event.currentTarget.value)}>
          <option value="">{t.all}</option>
          {Object.entries(known).map(([one, word]) => (
            <option key={one} value={one}>
              {one === UNKNOWN ? t.notTold : word}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Order() {
  const t = textsIn(texts).list;
  const id = useId();
  return (
    <div>
      <label for={id}>{t.sort}</label>
      <select
        id={id}
        value={route.value.query.get(SORT) ?? ''}
        onChange={(event) => setFilter(SORT, event.currentTarget.value)}
      >
        <option value="">{t.unsorted}</option>
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {t.sorts[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Changed with Enter, or when it is left. */
function Text({ name, help }: { readonly name: FilterName; readonly help: string }) {
  const value = route.value.query.get(name) ?? '';
  return (
    <Field name={name}>
      {(id) => (
        <input
          id={id}
          key={value}
          class="short"
          defaultValue={value}
          autocomplete="off"
          spellcheck={false}
          placeholder="17.4"
          title={help}
          onChange={(event) => setFilter(name, event.currentTarget.value.trim())}
        />
      )}
    </Field>
  );
}
