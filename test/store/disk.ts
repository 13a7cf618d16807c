// A disk of a few megabytes that can be filled and emptied: a tmpfs, where this process may mount one.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free; fewer where files grew since. */
  fill(free: number): void;
  /** Makes room again. */
  empty(): void;
  remove(): void;
}

/** Null where nothing may be mounted. `folder` must be there, and empty. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'emm-lens-test', folder], {
      stdio: 'ignore',
    });
  } catch {
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: (free) => {
      const file = openSync(filler, 'a');
      const { bavail, bsize } = statfsSync(folder);
      const block = Buffer.alloc(bsize);
      for (let left = bavail * bsize - free; left >= bsize; left -= bsize) writeSync(file, block);
      closeSync(file);
    },
    empty: () => rmSync(filler, { force: true }),
    // Lazily: whoever was killed in a test may have files open there for a moment.
    remove: () => execFileSync('umount', ['--lazy', folder]),
  };
}

/** Whether this process may mount one: root may, outside of most containers. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-mount-'));
  const disk = mountSmallDisk(folder, 1);
  disk?.remove();
  rmSync(folder, { recursive: true, force: true });
  return disk !== null;
}
