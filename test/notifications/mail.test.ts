// Mail over TLS alone, against a server of its own with faults.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type Login, sendMail, verifyServer } from '../../lib/notifications/mail.ts';
import { privateAuthority } from '../net/servers.ts';

const { authority, caFile, remove } = privateAuthority();
afterAll(remove);
const SINCE = '2026-11-29T08:00:00.000Z';
const never = new AbortController().signal;
const signIn = (login: Login) => login({ user: 'lens', password: 'wrong' });
const received: string[] = [];
let running: SMTPServer | undefined;
afterEach(() => {
  received.length = 0;
  running?.close();
});

const refusal = (responseCode: number): Error =>
  Object.assign(new Error('erika.mustermann@example.org is away'), { responseCode });

async function served(options: SMTPServerOptions = {}): Promise<number> {
  const { certPem, keyPem } = authority.issueServer();
  const smtp = new SMTPServer({
    cert: certPem,
    key: keyPem,
    authOptional: true,
    onData: (stream, _, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      stream.on('end', () => {
        received.push(text);
        done();
      });
    },
    ...options,
  });
  smtp.on('error', () => undefined);
  running = smtp;
  return new Promise((resolve) => {
    const listening = smtp.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

const server = (port: number) => ({ host: 'localhost', port, tls: 'starttls', caFile, signal: never }) as const;

const send = (port: number, more: object = {}) =>
  sendMail(
    {
      ...server(port),
      from: 'lens@example.org',
      to: ['ops@example.org', 'night@example.org'],
      signIn: async () => undefined,
      ...more,
    },
    'lens',
    {
      id: 'one',
      at: SINCE,
      kind: 'source-stale',
      phase: 'opened',
      count: 1,
      items: [{ source: 'intune', about: null, since: SINCE }],
    },
  );

describe('mail', () => {
  it.each([
    ['STARTTLS', 'starttls', false],
    ['TLS from the first byte', 'implicit', true],
  ])('goes over %s, with the same id at each try', async (_, tls, secure) => {
    const port = await served({ secure });
    expect(await send(port, { tls })).toBe(0);
    expect(received[0]).toContain('Message-ID: <one@example.org>');
    expect(received[0]).toContain('Subject: [lens] New: A source is stale');
    expect(received[0]).toContain(`- intune, since ${SINCE}`);
  });

  it('counts recipients that are refused while others are not', async () => {
    const onRcptTo: SMTPServerOptions['onRcptTo'] = ({ address }, _, done) =>
      address.startsWith('night') ? done(refusal(550)) : done();
    expect(await send(await served({ onRcptTo }))).toBe(1);
  });

  it.each<[string, SMTPServerOptions, object, string]>([
    ['a server without STARTTLS', { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] }, {}, 'tls'],
    ['a certificate of nobody known', {}, { caFile: undefined }, 'tls'],
    [
      'a password that is refused',
      { onAuth: (_auth, _session, done) => done(refusal(535)) },
      { signIn },
      'sign-in-refused',
    ],
    [
      'a password that cannot be checked for now',
      { onAuth: (_auth, _session, done) => done(refusal(454)) },
      { signIn },
      'try-later',
    ],
    ['all recipients refused', { onRcptTo: (_to, _session, done) => done(refusal(550)) }, {}, 'recipients-refused'],
    ['greylisting', { onRcptTo: (_to, _session, done) => done(refusal(451)) }, {}, 'try-later'],
  ])('fails at %s by its code, and repeats no word of the server', async (_, options, more, code) => {
    const failure = await send(await served(options), more).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(JSON.stringify(failure)).not.toMatch(/`caFile`|`proxy`|poll/);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('erika');
    expect(received).toEqual([]);
  });

  it.each<[string, string | undefined, string]>([
    ['is not trusted', undefined, 'tls'],
    ['cannot be read', '/nowhere/ca.pem', 'ca-file'],
  ])('names the setting of its CA where it %s', async (_, file, code) => {
    const failure = send(await served(), { caFile: file });
    await expect(failure).rejects.toMatchObject({ code, hint: expect.stringContaining('NOTIFY_MAIL_CA_FILE') });
  });

  it.each([
    ['the time for it is over', new DOMException('', 'TimeoutError'), 'timeout'],
    ['the collector stops', undefined, 'stopped'],
  ])('leaves a server that goes on sending lines when %s', async (_, reason, code) => {
    const dripping = createServer().listen(0, '127.0.0.1');
    await once(dripping, 'listening');
    const address = dripping.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    for (const ask of [send, (at: number, more: object) => verifyServer({ ...server(at), ...more })]) {
      const cut = new AbortController();
      const asked = ask(port, { signal: cut.signal }).catch((error: unknown) => error);
      const [socket] = await once(dripping, 'connection');
      const left = once(socket, 'close');
      socket.write('220 mail.example.org ESMTP\r\n');
      await once(socket, 'data');
      socket.write('250-X\r\n250-X\r\n');
      cut.abort(reason);
      expect(await asked).toMatchObject({ code });
      await left;
    }
    dripping.close();
  });
});
