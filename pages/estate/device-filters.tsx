// The filters of the list of devices: each is in the hash as soon as it is chosen, so that the address can be sent to somebody.
import { useId } from 'preact/hooks';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { useSourcesOf } from './collecting.ts';
import { Field } from './filter-field.tsx';
import { type FilterName, filtersIn, GONE, type Mistake, SORT, SORTS, UNKNOWN, wantsPurpose } from './filters.ts';
import { texts } from './texts.ts';
import { AppField, MISTAKE, VersionField } from './typed-fields.tsx';
import { wordIn } from './words.tsx';

/** Those that have a field of their own; the others come with a link, and can be taken away. */
const SHOWN = ['platform', 'ownership', 'compliance', 'source', 'below', 'unseen'] as const;

interface DeviceFiltersProps {
  /** Why nothing can be listed. */
  readonly mistake: Mistake | null;
  /** Told of text that is no version: it is not put into the hash. */
  readonly onVersion: (isOne: boolean) => void;
}

export function DeviceFilters({ mistake, onVersion }: DeviceFiltersProps) {
  const t = textsIn(texts);
  const { query } = route.value;
  const sources = Object.fromEntries(useSourcesOf('device').map((name) => [name, name]));
  const further = filtersIn(query).filter(([name]) => !SHOWN.some((one) => one === name));
  const told = (value: string): string => (value === UNKNOWN ? t.list.notTold : value);
  return (
    <form class="fields" aria-label={t.list.filters} onSubmit={(event) => event.preventDefault()}>
      <Choice name="platform" words={t.words.platforms} />
      <Choice name="ownership" words={withUntold(t.words.ownerships)} />
      <Choice name="compliance" words={withUntold(t.words.compliances)} />
      <Choice name="source" words={sources} />
      <VersionField name="below" isWrong={mistake === 'version'} onVersion={onVersion} />
      <Choice name="unseen" words={t.list.ages} />
      <Order />
      {wantsPurpose(query) && <AppField label={t.list.app} />}
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
      <p id={MISTAKE} role="alert" class={mistake ? 'wrong' : 'nothing'}>
        {mistake && t.list.mistakes[mistake]}
      </p>
    </form>
  );
}

/** What a system calls unknown is asked for together with what none tells: it is the same to a reader. */
const withUntold = ({ unknown: _, ...words }: Readonly<Record<string, string>>) => ({ ...words, [UNKNOWN]: '' });

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
