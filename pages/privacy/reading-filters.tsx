// Which readings: of which days, for which purpose, with which key. Names of readers are no filter: they would stand in an address.
import { useAnswer } from '../api/use-answer.ts';
import { datasetIn } from '../parts/datasets.ts';
import { language, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { ProcessingEntry } from './api.ts';
import { type Filters, isDay, isKey, type ReadingFilter } from './reading-query.ts';
import { texts } from './texts.ts';

interface ReadingFiltersProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

export function ReadingFilters({ filters, onChange }: ReadingFiltersProps) {
  const t = textsIn(texts).readings;
  const { data } = useAnswer<{ readonly items: readonly string[] }>('purposes');
  const { data: record } = useAnswer<readonly ProcessingEntry[]>('privacy/processing');
  const days = [filters.since, filters.until];
  const isNoDay = days.some((day) => day !== '' && !isDay(day));
  const isWrong = filters.key !== '' && !isKey(filters.key);
  const field = (name: ReadingFilter) => ({
    ...{ id: `readings-${name}`, value: filters[name] },
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ ...filters, [name]: event.currentTarget.value }),
  });
  return (
    <form class="fields" aria-label={t.filters} onSubmit={(event) => event.preventDefault()}>
      <div>
        <label for="readings-since">{t.since}</label>
        <input type="date" max="9999-12-31" {...field('since')} />
      </div>
      <div>
        <label for="readings-until">{t.until}</label>
        <input type="date" max="9999-12-31" {...field('until')} />
      </div>
      <div>
        <label for="readings-dataset">{t.what}</label>
        <select {...field('dataset')}>
          <option value="">{t.anything}</option>
          {record?.map(({ dataset }) => (
            <option key={dataset} value={dataset}>
              {datasetIn(language.value, dataset)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label for="readings-purpose">{t.purpose}</label>
        <select {...field('purpose')}>
          <option value="">{textsIn(shell).purpose.choose}</option>
          {data?.items.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      <div>
        <label for="readings-key">{t.key}</label>
        <input autocomplete="off" spellcheck={false} placeholder="key:0123456789abcdef" {...field('key')} />
      </div>
      <p role="alert" class={isNoDay ? 'wrong' : undefined}>
        {isNoDay && t.noDay}
      </p>
      <p class={isWrong ? 'wrong' : 'quiet'}>{isWrong ? t.noKey : t.whose}</p>
    </form>
  );
}
