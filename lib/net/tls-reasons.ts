// Why OpenSSL ended a connection, by the number that it puts into its messages (`error:0A00042E:..`): whether a server is too
// old, wants a certificate of ours, or is no TLS server at all cannot be seen otherwise. Nothing else of the text is looked at.
// https://docs.openssl.org/3.5/man3/ERR_GET_REASON/

const CLIENT_CERTIFICATE =
  'The server asks for a certificate of the client, which EMM Lens does not have: exempt its address from that, at the server or at the balancer before it.';
const OLD_TLS =
  'The server speaks no TLS newer than 1.1, which is not safe: enable TLS 1.2 or 1.3 there, or at the balancer before it.';
const NO_TLS =
  'What listens there speaks no TLS: check the port in the address. One of http, SSH or another service looks like that.';
const WEAK = 'The keys or ciphers of the server are too weak for TLS today: renew its certificate and settings.';

/** Reasons of the TLS library; from 1,000 on an alert that the server sent: https://www.rfc-editor.org/rfc/rfc8446#section-6 */
const HINTS: Readonly<Record<number, string>> = {
  156: NO_TLS,
  191: OLD_TLS,
  198: NO_TLS,
  258: OLD_TLS,
  267: NO_TLS,
  394: WEAK,
  397: WEAK,
  398: WEAK,
  399: WEAK,
  1040: 'The server ended the handshake: it asks for a certificate of the client, which EMM Lens does not have, or knows no cipher that is safe.',
  1042: CLIENT_CERTIFICATE,
  1043: CLIENT_CERTIFICATE,
  1046: CLIENT_CERTIFICATE,
  1049: CLIENT_CERTIFICATE,
  1070: OLD_TLS,
  1112: 'The server has no certificate for this host name: use the name that it knows.',
  1116: CLIENT_CERTIFICATE,
};

/** What to do about an error of a TLS connection; null where its reason is none of these, as with certificates. */
export function tlsHint(error: unknown): string | null {
  for (let e = error, depth = 0; typeof e === 'object' && e !== null && depth < 4; depth++) {
    const message: unknown = Reflect.get(e, 'message');
    const [, reason] = /\berror:0A([0-9A-F]{6}):/.exec(typeof message === 'string' ? message : '') ?? [];
    if (reason !== undefined) return HINTS[Number.parseInt(reason, 16)] ?? null;
    e = Reflect.get(e, 'cause');
  }
  return null;
}
