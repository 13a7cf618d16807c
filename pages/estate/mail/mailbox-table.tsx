// Mailboxes as lists show them.
import type { Column } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';
import { formats, textsIn } from '../../shell/language.ts';
import { RowTable, type RowTableProps } from '../row-table.tsx';
import { texts } from '../texts.ts';
import { Gone, wordIn } from '../words.tsx';
import { MailboxName, Whose } from './names.tsx';
import type { Mailbox } from './rows.ts';

export function MailboxTable(props: RowTableProps<Mailbox, 'person'>) {
  const t = textsIn(texts).mail;
  const { mailboxColumns: labels } = t;
  const f = formats();
  const columns: readonly Column<Mailbox>[] = [
    {
      id: 'mailbox',
      label: labels.mailbox,
      cell: (box) => (
        <>
          <MailboxName of={box} />
          <Gone since={box.absentSince} />
        </>
      ),
    },
    { id: 'person', label: labels.person, cell: (box) => <Whose of={box} /> },
    { id: 'type', label: labels.type, isWord: true, cell: ({ type }) => type },
    {
      id: 'size',
      label: labels.size,
      isNumber: true,
      cell: ({ sizeBytes }) => sizeBytes !== null && f.bytes(sizeBytes),
    },
    {
      id: 'items',
      label: labels.items,
      isNumber: true,
      cell: ({ itemCount }) => itemCount !== null && f.number(itemCount),
    },
    { id: 'quota', label: labels.quota, isWord: true, cell: ({ quotaState }) => wordIn(t.quotaStates, quotaState) },
    { id: 'logon', label: labels.logon, cell: ({ lastLogonAt }) => lastLogonAt && <When at={lastLogonAt} /> },
    { id: 'used', label: labels.used, cell: ({ lastActivityAt }) => lastActivityAt && f.day(lastActivityAt) },
    { id: 'source', label: labels.source, isWord: true, cell: ({ source }) => source },
    { id: 'as', label: labels.as, cell: ({ reportedAt }) => reportedAt && f.day(reportedAt) },
  ];
  return <RowTable columns={columns} {...props} />;
}
