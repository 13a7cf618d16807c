// One mailbox: how full it is, whose it is, and what synchronises it.
import { useAnswer } from '../../api/use-answer.ts';
import { type Page, useList } from '../../api/use-list.ts';
import { Facts } from '../../parts/facts.tsx';
import { AnswerState, AsOf } from '../../parts/problem.tsx';
import { Boundary } from '../../shell/boundary.tsx';
import { Heading } from '../../shell/heading.tsx';
import { formats, textsIn } from '../../shell/language.ts';
import { may } from '../../shell/rights.ts';
import type { MailboxField } from '../texts/mail.ts';
import { texts } from '../texts.ts';
import { FurtherValues, toldValue } from '../values.tsx';
import { Gone, wordIn } from '../words.tsx';
import { MailDeviceTable } from './mail-device-table.tsx';
import { nameOfMailbox, Whose } from './names.tsx';
import { MAIL_DEVICE_FIELDS, type MailboxDetail, type MailDevice } from './rows.ts';

/** Beside what is told in words. */
const FIELDS: readonly MailboxField[] = [
  ...(['mail', 'displayName', 'type', 'sizeBytes', 'itemCount', 'deletedSizeBytes', 'deletedItemCount'] as const),
  ...(['warningQuotaBytes', 'sendQuotaBytes', 'sendReceiveQuotaBytes', 'lastLogonAt', 'lastActivityAt'] as const),
  ...(['hasArchive', 'isArchive', 'databaseName', 'createdAt', 'deletedAt', 'reportedAt'] as const),
];

export function MailboxPage({ id }: { readonly id: string }) {
  const t = textsIn(texts).mail;
  const answered = useAnswer<Page<MailboxDetail>>(`mailboxes?id=${id}`);
  const { data, problem } = answered;
  const box = data?.items[0];
  return (
    <>
      {(data || problem) && (
        <Heading title={box ? nameOfMailbox(box) : t.mailbox} tab={t.mailbox}>
          {box && <AsOf answered={answered} />}
        </Heading>
      )}
      <AnswerState answered={answered} />
      {data && !box && <p class="told warn">{t.noSuch}</p>}
      {box && (
        <>
          <Overview box={box} />
          <Boundary title={t.ofPerson.mailDevices}>
            <Synchronising box={box} />
          </Boundary>
        </>
      )}
    </>
  );
}

function Overview({ box }: { readonly box: MailboxDetail }) {
  const t = textsIn(texts).mail;
  const { mailboxFields: labels } = t;
  const { clients, quotaState, source } = box;
  return (
    <>
      {box.absentSince && (
        <div class="told warn">
          <Gone since={box.absentSince} />
        </div>
      )}
      <Facts
        facts={[
          [labels.person, <Whose key="person" of={box} />],
          [labels.quotaState, wordIn(t.quotaStates, quotaState)],
          ...FIELDS.map((name) => [labels[name], toldValue(name, box[name])] as const),
          [labels.clients, Array.isArray(clients) ? formats().list(clients.map(String)) : null],
          [labels.source, source],
        ]}
      />
      <FurtherValues of={box.attributes} source={source} />
    </>
  );
}

/** What is asked for names the mailbox: it stands in a body. */
function Synchronising({ box: { source, externalId } }: { readonly box: MailboxDetail }) {
  const t = textsIn(texts).mail.ofPerson;
  const body = {
    ...{ dataset: 'mail-devices', filters: { source, mailboxId: externalId } },
    ...{ fields: MAIL_DEVICE_FIELDS, limit: 100 },
  };
  const { answered, items, more } = useList<MailDevice>(may('searchByBody') ? 'search' : null, {
    method: 'POST',
    body,
  });
  return (
    <section aria-labelledby="mail-devices">
      <h2 id="mail-devices">{t.mailDevices}</h2>
      <AnswerState answered={answered} />
      {answered.data && (
        <MailDeviceTable caption={t.mailDevices} rows={items} more={more} empty={t.noMailDevices} without="person" />
      )}
    </section>
  );
}
