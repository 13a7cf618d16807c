// A private certificate authority, made anew for every fleet: ECDSA P-256, certificates per RFC 5280.
// Besides good server certificates it issues the bad ones that a client must refuse. Keys never leave the process
// except the client certificate, which stands for an Entra app registration's certificate.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { boolean, element, integer, objectIdentifier, octets, sequence, unsigned } from './ber.ts';

export interface IssuedCertificate {
  certPem: string;
  keyPem: string;
}

export type CertificateKind = 'valid' | 'expired' | 'wrong-name' | 'unknown-authority' | 'self-signed';

export interface Authority {
  caPem: string;
  /** A certificate for 127.0.0.1 and localhost; the other kinds fail in the one way that they name. */
  issueServer(kind?: CertificateKind): IssuedCertificate;
  issueClient(commonName: string): IssuedCertificate;
}

interface Issuer {
  name: Buffer;
  key: KeyObject;
}

interface Request {
  subject: string;
  publicKey: KeyObject;
  from: number;
  to: number;
  extensions: Buffer[];
}

const DAY = 86_400_000;
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

function distinguishedName(commonName: string): Buffer {
  return sequence(element(0x31, sequence(objectIdentifier('2.5.4.3'), octets(commonName, 0x0c))));
}

function generalizedTime(instant: number): Buffer {
  const text = new Date(instant).toISOString().replace(/[-:T]|\.\d+/g, '');
  return octets(text, 0x18);
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function keyUsage(bits: number, unused: number): Buffer {
  return extension('2.5.29.15', true, element(0x03, Buffer.from([unused, bits])));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function issue(issuer: Issuer, request: Request): string {
  const body = sequence(
    element(0xa0, integer(2)),
    unsigned(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    issuer.name,
    sequence(generalizedTime(request.from), generalizedTime(request.to)),
    distinguishedName(request.subject),
    request.publicKey.export({ format: 'der', type: 'spki' }),
    element(0xa3, sequence(...request.extensions)),
  );
  const signature = sign('sha256', body, issuer.key);
  return pem(sequence(body, ECDSA_WITH_SHA256, element(0x03, Buffer.from([0]), signature)));
}

function createRoot(commonName: string, now: number): { issuer: Issuer; caPem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: distinguishedName(commonName), key: privateKey };
  const extensions = [extension('2.5.29.19', true, sequence(boolean(true))), keyUsage(0x06, 1)];
  const caPem = issue(issuer, { subject: commonName, publicKey, from: now - DAY, to: now + 3650 * DAY, extensions });
  return { issuer, caPem };
}

function alternativeNames(kind: CertificateKind): Buffer {
  const names =
    kind === 'wrong-name'
      ? [octets('another-host.example', 0x82)]
      : [octets('localhost', 0x82), octets(LOOPBACK, 0x87)];
  return extension('2.5.29.17', false, sequence(...names));
}

/** Makes the authority. `now` is in milliseconds and decides what is valid and what is expired. */
export function createAuthority(now: number): Authority {
  const root = createRoot('Fleet Private CA', now);
  // Of the same name as the real one, as after a re-installed PKI: only the signature tells them apart.
  const foreign = createRoot('Fleet Private CA', now);

  const issueEndEntity = (
    issuer: Issuer | 'itself',
    subject: string,
    to: number,
    extensions: Buffer[],
  ): IssuedCertificate => {
    // Certificates of RSA 2048: Entra accepts no elliptic keys for app registrations, and signs nothing else with RS/PS256.
    const client = extensions.length === 0;
    const pair = client
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const basic = [extension('2.5.29.19', true, sequence()), keyUsage(0x80, 7), ...extensions];
    const by = issuer === 'itself' ? { name: distinguishedName(subject), key: pair.privateKey } : issuer;
    const certPem = issue(by, { subject, publicKey: pair.publicKey, from: now - 30 * DAY, to, extensions: basic });
    return { certPem, keyPem: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
  };

  return {
    caPem: root.caPem,
    issueServer: (kind = 'valid') => {
      const issuers = { 'unknown-authority': foreign.issuer, 'self-signed': 'itself' } as const;
      const issuer = kind === 'unknown-authority' || kind === 'self-signed' ? issuers[kind] : root.issuer;
      const to = kind === 'expired' ? now - DAY : now + 397 * DAY;
      const serverAuth = extension('2.5.29.37', false, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')));
      return issueEndEntity(issuer, 'fleet.example', to, [alternativeNames(kind), serverAuth]);
    },
    issueClient: (commonName) => issueEndEntity(root.issuer, commonName, now + 365 * DAY, []),
  };
}
