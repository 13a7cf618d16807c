// The places of a view, beside each other.
import { hrefOf } from '../shell/hash.ts';
import type { Operation } from '../shell/operations.ts';
import { may } from '../shell/rights.ts';

interface PlacesProps<P extends string> {
  readonly view: string;
  /** Names the navigation. */
  readonly label: string;
  /** The first one is that of the view alone. */
  readonly places: readonly P[];
  /** The operation of the API that each shows. */
  readonly needs: Readonly<Record<P, Operation>>;
  readonly names: Readonly<Record<P, string>>;
  readonly current: string;
}

/** Those that the key is for. */
export const Places = <P extends string>({ view, label, places, needs, names, current }: PlacesProps<P>) => (
  <nav class="places" aria-label={label}>
    {places
      .filter((place) => may(needs[place]))
      .map((place) => (
        <a
          key={place}
          href={hrefOf(view, place === places[0] ? [] : [place])}
          aria-current={place === current ? 'page' : undefined}
        >
          {names[place]}
        </a>
      ))}
  </nav>
);

/** The first place that the key is for; without any the first. */
export const firstPlace = <P extends string>(places: readonly [P, ...P[]], needs: Readonly<Record<P, Operation>>) =>
  places.find((place) => may(needs[place])) ?? places[0];
