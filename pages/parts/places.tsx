// The places of a view, beside each other.
import { hrefOf } from '../shell/hash.ts';

interface PlacesProps<P extends string> {
  readonly view: string;
  /** Names the navigation. */
  readonly label: string;
  /** What each is called; the first one is that of the view alone. */
  readonly places: readonly P[];
  readonly names: Readonly<Record<P, string>>;
  readonly current: string;
}

export const Places = <P extends string>({ view, label, places, names, current }: PlacesProps<P>) => (
  <nav class="places" aria-label={label}>
    {places.map((place, index) => (
      <a
        key={place}
        href={hrefOf(view, index === 0 ? [] : [place])}
        aria-current={place === current ? 'page' : undefined}
      >
        {names[place]}
      </a>
    ))}
  </nav>
);
