// The built bundle as an app root of its own: built where it is stale, then copied, so that a build for another test
// file does not take the files from under a running host. One process builds at a time.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { alone, buildWhereStale, builtAt } from '../../local/build.ts';

const root = process.cwd();
const BUNDLES = join(root, '.data/bundles');
const KEPT_MS = 86_400_000;

/** Builds dist/ of the repository where a source file is newer. */
export const buildOnce = (): void => void buildWhereStale();

/** A new folder below `parent` with the bundle as it is deployed: package.json, host.json, dist and the dependencies. */
export function deployBundle(parent: string): string {
  const app = mkdtempSync(join(parent, 'app-'));
  alone(() => {
    buildWhereStale();
    copyTo(app);
  });
  return app;
}

/**
 * The same for all collectors that write nothing there: one folder for each build, so that Node finds the compiled code
 * of earlier starts again. Those of builds before go when they are a day old.
 */
export function sharedBundle(): string {
  return alone(() => {
    buildWhereStale();
    const app = join(BUNDLES, String(builtAt()));
    if (existsSync(app)) return app;
    mkdirSync(BUNDLES, { recursive: true });
    for (const name of readdirSync(BUNDLES))
      if (Date.now() - statSync(join(BUNDLES, name)).mtimeMs > KEPT_MS)
        rmSync(join(BUNDLES, name), { recursive: true });
    // Whole or not at all: a process may be killed meanwhile.
    const half = mkdtempSync(join(BUNDLES, 'half-'));
    copyTo(half);
    renameSync(half, app);
    return app;
  });
}

function copyTo(app: string): void {
  for (const name of ['package.json', 'host.json', 'dist'])
    cpSync(join(root, name), join(app, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
}
