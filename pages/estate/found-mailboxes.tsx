// Mailboxes that a search found, and that belong to nobody whom it found: shared ones, rooms.
import { Name } from '../parts/name.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { hrefOf } from '../shell/hash.ts';
import { textsIn } from '../shell/language.ts';
import type { FoundMailbox } from './api.ts';
import { texts } from './texts.ts';
import { Gone } from './words.tsx';

interface FoundMailboxesProps {
  readonly mailboxes: readonly FoundMailbox[];
  readonly isCut: boolean;
}

export function FoundMailboxes({ mailboxes, isCut }: FoundMailboxesProps) {
  const t = textsIn(texts);
  const { columns: labels } = t.search;
  const columns: readonly Column<FoundMailbox>[] = [
    { id: 'mailbox', label: labels.mailbox, cell: (mailbox) => <Named mailbox={mailbox} /> },
    { id: 'address', label: labels.mail, cell: ({ mail }) => mail !== null && <Name text={mail} /> },
    { id: 'type', label: labels.type, isWord: true, cell: ({ type }) => type !== null && <Name text={type} /> },
    { id: 'source', label: labels.system, isWord: true, cell: ({ source }) => source },
    {
      id: 'user',
      label: labels.user,
      cell: ({ userId }) =>
        userId === null ? (
          <span class="quiet">{t.words.nobody}</span>
        ) : (
          <a href={hrefOf('estate', ['people', userId])}>{t.search.toPerson}</a>
        ),
    },
  ];
  return (
    <section aria-labelledby="found-mailboxes">
      <h2 id="found-mailboxes">{t.search.mailboxes}</h2>
      {isCut && <p>{t.search.cutMailboxes}</p>}
      <Table caption={t.search.mailboxes} quiet columns={columns} rows={mailboxes} keyOf={({ id }) => id} />
    </section>
  );
}

const Named = ({ mailbox: { id, displayName, mail, absentSince } }: { readonly mailbox: FoundMailbox }) => (
  <>
    <a href={hrefOf('estate', ['mailboxes', id])}>
      <Name text={displayName ?? mail ?? id} />
    </a>
    <Gone since={absentSince} />
  </>
);
