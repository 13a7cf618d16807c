// The places of the estate.
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';

const PLACES = ['search', 'devices', 'people', 'apps', 'statistics'] as const;

export function Tabs({ current }: { readonly current: string }) {
  const t = textsIn(texts);
  return (
    <nav class="tabs" aria-label={t.title}>
      {PLACES.map((place) => (
        <a
          key={place}
          href={hrefOf('estate', place === 'search' ? [] : [place])}
          aria-current={place === current ? 'page' : undefined}
        >
          {t.tabs[place]}
        </a>
      ))}
    </nav>
  );
}
