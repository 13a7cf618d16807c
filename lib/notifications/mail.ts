// Sends a notification by mail, over TLS alone: STARTTLS is required where it is not TLS from the first byte.
import { getCACertificates } from 'node:tls';
import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import { SourceError } from '../errors.ts';
import { readAuthorities } from '../net/authorities.ts';
import { failure, failureOf } from '../net/failure.ts';
import { type Message, PHASES, wordsOf } from './message.ts';

interface Reached {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit';
  readonly caFile?: string;
  /** Of silence, and twice as long of all: a server may say a word now and then, and never end. */
  readonly timeoutMs: number;
}

export interface MailServer extends Reached {
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** How many recipients were refused while others were not. Throws SourceError, without a word of the server's. */
export async function sendMail(server: MailServer, name: string, message: Message): Promise<number> {
  const { from, to } = server;
  const domain = from.split('@').at(-1) ?? server.host;
  return through(server, { name: domain, ...signedBy(server) }, async (transport) => {
    const { rejected } = await transport.sendMail({
      from,
      to: [...to],
      ...mailOf(name, message),
      messageId: `<${message.id}@${domain}>`,
      xMailer: false,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return rejected?.length ?? 0;
  });
}

const signedBy = ({ user, password }: MailServer) =>
  user !== undefined && password !== undefined ? { auth: { user, pass: password } } : {};

/** Whether it is reached over TLS: it is not signed in to. Throws SourceError. */
export const verifyServer = (server: Reached): Promise<void> =>
  through(server, {}, async (transport) => {
    await transport.verify();
  });

async function through<T>(
  { host, port, tls, caFile, timeoutMs }: Reached,
  more: { readonly name?: string; readonly auth?: { readonly user: string; readonly pass: string } },
  work: (transport: Transporter<SentMessageInfo>) => Promise<T>,
): Promise<T> {
  const transport = createTransport({
    ...more,
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(caFile !== undefined && { ca: [...getCACertificates('default'), readAuthorities(caFile)] }),
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure('timeout')), 2 * timeoutMs);
  });
  try {
    return await Promise.race([work(transport), late]);
  } catch (error) {
    throw error instanceof SourceError ? error : mailFailure(error);
  } finally {
    clearTimeout(timer);
    transport.close();
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
  if (status >= 400 && status < 500)
    return new SourceError('The mail server asks to come again later.', {
      code: 'try-later',
      hint: 'It is sent again; servers that do not know a sender answer so at first.',
    });
  if (code === 'EAUTH')
    return new SourceError('The mail server refused the sign-in.', {
      code: 'sign-in-refused',
      hint: 'Put the right password in its place: wrong tries lock accounts, so that it is tried seldom until then.',
      refusedSignIns: 1,
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
  return failureOf(typeof original === 'string' ? { code: original } : error);
}
