// Mailboxes and what synchronises them by their names, each leading to what is known of it.
import { Name } from '../../parts/name.tsx';
import { hrefOf } from '../../shell/hash.ts';
import { textsIn } from '../../shell/language.ts';
import { texts } from '../texts.ts';
import { PersonName } from '../words.tsx';
import type { Mailbox, MailDevice } from './rows.ts';

export const nameOfMailbox = ({ mail, displayName }: Pick<Mailbox, 'mail' | 'displayName'>): string =>
  mail ?? displayName ?? textsIn(texts).mail.unnamedMailbox;

export function MailboxName({ of }: { readonly of: Pick<Mailbox, 'id' | 'mail' | 'displayName'> }) {
  return (
    <a href={hrefOf('estate', ['mailboxes', of.id])}>
      <Name text={nameOfMailbox(of)} />
    </a>
  );
}

export const nameOfMailDevice = ({ deviceName, deviceType, model }: MailDevice): string =>
  deviceName ?? deviceType ?? model ?? textsIn(texts).words.unnamedDevice;

export function MailDeviceName({ of }: { readonly of: MailDevice }) {
  return (
    <a href={hrefOf('estate', ['mail-devices', of.id])}>
      <Name text={nameOfMailDevice(of)} />
    </a>
  );
}

/** Nobody of one that is shared, or whose person no system knows: then the account alone is told. */
export function Whose({ of: { userId, userPrincipalName, mail } }: { readonly of: Mailbox | MailDevice }) {
  const name = userPrincipalName ?? mail;
  if (userId !== null) return <PersonName id={userId} name={name} />;
  return name === null ? null : <Name text={name} />;
}

/** The device as management systems have it; one that none knows leads nowhere. */
export function Hardware({ of: { deviceId, unmanaged } }: { readonly of: MailDevice }) {
  const t = textsIn(texts);
  if (deviceId !== null)
    return (
      <a href={hrefOf('estate', ['devices', deviceId])}>
        {t.device.kind} {deviceId}
      </a>
    );
  return unmanaged ? <span class="note">{t.mail.unmanaged}</span> : null;
}
