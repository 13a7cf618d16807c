// One device at a mailbox: whether it may, when it did, and which device that is in management systems.
import { useAnswer } from '../../api/use-answer.ts';
import type { Page } from '../../api/use-list.ts';
import { Facts } from '../../parts/facts.tsx';
import { AnswerState, AsOf } from '../../parts/problem.tsx';
import { Boundary } from '../../shell/boundary.tsx';
import { Heading } from '../../shell/heading.tsx';
import { textsIn } from '../../shell/language.ts';
import { may } from '../../shell/rights.ts';
import type { MailDeviceField } from '../texts/mail.ts';
import { texts } from '../texts.ts';
import { FurtherValues, toldValue } from '../values.tsx';
import { Gone, wordIn } from '../words.tsx';
import { Hardware, MailboxName, nameOfMailDevice, Whose } from './names.tsx';
import type { Mailbox, MailDeviceDetail } from './rows.ts';

/** Beside what is told in words. */
const FIELDS: readonly MailDeviceField[] = [
  ...(['status', 'policy', 'policyState', 'lastSyncAt', 'lastAttemptAt', 'firstSyncAt'] as const),
  ...(['deviceType', 'model', 'os', 'clientType', 'protocolVersion', 'folders', 'easDeviceId', 'unmanagedId'] as const),
];

export function MailDevicePage({ id }: { readonly id: string }) {
  const t = textsIn(texts).mail;
  const answered = useAnswer<Page<MailDeviceDetail>>(`mail-devices?id=${id}`);
  const { data, problem } = answered;
  const device = data?.items[0];
  return (
    <>
      {(data || problem) && (
        <Heading title={device ? nameOfMailDevice(device) : t.mailDevice} tab={t.mailDevice}>
          {device && <AsOf answered={answered} />}
        </Heading>
      )}
      <AnswerState answered={answered} />
      {data && !device && <p class="told warn">{t.noSuch}</p>}
      {device && <Overview device={device} />}
    </>
  );
}

function Overview({ device }: { readonly device: MailDeviceDetail }) {
  const t = textsIn(texts).mail;
  const { mailDeviceFields: labels } = t;
  const { source } = device;
  return (
    <>
      {device.absentSince && (
        <div class="told warn">
          <Gone since={device.absentSince} />
        </div>
      )}
      <Facts
        facts={[
          [
            labels.mailbox,
            <Boundary key="mailbox">
              <AtMailbox device={device} />
            </Boundary>,
          ],
          [labels.person, <Whose key="person" of={device} />],
          [labels.hardware, <Hardware key="hardware" of={device} />],
          [labels.accessState, wordIn(t.accessStates, device.accessState)],
          [labels.accessReason, wordIn(t.accessReasons, device.accessReason)],
          ...FIELDS.map((name) => [labels[name], toldValue(name, device[name])] as const),
          [labels.source, source],
        ]}
      />
      <FurtherValues of={device.attributes} source={source} />
    </>
  );
}

/** By the id that the mail system has it under, which names a person: it stands in a body. */
function AtMailbox({ device: { source, mailboxId, mail } }: { readonly device: MailDeviceDetail }) {
  const filters = { source, externalId: mailboxId };
  const { data } = useAnswer<Page<Mailbox>>(
    mailboxId !== null && may('searchByBody') ? 'search' : null,
    undefined,
    undefined,
    { method: 'POST', body: { dataset: 'mailboxes', filters, fields: ['id', 'mail', 'displayName'], limit: 1 } },
  );
  const box = data?.items[0];
  return box ? <MailboxName of={box} /> : toldValue('mail', mail);
}
