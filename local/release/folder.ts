// The folder that is deployed, as the image and the zip hold it: the built bundle, its production dependencies, what they
// are (SBOM) and their licences. Nothing else is in it, and nothing is written into it once it runs.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConfigError } from '../../lib/errors.ts';
import { alone, build } from '../build.ts';
import { type Bundled, bundledPackages, LINE, licencesOf } from '../pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the runtime and Node read at run time, beside `dist` and `node_modules`. */
export const FILES = ['host.json', 'package.json', 'sources.schema.json'];
/** Tools of this repository and the Node.js of `npm ci`: the image has its own. */
const PRODUCTION = ['--omit=dev', '--omit=optional'];

/** Makes `folder`. Throws ConfigError where it is there, or npm fails. */
export function makeFolder(folder: string): void {
  if (existsSync(folder))
    throw new ConfigError('The folder is there already.', {
      code: 'folder-there',
      hint: `Name one that is not, or remove it: ${folder}`,
    });
  mkdirSync(folder, { recursive: true });
  alone(() => {
    build();
    for (const name of [...FILES, 'dist']) cpSync(join(root, name), join(folder, name), { recursive: true });
  });
  demandWhole(join(folder, 'dist'));
  for (const name of ['package-lock.json', '.npmrc']) cpSync(join(root, name), join(folder, name));
  npm(folder, 'ci', ...PRODUCTION);
  // Of the lock file: of what is installed npm says that the tools of this repository are missing (ESBOMPROBLEMS).
  const sbom = npm(folder, 'sbom', '--sbom-format=cyclonedx', '--package-lock-only', ...PRODUCTION);
  const bundled = bundledPackages(join(folder, 'dist'));
  writeFileSync(join(folder, 'sbom.cdx.json'), withBundled(sbom, bundled));
  writeFileSync(join(folder, 'licences.txt'), `${licences(folder)}${LINE}${licencesOf(bundled)}`);
  // Its scripts are those of this repository, and start what is not in the folder.
  const {
    scripts: _scripts,
    devDependencies: _devDependencies,
    ...manifest
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of ['package-lock.json', '.npmrc', 'node_modules/.package-lock.json'])
    rmSync(join(folder, name), { force: true });
}

/** What a browser and the runtime begin with is there, and nothing is compressed twice. Throws ConfigError. */
export function demandWhole(dist: string): void {
  const begins = ['functions/index.js', 'pages/index.html.gz', 'pages/docs.html.gz', 'bundled.json'];
  const wrong = [
    ...begins.filter((name) => !existsSync(join(dist, name))),
    ...globSync('**/*.{br,gz}.{br,gz}', { cwd: dist }),
  ];
  if (wrong.length === 0) return;
  throw new ConfigError(`What was built is not whole: ${wrong.slice(0, 3).join(', ')}.`, {
    code: 'not-whole',
    hint: 'Make it again, and let nothing else write into dist/ meanwhile.',
  });
}

/** No script of a dependency runs. */
function npm(cwd: string, ...options: readonly string[]): string {
  try {
    return execFileSync('npm', [...options, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 100_000_000,
      shell: process.platform === 'win32',
    });
  } catch {
    throw new ConfigError(`npm ${options[0]} failed.`, {
      code: 'npm',
      hint: 'What it said stands above: it needs the registry of packages, or a cache of them.',
    });
  }
}

/** The pages have code of packages that stand in no `node_modules` of the folder. */
function withBundled(sbom: string, bundled: readonly Bundled[]): string {
  const { components, ...rest } = z.looseObject({ components: z.array(z.unknown()) }).parse(JSON.parse(sbom));
  const added = bundled.map(({ name, version, license }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    return {
      'bom-ref': `${name}@${version}`,
      type: 'library',
      name,
      version,
      purl,
      licenses: [{ license: { id: license } }],
    };
  });
  return `${JSON.stringify({ ...rest, components: [...components, ...added] }, null, 2)}\n`;
}

const lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), license: z.string().optional() })),
});

/** Name, version, licence and its text, of each package that is in the folder. */
function licences(folder: string): string {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path]) => path !== '' && existsSync(join(folder, path)))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return [`${name} ${version ?? ''}: ${license ?? 'unknown'}`, ...texts(join(folder, path)), ''].join('\n\n');
    })
    .join(LINE);
}

const texts = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
    .map(({ name }) => readFileSync(join(path, name), 'utf8').trim());
