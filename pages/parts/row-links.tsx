// Rows by their ids: those of people, devices and mailboxes lead to what is known of them, where that view is there and the key may see it.
import { hrefOf } from '../shell/hash.ts';
import { may } from '../shell/rights.ts';
import { hasView } from '../shell/view-names.ts';

/** Where the estate shows a row of a dataset; null where it shows none. */
export function placeOf(dataset: string): string | null {
  if (!hasView('estate')) return null;
  if (dataset === 'device') return may('showDevice') ? 'devices' : null;
  if (dataset === 'mailbox') return may('listMailboxes') ? 'mailboxes' : null;
  if (dataset === 'mail_device') return may('listMailDevices') ? 'mail-devices' : null;
  return (dataset === 'emm_user' || dataset === 'directory_user') && may('showUser') ? 'people' : null;
}

export function RowLinks({ dataset, ids }: { readonly dataset: string; readonly ids: readonly string[] }) {
  const place = placeOf(dataset);
  return (
    <ul class="inline">
      {ids.map((id) => (
        <li key={id}>{place === null ? id : <a href={hrefOf('estate', [place, id])}>{id}</a>}</li>
      ))}
    </ul>
  );
}
