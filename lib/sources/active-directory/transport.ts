// An encrypted connection, ready before the LDAP client sees it: TCP, then TLS at once (ldaps) or by StartTLS (ldap).
// The LDAP client is never given a way to connect by itself, so that it cannot send a password in clear: after a lost
// connection ldapts reconnects without TLS.
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ExtendedRequest } from 'ldapts';
import { ConfigError, ofServer, SourceError } from '../../errors.ts';
import { readAuthorities } from '../../net/authorities.ts';
import { tellPeer } from '../../net/peers.ts';
import { span } from '../../span.ts';
import type { DirectoryConfig } from './config.ts';
import { abortedError, connectionError, timeoutError } from './errors.ts';
import { messageSize, RESPONSE, readMessage } from './message.ts';

const START_TLS = '1.3.6.1.4.1.1466.20037';
const START_TLS_ID = 1;
const MAX_START_TLS_BYTES = 4096;

/** Connects, encrypts and verifies within connectTimeoutSeconds. Throws SourceError or ConfigError. */
export const openTransport = (config: DirectoryConfig, signal: AbortSignal): Promise<TLSSocket> =>
  span('outbound', { host: new URL(config.url).hostname, method: 'CONNECT' }, () => connected(config, signal));

async function connected(config: DirectoryConfig, signal: AbortSignal): Promise<TLSSocket> {
  if (signal.aborted) throw abortedError(signal);
  const ca = config.caFile === undefined ? undefined : readCa(config.caFile);
  const url = new URL(config.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'ldaps:';
  const socket = connect(Number(url.port) || (secure ? 636 : 389), host);
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => limit.reject(timeoutError('connection', 'connectTimeoutSeconds')),
    config.connectTimeoutSeconds * 1000,
  );
  const onAbort = (): void => limit.reject(abortedError(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([limit.promise, encrypt(socket, secure, { host, serverName: config.serverName, ca })]);
  } catch (error) {
    socket.destroy();
    const failure = connectionError('connection', error);
    throw signal.aborted ? failure : ofServer(failure, url.host);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function readCa(path: string): string {
  try {
    return readAuthorities(path);
  } catch {
    throw new ConfigError('The caFile of a directory cannot be read.', {
      code: 'ca-file',
      hint: 'Mount the certificate of the authority there, PEM or DER, 1 MB at most, and let the process read it.',
    });
  }
}

interface Peer {
  readonly host: string;
  readonly serverName: string | undefined;
  readonly ca: string | undefined;
}

async function encrypt(socket: Socket, secure: boolean, peer: Peer): Promise<TLSSocket> {
  // One that stays: an error after the race was lost must not end the process.
  socket.on('error', () => undefined);
  await settled(socket, 'connect');
  socket.setNoDelay(true).setKeepAlive(true, 30_000);
  if (!secure) await startTls(socket);
  const name = peer.serverName ?? peer.host;
  const encrypted = connectTls({
    socket,
    // Without host or servername Node would check the certificate against `localhost`.
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(peer.ca === undefined ? {} : { ca: peer.ca }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
  encrypted.on('error', () => undefined);
  await settled(encrypted, 'secureConnect');
  if (!encrypted.encrypted || !encrypted.authorized)
    throw new SourceError('The connection to the directory is not encrypted.', {
      code: 'tls',
      hint: 'Check caFile and serverName.',
    });
  tellPeer(`${name}:${socket.remotePort}`, encrypted);
  return encrypted;
}

function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const closed = (): void => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
  socket.once(event, resolve).once('error', reject).once('close', closed);
  return promise.finally(() => socket.off(event, resolve).off('error', reject).off('close', closed));
}

/** Asks for TLS (RFC 4511, 4.14) and reads the one answer. Bytes behind it were not encrypted: they are refused. */
async function startTls(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let received = Buffer.alloc(0);
  const closed = (): void => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
  const onData = (data: Buffer): void => {
    received = Buffer.concat([received, data]);
    try {
      const status = startTlsStatus(received);
      if (status === 0) resolve();
      else if (status !== null) reject(refused(status));
    } catch (error) {
      reject(error);
    }
  };
  socket.on('data', onData).once('error', reject).once('close', closed);
  socket.write(new ExtendedRequest({ messageId: START_TLS_ID, oid: START_TLS }).write());
  await promise.finally(() => {
    socket.off('data', onData).off('error', reject).off('close', closed);
    // TLS reads from here on; a socket that flows without a listener would lose the first bytes of the handshake.
    socket.pause();
  });
}

/** The result code, or null while the answer is incomplete. */
function startTlsStatus(received: Buffer): number | null {
  try {
    const size = messageSize(received);
    if (received.length <= MAX_START_TLS_BYTES && (size === null || received.length < size)) return null;
    const answer = readMessage(received);
    if (answer.id === START_TLS_ID && 'result' in answer && answer.result.tag === RESPONSE.extended)
      return answer.result.code;
  } catch {
    // Told below, as what it means for TLS.
  }
  throw notLdap();
}

/** Not `ldap-52`, which a domain controller without a certificate answers: that would be tried again and again. */
const refused = (status: number): SourceError =>
  new SourceError(`The directory refused StartTLS with LDAP result ${status}.`, {
    code: 'tls',
    hint: 'The server offers no TLS on this port: give it a certificate, or use ldaps://. Nothing was sent in clear.',
  });

const notLdap = (): SourceError =>
  new SourceError('The server did not answer StartTLS as LDAP says.', {
    code: 'tls',
    hint: 'Is this an LDAP port without TLS? For port 636 use ldaps://.',
  });
