// The pages: pages/ to dist/pages/, as browsers get them. Names carry a hash of what is in them; each file stands there
// compressed, too, and beside the bundle stands which packages went into it.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync, type Metafile } from 'esbuild';
import { z } from 'zod';

/** A package whose code is in the pages: it is in no node_modules of the release. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** Between the licences of two packages. */
export const LINE = `${'-'.repeat(80)}\n`;
const LIST = 'dist/bundled.json';
/** What browsers of the last two years read; esbuild would rewrite colours of CSS for older ones. */
const TARGET = 'es2023';

/** Throws where something does not compile; esbuild says why. */
export function buildPages(root: string): void {
  const outdir = join(root, 'dist/pages');
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: { app: 'pages/main.tsx', style: 'pages/style/index.css' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: TARGET,
    tsconfig: 'pages/tsconfig.json',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    minify: true,
    // Licences stand in files beside those that have them, with a link at their end.
    legalComments: 'linked',
    loader: { '.md': 'text' },
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
  });
  const bundled = bundledIn(root, metafile);
  writeFileSync(join(root, LIST), JSON.stringify(bundled, null, 2));
  writeFileSync(join(outdir, 'licences.txt'), licencesOf(bundled));
  cpSync(join(root, 'pages/icon.svg'), join(outdir, 'icon.svg'));
  writeFileSync(join(outdir, 'index.html'), documentOf(root, metafile));
  for (const name of readdirSync(outdir)) compress(join(outdir, name));
}

/** What the last build put into the pages. */
export const bundledPackages = (root: string): readonly Bundled[] => JSON.parse(readFileSync(join(root, LIST), 'utf8'));

/** The text that goes with them, as their licences ask. */
export const licencesOf = (bundled: readonly Bundled[]): string =>
  bundled
    .map(({ name, version, license, text }) => [`${name} ${version}: ${license}`, text, ''].join('\n\n'))
    .join(LINE);

function bundledIn(root: string, { inputs }: Metafile): Bundled[] {
  const names = Object.keys(inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { name, version, license, text: readFileSync(join(folder, 'LICENSE'), 'utf8').trim() };
  });
}

const manifest = z.object({ version: z.string(), license: z.string() });

/** The one document, with the names that the build gave. */
function documentOf(root: string, { outputs }: Metafile): string {
  const named = (entry: string): string => {
    const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? [];
    if (path === undefined) throw new RangeError(`esbuild made nothing of ${entry}`);
    return path.slice('dist/pages/'.length);
  };
  return readFileSync(join(root, 'pages/index.html'), 'utf8')
    .replace('main.tsx', named('pages/main.tsx'))
    .replace('style/index.css', named('pages/style/index.css'));
}

/** Once, so that no request waits for it. */
function compress(file: string): void {
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  writeFileSync(`${file}.br`, brotliCompressSync(content));
}
