// The list of mailboxes.
import { keptLists } from '../../api/use-list.ts';
import { textsIn } from '../../shell/language.ts';
import { route } from '../../shell/route.ts';
import { Choice, GoneToo, OddFilters } from '../choice.tsx';
import { collected, mayBeCollected, sourcesOf } from '../collecting.ts';
import { FilteredList } from '../filtered-list.tsx';
import { SORT } from '../filters.ts';
import { texts } from '../texts.ts';
import { MAILBOX_QUERY, mailboxesBy } from './filters.ts';
import { MailboxTable } from './mailbox-table.tsx';
import { MAILBOX_FIELDS, type Mailbox } from './rows.ts';

const kept = keptLists<Mailbox>();

export function MailboxList() {
  const t = textsIn(texts);
  const { filter, mailboxSorts, mailboxes, countMailboxes, goneMailboxes, noMailbox } = t.mail;
  return (
    <FilteredList<Mailbox>
      title={mailboxes}
      count={countMailboxes}
      path="mailboxes"
      query={{ ...mailboxesBy(route.value.query), fields: MAILBOX_FIELDS.join(',') }}
      kept={kept}
      filters={
        <>
          <Choice name="quota" label={filter.quota} words={t.mail.quotaStates} />
          <Choice name="logon" label={filter.logon} words={t.list.ages} />
          <Choice name="unused" label={filter.unused} words={t.list.ages} />
          <SourceChoice dataset="mailbox" />
          <Choice name={SORT} label={t.list.sort} words={mailboxSorts} none={t.list.unsorted} />
          <GoneToo>{goneMailboxes}</GoneToo>
          <OddFilters known={MAILBOX_QUERY} />
        </>
      }
    >
      {({ rows, more, total }) => (
        <MailboxTable
          caption={mailboxes}
          rows={rows}
          more={more}
          total={total}
          empty={mayBeCollected('mailbox') ? noMailbox : t.events.noSource}
        />
      )}
    </FilteredList>
  );
}

/** Of those that collect it. */
export function SourceChoice({ dataset }: { readonly dataset: 'mailbox' | 'mail_device' }) {
  const sources = Object.fromEntries(sourcesOf(dataset).map((name) => [name, name]));
  return (
    <Choice name="source" label={textsIn(texts).mail.filter.source} words={sources} isOpen={collected() === null} />
  );
}
