// npm run build: functions/ and lib/ to dist/, one file each, with the SQL of the migrations beside their code; and the pages.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildPages } from './pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const STAMP = 'dist/.built';
/** What it is made of; `.dockerignore` lets it through. */
export const BUILT_FROM = [
  'functions/**/*.ts',
  'lib/**/*.{ts,sql}',
  'pages/**/*.*',
  'docs/faults.md',
  'tsconfig*.json',
  'package.json',
];

/** Compiles what is in the tree. Throws when it does not compile; the compiler says why. */
export function build(): void {
  rmSync(`${root}/dist`, { recursive: true, force: true });
  execFileSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  cpSync(`${root}/lib/store/migrations`, `${root}/dist/lib/store/migrations`, { recursive: true });
  buildPages(root);
  writeFileSync(`${root}/${STAMP}`, '');
}

/** When the last build ended, in milliseconds; null where there is none. */
export const builtAt = (): number | null =>
  existsSync(`${root}/${STAMP}`) ? statSync(`${root}/${STAMP}`).mtimeMs : null;

/** Whether a source file is newer than the last build, or there is none. */
export function isStale(): boolean {
  const built = builtAt();
  if (built === null) return true;
  return globSync(BUILT_FROM, { cwd: root }).some((file) => statSync(`${root}/${file}`).mtimeMs > built);
}

if (import.meta.main) build();
