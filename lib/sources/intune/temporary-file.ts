// Files for data that is larger than memory should be: readable by this process alone, and unlinked while open, so that
// no crash leaves them behind.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Close it when done: only then is its space free. */
export async function openTemporaryFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `emm-lens-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
  } catch (error) {
    // Windows removes no open file: there the directory's own cleaning has to.
    if (process.platform !== 'win32') {
      await file.close();
      throw error;
    }
  }
  return file;
}
