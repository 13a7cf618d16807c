// The zip of a release: what is in the folder, with a checksum that `sha256sum --check` takes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { openPromise } from 'yauzl';
import { makeZip, zipIsInstalled } from '../../local/release/zip.ts';

const parent = mkdtempSync(join(tmpdir(), 'lens-zip-'));
afterAll(() => rmSync(parent, { recursive: true }));

(zipIsInstalled() ? it : it.skip)('a zip holds the files of its folder, and its checksum is beside it', async () => {
  const [folder, zip] = [join(parent, 'app'), join(parent, 'lens.zip')];
  mkdirSync(join(folder, 'dist/functions'), { recursive: true });
  for (const name of ['host.json', '.hidden', 'dist/functions/index.js']) writeFileSync(join(folder, name), name);
  await makeZip(folder, zip);
  const names: string[] = [];
  const opened = await openPromise(zip, { lazyEntries: true });
  for await (const { fileName } of opened.eachEntry()) if (!fileName.endsWith('/')) names.push(fileName);
  expect(names.sort()).toEqual(['.hidden', 'dist/functions/index.js', 'host.json']);
  expect(readFileSync(`${zip}.sha256`, 'utf8')).toMatch(/^[0-9a-f]{64} {2}lens\.zip\n$/);
  expect(execFileSync('sha256sum', ['--check', 'lens.zip.sha256'], { cwd: parent, encoding: 'utf8' })).toContain('OK');
});
