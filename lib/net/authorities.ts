// CA files as authorities give them out: PEM, or DER, which TLS would not read. TLS takes text without a certificate for an
// empty list, and says only later, of the server, that it is not trusted.
import { X509Certificate } from 'node:crypto';
import { ConfigError } from '../errors.ts';
import { CONFIG_BYTES, decoded, readSmallBytes } from '../small-file.ts';

/** The certificates of a CA file, as PEM. Throws what may not be attached where it cannot be read, or has none. */
export const readAuthorities = (path: string): string => certificatesIn(readSmallBytes(path, CONFIG_BYTES));

/** `key`: what names it. */
export const unreadableAuthorities = (key = '`caFile`'): ConfigError =>
  new ConfigError('A CA file cannot be read.', {
    code: 'ca-file',
    hint: `${key} must be a readable file of 1 MB at most, PEM or DER, with the certificate of the authority.`,
  });

/** What is wrong with a CA file that is there. One that cannot be read yet is told by whoever opens it. */
export function caFileProblem(path: string): string | null {
  let bytes: Buffer;
  try {
    bytes = readSmallBytes(path, CONFIG_BYTES);
  } catch {
    return null;
  }
  try {
    certificatesIn(bytes);
    return null;
  } catch {
    return 'must name a file with certificates, in PEM or DER';
  }
}

const LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);

function certificatesIn(bytes: Buffer): string {
  const blocks = blocksIn(decoded(bytes) ?? bytes.toString('latin1'));
  return (blocks.length > 0 ? blocks : [bytes]).map((one) => new X509Certificate(one).toString()).join('');
}

/** https://www.rfc-editor.org/rfc/rfc7468#section-2 */
function blocksIn(text: string): readonly string[] {
  const [, ...parts] = text.split('-----BEGIN ');
  return parts.flatMap((part) => {
    const [label = ''] = part.split('-----', 1);
    const end = `-----END ${label}-----`;
    const at = LABELS.has(label) ? part.indexOf(end) : -1;
    return at < 0 ? [] : [`-----BEGIN ${part.slice(0, at)}${end}`];
  });
}
