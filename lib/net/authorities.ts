// CA files as authorities give them out: PEM, or DER, which TLS would not read. TLS takes text without a certificate for an
// empty list, and says only later, of the server, that it is not trusted.
import { X509Certificate } from 'node:crypto';
import { CONFIG_BYTES, decoded, readSmallBytes } from '../small-file.ts';

/** The certificates of a CA file, as PEM. Throws what may not be attached where it cannot be read, or has none. */
export const readAuthorities = (path: string): string => certificatesIn(readSmallBytes(path, CONFIG_BYTES));

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

const BLOCK = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----.*?-----END \1-----/gs;

function certificatesIn(bytes: Buffer): string {
  const blocks = (decoded(bytes) ?? bytes.toString('latin1')).match(BLOCK);
  return (blocks ?? [bytes]).map((one) => new X509Certificate(one).toString()).join('');
}
