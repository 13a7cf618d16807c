// Sends a notification by mail, over TLS alone: STARTTLS is required where it is not TLS from the first byte.
import { getCACertificates } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type LensError, SourceError } from '../errors.ts';
import { readAuthorities, unreadableAuthorities } from '../net/authorities.ts';
import { failure, failureOf, stopped } from '../net/failure.ts';
import { type Message, PHASES, wordsOf } from './message.ts';

interface Reached {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit';
  readonly caFile?: string | undefined;
  /** Bounds all of it: a server that sends a line now and then is never idle. */
  readonly signal: AbortSignal;
}

export type Login = (account: { readonly user: string; readonly password: string }) => Promise<void>;

export interface MailServer extends Reached {
  readonly from: string;
  readonly to: readonly string[];
  /** Whoever counts the tries calls `login`, once. */
  readonly signIn: (login: Login) => Promise<void>;
}

/** How many recipients were refused while others were not. Throws SourceError, without a word of the server's. */
export async function sendMail(server: MailServer, name: string, message: Message): Promise<number> {
  const { from, to, signIn } = server;
  const domain = from.split('@').at(-1) ?? server.host;
  return through(server, domain, async (smtp, ask) => {
    if (smtp.allowsAuth)
      await signIn(async ({ user, password }) => {
        await ask((done) => smtp.login({ user, pass: password }, done));
      });
    const mail = new MailComposer({
      from,
      to: [...to],
      ...mailOf(name, message),
      messageId: `<${message.id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    }).compile();
    const sent = await ask<{ readonly rejected: readonly string[] }>((done) =>
      smtp.send(mail.getEnvelope(), mail.createReadStream(), done),
    );
    return sent?.rejected.length ?? 0;
  });
}

/** Whether it is reached over TLS: it is not signed in to. Throws SourceError. */
export const verifyServer = (server: Reached): Promise<void> => through(server, undefined, async () => undefined);

/** Throws SourceError where the step fails, the connection ends, or the signal cuts it. */
type Ask = <T>(step: (done: (error?: Error | null, value?: T) => void) => void) => Promise<T | undefined>;

const answerOf: Ask = (step) =>
  new Promise((resolve, reject) => {
    step((error, value) => (error ? reject(mailFailure(error)) : resolve(value)));
  });

function authoritiesWith(caFile: string): string[] {
  try {
    return [...getCACertificates('default'), readAuthorities(caFile)];
  } catch {
    throw unreadableAuthorities(MAIL_KEYS.caFile);
  }
}

async function through<T>(
  { host, port, tls, caFile, signal }: Reached,
  name: string | undefined,
  work: (smtp: SMTPConnection, ask: Ask) => Promise<T>,
): Promise<T> {
  const smtp = new SMTPConnection({
    ...(name !== undefined && { name }),
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(caFile !== undefined && { ca: authoritiesWith(caFile) }),
    },
  });
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  const cut = (): void => lost.reject(cutBy(signal));
  smtp.on('error', (error: unknown) => lost.reject(mailFailure(error)));
  smtp.once('end', () => lost.reject(mailFailure(null)));
  signal.addEventListener('abort', cut, { once: true });
  if (signal.aborted) cut();
  const ask: Ask = (step) => Promise.race([lost.promise, answerOf(step)]);
  try {
    await ask((done) => smtp.connect(done));
    return await work(smtp, ask);
  } finally {
    signal.removeEventListener('abort', cut);
    smtp.close();
  }
}

/** Plain text, in lines that need no encoding. */
export function mailOf(name: string, { kind, phase, count, items }: Message): { subject: string; text: string } {
  const { title, hint } = wordsOf(kind);
  const named = items.map(
    ({ source, about, since }) =>
      `- ${[source, about].filter((one) => one !== null).join(', ') || name}, since ${since}`,
  );
  const further = count > items.length ? [`and ${count - items.length} more`] : [];
  const more = `Kind: ${kind}. The warnings of GET /api/sources tell more.`;
  return {
    subject: `[${name}] ${PHASES[phase]}: ${title}${count > 1 ? ` (${count})` : ''}`,
    text: [`${PHASES[phase]}: ${title}.`, hint, '', ...named, ...further, '', more, ''].join('\n'),
  };
}

const MAIL_KEYS = {
  address: '`NOTIFY_MAIL_SERVER`',
  account: '`NOTIFY_MAIL_PASSWORD`',
  caFile: '`NOTIFY_MAIL_CA_FILE`',
};

/** By code alone: what the server says may name people. */
function mailFailure(error: unknown): SourceError {
  const code = String(Reflect.get(Object(error), 'code'));
  const status = Number(Reflect.get(Object(error), 'responseCode'));
  // A server that knows no STARTTLS may answer as one that has none for now.
  if (code === 'ETLS')
    return failure(
      'tls',
      'The server offers no STARTTLS, or ends it: mail goes over TLS alone. Check `NOTIFY_MAIL_SERVER`.',
    );
  if (code === 'EAUTH' && status >= 400 && status < 500)
    return new SourceError('The mail server could not check the password.', {
      code: 'try-later',
      hint: 'It says that this is for now. It is asked twice within half an hour at most, as it may count tries.',
    });
  if (status >= 400 && status < 500)
    return new SourceError('The mail server asks to come again later.', {
      code: 'try-later',
      hint: 'It is sent again; servers that do not know a sender answer so at first.',
    });
  if (code === 'EAUTH')
    return new SourceError('The mail server refused the sign-in.', {
      code: 'sign-in-refused',
      hint: 'Put the right password in its place: wrong tries lock accounts, so that it is tried seldom until then.',
    });
  if (code === 'EENVELOPE')
    return new SourceError('The mail server refused sender or recipients.', {
      code: 'recipients-refused',
      hint: 'Check `NOTIFY_MAIL_FROM` and `NOTIFY_MAIL_TO`, and whether the server lets this account send to them.',
    });
  if (status >= 500)
    return new SourceError('The mail server refused the message.', {
      code: 'message-refused',
      hint: 'Look at its log: its rules for content or senders may refuse it.',
    });
  // It puts a code of its own over that of Node.
  const original: unknown = Reflect.get(Object(error), 'originalCode');
  return failureOf(typeof original === 'string' ? { code: original } : error, MAIL_KEYS);
}

const cutBy = (signal: AbortSignal): LensError =>
  signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
    ? failureOf({ code: 'ETIMEDOUT' }, MAIL_KEYS)
    : stopped(signal);
