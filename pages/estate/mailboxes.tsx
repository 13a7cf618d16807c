// The mailboxes of one person.
import { useList } from '../api/use-list.ts';
import { AnswerState } from '../parts/problem.tsx';
import { type Column, Table, toldColumns } from '../parts/table.tsx';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { texts } from './texts.ts';

interface Mailbox {
  readonly id: string;
  readonly source: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly type: string | null;
  readonly sizeBytes: number | null;
  readonly itemCount: number | null;
  readonly quotaState: string | null;
  readonly lastLogonAt: string | null;
  readonly reportedAt: string | null;
}

const FIELDS = 'id,source,displayName,mail,type,sizeBytes,itemCount,quotaState,lastLogonAt,reportedAt';

export function Mailboxes({ path }: { readonly path: string }) {
  const t = textsIn(texts).person;
  const { mailColumns: labels } = t;
  const f = formats();
  const { answered, items, more } = useList<Mailbox>(`${path}/mailboxes?limit=100&fields=${FIELDS}`);
  const columns: readonly Column<Mailbox>[] = [
    { id: 'name', label: labels.name, cell: ({ mail, displayName }) => mail ?? displayName },
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
    { id: 'quota', label: labels.quota, isWord: true, cell: ({ quotaState }) => quotaState },
    { id: 'logon', label: labels.logon, cell: ({ lastLogonAt }) => lastLogonAt && <When at={lastLogonAt} /> },
    { id: 'source', label: labels.source, isWord: true, cell: ({ source }) => source },
    { id: 'as', label: labels.as, cell: ({ reportedAt }) => reportedAt && f.day(reportedAt) },
  ];
  return (
    <section aria-labelledby="mailboxes">
      <h2 id="mailboxes">{t.mailboxes}</h2>
      <AnswerState answered={answered} />
      {answered.data && (
        <Table
          caption={t.mailboxes}
          quiet
          columns={toldColumns(columns, items)}
          rows={items}
          keyOf={({ id }) => id}
          more={more}
          empty={t.noMailboxes}
        />
      )}
    </section>
  );
}
