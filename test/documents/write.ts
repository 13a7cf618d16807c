// npm run documents: writes every document that is made of declarations or of tests. A test holds them up to date.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { documents, GENERATED_FOLDERS, ROOT } from './documents.ts';

const made = await documents();
for (const folder of GENERATED_FOLDERS) rmSync(new URL(folder, ROOT), { recursive: true, force: true });
for (const [path, text] of made) {
  mkdirSync(new URL(`${dirname(path)}/`, ROOT), { recursive: true });
  writeFileSync(new URL(path, ROOT), text);
}
