// npm run build: functions/ and lib/ to dist/, one file each, with the SQL of the migrations beside their code; and the pages.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../lib/errors.ts';
import { buildPages } from './pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const STAMP = '.built';
/** What is made, until it is whole; and what was there before. */
const [HALF, BEFORE] = ['dist.half', 'dist.before'];
const LOCK = `${root}/.data/build.lock`;
const WAIT_FOR_BUILD_MS = 300_000;
/** What it is made of; `.dockerignore` lets it through. */
export const BUILT_FROM = [
  'functions/**/*.ts',
  'lib/**/*.{ts,sql}',
  'pages/**/*.*',
  'docs/faults.md',
  'tsconfig*.json',
  'package.json',
];

/** Makes dist/ of what is in the tree, and puts it in place when it is whole. Throws when it does not compile; the compiler says why. */
export const build = (): void => alone(make);

/** False where what is there is newer than its sources. */
export const buildWhereStale = (): boolean =>
  alone(() => {
    const stale = isStale();
    if (stale) make();
    return stale;
  });

function make(): void {
  for (const left of [HALF, BEFORE]) rmSync(`${root}/${left}`, { recursive: true, force: true });
  mkdirSync(`${root}/${HALF}`);
  // First: what is changed from now on may not be in it.
  writeFileSync(`${root}/${HALF}/${STAMP}`, '');
  const compiler = [`${root}/node_modules/typescript/bin/tsc`, '-p', 'tsconfig.build.json', '--outDir', HALF];
  execFileSync(process.execPath, compiler, { cwd: root, stdio: 'inherit' });
  cpSync(`${root}/lib/store/migrations`, `${root}/${HALF}/lib/store/migrations`, { recursive: true });
  buildPages(root, HALF);
  if (existsSync(`${root}/dist`)) renameSync(`${root}/dist`, `${root}/${BEFORE}`);
  renameSync(`${root}/${HALF}`, `${root}/dist`);
  rmSync(`${root}/${BEFORE}`, { recursive: true, force: true });
}

let holds = false;

/** Runs `work` while nobody else builds, or uses what was built; the lock of a process that was killed is free. */
export function alone<T>(work: () => T, { lock = LOCK, waitMs = WAIT_FOR_BUILD_MS } = {}): T {
  if (holds) return work();
  if (lock === LOCK) mkdirSync(`${root}/.data`, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(lock, { timeout: waitMs });
  try {
    take(file);
    holds = true;
    return work();
  } finally {
    holds = false;
    file.close();
  }
}

const BUSY = 5;

function take(file: DatabaseSync): void {
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'errcode') !== BUSY) throw thrown;
    throw new ConfigError('Another build runs in this folder, for longer than this one waits.', {
      code: 'build-runs',
      hint: 'Wait for its end, or end it; then start this one again.',
    });
  }
}

/** When the last build began, in milliseconds; null where there is none. */
export const builtAt = (): number | null =>
  existsSync(`${root}/dist/${STAMP}`) ? statSync(`${root}/dist/${STAMP}`).mtimeMs : null;

/** Whether a source file is newer than the last build, or there is none. */
function isStale(): boolean {
  const built = builtAt();
  if (built === null) return true;
  return globSync(BUILT_FROM, { cwd: root }).some((file) => statSync(`${root}/${file}`).mtimeMs > built);
}

if (import.meta.main) build();
