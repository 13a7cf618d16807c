// npm run release: the folder, a zip of it and the zip's checksum, below .data/release. `--folder <path>` makes the folder
// there and no zip, as an image wants it.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { makeFolder } from './folder.ts';

const { values } = parseArgs({ options: { folder: { type: 'string' } } });

if (values.folder === undefined) await release();
else makeFolder(resolve(values.folder));

async function release(): Promise<void> {
  if (spawnSync('zip', ['-v'], { stdio: 'ignore' }).status !== 0) {
    console.error('The program zip is missing: install its package, or make the folder alone (--folder <path>).');
    process.exitCode = 1;
    return;
  }
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const name = `emm-lens-${version}`;
  const parent = resolve('.data/release');
  const [folder, zip] = [join(parent, name), join(parent, `${name}.zip`)];
  for (const path of [folder, zip]) rmSync(path, { recursive: true, force: true });
  mkdirSync(parent, { recursive: true });
  makeFolder(folder);
  execFileSync('zip', ['-q', '-X', '-r', zip, '.'], { cwd: folder, stdio: 'inherit' });
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(zip), sha256);
  // As `sha256sum --check` reads it.
  writeFileSync(`${zip}.sha256`, `${sha256.digest('hex')}  ${basename(zip)}\n`);
  console.log(zip);
}
