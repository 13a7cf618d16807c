// npm run release: the folder, a zip of it and the zip's checksum, below .data/release. `--folder <path>` makes the folder
// there and no zip, as an image wants it.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { argumentsOf } from '../arguments.ts';
import { telling } from '../failure.ts';
import { makeFolder } from './folder.ts';
import { demandZip, makeZip } from './zip.ts';

const USAGE = `npm run release [-- --folder <path>]

Makes the folder that is deployed, a zip of it and the zip's checksum below .data/release; prints the path of the zip.
--folder <path>   makes the folder alone, there, where none is yet: as an image wants it`;

await telling(async () => {
  const options = { help: { type: 'boolean' }, folder: { type: 'string' } } as const;
  const { help, folder } = argumentsOf(USAGE, { options }).values;
  if (help) console.log(USAGE);
  else if (folder === undefined) await release();
  else makeFolder(resolve(folder));
  return 0;
});

async function release(): Promise<void> {
  demandZip();
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const name = `emm-lens-${version}`;
  const parent = resolve('.data/release');
  const [folder, zip] = [join(parent, name), join(parent, `${name}.zip`)];
  for (const path of [folder, zip]) rmSync(path, { recursive: true, force: true });
  mkdirSync(parent, { recursive: true });
  makeFolder(folder);
  await makeZip(folder, zip);
  console.log(zip);
}
