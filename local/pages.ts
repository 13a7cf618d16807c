// The pages: pages/ to pages/ of dist, as browsers get them. Names carry a hash of what is in them; each file stands there
// compressed, too, and beside the bundle stands which packages went into it.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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
const LIST = 'bundled.json';
/** What browsers of the last two years read; esbuild would rewrite colours of CSS for older ones. */
const TARGET = 'es2023';

interface Document {
  readonly title: string;
  readonly script: string;
  readonly style: string;
}

/** What is made of pages/index.html. That of the API has a policy of its own. */
const DOCUMENTS: Readonly<Record<string, Document>> = {
  'index.html': { title: 'EMM Lens', script: 'main.tsx', style: 'style/index.css' },
  'docs.html': { title: 'API – EMM Lens', script: 'docs/main.tsx', style: 'docs/index.css' },
};

/** `docs/main.tsx` is `docs-main`. */
const nameOf = (entry: string): string => entry.replace(/\.\w+$/, '').replace('/', '-');

/** Throws where something does not compile; esbuild says why. */
export function buildPages(root: string, dist: string): void {
  const outdir = join(root, dist, 'pages');
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.values(DOCUMENTS).flatMap(({ script, style }) =>
        [script, style].map((entry) => [nameOf(entry), `pages/${entry}`]),
      ),
    ),
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
  writeFileSync(join(root, dist, LIST), JSON.stringify(bundled, null, 2));
  writeFileSync(join(outdir, 'licences.txt'), licencesOf(bundled));
  cpSync(join(root, 'pages/icon.svg'), join(outdir, 'icon.svg'));
  const template = readFileSync(join(root, 'pages/index.html'), 'utf8');
  for (const [name, document] of Object.entries(DOCUMENTS))
    writeFileSync(join(outdir, name), documentOf(template, document, metafile));
  for (const name of readdirSync(outdir)) compress(join(outdir, name));
}

/** What the build of the folder `dist` put into the pages. */
export const bundledPackages = (dist: string): readonly Bundled[] => JSON.parse(readFileSync(join(dist, LIST), 'utf8'));

/** The text that goes with them, as their licences ask. */
export const licencesOf = (bundled: readonly Bundled[]): string =>
  bundled
    .map(({ name, version, license, text }) => [`${name} ${version}: ${license}`, text, ''].join('\n\n'))
    .join(LINE);

function bundledIn(root: string, { inputs }: Metafile): Bundled[] {
  const files = Map.groupBy(Object.keys(inputs), (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...files].flatMap(([name, taken]) => {
    if (name === undefined) return [];
    const folder = join(root, 'node_modules', name);
    const { version, license } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    // Of a file that was bundled before there is a list of what is in it beside it.
    const texts = [
      join(folder, 'LICENSE'),
      join(folder, 'NOTICE'),
      ...taken.map((path) => join(root, `${path}.LICENSE.txt`)),
    ];
    const text = texts.filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8').trim());
    return { name, version, license, text: text.join('\n\n') };
  });
}

const manifest = z.object({ version: z.string(), license: z.string() });

/** A document of the one template, with the names that the build gave to what it loads. */
function documentOf(template: string, { title, script, style }: Document, { outputs }: Metafile): string {
  const named = (entry: string): string => {
    const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === `pages/${entry}`) ?? [];
    if (path === undefined) throw new RangeError(`esbuild made nothing of ${entry}`);
    return basename(path);
  };
  return template.replace('TITLE', title).replace('SCRIPT', named(script)).replace('STYLE', named(style));
}

/** What is larger would take seconds of each build as brotli, and become a tenth smaller. */
const BROTLI_AT_MOST = 400_000;

/** Once, so that no request waits for it. The file itself goes: who takes no compressed one gets it unpacked. */
function compress(file: string): void {
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  if (content.length <= BROTLI_AT_MOST) writeFileSync(`${file}.br`, brotliCompressSync(content));
  rmSync(file);
}
