// The last release, built from its commit: what collectors that are not upgraded yet run.
import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The only place that names it. */
export const RELEASE = { version: '0.1.0', commit: 'e4f7765dcd7dead184a8cfeff4dc1decd96db045' };

/** Not in a zip of a release, nor in a shallow clone. */
export const hasRelease = (): boolean =>
  spawnSync('git', ['cat-file', '-e', `${RELEASE.commit}^{commit}`], { stdio: 'ignore' }).status === 0;

/** Builds it in an empty folder, with the dependencies of the tree. */
export function buildRelease(folder: string): void {
  const tree = execFileSync('git', ['archive', RELEASE.commit], { maxBuffer: 1 << 29 });
  execFileSync('tar', ['-x', '-C', folder], { input: tree });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, [join(folder, 'local/build.ts')], { cwd: folder });
}
