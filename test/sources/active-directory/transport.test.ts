// Servers that answer StartTLS as no directory should: nothing that identifies anybody is sent to them.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { connectionError } from '../../../lib/sources/active-directory/errors.ts';
import { bannerServer, oddTlsServer, privateAuthority } from '../../net/servers.ts';
import { connectorOf, poll } from './polling.ts';

const ACCEPTED = Buffer.from('300c02010178070a010004000400', 'hex');
const REFUSED = Buffer.from('300c02010178070a010204000400', 'hex');
const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, 'close');
  }
});

/** Polls a server that answers the first bytes with these parts; gives what it received as text. */
async function pollAnswering(parts: readonly Buffer[], connectTimeoutSeconds: number) {
  const received: Buffer[] = [];
  const server = createServer((socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined).on('data', (data: Buffer) => received.push(data));
    socket.once('data', () => {
      for (const part of parts) socket.write(part);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `ldap://127.0.0.1:${address.port}`;
  const pass = await poll(
    connectorOf({ url, bindDn: 'reader@lab.example', password: 'Passw0rd', connectTimeoutSeconds }),
  );
  return { error: pass.error, sent: Buffer.concat(received).toString('latin1') };
}

describe('StartTLS', () => {
  it.each([
    ['bytes in clear behind the answer, as an attacker puts them', [Buffer.concat([ACCEPTED, ACCEPTED])], 'tls'],
    ['an answer that is not LDAP', [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')], 'tls'],
    ['another operation', [Buffer.from('300c02010161070a010004000400', 'hex')], 'tls'],
    ['a refusal', [REFUSED], 'tls'],
    ['half an answer, then nothing', [ACCEPTED.subarray(0, 5)], 'timeout'],
    ['consent, then no TLS', [ACCEPTED], 'timeout'],
  ])('ends the poll before anything else is sent: %s', async (_, parts, code) => {
    const { error, sent } = await pollAnswering(parts, code === 'timeout' ? 1 : 60);
    expect(error).toMatchObject({ code });
    expect(sent).not.toMatch(/Passw0rd|reader/);
  });
});

describe('ldaps', () => {
  const { authority, caFile, remove } = privateAuthority();
  afterAll(remove);
  it.each([
    ['at a server that speaks TLS 1.0 alone', { minVersion: 'TLSv1', maxVersion: 'TLSv1' }, 'no TLS newer than 1.1'],
    ['at a server that asks for a certificate of ours', { maxVersion: 'TLSv1.2', requestCert: true }, 'the client'],
    ['at an SSH port', null, 'speaks no TLS: check the port'],
  ] as const)('%s says what it is', async (_, tls, hint) => {
    const server = tls ? await oddTlsServer(authority, tls) : await bannerServer('SSH-2.0-OpenSSH_9.6\r\n');
    const url = `ldaps://127.0.0.1:${server.port}`;
    const pass = await poll(connectorOf({ url, bindDn: 'reader@lab.example', password: 'Passw0rd', caFile }));
    await server.close();
    expect(pass.error).toMatchObject({
      ...{ code: 'tls', hint: expect.stringContaining(hint), server: new URL(url).host },
    });
  });
});

describe('an error of a connection', () => {
  it.each([
    ['INVALID_PURPOSE', 'tls'],
    ['PATH_LENGTH_EXCEEDED', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['EHOSTUNREACH', 'refused'],
    ['ENOTFOUND', 'unresolved'],
    ['EPIPE', 'reset'],
    ['something else', 'reset'],
  ])('%s is told as %s, without what it says', (code, told) => {
    const error = connectionError('connection', Object.assign(new Error('dc1.lab.example refused'), { code }));
    expect(error.code).toBe(told);
    expect(`${error.message} ${error.hint}`).not.toContain('lab.example');
  });
});
