// The zip of a folder, and its checksum beside it.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '../../lib/errors.ts';

export const zipIsInstalled = (): boolean => spawnSync('zip', ['-v'], { stdio: 'ignore' }).status === 0;

/** Throws ConfigError where the program is missing, before anything is made. */
export function demandZip(): void {
  if (zipIsInstalled()) return;
  throw new ConfigError('The program zip is missing.', {
    code: 'no-zip',
    hint: 'Install its package, or make the folder alone: npm run release -- --folder <path>',
  });
}

/** What is in `folder`, without the folder itself; neither times of access nor owners go along. */
export async function makeZip(folder: string, zip: string): Promise<void> {
  execFileSync('zip', ['-q', '-X', '-r', zip, '.'], { cwd: folder, stdio: 'inherit' });
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(zip), sha256);
  // As `sha256sum --check` reads it.
  writeFileSync(`${zip}.sha256`, `${sha256.digest('hex')}  ${basename(zip)}\n`);
}
