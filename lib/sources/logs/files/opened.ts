// A file that is open for reading, and what is wrong with those that cannot be.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock.ts';
import type { FileTrouble, LogFile } from '../../contract.ts';
import type { Encoding } from '../lines.ts';
import { behind, type Content, openContent } from './content.ts';
import type { FileSystem, OpenHandle } from './file-calls.ts';
import { type FoundFile, troubleOf } from './find.ts';
import { type Head, headOf } from './head.ts';
import { hashOf } from './identity.ts';

export interface Opened {
  readonly handle: OpenHandle;
  readonly found: FoundFile;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly head: Head;
  /** What is behind the head. */
  readonly body: Content;
}

/** How files are opened. */
export interface Opening {
  readonly system: FileSystem;
  /** Of files without a byte order mark. */
  readonly encoding: Encoding;
  readonly clock: Clock;
}

/** What is wrong with files. */
export class Troubles {
  readonly all: { readonly trouble: FileTrouble; readonly found: FoundFile | null; readonly path: number | null }[] =
    [];

  add(trouble: FileTrouble, found: FoundFile | null, path = found?.place ?? null): void {
    this.all.push({ trouble, found, path });
  }
}

/** Null where it is not there any more, or may not be read: that is noted. Whoever opens it closes its handle. */
export async function openFound(
  { system, encoding, clock }: Opening,
  found: FoundFile,
  troubles: Troubles,
): Promise<Opened | null> {
  try {
    const { handle, content } = await openContent(system, found.path);
    try {
      const { size, mtimeMs: modified } = await handle.stat();
      const head = await headOf(content, encoding);
      return {
        handle,
        found: { ...found, size, modified },
        openedAt: clock.now().getTime(),
        head,
        body: behind(content, head.bytes),
      };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble) troubles.add(trouble, found);
    return null;
  }
}

/** Changes with the file: where it is the same, nothing was written since. */
export const stampOf = ({ id, size, modified }: FoundFile): string => hashOf(Buffer.from(`${id}:${size}:${modified}`));

/** The same however it is written further. */
export const inodeOf = ({ id }: Pick<FoundFile, 'id'>): string => hashOf(Buffer.from(id));

export const newFile = (): LogFile => ({
  file: randomBytes(16).toString('hex'),
  rungs: [],
  offset: 0,
  tail: hashOf(Buffer.alloc(0)),
  fields: null,
  state: null,
  seen: '',
  newestAt: null,
  seenAt: null,
});
