// The mailboxes of a person, and what synchronises theirs, or which ones a device does.
import { useList } from '../../api/use-list.ts';
import { AnswerState } from '../../parts/problem.tsx';
import { textsIn } from '../../shell/language.ts';
import { texts } from '../texts.ts';
import { MailDeviceTable } from './mail-device-table.tsx';
import { MailboxTable } from './mailbox-table.tsx';
import { MAIL_DEVICE_FIELDS, MAILBOX_FIELDS, type Mailbox, type MailDevice } from './rows.ts';

export function MailboxesOf({ path }: { readonly path: string }) {
  const t = textsIn(texts).mail;
  const { answered, items, more } = useList<Mailbox>(`${path}/mailboxes?limit=100&fields=${MAILBOX_FIELDS}`);
  return (
    <section aria-labelledby="mailboxes">
      <h2 id="mailboxes">{t.mailboxes}</h2>
      <AnswerState answered={answered} />
      {answered.data && (
        <MailboxTable caption={t.mailboxes} rows={items} more={more} empty={t.ofPerson.noMailboxes} without="person" />
      )}
    </section>
  );
}

export function MailDevicesOf({ path, owner }: { readonly path: string; readonly owner: 'person' | 'device' }) {
  const t = textsIn(texts).mail;
  const { mailDevices, noMailDevices } = owner === 'person' ? t.ofPerson : t.ofDevice;
  const { answered, items, more } = useList<MailDevice>(`${path}/mail-devices?limit=100&fields=${MAIL_DEVICE_FIELDS}`);
  return (
    <section aria-labelledby="mail-devices">
      <h2 id="mail-devices">{mailDevices}</h2>
      <AnswerState answered={answered} />
      {answered.data && (
        <MailDeviceTable
          caption={mailDevices}
          rows={items}
          more={more}
          empty={noMailDevices}
          without={owner === 'person' ? 'person' : 'hardware'}
        />
      )}
    </section>
  );
}
