// Files that settings name, read whole: only what can neither keep the process waiting nor fill its memory. A FIFO waits
// for a writer, a device has no end, and both look like a file to whoever merely reads.
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

export const SECRET_BYTES = 65_536;
/** Of CA files, with all public authorities in them, and of the sources file. */
export const CONFIG_BYTES = 1_048_576;

/** The text of a regular file. Throws, without its path, where there is none, or a larger one. */
export const readSmallFile = (path: string, maxBytes: number): string =>
  readSmallBytes(path, maxBytes).toString('utf8');

/** Text as editors and shells write it: UTF-8, or UTF-16 (PowerShell's `>`), without the mark; null where it is neither. */
export function decoded(bytes: Buffer): string | null {
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[bytes.toString('hex', 0, 2)] ?? 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** As `readSmallFile`. */
export function readSmallBytes(path: string, maxBytes: number): Buffer {
  // Before it is opened, too: opening a device may do something.
  refuseOthers(statSync(path));
  // Windows has neither the flag nor what it is for.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    refuseOthers(fstatSync(file));
    // Not by its size: files that the kernel makes up have none.
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= maxBytes; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    if (length > maxBytes) throw new RangeError('the file is too large');
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function refuseOthers(found: { isFile(): boolean }): void {
  if (!found.isFile()) throw new TypeError('not a regular file');
}
