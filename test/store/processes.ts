// Other processes at the same database file, and temporary folders for it.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folders: string[] = [];
const holders = new Set<ChildProcess>();

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-store-'));
  folders.push(folder);
  return folder;
}

/** And ends whoever still holds a lock in one, because a test failed before it let go. */
export function removeFolders(): void {
  for (const holder of holders) holder.kill('SIGKILL');
  for (const folder of folders.splice(0)) {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Opened {
  readonly applied?: readonly string[];
  readonly code?: string;
}

/** Opens and migrates in a process of its own; as a user without rights where `unprivileged` and we are root. */
export async function openElsewhere(database: string, { unprivileged = false } = {}): Promise<Opened> {
  // The process gives up its rights itself, once it has loaded its code: the checkout may be root's alone.
  const rights = unprivileged && process.getuid?.() === 0 ? ['without-rights'] : [];
  const args = ['test/store/open-store.ts', database, ...rights];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

/** Another process that holds the write lock of an sqlite file until it is told to let go. */
export async function holdWriteLock(path: string): Promise<{ release(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { DatabaseSync } from 'node:sqlite';
       const db = new DatabaseSync(process.argv[1], { timeout: 5_000 });
       db.exec('BEGIN IMMEDIATE');
       process.stdout.write('held');
       process.stdin.once('data', () => { db.exec('COMMIT'); db.close(); process.exit(); });`,
      path,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  holders.add(child);
  const ended = once(child, 'exit').then(() => holders.delete(child));
  await once(child.stdout, 'data');
  return {
    release: async () => {
      child.stdin.write('go\n');
      await ended;
    },
  };
}
