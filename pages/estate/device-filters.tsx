// The filters of the list of devices: each is in the hash as soon as it is chosen, so that the address can be sent to somebody.
import { hrefOf } from '../shell/hash.ts';
import { formats, textsIn } from '../shell/language.ts';
import { route, setFilter } from '../shell/route.ts';
import { Choice, GoneToo, OddFilters, ofLink } from './choice.tsx';
import { collected, sourcesOf } from './collecting.ts';
import {
  DEVICE_QUERY,
  type FilterName,
  filtersIn,
  isVersion,
  type Mistake,
  SORT,
  UNKNOWN,
  wantsPurpose,
} from './filters.ts';
import { texts } from './texts.ts';
import { AppField, MISTAKE, VersionField } from './typed-fields.tsx';

/** Those that have a field of their own; the others come with a link, and can be taken away. */
const SHOWN = ['platform', 'ownership', 'compliance', 'source', 'below', 'version', 'unseen'] as const;

interface DeviceFiltersProps {
  /** Why nothing can be listed. */
  readonly mistake: Mistake | null;
  /** Told of text that is no version: it is not put into the hash. */
  readonly onVersion: (isOne: boolean) => void;
}

export function DeviceFilters({ mistake, onVersion }: DeviceFiltersProps) {
  const t = textsIn(texts);
  const { filter } = t.list;
  const { query } = route.value;
  const sources = Object.fromEntries(sourcesOf('device').map((name) => [name, name]));
  const version = query.get('version') ?? '';
  const versions = { [UNKNOWN]: t.list.notTold, ...(isVersion(version) && { [version]: version }) };
  const further = filtersIn(query).filter(([name]) => !SHOWN.some((one) => one === name));
  return (
    <form class="fields" aria-label={t.list.filters} onSubmit={(event) => event.preventDefault()}>
      <Choice name="platform" label={filter.platform} words={t.words.platforms} />
      <Choice name="ownership" label={filter.ownership} words={withUntold(t.words.ownerships)} />
      <Choice name="compliance" label={filter.compliance} words={withUntold(t.words.compliances)} />
      <Choice name="source" label={filter.source} words={sources} isOpen={collected() === null} />
      <VersionField name="below" isWrong={mistake === 'version'} onVersion={onVersion} />
      <Choice name="version" label={filter.version} words={versions} isOpen />
      <Choice name="unseen" label={filter.unseen} words={t.list.ages} />
      <Choice name={SORT} label={t.list.sort} words={t.list.sorts} none={t.list.unsorted} />
      {wantsPurpose(query) && <AppField label={t.list.app} />}
      {further.map(([name, value]) => (
        <div key={name}>
          <div class="label">{filter[name]}</div>
          <button type="button" onClick={() => setFilter(name, '')}>
            {toldOf(name, value)} <span aria-hidden="true">✕</span>
            <span class="said">
              {filter[name]}: {t.list.remove}
            </span>
          </button>
        </div>
      ))}
      <GoneToo>{t.list.gone}</GoneToo>
      {query.size > 0 && <a href={hrefOf('estate', ['devices'])}>{t.list.reset}</a>}
      <OddFilters known={DEVICE_QUERY} />
      <p id={MISTAKE} role="alert" class={mistake ? 'wrong' : 'nothing'}>
        {mistake && t.list.mistakes[mistake]}
      </p>
    </form>
  );
}

/** A value of a filter without a field: as it is only where nothing but the page's own words can come of it. */
function toldOf(name: FilterName, value: string): string {
  const t = textsIn(texts);
  if (value === UNKNOWN) return t.list.notTold;
  if (name === 'roaming' && ['true', 'false'].includes(value))
    return value === 'true' ? t.statistics.away : t.statistics.atHome;
  if (name.endsWith('Country') && /^[A-Z]{2}$/.test(value)) return formats().country(value);
  return isVersion(value) ? value : ofLink(value);
}

/** What a system calls unknown is asked for together with what none tells: it is the same to a reader. */
const withUntold = ({ unknown: _, ...words }: Readonly<Record<string, string>>) => ({
  ...words,
  [UNKNOWN]: textsIn(texts).list.notTold,
});
