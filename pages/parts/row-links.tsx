// Rows by their ids: those of people, devices and mailboxes lead to what is known of them, where that view is there and the key may see it.
import { hrefOf } from '../shell/hash.ts';
import type { Operation } from '../shell/operations.ts';
import { may } from '../shell/rights.ts';
import { hasView } from '../shell/view-names.ts';
import { own } from './own.ts';

interface Place {
  /** Of the estate. */
  readonly place: string;
  /** The operation of the API that it shows. */
  readonly needs: Operation;
}

const PEOPLE: Place = { place: 'people', needs: 'showUser' };
const PLACES: Readonly<Record<string, Place>> = {
  device: { place: 'devices', needs: 'showDevice' },
  mailbox: { place: 'mailboxes', needs: 'listMailboxes' },
  mail_device: { place: 'mail-devices', needs: 'listMailDevices' },
  emm_user: PEOPLE,
  directory_user: PEOPLE,
};

/** Where the estate shows a row of a dataset, whether the key may see it or not; null where it shows none. */
export const placeOf = (dataset: string): Place | null => (hasView('estate') ? (own(PLACES, dataset) ?? null) : null);

export function RowLinks({ dataset, ids }: { readonly dataset: string; readonly ids: readonly string[] }) {
  const place = placeOf(dataset);
  return (
    <ul class="inline">
      {ids.map((id) => (
        <li key={id}>{place && may(place.needs) ? <a href={hrefOf('estate', [place.place, id])}>{id}</a> : id}</li>
      ))}
    </ul>
  );
}
