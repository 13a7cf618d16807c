// Mail over TLS alone, against a server of its own with faults.
import { once } from 'node:events';
import { createServer } from 'node:tls';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { sendMail } from '../../lib/notifications/mail.ts';
import { privateAuthority } from '../net/servers.ts';

const { authority, caFile, remove } = privateAuthority();
afterAll(remove);
const SINCE = '2026-11-29T08:00:00.000Z';
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
  const server = new SMTPServer({
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
  server.on('error', () => undefined);
  running = server;
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

const send = (port: number, more: object = {}) =>
  sendMail(
    {
      host: 'localhost',
      port,
      tls: 'starttls',
      caFile,
      from: 'lens@example.org',
      to: ['ops@example.org', 'night@example.org'],
      timeoutMs: 5_000,
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
      { user: 'lens', password: 'wrong' },
      'sign-in-refused',
    ],
    ['all recipients refused', { onRcptTo: (_to, _session, done) => done(refusal(550)) }, {}, 'recipients-refused'],
    ['greylisting', { onRcptTo: (_to, _session, done) => done(refusal(451)) }, {}, 'try-later'],
  ])('fails at %s by its code, and repeats no word of the server', async (_, options, more, code) => {
    const failure = await send(await served(options), more).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('erika');
    expect(received).toEqual([]);
  });

  it('ends with a server that says a word now and then, and never ends', async () => {
    const { certPem, keyPem } = authority.issueServer();
    const server = createServer({ cert: certPem, key: keyPem }, (socket) => {
      socket.on('error', () => undefined).write('220 here\r\n');
      const drip = setInterval(() => socket.write('250-here\r\n'), 20);
      socket.on('close', () => clearInterval(drip)).resume();
      closed.then(() => socket.destroy());
    });
    const { promise: closed, resolve: end } = Promise.withResolvers<void>();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(send(port, { tls: 'implicit', timeoutMs: 750 })).rejects.toMatchObject({ code: 'timeout' });
    end();
    server.close();
  });
});
